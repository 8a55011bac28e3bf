"""What was drawn of the scene, kept, so that a moving cursor costs a copy and nothing is drawn twice."""

import ctypes
from collections.abc import Callable, Iterable

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from picpik_studio.core.geometry import EMPTY, Rect, Size, union
from picpik_studio.ui.canvas.images import photo_image
from picpik_studio.ui.canvas.turning import Turning

_KEPT_APART = 24
_WASTE = 4_000  # pixels: as many are drawn in the time that one rectangle more takes


class Backing:
    """An RGB32 image of device pixels, with the rectangles of it that are out of date.

    `pixels` are its own, uint8 HxWx4.
    """

    def __init__(self, draw: Callable[[QPainter, Rect], None]) -> None:
        self._draw = draw
        self._size = Size(0, 0)
        self._whole = EMPTY
        self.pixels = np.empty((0, 0, 4), np.uint8)
        self._stale: list[Rect] = []
        self.image = QImage()
        self.pixels_drawn = 0

    def resize(self, size: Size) -> None:
        """Have `size` device pixels; everything is out of date when that is another size."""
        if size != self._size:
            self._size, self._whole = size, Rect.of(size)
            self.pixels = np.full((size.height, size.width, 4), 255, np.uint8)
            self.image = QImage(self.pixels.data, size.width, size.height, 4 * size.width, QImage.Format.Format_RGB32)
            self.mark_all()

    def mark_all(self) -> None:
        """Say that everything looks different now."""
        self._stale = [self._whole]

    def mark(self, rect: Rect) -> Rect:
        """Say that `rect` (device pixels) looks different now; return what of it lies inside."""
        inside = rect.intersected(self._whole)
        if inside.is_empty:
            return inside
        alike = [other for other in self._stale if _is_cheaper_united(other, inside)]
        if alike:
            self._stale = [*(other for other in self._stale if other not in alike), union((inside, *alike))]
        else:
            self._stale.append(inside)
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
        whole = self._whole
        kept = whole.translated(dx, dy).intersected(whole)
        if kept.is_empty:
            self.mark_all()
            return
        stale, self._stale = self._stale, []
        for rect in stale:
            self.mark(rect.translated(dx, dy))
        self._move_memory((dy * width + dx) * self.pixels.itemsize * 4)
        self.mark(Rect(0, 0, width, kept.y))
        self.mark(Rect(0, kept.bottom, width, height - kept.bottom))
        self.mark(Rect(0, kept.y, kept.x, kept.height))
        self.mark(Rect(kept.right, kept.y, width - kept.right, kept.height))

    def _move_memory(self, offset: int) -> None:
        """Move all pixels at once by `offset` bytes, in half the time that NumPy takes, which copies what overlaps.

        What runs over the end of a row comes into the next one, where it is out of date.
        """
        start = self.pixels.ctypes.data
        count = self.pixels.nbytes - abs(offset)
        ctypes.memmove(start + max(offset, 0), start + max(-offset, 0), count)

    def copy_to(self, painter: QPainter, parts: Iterable[QRect], turning: Turning | None) -> None:
        """Draw what it has for `parts` (device pixels of the view), turned as the view is.

        The painter's clip is the last one of them afterwards: one at a time takes half as long as a clip of many, in
        which Qt copies line by line.
        """
        for part in parts:
            painter.setClipRect(part)
            if turning is None:
                painter.drawImage(part, self.image, part)
            else:
                pixels = turning.part(self.pixels, Rect(part.x(), part.y(), part.width(), part.height()))
                painter.drawImage(part.topLeft(), photo_image(pixels, has_alpha=False))

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


def _is_cheaper_united(one: Rect, other: Rect) -> bool:
    """Whether drawing both as one is no dearer: two bands of a large brush lie over each other with a few rows only."""
    ax, ay, width, height = one  # plain numbers: each part of a stroke's event is held against each other one
    bx, by, other_width, other_height = other
    across = max(ax + width, bx + other_width) - min(ax, bx)
    down = max(ay + height, by + other_height) - min(ay, by)
    are_apart = across >= width + other_width or down >= height + other_height
    return across * down <= width * height + other_width * other_height + (0 if are_apart else _WASTE)
