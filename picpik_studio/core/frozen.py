"""The mask as it was at one moment, for workers: copied when it is asked for, or before somebody writes over it."""

import threading
from typing import Final

import cv2

from picpik_studio.core.arrays import Plane, blank_plane, read_only
from picpik_studio.core.geometry import Rect

BAND: Final = 128
"""Rows that are copied at once: .2 ms at 100 MP, no longer does who writes wait for who reads."""


class FrozenPlane:
    """What `pixels` (uint8 HxW) are at the moment when this is made, whatever is written into them later.

    To make one costs nothing. Whoever writes calls `keep` before, which copies the rows that are in danger; the rest is
    copied by the thread that asks for the `plane` first. What is all 0 takes no memory.
    """

    def __init__(self, pixels: Plane) -> None:
        height, width = pixels.shape
        self._pixels = pixels
        self._copy = blank_plane(width, height)
        self._plane = read_only(self._copy)
        self._left = set(range(-(-height // BAND)))
        self._lock = threading.Lock()

    @property
    def is_whole(self) -> bool:
        """Whether all of it is copied, and nothing that is written matters any more."""
        return not self._left

    def keep(self, rect: Rect) -> None:
        """Copy the rows of `rect` (inside the plane), which are about to be written."""
        for band in range(rect.y // BAND, -(-rect.bottom // BAND)):
            self._take(band)

    def plane(self) -> Plane:
        """Return what the pixels were, read-only. Slow the first time: for a worker."""
        for band in sorted(self._left):
            self._take(band)
        return self._plane

    def part(self, rect: Rect) -> Plane:
        """Return what the pixels were inside `rect` (of the plane), read-only; no other rows are copied for it."""
        self.keep(rect)
        return self._plane[rect.slices]

    def _take(self, band: int) -> None:
        if band not in self._left:  # without waiting for another band that is just being copied
            return
        rows = slice(band * BAND, (band + 1) * BAND)
        with self._lock:
            if band in self._left:
                if cv2.countNonZero(self._pixels[rows]):
                    self._copy[rows] = self._pixels[rows]
                self._left.remove(band)
