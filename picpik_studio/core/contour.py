"""The boundary of an area as closed lines along the edges of its pixels."""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane

Bits = NDArray[np.uint32]
Polygon = NDArray[np.int32]
"""Corners, Nx2 (x, y) in pixels, closed; its sides are horizontal and vertical in turn."""

MOST_CORNERS = 40_000
"""Beyond this a boundary is drawn from a plane of half the size, which nobody tells from it by eye."""

BLOCK = 16
"""A boundary is looked for in blocks of this side: of a broad area's 24 megapixels one in fifty has any of it."""


_FIRST: Final = np.uint32(BLOCK - 1)  # bit of a row's first pixel
_LAST: Final = np.uint32(1)  # what the last one stands for


def contours(area: Plane, most: int = MOST_CORNERS) -> list[Polygon]:
    """Return the closed lines between what is 0 in `area` (uint8 HxW) and what is not; the borders count as 0.

    Exact to the pixel up to `most` corners; beyond them blocks of 2 x 2, 4 x 4 and so on count as inside when one of
    their pixels is.
    """
    return contours_framed(_framed(area), most)


def contours_framed(framed: Plane, most: int = MOST_CORNERS) -> list[Polygon]:
    """Return what `contours` does of the area that begins at the second row and column of `framed` (uint8).

    The first ones are 0, and so is what is behind the area: a pixel and what it takes to whole blocks, at least.
    """
    step = 1
    corners = _corners(framed)
    while len(corners) > most:
        framed = _framed(_halved(framed[1:, 1:]))
        step *= 2
        corners = _corners(framed)
    return [polygon * step for polygon in joined(corners)]


