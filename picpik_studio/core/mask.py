"""The mask: which pixels shall be repainted."""

import hashlib
from weakref import ref

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane, blank_plane, read_only
from picpik_studio.core.frozen import FrozenPlane
from picpik_studio.core.geometry import Rect, Size

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
        self._frozen: list[ref[FrozenPlane]] = []
        self._is_frozen = False

    def writable(self, rect: Rect) -> Plane:
        """Return the pixels to write into, inside `rect` (of the mask) alone.

        For edits alone: whoever writes here owes the history a before-image.
        """
        self._is_frozen = False
        if self._frozen:
            held = [frozen for each in self._frozen if (frozen := each()) is not None]
            for frozen in held:
                frozen.keep(rect)
            self._frozen = [ref(frozen) for frozen in held if not frozen.is_whole]
        return self._pixels

    def frozen(self, *, is_open: bool) -> FrozenPlane:
        """Return what the mask is now; as long as somebody holds it and nobody has written, the same one again.

        It is held weakly: 24 MB are not kept for nobody. `is_open`: an edit is, which may write at any time where it
        has been already, so that all of it is copied at once.
        """
        last = self._frozen[-1]() if self._is_frozen and self._frozen else None
        if last is not None and not is_open:
            return last
        made = FrozenPlane(self._pixels)
        if is_open:
            made.plane()
        else:
            self._frozen.append(ref(made))
            self._is_frozen = True
        return made

    def coverage(self) -> float:
        """Return the fraction, 0 to 1, of pixels that are painted with 50 % or more."""
        painted = cv2.countNonZero(cv2.threshold(self.pixels, THRESHOLD - 1, 255, cv2.THRESH_BINARY)[1])
        return painted / (self.size.width * self.size.height)
