"""The mask: which pixels shall be repainted."""

import hashlib
from collections.abc import Callable
from weakref import ref

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane, blank_plane, read_only
from picpik_studio.core.geometry import Size

THRESHOLD = 128
"""What is painted with less than this repaints nothing (the 50 % rule)."""

ALL_ROUND = 0.99


def digest(mask: Plane) -> str:
    """Return what names the painting in a uint8 HxW mask, SHA-256 in hex; "" when nothing is painted. About 1 ms/MP."""
    return hashlib.sha256(np.ascontiguousarray(mask).data).hexdigest() if mask.any() else ""


def is_ground(area: Plane) -> bool:
    """Whether a repaint area (uint8 HxW, repainted from 128 on) looks like the ground that the strokes lie on.

    It covers more than half, though not all, and reaches all round the edge, but for the few pixels that a JPEG spoils.
    """
    edge = np.concatenate((area[0], area[-1], area[:, 0], area[:, -1]))
    if float((edge >= THRESHOLD).mean()) < ALL_ROUND:
        return False
    covered = cv2.countNonZero(cv2.threshold(area, THRESHOLD - 1, 255, cv2.THRESH_BINARY)[1])
    return area.size < 2 * covered < 2 * area.size


class Mask:
    """uint8 HxW in image pixels: 255 = repaint, 0 = keep, between them the strokes' soft edges.

    Everyone reads `pixels`; only an edit writes (`core.edits`, `core.document`), through `writable`.
    """

    def __init__(self, size: Size, pixels: Plane | None = None) -> None:
        """Begin with nothing painted, or with `pixels` (uint8 HxW of `size`), which belong to the mask from now on."""
        self.size = size
        self._pixels = blank_plane(size.width, size.height) if pixels is None else pixels
        self.pixels = read_only(self._pixels)
        self._copy: Callable[[], Plane | None] = lambda: None

    def writable(self) -> Plane:
        """Return the pixels to write into. For edits alone: whoever writes here owes the history a before-image."""
        self._copy = lambda: None
        return self._pixels

    def copied(self, *, is_shared: bool) -> Plane:
        """Return a copy, read-only; with `is_shared` the last one, as long as somebody holds it and nobody has written.

        A copy of 24 MP takes 5 to 30 ms on the GUI thread, and after a stroke several readers want one. It is held
        weakly: 24 MB are not kept for nobody. `is_shared` is not for an open edit, which may write at any time.
        """
        kept = self._copy() if is_shared else None
        if kept is None:
            kept = read_only(self._pixels.copy())
            if is_shared:
                self._copy = ref(kept)
        return kept

    def coverage(self) -> float:
        """Return the fraction, 0 to 1, of pixels that are painted with 50 % or more."""
        painted = cv2.countNonZero(cv2.threshold(self.pixels, THRESHOLD - 1, 255, cv2.THRESH_BINARY)[1])
        return painted / (self.size.width * self.size.height)
