"""The repaint area as it is shown: what counts, and what is painted too faintly to count, at every zoom.

A level of the mask itself would not do: the mean of a thin, fully painted line is below 50 % and would be shown as too
faint. So what counts (>= 50 %) and what is faint (1 to 127) are told apart at full size, and made smaller after that.
"""

import math

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import bounds
from picpik_studio.core.geometry import EMPTY, Rect, gathered
from picpik_studio.core.mask import THRESHOLD
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.ui.canvas.placement import Placement

_NEAREST_FROM = 2.0
"""The zoom from which the picture's own pixels are seen as squares."""

_MIDDLE = 0.5 + 1 / 1024
"""Of a device pixel, a little beside: a straight edge that a zoom such as 75 % puts exactly between two pixels would be
127 or 128 there by the last bit of a sum, another one in each part that is drawn, and the outline would jump."""

_SAMPLE_LEVEL = 2
_WAITING_AS_ONE = 500_000  # pixels, which take a millisecond
_MOST_WAITING = 16
_WASTE = 9_000  # pixels of the first level: as many are made in the time that one rectangle more takes
_AT_ONCE = 98_000  # pixels: what is made in between stays in the cache, and OpenCV asks no other thread for help


class FilmLevels:
    """The two planes of a mask (uint8 HxW, never copied), from half its size downwards.

    `solid` is how much of a pixel is repainted, `faint` how much is painted but repaints nothing, both 0 to 255. Where
    nothing was ever painted they take no memory.
    """

    def __init__(self, mask: Plane) -> None:
        self.mask = mask
        half = (mask.shape[1] + 1) // 2, (mask.shape[0] + 1) // 2
        self._half = Rect(0, 0, *half)
        self._solid, self._faint = Pyramid.blank(*half), Pyramid.blank(*half)
        self._kept = _SAMPLE_LEVEL
        self._behind = EMPTY
        self._has_faint = False
        self._is_near = False
        self._waiting: list[Rect] = []
        self.update(bounds(mask))

    def update(self, *rects: Rect) -> None:
        """Follow the mask, which has changed inside `rects` (image pixels).

        While only the mask itself is looked at, what changes waits until a level is asked for, or there is much of it.
        """
        parts = [self._halved(rect) for rect in rects]
        for part in parts if self._is_near else gathered(parts, _WASTE):
            if self._is_near:
                self._leave_for_later(part)
            else:
                self._follow(part)

    def _halved(self, rect: Rect) -> Rect:
        """Return the pixels of the first level that show `rect` (image pixels)."""
        x, y, width, height = rect
        left, top = x // 2, y // 2
        part = Rect(left, top, (x + width + 1) // 2 - left, (y + height + 1) // 2 - top)
        return part.intersected(self._half)

    def _leave_for_later(self, part: Rect) -> None:
        last = self._waiting[-1] if self._waiting else EMPTY
        both = last.united(part)
        if both.width * both.height <= _WAITING_AS_ONE:
            self._waiting[-1:] = [both]
        else:
            self._waiting.append(part)
        if len(self._waiting) > _MOST_WAITING:
            self._follow(self._waiting.pop(0))

    def _catch_up(self) -> None:
        """Follow the mask wherever that was left for later."""
        waiting, self._waiting = self._waiting, []
        for part in waiting:
            self._follow(part)

    def _follow(self, part: Rect) -> None:
        """Make the levels anew inside `part` (pixels of the first one)."""
        rows = max(1, _AT_ONCE // max(1, 4 * part.width))
        for y in range(part.y, part.bottom, rows):
            self._halve(slice(y, min(y + rows, part.bottom)), slice(part.x, part.right))
        for pyramid in self._used():
            pyramid.update(part, self._kept)
        self._behind = self._behind.united(part)

    def _look_at(self, level: int) -> None:
        """Have the planes' levels up to number `level` true from now on; smaller ones are not worked on until then."""
        if level > self._kept:
            for pyramid in self._used():
                pyramid.update(self._behind)
            self._behind = EMPTY
        self._kept = max(level, _SAMPLE_LEVEL)

    def _used(self) -> tuple[Pyramid, ...]:
        """Return the planes that anything was ever written into."""
        return (self._solid, self._faint) if self._has_faint else (self._solid,)

    def _halve(self, rows: slice, columns: slice) -> None:
        """Write the first level's pixels in these rows and columns from the mask."""
        mask = self.mask[2 * rows.start : 2 * rows.stop, 2 * columns.start : 2 * columns.stop]
        solid = _solid(mask)
        repainted = cv2.countNonZero(solid)
        _write_half(self._solid.levels[0][rows, columns], solid, repainted)
        faint = cv2.countNonZero(mask) - repainted
        if faint:
            self._has_faint = True
            _write_half(self._faint.levels[0][rows, columns], _faint(mask), faint)
        elif self._has_faint:
            self._faint.levels[0][rows, columns] = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is painted: one pixel is still seen in the level that is looked at."""
        self._catch_up()
        levels = (pyramid.levels[min(_SAMPLE_LEVEL, len(pyramid.levels) - 1)] for pyramid in (self._solid, self._faint))
        return not any(cv2.countNonZero(level) for level in levels)

    def planes(self, placement: Placement, rect: Rect) -> tuple[Plane, Plane]:
        """Return `solid` and `faint` for the device pixels of `rect`, which lies inside `placement.picture`."""
        level = self._solid.level_for(min(1.0, placement.zoom * 2)) + 1 if placement.zoom <= 0.5 else 0  # noqa: PLR2004 - the first level is half as large
        step = placement.zoom * 2**level
        source = self._source(placement, rect, step, level)
        self._is_near = not level
        if level:
            self._catch_up()
            self._look_at(level - 1)
            parts = (self._solid.levels[level - 1][source.slices], self._faint.levels[level - 1][source.slices])
        else:
            parts = split(self.mask[source.slices])
        solid = _placed(parts[0], source, step, placement, rect)
        if level and not self._has_faint:
            return solid, np.zeros_like(solid)
        return solid, _placed(parts[1], source, step, placement, rect)

    def as_painted(self, placement: Placement, rect: Rect) -> Plane | None:
        """Return what of the mask itself, a view, the device pixels of `rect` show one by one; None at other zooms."""
        if placement.zoom != 1:
            return None
        self._is_near = True
        left, top = rect.x - placement.left, rect.y - placement.top
        return self.mask[top : top + rect.height, left : left + rect.width]

    def _source(self, placement: Placement, rect: Rect, step: float, level: int) -> Rect:
        """Return the pixels of a level that the device pixels of `rect` are drawn from."""
        if step == 1 and not level:
            return rect.translated(-placement.left, -placement.top)
        left, top = (rect.x - placement.left) / step, (rect.y - placement.top) / step
        wanted = Rect(
            math.floor(left) - 1,
            math.floor(top) - 1,
            math.ceil(rect.width / step) + 3,
            math.ceil(rect.height / step) + 3,
        )
        height, width = (self._solid.levels[level - 1] if level else self.mask).shape
        return wanted.intersected(Rect(0, 0, width, height))


def split(mask: Plane) -> tuple[Plane, Plane]:
    """Return what of `mask` is repainted, and what is painted too faintly: uint8, 255 or 0."""
    return _solid(mask), _faint(mask)


def _solid(mask: Plane) -> Plane:
    return cv2.threshold(mask, THRESHOLD - 1, 255, cv2.THRESH_BINARY)[1].astype(np.uint8, copy=False)


def _faint(mask: Plane) -> Plane:
    below = cv2.threshold(mask, THRESHOLD - 1, 255, cv2.THRESH_TOZERO_INV)[1]
    faint = cv2.threshold(below, 0, 255, cv2.THRESH_BINARY)[1]  # in half of the time that one look for a range takes
    return faint.astype(np.uint8, copy=False)


def _write_half(target: Plane, whole: Plane, painted: int) -> None:
    """Make `target` of `whole`, which is twice as large, or a row or a column short of that; `painted` of it are 255.

    What is the same everywhere, as most of a picture is, needs no means.
    """
    if painted in {0, whole.size}:
        target[...] = 255 if painted else 0
        return
    height, width = target.shape
    below, right = 2 * height - whole.shape[0], 2 * width - whole.shape[1]
    if below or right:
        whole = cv2.copyMakeBorder(whole, 0, below, 0, right, cv2.BORDER_REPLICATE).astype(np.uint8, copy=False)
    cv2.resize(whole, (width, height), dst=target, interpolation=cv2.INTER_AREA)


def _placed(part: Plane, source: Rect, step: float, placement: Placement, rect: Rect) -> Plane:
    """Return `part`, the pixels of `source`, drawn at `step` device pixels a pixel into `rect`."""
    x, y = rect.x - placement.left, rect.y - placement.top
    if step == 1:
        return np.ascontiguousarray(part[y - source.y :, x - source.x :][: rect.height, : rect.width])
    if not cv2.countNonZero(part):
        return np.zeros((rect.height, rect.width), np.uint8)
    if step >= _NEAREST_FROM:
        columns = ((x + 0.5 + np.arange(rect.width)) / step).astype(np.intp) - source.x
        rows = ((y + 0.5 + np.arange(rect.height)) / step).astype(np.intp) - source.y
        wide = part[:, np.minimum(columns, part.shape[1] - 1)]
        squares: Plane = wide[np.minimum(rows, part.shape[0] - 1)]
        return squares
    turn = np.array(
        [[1 / step, 0, (x + _MIDDLE) / step - source.x - 0.5], [0, 1 / step, (y + _MIDDLE) / step - source.y - 0.5]]
    )
    kind = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    placed = cv2.warpAffine(part, turn, rect.size, flags=kind, borderMode=cv2.BORDER_REPLICATE)
    return placed.astype(np.uint8, copy=False)