def _framed(area: Plane) -> Plane:
    """Return `area` with one block more than it has pixels for, and a border of one before it.

    So every corner has its block, and four pixels.
    """
    height, width = area.shape
    framed = np.zeros((height // BLOCK * BLOCK + BLOCK + 1, width // BLOCK * BLOCK + BLOCK + 1), np.uint8)
    framed[1 : height + 1, 1 : width + 1] = area
    return framed


def _corners(framed: Plane) -> Polygon:
    """Return every corner of the boundary; where two areas touch by a corner it is there twice."""
    down, across = ((side - 1) // BLOCK * BLOCK + 1 for side in framed.shape)
    words = _packed(framed[1:down, 1:across], BLOCK)
    rows, columns = np.nonzero(_is_mixed(words))
    lines = rows[:, None] * BLOCK + np.arange(-1, BLOCK)
    own, before = (words[lines, places[:, None]] for places in (columns, columns - 1))
    own[rows == 0, 0] = before[rows == 0, 0] = before[columns == 0] = 0  # what lies before the first ones
    return _corners_of(_bits(own), _bits(before) & _LAST, np.column_stack([columns, rows]))


def corners_in(blocks: NDArray[np.bool_], places: NDArray[np.intp]) -> Polygon:
    """Return every corner in blocks of an area, twice where two parts of it touch by a corner.

    `blocks` tells what is inside, Nx17x17: the pixels of each and, before them, the last row and column of its
    neighbours. `places` holds their columns and rows, Nx2, counted in blocks.
    """
    own = np.packbits(blocks[:, :, 1:], axis=2).view(f"u{BLOCK // 8}")[:, :, 0]
    return _corners_of(_bits(own), blocks[:, :, 0].astype(np.uint32), places)


def _corners_of(own: Bits, before: Bits, places: NDArray[np.intp]) -> Polygon:
    """Return the corners as `corners_in`; `own` are the pixels of each row of a block, and `before` the one left of it.

    Nx17; a row's first pixel is the highest bit.
    """
    across = own ^ (own >> _LAST | before << _FIRST)
    turns = across[:, 1:] ^ across[:, :-1]
    crossings = across[:, 1:] & across[:, :-1] & (own[:, 1:] ^ own[:, :-1])
    origins = places.astype(np.int32) * BLOCK
    crossed = _places(crossings, origins)
    return np.concatenate([_places(turns, origins), crossed, crossed])


def _bits(words: NDArray[Any]) -> Bits:
    """Return words as numbers of which the highest bit is the first pixel."""
    return np.ascontiguousarray(words).view(f">u{BLOCK // 8}").astype(np.uint32)


def _is_mixed(words: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which blocks see 0 and else in their pixels and those of the blocks left and above.

    What lies before the first ones counts as 0.
    """
    has_any, has_all = _flags(words, BLOCK)
    any_near, all_near = (np.pad(flags, ((1, 0), (1, 0))) for flags in (has_any, has_all))
    near = [(slice(y, y - 1 or None), slice(x, x - 1 or None)) for y in (0, 1) for x in (0, 1)]
    has_some = np.logical_or.reduce([any_near[part] for part in near])
    lacks_none = np.logical_and.reduce([all_near[part] for part in near])
    return np.asarray(has_some & ~lacks_none)


def uniform(area: Plane, side: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which blocks of `area` (whole ones) have any pixel that is not 0, and which have only such.

    A block's `side` is 8 or 16 pixels.
    """
    return _flags(_packed(area, side), side)


def _packed(area: Plane, side: int) -> NDArray[Any]:
    """Return which pixels are not 0 by words of bits, one of which is a row of a block."""
    return np.packbits(area, axis=1).view(f"u{side // 8}")


def _flags(words: NDArray[Any], side: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    height, columns = words.shape
    rows = words.reshape(height // side, side, columns)
    full = words.dtype.type((1 << side) - 1)
    return np.bitwise_or.reduce(rows, 1) != 0, np.bitwise_and.reduce(rows, 1) == full


def _places(found: Bits, origins: Polygon) -> Polygon:
    """Return where in the area the pixels of blocks (Nx16) lie that are true; `origins` are those of the blocks."""
    pixels = np.unpackbits(found.astype(f">u{BLOCK // 8}").view(np.uint8)).view(np.bool_)  # found ten times as fast
    block, place = np.divmod(np.flatnonzero(pixels).astype(np.int32), BLOCK * BLOCK)
    y, x = np.divmod(place, BLOCK)
    return np.asarray(origins[block] + np.column_stack([x, y]), np.int32)


def joined(corners: Polygon) -> list[Polygon]:
    """Return the corners in the order in which their lines are walked.

    In a row of corners the first is joined to the second, the third to the fourth; in a column likewise.
    """
    corners = corners[np.lexsort((corners[:, 0], corners[:, 1]))]
    by_column = np.lexsort((corners[:, 1], corners[:, 0]))
    partner = np.empty(len(corners), np.intp)
    partner[by_column[0::2]], partner[by_column[1::2]] = by_column[1::2], by_column[0::2]
    # Where one comes to from each corner along its row, to the one beside it, and from there along the column.
    following = partner.reshape(-1, 2)[:, ::-1].ravel().tolist()
    is_walked = bytearray(len(corners) // 2)
    reached: list[int] = []
    starts = []
    for pair in range(len(is_walked)):
        if is_walked[pair]:
            continue
        starts.append(2 * len(reached))
        here = 2 * pair
        while not is_walked[here >> 1]:
            is_walked[here >> 1] = 1
            reached.append(here)
            here = following[here]
    order = np.array(reached, np.intp)
    walked = corners[np.column_stack([order, order ^ 1]).ravel()]
    return np.split(walked, starts[1:]) if starts else []


def _halved(area: Plane) -> Plane:
    """Return half the size, each pixel the largest of the four that it covers."""
    even = cv2.copyMakeBorder(area, 0, area.shape[0] % 2, 0, area.shape[1] % 2, cv2.BORDER_CONSTANT, value=(0,))
    rows = np.maximum(even[0::2], even[1::2])
    return np.ascontiguousarray(np.maximum(rows[:, 0::2], rows[:, 1::2]), np.uint8)
