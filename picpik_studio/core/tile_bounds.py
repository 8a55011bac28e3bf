"""What a blur leaves in tiles at least and at most, wherever in them, told from how much of the blocks is painted."""

from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import kernel, reach
from picpik_studio.core.geometry import Rect
from picpik_studio.core.tile_blur import BLOCK, BLOCKS, TILE

_FULL: Final = BLOCK * BLOCK
_SEEN: Final = 129
"""What the kernel gathers, of 256 * 256, is rounded to 1 of 255 from here on: 255 * 129 is more than half of 65536."""

Words = NDArray[np.uint16]
Counts = NDArray[np.uint16]
Line = NDArray[np.float64]
Tiles = NDArray[np.bool_]


class _Bounds(NamedTuple):
    """Along a line of blocks around a tile: what the kernel may gather at least and at most, wherever in the tile.

    From a single painted pixel, which may lie anywhere in a block, and from a full block. Blocks are counted from
    `len // 2 - 1` before the tile's first. For the least the tile is a pixel larger on every side: a pixel that has
    weight by it alone has neighbours that do, and so needs no value of its own.
    """

    least: Line
    least_full: Line
    most: Line
    most_full: Line


def room(blur: int) -> int:
    """Return how many pixels around the tiles have to be known, in whole blocks."""
    return _beside(blur) * BLOCK


def packed(plane: Plane) -> Words:
    """Return which pixels of `plane` (uint8, whole blocks) are not 0: a word of bits for each row of a block."""
    return np.asarray(np.packbits(plane, axis=1).view(np.uint16))


def painted(words: Words) -> Counts:
    """Return how many pixels of each block of a plane are not 0, from its words."""
    height, columns = words.shape
    counts: Counts = np.bitwise_count(words).reshape(height // BLOCK, BLOCK, columns).sum(1, np.uint16)
    return counts


def has_weight(counts: Counts, blur: int) -> Tiles:
    """Return the tiles whose every pixel is sure to get weight by the blur, by rows and columns.

    `counts` are the painted pixels of all blocks of the tiles and of the `room` around them.
    """
    single, whole = _bounds(blur).least, _bounds(blur).least_full
    return np.maximum(_gathered(counts, single), _gathered(counts == _FULL, whole)) >= _SEEN


def has_none(counts: Counts, blur: int) -> Tiles:
    """Return the tiles no pixel of which can get weight by the blur; see `has_weight`."""
    single, whole = _bounds(blur).most, _bounds(blur).most_full
    return np.minimum(_gathered(counts, single), _gathered(counts > 0, whole)) < _SEEN


def _gathered(blocks: NDArray[Any], bound: Line) -> NDArray[np.float32]:
    """Return what each tile's blocks add up to by `bound`: whole numbers below 2 ** 24, and so exact."""
    sums = cv2.sepFilter2D(blocks.astype(np.float32), cv2.CV_32F, bound, bound, anchor=(0, 0))
    down, across = (side - len(bound) + BLOCKS for side in blocks.shape)
    return np.asarray(sums[:down:BLOCKS, :across:BLOCKS], np.float32)


def sees_any(blocks: NDArray[np.bool_], blur: int) -> Tiles:
    """Return the tiles that see any of the blocks that are true; these are told as `counts` in `has_weight`."""
    side = 2 * _beside(blur) + BLOCKS
    near = cv2.dilate(blocks.astype(np.uint8), np.ones((side, side), np.uint8), anchor=(0, 0))
    down, across = (length - side + BLOCKS for length in blocks.shape)
    return near[:down:BLOCKS, :across:BLOCKS] > 0


def whole_in(rect: Rect, side: int) -> Rect:
    """Return the squares of `side` pixels that are whole in `rect`, by columns and rows."""
    x, y = -(-rect.x // side), -(-rect.y // side)
    return Rect(x, y, rect.right // side - x, rect.bottom // side - y)


def touched_by(rect: Rect, side: int) -> Rect:
    """Return the squares of `side` pixels of which something is in `rect`, by columns and rows."""
    return Rect.spanning(rect.x / side, rect.y / side, rect.right / side, rect.bottom / side)


def _beside(blur: int) -> int:
    """Return how many blocks before a tile may have a pixel in reach of one of its own, or of one beside it."""
    return -(-reach(blur) // BLOCK) + 1


@lru_cache(maxsize=4)
def _bounds(blur: int) -> _Bounds:
    """Return what any pixel of a tile may gather from any of the blocks in a line with it; see `_Bounds`."""
    far, beside = reach(blur), _beside(blur)
    count = 2 * beside + BLOCKS
    around = (beside + 1) * BLOCK + TILE
    taps = np.zeros(2 * around + count * BLOCK)
    taps[around - far : around + far + 1] = kernel(blur)
    sums = np.convolve(taps, np.ones(BLOCK), "valid")
    # The block's first pixel as it is seen from the tile's last one.
    first = around + (np.arange(count) - beside) * BLOCK - (TILE - 1)
    shifts, larger = TILE, TILE + 2
    single, whole = (partial(_windows, line) for line in (taps, sums))
    return _Bounds(
        least=single(first - 1, larger + BLOCK - 1).min(1),
        least_full=whole(first - 1, larger).min(1),
        most=single(first, shifts + BLOCK - 1).max(1),
        most_full=whole(first, shifts).max(1),
    )


def _windows(line: Line, starts: NDArray[np.intp], length: int) -> Line:
    return sliding_window_view(line, length)[starts]
