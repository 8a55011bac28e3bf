"""What was drawn of the scene, kept, so that a moving cursor costs a copy and nothing is drawn twice."""

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QImage, QPainter

from picpik_studio.core.geometry import Rect, Size, union

_KEPT_APART = 8


class Backing:
    """An RGB32 image of device pixels, with the rectangles of it that are out of date.

    `pixels` are its own, uint8 HxWx4.
    """

    def __init__(self, draw: Callable[[QPainter, Rect], None]) -> None:
        self._draw = draw
        self._size = Size(0, 0)
        self.pixels = np.empty((0, 0, 4), np.uint8)
        self._stale: list[Rect] = []
        self.image = QImage()
        self.pixels_drawn = 0

    def resize(self, size: Size) -> None:
        """Have `size` device pixels; everything is out of date when that is another size."""
        if size != self._size:
            self._size = size
            self.pixels = np.full((size.height, size.width, 4), 255, np.uint8)
            self.image = QImage(self.pixels.data, size.width, size.height, 4 * size.width, QImage.Format.Format_RGB32)
            self.mark_all()

    def mark_all(self) -> None:
        """Say that everything looks different now."""
        self._stale = [Rect.of(self._size)]

    def mark(self, rect: Rect) -> Rect:
        """Say that `rect` (device pixels) looks different now; return what of it lies inside."""
        inside = rect.intersected(Rect.of(self._size))
        if inside.is_empty:
            return inside
        touching = [other for other in self._stale if not other.intersected(inside).is_empty]
        apart = [other for other in self._stale if other.intersected(inside).is_empty]
        self._stale = [*apart, union((inside, *touching))]
        if len(self._stale) > _KEPT_APART:
            self._stale = [union(self._stale)]
        return inside

    def shift(self, dx: int, dy: int) -> None:
        """Move all that was drawn by `dx`, `dy` device pixels; what comes into sight is out of date.

        What was out of date is so still, at its new place: several moves before a paint cost no more than one.
        """
        if not dx and not dy:
            return
        width, height = self._size
        whole = Rect.of(self._size)
        kept = whole.translated(dx, dy).intersected(whole)
        if kept.is_empty:
            self.mark_all()
            return
        stale, self._stale = self._stale, []
        for rect in stale:
            self.mark(rect.translated(dx, dy))
        self.pixels[kept.slices] = self.pixels[kept.translated(-dx, -dy).slices].copy()
        self.mark(Rect(0, 0, width, kept.y))
        self.mark(Rect(0, kept.bottom, width, height - kept.bottom))
        self.mark(Rect(0, kept.y, kept.x, kept.height))
        self.mark(Rect(kept.right, kept.y, width - kept.right, kept.height))

    def refresh(self) -> None:
        """Draw what is out of date."""
        if not self._stale:
            return
        stale, self._stale = self._stale, []
        painter = QPainter(self.image)
        for rect in stale:
            self.pixels_drawn += rect.width * rect.height
            self._draw(painter, rect)
        painter.end()
