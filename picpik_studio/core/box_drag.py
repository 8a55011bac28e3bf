"""Dragging a rectangle by its corners, its edges or its middle; for frames, in whole document pixels."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from picpik_studio.core.geometry import Point, Rect

LEAST: Final = 8
"""No side becomes shorter than this, in document pixels."""


@dataclass(frozen=True)
class Grip:
    """What is held: `x` and `y` are -1 for the left and top edge, 1 for the right and bottom one, 0 for neither.

    Both 0 is the middle, which moves the whole.
    """

    x: int
    y: int

    @property
    def is_corner(self) -> bool:
        """Whether two edges are held."""
        return bool(self.x and self.y)


MIDDLE: Final = Grip(0, 0)


def grip_at(rect: Rect, point: Point, reach: float) -> Grip | None:
    """Return what of `rect` is held at `point`, within `reach` document pixels of its edges; None beside it."""
    beyond = rect.expanded(round(reach) or 1)
    if not beyond.contains(point):
        return None
    # Of a rectangle that is smaller than what a hand can tell apart, the middle third moves it.
    near_x, near_y = min(reach, rect.width / 3), min(reach, rect.height / 3)
    x = -1 if point.x < rect.x + near_x else 1 if point.x > rect.right - near_x else 0
    y = -1 if point.y < rect.y + near_y else 1 if point.y > rect.bottom - near_y else 0
    return Grip(x, y)


def dragged(
    rect: Rect, grip: Grip, dx: float, dy: float, *, ratio: float | None = None, about_middle: bool = False
) -> Rect:
    """Return `rect` after its grip has been dragged so far, in whole pixels; the other edges stay where they are.

    A `ratio` is kept of width to height: at a corner the larger of both sides decides, at an edge the other two edges
    give way alike. `about_middle`: opposite edges go the other way, as far.
    """
    if grip == MIDDLE:
        return rect.translated(round(dx), round(dy))
    twice = 2 if about_middle else 1
    width, height = rect.width + grip.x * dx * twice, rect.height + grip.y * dy * twice
    if ratio is not None:
        width = max(width, height * ratio) if grip.is_corner else width if grip.x else height * ratio
        width = max(width, LEAST, LEAST * ratio)
        height = width / ratio
    return _placed(rect, max(round(width), LEAST), max(round(height), LEAST), MIDDLE if about_middle else grip)


def _placed(rect: Rect, width: int, height: int, grip: Grip) -> Rect:
    """Return a rectangle of this size whose edges opposite to `grip` are those of `rect`, or its middle."""
    return Rect(
        begin_of(rect.x, rect.width, width, -grip.x), begin_of(rect.y, rect.height, height, -grip.y), width, height
    )


def begin_of(begin: int, length: int, wished: int, fixed: int) -> int:
    """Return where a side that begins at `begin` and is `length` long begins when it is to be `wished` long.

    What is `fixed` stays where it is: its begin (-1), its middle (0) or its end (1).
    """
    return begin + (length - wished) * (fixed + 1) // 2


def snapped(edge: float, moved: float, lines: Iterable[float], reach: float) -> float:
    """Return how far an edge at `edge` goes when it is moved so far: onto the nearest of `lines` within `reach`."""
    goals = [line - edge for line in lines if abs(edge + moved - line) <= reach]
    return min(goals, key=lambda goal: abs(goal - moved), default=moved)


def spanned(start: Point, end: Point) -> Rect:
    """Return the rectangle between two points, at least `LEAST` a side."""
    left, right = sorted((start.x, end.x))
    top, bottom = sorted((start.y, end.y))
    rect = Rect.spanning(left, top, right, bottom)
    return Rect(rect.x, rect.y, max(rect.width, LEAST), max(rect.height, LEAST))
