"""The canvas as it would become: a rectangle that is dragged, typed and set to a ratio before anything is changed."""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from picpik_studio.core.box_drag import LEAST, MIDDLE, Grip, begin_of, dragged, snapped
from picpik_studio.core.geometry import Rect, Size

A4: Final = 210 / 297
"""Width to height of a sheet of A4 that stands upright."""


class Margins(NamedTuple):
    """How many pixels are added at each side of the picture; negative ones are cut away."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class CanvasDraft:
    """A new canvas for a picture of `size`: `rect`, in the picture's pixels, may reach past it or leave some of it out.

    Some of the picture is always inside. `ratio` of width to height is kept, unless it is None. A value: every method
    returns another one. An anchor is where the picture sits in a larger canvas: -1, 0 or 1 for left, middle, right and
    for top, middle, bottom.
    """

    size: Size
    rect: Rect
    ratio: float | None = None

    @classmethod
    def of(cls, size: Size) -> "CanvasDraft":
        """Return the canvas as it is."""
        return cls(size, Rect.of(size))

    @property
    def is_changed(self) -> bool:
        """Whether it is another canvas than there is."""
        return self.rect != (0, 0, *self.size)

    @property
    def grows(self) -> bool:
        """Whether there is something new in it."""
        return not Rect.of(self.size).encloses(self.rect)

    @property
    def margins(self) -> Margins:
        """What is added at each side."""
        rect, size = self.rect, self.size
        return Margins(-rect.x, -rect.y, rect.right - size.width, rect.bottom - size.height)

    def dragged(self, grip: Grip, step: tuple[float, float], *, keeps_ratio: bool, about_middle: bool) -> "CanvasDraft":
        """Return this after a grip was dragged by `step` (right, down), from where it was as the drag began.

        `keeps_ratio` keeps that of now although none is set. What would leave nothing of the picture stays as it is.
        """
        kept = self.rect.width / self.rect.height if keeps_ratio else None
        ratio = self.ratio if self.ratio is not None else kept
        made = dragged(self.rect, grip, *step, ratio=ratio, about_middle=about_middle)
        return self._if_inside(made)

    def pulled(self, grip: Grip, step: tuple[float, float], reach: float) -> tuple[float, float]:
        """Return a drag's step (right, down) so that what is held lies on the picture's edges where it is near them.

        Held by its middle, the canvas is also drawn to where the picture is in its middle. `reach` is in pixels.
        """
        rect, size = self.rect, self.size
        across = _pulled(grip, grip.x, (rect.x, rect.width), size.width)
        down = _pulled(grip, grip.y, (rect.y, rect.height), size.height)
        return _nearest(across, step[0], reach), _nearest(down, step[1], reach)

    def resized(self, width: int, height: int, anchor: Grip) -> "CanvasDraft":
        """Return this with another size; what the anchor names of the canvas stays where it is."""
        rect = self.rect
        wished = Size(max(width, LEAST), max(height, LEAST))
        x = begin_of(rect.x, rect.width, wished.width, anchor.x)
        y = begin_of(rect.y, rect.height, wished.height, anchor.y)
        return self._if_inside(Rect(x, y, *wished))

    def with_width(self, width: int, anchor: Grip) -> "CanvasDraft":
        """Return this so wide; where a ratio is set the height follows."""
        height = self.rect.height if self.ratio is None else round(width / self.ratio)
        return self.resized(width, height, anchor)

    def with_height(self, height: int, anchor: Grip) -> "CanvasDraft":
        """Return this so high; where a ratio is set the width follows."""
        width = self.rect.width if self.ratio is None else round(height * self.ratio)
        return self.resized(width, height, anchor)

    def with_ratio(self, ratio: float | None, anchor: Grip) -> "CanvasDraft":
        """Return the smallest canvas of this ratio that holds this one; None sets the ratio free."""
        if ratio is None:
            return replace(self, ratio=None)
        width, height = self.rect.size
        wished = (round(height * ratio), height) if width < height * ratio else (width, round(width / ratio))
        return replace(self.resized(*wished, anchor), ratio=ratio)

    def anchored(self, anchor: Grip) -> "CanvasDraft":
        """Return this, of its own size, with the picture where the anchor says."""
        x = begin_of(0, self.size.width, self.rect.width, anchor.x)
        y = begin_of(0, self.size.height, self.rect.height, anchor.y)
        return replace(self, rect=Rect(x, y, *self.rect.size))

    def placed(self, rect: Rect) -> "CanvasDraft":
        """Return this with another rectangle, the ratio free; one without any of the picture is not taken."""
        return replace(self._if_inside(rect), ratio=None)

    def _if_inside(self, rect: Rect) -> "CanvasDraft":
        return self if rect.intersected(Rect.of(self.size)).is_empty else replace(self, rect=rect)


def _pulled(grip: Grip, held: int, side: tuple[int, int], length: int) -> list[tuple[float, tuple[float, ...]]]:
    """Return which places of a side (where it begins, how long it is) are drawn to which lines of the picture."""
    begin, long = side
    if grip == MIDDLE:
        return [(begin, (0,)), (begin + long, (length,)), (begin + long / 2, (length / 2,))]
    if held:
        return [(begin if held < 0 else begin + long, (0, length))]
    return []


def _nearest(places: list[tuple[float, tuple[float, ...]]], moved: float, reach: float) -> float:
    """Return `moved`, or the step nearest to it that brings one of the places onto a line of its own."""
    steps = [snapped(place, moved, lines, reach) for place, lines in places]
    return min((step for step in steps if step != moved), key=lambda step: abs(step - moved), default=moved)
