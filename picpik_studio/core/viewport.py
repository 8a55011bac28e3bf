"""What part of the picture is seen, and how large."""

from dataclasses import dataclass, field, replace

from picpik_studio.core.geometry import Point, Rect, Size

MIN_ZOOM = 0.01
MAX_ZOOM = 64.0


@dataclass(frozen=True)
class Viewport:
    """A view of `view` pixels on a picture: `centre` (in image pixels) is in its middle, at `zoom` view pixels a pixel.

    A value: every method returns another one. `zoom` is kept within MIN_ZOOM and MAX_ZOOM.
    """

    zoom: float = 1.0
    centre: Point = field(default=Point(0.0, 0.0))
    view: Size = field(default=Size(1, 1))

    def __post_init__(self) -> None:
        object.__setattr__(self, "zoom", min(max(self.zoom, MIN_ZOOM), MAX_ZOOM))

    def to_image(self, point: Point) -> Point:
        """Return the place in image pixels of a `point` in view pixels."""
        return Point(
            self.centre.x + (point.x - self.view.width / 2) / self.zoom,
            self.centre.y + (point.y - self.view.height / 2) / self.zoom,
        )

    def to_view(self, point: Point) -> Point:
        """Return the place in view pixels of a `point` in image pixels."""
        return Point(
            (point.x - self.centre.x) * self.zoom + self.view.width / 2,
            (point.y - self.centre.y) * self.zoom + self.view.height / 2,
        )

    def zoomed_at(self, view_point: Point, factor: float) -> "Viewport":
        """Return this, `factor` times as large; what lies under `view_point` stays there."""
        fixed = self.to_image(view_point)
        other = replace(self, zoom=self.zoom * factor)
        moved = other.to_image(view_point)
        return replace(other, centre=Point(self.centre.x + fixed.x - moved.x, self.centre.y + fixed.y - moved.y))

    def panned(self, dx: float, dy: float) -> "Viewport":
        """Return this with the picture moved by `dx`, `dy` view pixels."""
        return replace(self, centre=Point(self.centre.x - dx / self.zoom, self.centre.y - dy / self.zoom))

    def resized(self, view: Size) -> "Viewport":
        """Return this for a view of another size; the same place stays in the middle."""
        return replace(self, view=view)

    def fit(self, size: Size, margin: int = 0) -> "Viewport":
        """Return this with a whole picture of `size` in the middle, `margin` view pixels free around it."""
        return self.fit_rect(Rect.of(size), margin)

    def fit_rect(self, rect: Rect, margin: int = 0) -> "Viewport":
        """Return this with `rect` (image pixels, not empty) as large as it can be seen whole."""
        zoom = min(
            max(self.view.width - 2 * margin, 1) / rect.width, max(self.view.height - 2 * margin, 1) / rect.height
        )
        return replace(self, zoom=zoom, centre=Point(rect.x + rect.width / 2, rect.y + rect.height / 2))

    def actual_size(self) -> "Viewport":
        """Return this at 100 %, with the same place in the middle."""
        return replace(self, zoom=1.0)

    @property
    def visible_rect(self) -> Rect:
        """The image pixels that are seen, in whole or in part; it may reach past the picture's borders."""
        left, top = self.to_image(Point(0, 0))
        right, bottom = self.to_image(Point(self.view.width, self.view.height))
        return Rect.spanning(left, top, right, bottom)

    def to_view_rect(self, rect: Rect) -> Rect:
        """Return the smallest rectangle of whole view pixels that holds `rect` (image pixels)."""
        left, top = self.to_view(Point(rect.x, rect.y))
        right, bottom = self.to_view(Point(rect.right, rect.bottom))
        return Rect.spanning(left, top, right, bottom)
