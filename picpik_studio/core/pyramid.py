"""Smaller and smaller copies of a picture or a mask, for drawing it small without reading it whole."""

import math
from itertools import pairwise
from typing import Self

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane, blank_plane, plane
from picpik_studio.core.geometry import Rect

_SMALLEST = 256  # the last level's longer side is at most this
_SECOND = 2


class Pyramid:
    """Half-size levels over `base`, uint8 HxW or HxWx4, which is level 0 itself and not copied.

    Level n + 1 has ceil(width / 2) x ceil(height / 2) pixels, each the mean of four (at an odd border: of those that
    there are). Every pixel is contiguous in its row; rows of one-byte pixels made here are padded to 4 bytes, so wrap
    them with `level.strides[0]` as the bytes of a line. There are `depth` levels, or as many as lead to a small one.
    Level 1, three quarters of all that is made, may rest: then it is empty, and takes no memory.
    """

    def __init__(self, base: Plane, depth: int | None = None) -> None:
        self.levels = [base]
        self.is_resting = False
        while len(self.levels) < depth if depth is not None else max(self.levels[-1].shape[:2]) > _SMALLEST:
            above = self.levels[-1]
            self.levels.append(_empty((above.shape[0] + 1) // 2, (above.shape[1] + 1) // 2, above.shape[2:]))
        self.update(Rect(0, 0, base.shape[1], base.shape[0]))

    @classmethod
    def blank(cls, width: int, height: int) -> Self:
        """Return one over a plane of zeros, of which only what is written into takes memory.

        For planes that mostly stay so: a page costs half a microsecond when the first pixel of it is written.
        """
        self = cls.__new__(cls)
        self.is_resting = False
        self.levels = [blank_plane(width, height)]
        while max(self.levels[-1].shape) > _SMALLEST:
            above = self.levels[-1]
            self.levels.append(blank_plane((above.shape[1] + 1) // 2, (above.shape[0] + 1) // 2))
        return self

    def update(self, rect: Rect, until: int | None = None) -> None:
        """Make the levels anew where `base` has changed inside `rect` (base pixels), and nowhere else.

        Only the levels up to number `until` when it is given; whoever does that catches up with the others later.
        """
        first = 0
        if self.is_resting:
            first, rect = _SECOND, self._update_second(rect)
        levels = self.levels[first : None if until is None else until + 1]
        left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
        for above, level in pairwise(levels):  # plain numbers: at each event of a stroke this is done for two planes
            height, width = level.shape[:2]
            left, top = max(left // 2, 0), max(top // 2, 0)
            right, bottom = min((right + 1) // 2, width), min((bottom + 1) // 2, height)
            if left >= right or top >= bottom:
                return
            _halve(above, level, (left, top, right, bottom))

    def rest(self) -> None:
        """Let go of level 1 until `wake`, if there are smaller ones."""
        if len(self.levels) > _SECOND:
            self.levels[1] = self.levels[1][:0].copy()
            self.is_resting = True

    def wake(self) -> None:
        """Make level 1 again: 15 ms at 24 megapixels."""
        if self.is_resting:
            self.is_resting = False
            self.levels[1] = Pyramid(self.levels[0], _SECOND).levels[1]

    def _update_second(self, rect: Rect) -> Rect:
        """Make level 2 anew from the base; return where."""
        height, width = self.levels[_SECOND].shape[:2]
        changed = Rect.spanning(rect.x // 4, rect.y // 4, -(-rect.right // 4), -(-rect.bottom // 4))
        changed = changed.intersected(Rect(0, 0, width, height))
        source = Rect(4 * changed.x, 4 * changed.y, 4 * changed.width, 4 * changed.height)
        source = source.intersected(Rect(0, 0, self.levels[0].shape[1], self.levels[0].shape[0]))
        if not source.is_empty:
            self.levels[_SECOND][changed.slices] = Pyramid(self.levels[0][source.slices], _SECOND + 1).levels[_SECOND]
        return changed

    def level_for(self, zoom: float) -> int:
        """Return the number of the smallest level that is not smaller than the picture at `zoom`."""
        wanted = math.floor(math.log2(1 / zoom)) if zoom < 1 else 0
        return min(wanted, len(self.levels) - 1)


def _empty(height: int, width: int, channels: tuple[int, ...]) -> Plane:
    return np.empty((height, width, *channels), np.uint8) if channels else plane(width, height)


def _halve(above: Plane, level: Plane, edges: tuple[int, int, int, int]) -> None:
    """Write the pixels of `level` between these `edges` (left, top, right, bottom) from the level `above`."""
    left, top, right, bottom = edges
    height, width = above.shape[0] // 2, above.shape[1] // 2
    across, down = min(right, width) - left, min(bottom, height) - top
    if across > 0 and down > 0:
        source = above[2 * top : 2 * (top + down), 2 * left : 2 * (left + across)]
        target = level[top : top + down, left : left + across]
        cv2.resize(source, (across, down), dst=target, interpolation=cv2.INTER_AREA)
    if right > width:
        _halve_border(above, level, Rect(width, top, 1, bottom - top))
    if bottom > height:
        _halve_border(above, level, Rect(left, height, right - left, 1))


def _halve_border(above: Plane, level: Plane, rect: Rect) -> None:
    """Write the last column or row of a level whose last pixels are made of two, or of one."""
    source = above[2 * rect.y : 2 * rect.bottom, 2 * rect.x : 2 * rect.right]
    missing_rows, missing_columns = 2 * rect.height - source.shape[0], 2 * rect.width - source.shape[1]
    padded = cv2.copyMakeBorder(source, 0, missing_rows, 0, missing_columns, cv2.BORDER_REPLICATE)
    source = padded.astype(np.uint8, copy=False)
    cv2.resize(source, rect.size, dst=level[rect.slices], interpolation=cv2.INTER_AREA)
