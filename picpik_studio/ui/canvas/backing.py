"""What was drawn of the scene, kept, so that a moving cursor costs a copy and nothing is drawn twice."""

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QImage, QPainter

from picpik_studio.core.geometry import Rect, Size, union

_KEPT_APART = 8


class Backing:
    """An RGB32 image of the widget's device pixels, with the rectangles of it that are out of date."""

    def __init__(self, draw: Callable[[QPainter, Rect], None]) -> None:
        self._draw = draw
        self._size = Size(0, 0)
        self._pixels = np.empty((0, 0, 4), np.uint8)
        self._stale: list[Rect] = []
        self.image = QImage()
        self.pixels_drawn = 0

    def resize(self, size: Size) -> None:
        """Have `size` device pixels; everything is out of date then."""
        if size != self._size:
            self._size = size
            self._pixels = np.full((size.height, size.width, 4), 255, np.uint8)
            self.image = QImage(self._pixels.data, size.width, size.height, 4 * size.width, QImage.Format.Format_RGB32)
        self.mark(Rect.of(size))

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
        """Move all that was drawn by `dx`, `dy` device pixels; what comes into sight is out of date."""
        width, height = self._size
        whole = Rect.of(self._size)
        kept = whole.translated(dx, dy).intersected(whole)
        if kept.is_empty or self._stale:
            self.mark(whole)
            return
        self._pixels[kept.slices] = self._pixels[kept.translated(-dx, -dy).slices].copy()
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
