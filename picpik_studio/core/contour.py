"""The boundary of an area as closed lines along the edges of its pixels."""

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane

Polygon = NDArray[np.int32]
"""Corners, Nx2 (x, y) in pixels, closed; its sides are horizontal and vertical in turn."""

MOST_CORNERS = 40_000
"""Beyond this a boundary is drawn from a plane of half the size, which nobody tells from it by eye."""

_BLOCK = 16
_FULL = 255


def contours(area: Plane, most: int = MOST_CORNERS) -> list[Polygon]:
    """Return the closed lines between what is 0 in `area` (uint8 HxW) and what is not; the borders count as 0.

    Exact to the pixel up to `most` corners; beyond them blocks of 2 x 2, 4 x 4 and so on count as inside when one of
    their pixels is.
    """
    step = 1
    corners = _corners(area)
    while len(corners) > most:
        area = _halved(area)
        step *= 2
        corners = _corners(area)
    return [polygon * step for polygon in _joined(corners)]


def _corners(area: Plane) -> Polygon:
    """Return every corner of the boundary; where two areas touch by a corner it is there twice.

    Only the blocks through which a boundary may run are looked at: of a broad area's 24 megapixels one in fifty.
    """
    height, width = area.shape
    # One block more than the area has pixels for, and a border of one: so every corner has its block, and four pixels.
    framed = np.zeros((height // _BLOCK * _BLOCK + _BLOCK + 1, width // _BLOCK * _BLOCK + _BLOCK + 1), np.uint8)
    cv2.threshold(area, 0, 255, cv2.THRESH_BINARY, dst=framed[1 : height + 1, 1 : width + 1])
    rows, columns = np.nonzero(_is_mixed(framed))
    blocks = sliding_window_view(framed, (_BLOCK + 1, _BLOCK + 1))[rows * _BLOCK, columns * _BLOCK]
    across = blocks[:, :, 1:] ^ blocks[:, :, :-1]
    down = blocks[:, 1:, 1:] ^ blocks[:, :-1, 1:]
    turns = across[:, 1:] ^ across[:, :-1]
    crossings = across[:, 1:] & across[:, :-1] & down
    origins = np.column_stack([columns, rows]).astype(np.int32) * _BLOCK
    crossed = _places(crossings, origins)
    return np.concatenate([_places(turns, origins), crossed, crossed])


def _is_mixed(framed: Plane) -> NDArray[np.bool_]:
    """Return which blocks see both 0 and 255 (all that `framed` has) in their pixels and the next ones left and above.

    Block (0, 0) has the corners of the pixels from (1, 1) of `framed` on.
    """
    inner = framed[1:, 1:]
    # The mean of 256 pixels is 0 and 255 only when all are: a single other one makes it 1 or 254.
    mean = cv2.resize(inner, (inner.shape[1] // _BLOCK, inner.shape[0] // _BLOCK), interpolation=cv2.INTER_AREA)
    beside = cv2.copyMakeBorder(mean, 1, 0, 1, 0, cv2.BORDER_CONSTANT, value=(0,))
    around = [beside[1:, 1:], beside[1:, :-1], beside[:-1, 1:], beside[:-1, :-1]]
    return np.asarray((np.maximum.reduce(around) > 0) & (np.minimum.reduce(around) < _FULL))


def _places(found: NDArray[np.uint8], origins: Polygon) -> Polygon:
    """Return where in the area the pixels of blocks lie that are not 0; `origins` are those of the blocks."""
    block, y, x = np.nonzero(found)
    return np.asarray(origins[block] + np.column_stack([x, y]), np.int32)


def _joined(corners: Polygon) -> list[Polygon]:
    """Return the corners in the order in which their lines are walked.

    In a row of corners the first is joined to the second, the third to the fourth; in a column likewise.
    """
    corners = corners[np.lexsort((corners[:, 0], corners[:, 1]))]
    by_column = np.lexsort((corners[:, 1], corners[:, 0]))
    partner = np.empty(len(corners), np.intp)
    partner[by_column[0::2]], partner[by_column[1::2]] = by_column[1::2], by_column[0::2]
    beside = partner.tolist()
    is_walked = bytearray(len(corners))
    polygons = []
    for first in range(len(beside)):
        if is_walked[first]:
            continue
        line, here = [], first
        while not is_walked[here]:
            there = here ^ 1  # along its row
            is_walked[here] = is_walked[there] = 1
            line += [here, there]
            here = beside[there]
        polygons.append(corners[line])
    return polygons


def _halved(area: Plane) -> Plane:
    """Return half the size, each pixel the largest of the four that it covers."""
    even = cv2.copyMakeBorder(area, 0, area.shape[0] % 2, 0, area.shape[1] % 2, cv2.BORDER_CONSTANT, value=(0,))
    rows = np.maximum(even[0::2], even[1::2])
    return np.ascontiguousarray(np.maximum(rows[:, 0::2], rows[:, 1::2]), np.uint8)
