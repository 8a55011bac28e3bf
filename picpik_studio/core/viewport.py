"""What part of the picture is seen, and how large."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.turn import NONE, Turn

MIN_ZOOM = 0.01
MAX_ZOOM = 64.0


@dataclass(frozen=True)
class Viewport:
    """A view of `view` pixels on a picture: `centre` (in image pixels) is in its middle, at `zoom` view pixels a pixel.

    A value: every method returns another one. `zoom` is kept within MIN_ZOOM and MAX_ZOOM. The picture may be turned
    and mirrored about the middle.
    """

    zoom: float = 1.0
    centre: Point = field(default=Point(0.0, 0.0))
    view: Size = field(default=Size(1, 1))
    turn: Turn = NONE

    def __post_init__(self) -> None:
        object.__setattr__(self, "zoom", min(max(self.zoom, MIN_ZOOM), MAX_ZOOM))

    def to_image(self, point: Point) -> Point:
        """Return the place in image pixels of a `point` in view pixels."""
        moved = self.turn.undo(point.x - self.view.width / 2, point.y - self.view.height / 2)
        return Point(self.centre.x + moved.x / self.zoom, self.centre.y + moved.y / self.zoom)

    def to_view(self, point: Point) -> Point:
        """Return the place in view pixels of a `point` in image pixels."""
        moved = self.turn.apply((point.x - self.centre.x) * self.zoom, (point.y - self.centre.y) * self.zoom)
        return Point(moved.x + self.view.width / 2, moved.y + self.view.height / 2)

    def zoomed_at(self, view_point: Point, factor: float) -> "Viewport":
        """Return this, `factor` times as large; what lies under `view_point` stays there."""
        return self._kept(replace(self, zoom=self.zoom * factor), view_point)

    def turned_at(self, view_point: Point, turn: Turn) -> "Viewport":
        """Return this, turned in another way; what lies under `view_point` stays there."""
        return self._kept(replace(self, turn=turn), view_point)

    def panned(self, dx: float, dy: float) -> "Viewport":
        """Return this with the picture moved by `dx`, `dy` view pixels."""
        moved = self.turn.undo(dx / self.zoom, dy / self.zoom)
        return replace(self, centre=Point(self.centre.x - moved.x, self.centre.y - moved.y))

    def resized(self, view: Size) -> "Viewport":
        """Return this for a view of another size; the same place stays in the middle."""
        return replace(self, view=view)

    def fit(self, size: Size, margin: int = 0) -> "Viewport":
        """Return this with a whole picture of `size` in the middle, `margin` view pixels free around it."""
        return self.fit_rect(Rect.of(size), margin)

    def fit_rect(self, rect: Rect, margin: int = 0) -> "Viewport":
        """Return this with `rect` (image pixels, not empty) as large as it can be seen whole."""
        a, b, c, d = map(abs, self.turn.matrix)
        width, height = a * rect.width + b * rect.height, c * rect.width + d * rect.height
        zoom = min(max(self.view.width - 2 * margin, 1) / width, max(self.view.height - 2 * margin, 1) / height)
        return replace(self, zoom=zoom, centre=Point(rect.x + rect.width / 2, rect.y + rect.height / 2))

    def actual_size(self) -> "Viewport":
        """Return this at 100 %, with the same place in the middle."""
        return replace(self, zoom=1.0)

    @property
    def visible_rect(self) -> Rect:
        """The image pixels that are seen, in whole or in part; it may reach past the picture's borders."""
        width, height = self.view
        return _around(self.to_image(Point(x, y)) for x in (0, width) for y in (0, height))

    def to_view_rect(self, rect: Rect) -> Rect:
        """Return the smallest rectangle of whole view pixels that holds `rect` (image pixels)."""
        return _around(self.to_view(Point(x, y)) for x in (rect.x, rect.right) for y in (rect.y, rect.bottom))

    def _kept(self, other: "Viewport", view_point: Point) -> "Viewport":
        """Return `other`, moved so that it has the same place under `view_point` as this."""
        fixed, moved = self.to_image(view_point), other.to_image(view_point)
        return replace(other, centre=Point(other.centre.x + fixed.x - moved.x, other.centre.y + fixed.y - moved.y))


def _around(points: Iterable[Point]) -> Rect:
    """Return the smallest rectangle of whole pixels that holds the points."""
    across, down = zip(*points, strict=True)
    return Rect.spanning(min(across), min(down), max(across), max(down))
