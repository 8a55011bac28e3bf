"""Connected parts of a plane, and how one is filled so that no seam is left around it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import bounds
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.mask import THRESHOLD

SEAM = 4
"""How far around a filled region a half-painted rim is looked for, in pixels."""

_FULL = 255
_TILE = 256
_AREA = cv2.CC_STAT_AREA


class Parts(NamedTuple):
    """The connected parts of a plane: `labels` int32 HxW, 0 = none; row i of `stats` is x, y, width, height, area."""

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]


def painted_connected(plane: Plane) -> Parts:
    """Return the parts of what is not 0 in `plane` (uint8 HxW), joined by sides and corners, as painted pixels are."""
    return _parts(plane, 8)


def keep_connected(plane: Plane) -> Parts:
    """Return the parts of what is not 0 in `plane` (uint8 HxW), joined by sides only, as kept pixels are."""
    return _parts(plane, 4)


def small_parts(plane: Plane, up_to: int, connected: Callable[[Plane], Parts]) -> Plane:
    """Return uint8 HxW, 255 on the parts of `plane` (uint8 HxW, 0 or 255) that have at most `up_to` pixels, else 0."""
    small = np.zeros_like(plane)
    area = bounds(plane)
    if area.is_empty or up_to == 0:
        return small
    labels, stats = connected(plane[area.slices])
    values = np.where(stats[:, _AREA] <= up_to, _FULL, 0).astype(np.uint8)
    values[0] = 0
    if values.any():
        np.take(values, labels, out=small[area.slices])
    return small


def without_seam(mask: Plane, region: Plane) -> Plane:
    """Return `mask` (uint8 HxW) with `region` (uint8 HxW, 0 or 255) painted, and no dip left around it.

    A soft edge that faced the region would stay as a ring of half-painted pixels. So every painted pixel within 4 px of
    the region takes the value of the grey closing by a square of 9 pixels, which fills a narrow valley up to the lower
    of its two sides; what is not painted outside the region never changes.
    """
    result = cv2.max(mask, region).astype(np.uint8, copy=False)
    whole = Rect.of(Size(mask.shape[1], mask.shape[0]))
    parts = [part.expanded(SEAM).intersected(whole) for part in _busy_tiles(region, whole)]
    # All rims are reckoned before the first one is written: none may build upon another.
    rims = [(near, rim) for near in parts if (rim := _rim(mask, region, result, near)) is not None]
    for near, rim in rims:
        target = result[near.slices]
        np.maximum(target, rim, out=target)
    return result


def _parts(plane: Plane, connectivity: int) -> Parts:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(plane, connectivity=connectivity, ltype=cv2.CV_32S)
    return Parts(labels.astype(np.int32, copy=False), stats.astype(np.int32, copy=False))


def _busy_tiles(region: Plane, whole: Rect) -> Iterator[Rect]:
    """Return, tile by tile, the smallest rectangles that hold what is not 0."""
    for y in range(0, whole.height, _TILE):
        for x in range(0, whole.width, _TILE):
            busy = bounds(region[y : y + _TILE, x : x + _TILE])
            if not busy.is_empty:
                yield busy.translated(x, y)


def _rim(mask: Plane, region: Plane, filled: Plane, near: Rect) -> Plane | None:
    """Return what the half-painted pixels inside `near` become, else 0; None when there are none."""
    half_painted = cv2.inRange(mask[near.slices], (THRESHOLD,), (_FULL - 1,))
    if not half_painted.any():
        return None
    whole = Rect.of(Size(mask.shape[1], mask.shape[0]))
    wide = near.expanded(2 * SEAM).intersected(whole)
    square = np.ones((2 * SEAM + 1, 2 * SEAM + 1), np.uint8)
    closed = cv2.morphologyEx(filled[wide.slices], cv2.MORPH_CLOSE, square)
    rim = cv2.bitwise_and(closed, cv2.dilate(region[wide.slices], square))
    raised = cv2.bitwise_and(rim[near.translated(-wide.x, -wide.y).slices], half_painted)
    return raised.astype(np.uint8, copy=False)
