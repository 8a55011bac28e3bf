"""Shapes as polygons, and how much of every pixel one covers."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Point, Rect

_FULL = 255
_FLATNESS_PX = 1 / 1024  # how far a chord may lie inside its arc: covers a quarter of a grey level at most
_LEAST_SIDES = 64

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


def ellipse(box: Rect) -> tuple[Point, ...]:
    """Return the ellipse inside `box` (pixels, not empty) as a polygon that is nowhere 1/1024 px off.

    The chord of an angle a lies r * (1 - cos(a / 2)) inside an arc of radius r.
    """
    across, down = box.width / 2, box.height / 2
    count = max(_LEAST_SIDES, math.ceil(math.pi / math.acos(1 - min(_FLATNESS_PX / max(across, down), 1))))
    count += -count % 4
    angles = np.arange(count) * (2 * math.pi / count)
    x = box.x + across + across * np.cos(angles)
    y = box.y + down + down * np.sin(angles)
    return tuple(map(Point, x.tolist(), y.tolist()))


def cover(points: Sequence[Point], within: Rect) -> tuple[Rect, Plane]:
    """Return where the closed polygon `points` (image pixels) lies in `within`, and uint8 HxW of that size.

    A value is 255 times the part of the pixel that is covered, rounded. What the polygon goes round more than once is
    covered (the non-zero rule); only in pixels in which it crosses itself the part may be off. The rectangle is `EMPTY`
    when nothing is covered.

    Every edge is cut at the grid, each piece adds its height to the row from its place on (its own pixel in part), and
    the running sum along the row is the covered part: the exact area, as in font rasterisers (Levien, font-rs, 2016).
    Where nothing changes the sum is repeated and not reckoned, so the cost goes with the outline, not with the area.
    """
    corners = np.array(points, np.float64).reshape(-1, 2)
    if not len(corners):
        return EMPTY, np.zeros((0, 0), np.uint8)
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    rect = Rect.spanning(left, top, right, bottom).intersected(within)
    if rect.is_empty:
        return EMPTY, np.zeros((0, 0), np.uint8)
    plane = _summed(corners - (rect.x, rect.y), rect.width, rect.height)
    return (rect, plane) if plane.any() else (EMPTY, plane[:0, :0])


def _summed(corners: _Floats, width: int, height: int) -> Plane:
    keys, heights = _steps(corners, width, height)
    places, which = np.unique(keys, return_inverse=True)
    sums = np.cumsum(np.bincount(which, weights=heights, minlength=len(places)))
    values = np.rint(_FULL * np.minimum(np.abs(sums), 1)).astype(np.uint8)
    runs = np.diff(places, prepend=0, append=height * (width + 2))
    flat = np.repeat(np.concatenate([np.zeros(1, np.uint8), values]), runs)
    return flat.reshape(height, width + 2)[:, :width]  # a copy without the two would take as long as all before


def _steps(corners: _Floats, width: int, height: int) -> tuple[_Ints, _Floats]:
    """Return where, in rows of width + 2, the covered part changes, and by how much.

    What lies left of the array counts at its left border, what lies right of it just beyond the right one.
    """
    start, delta = corners, np.roll(corners, -1, axis=0) - corners
    ends = np.arange(len(corners))
    edges, parts = zip(
        (ends, np.zeros(len(ends))),
        (ends, np.ones(len(ends))),
        _crossings(start[:, 0], delta[:, 0], width),
        _crossings(start[:, 1], delta[:, 1], height),
        strict=True,
    )
    edge, t = np.concatenate(edges), np.concatenate(parts)
    order = np.lexsort((t, edge))
    edge, t = edge[order], t[order]
    pieces = np.flatnonzero(edge[:-1] == edge[1:])
    edge, begin, end = edge[pieces], t[pieces], t[pieces + 1]
    x, y = (start[edge] + ((begin + end) / 2)[:, None] * delta[edge]).T
    rise = (end - begin) * delta[edge, 1]
    inside = (y >= 0) & (y < height) & (rise != 0)
    x, row, rise = np.clip(x[inside], 0, width), np.floor(y[inside]).astype(np.int64), rise[inside]
    column = np.floor(x)
    key = row * (width + 2) + column.astype(np.int64)
    later = (x - column) * rise
    return np.concatenate([key, key + 1]), np.concatenate([rise - later, later])


def _crossings(start: _Floats, delta: _Floats, last: int) -> tuple[_Ints, _Floats]:
    """Return which edges cross the grid lines 0 to `last`, and where: 0 at an edge's start, 1 at its end."""
    low = np.clip(np.ceil(np.minimum(start, start + delta)), 0, last + 1).astype(np.int64)
    high = np.clip(np.floor(np.maximum(start, start + delta)), -1, last).astype(np.int64)
    count = np.where(delta == 0, 0, np.maximum(high - low + 1, 0))
    edge = np.repeat(np.arange(len(start)), count)
    line = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + low[edge]
    return edge, np.clip((line - start[edge]) / delta[edge], 0, 1)
