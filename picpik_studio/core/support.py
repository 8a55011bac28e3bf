"""Where a weight is not 0, found without blurring what is sure to be: for the line around it, after every stroke."""

from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import kernel, reach
from picpik_studio.core.tile_blur import BLOCK, BLOCKS, TILE, blurred_tiles

_FULL: Final = BLOCK * BLOCK
_ONE: Final = 256  # the kernel's sum
_ENOUGH: Final = 128  # twice that is 255 in any case
_SEEN: Final = 129
"""What the kernel gathers, of 256 * 256, is rounded to 1 of 255 from here on: 255 * 129 is more than half of 65536."""

Line = NDArray[np.float64]


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


class _Decided(NamedTuple):
    """What is known of the tiles, by rows and columns: the rest has to be blurred."""

    has_weight: NDArray[np.bool_]
    is_open: NDArray[np.bool_]


def support(area: Plane, blur: int) -> Plane:
    """Return `footprint.weight` of `area` (R: uint8 HxW, 0 or 255), with the right values only where a line needs them.

    0 where the weight is 0 and nowhere else; to the bit in every pixel that has one of weight 0 among its eight
    neighbours. Elsewhere it may be any value but 0.

    What a tile may gather at least and at most is bounded by how many pixels of the blocks around it are painted. So
    most tiles are known to be wholly inside or outside; those through which the boundary runs are blurred, from the
    part of R that they see.
    """
    if blur <= 0 or not area.size:
        return area
    seen, pad = _padded(area, reach(blur))
    counts = _counted(seen)
    decided = _decide(counts, blur, pad // BLOCK)
    down, across = decided.has_weight.shape
    W = np.where(decided.has_weight, np.uint8(255), np.uint8(0)).repeat(TILE, axis=1).repeat(TILE, axis=0)
    rows, columns = np.nonzero(decided.is_open)
    if len(rows):
        sums = blurred_tiles(seen, counts, blur, decided.is_open)
        W.reshape(down, TILE, across, TILE)[rows, :, columns] = _weights(sums)
    height, width = area.shape
    result = W[:height, :width]
    np.maximum(result, area, out=result)  # in place: a plane that is new each time costs what its pages cost
    return result


def _weights(sums: NDArray[np.float32]) -> Plane:
    """Return min(255, 2 * G) of 255 times what the kernel gathered; `sums` is used up.

    G is the sum's 65536th, rounded, half up: exact in floats, for the sums are whole numbers below 2 ** 24.
    """
    sums += _ONE * _ONE // 2
    sums /= _ONE * _ONE
    G = np.minimum(sums, _ENOUGH, out=sums).astype(np.uint8)
    return cv2.add(G, G).astype(np.uint8, copy=False)


def _padded(area: Plane, far: int) -> tuple[Plane, int]:
    """Return `area`, its border repeated as far as the kernel sees and to whole tiles, and what was added before it."""
    pad = -(-far // BLOCK) * BLOCK + BLOCK
    height, width = area.shape
    below, right = (pad + -side % TILE for side in (height, width))
    return cv2.copyMakeBorder(area, pad, below, pad, right, cv2.BORDER_REPLICATE).astype(np.uint8, copy=False), pad


def _counted(seen: Plane) -> NDArray[np.uint16]:
    """Return how many pixels of each block are painted."""
    words = np.packbits(seen, axis=1).view(f"u{BLOCK // 8}")
    height, columns = words.shape
    counts: NDArray[np.uint16] = np.bitwise_count(words).reshape(height // BLOCK, BLOCK, columns).sum(1, np.uint16)
    return counts


def _decide(counts: NDArray[np.uint16], blur: int, pad: int) -> _Decided:
    """Return which tiles have weight everywhere, and of which it is not known; `pad` counts blocks."""
    down, across = ((side - 2 * pad) // BLOCKS for side in counts.shape)
    inner = counts[pad : pad + down * BLOCKS, pad : pad + across * BLOCKS].reshape(down, BLOCKS, across, BLOCKS)
    is_painted = inner.min((1, 3)) == _FULL
    bounds = _bounds(blur)

    def gathered(blocks: NDArray[Any], bound: Line) -> NDArray[np.float32]:
        rows, columns = (
            _spread(bound, tiles, side, pad) for tiles, side in zip((down, across), counts.shape, strict=True)
        )
        return np.asarray(rows @ blocks.astype(np.float32) @ columns.T)

    least = np.maximum(gathered(counts, bounds.least), gathered(counts == _FULL, bounds.least_full))
    most = np.minimum(gathered(counts, bounds.most), gathered(counts > 0, bounds.most_full))
    has_weight = is_painted | (least >= _SEEN)
    # A painted pixel has weight even where the blur leaves it none.
    is_nothing = (most < _SEEN) & (inner.max((1, 3)) == 0)
    return _Decided(has_weight, ~(has_weight | is_nothing))


@lru_cache(maxsize=4)
def _bounds(blur: int) -> _Bounds:
    """Return what any pixel of a tile may gather from any of the blocks in a line with it; see `_Bounds`."""
    far = reach(blur)
    beside = -(-far // BLOCK) + 1  # blocks before the tile of which a pixel may be in reach
    count = 2 * beside + BLOCKS
    room = (beside + 1) * BLOCK + TILE
    taps = np.zeros(2 * room + count * BLOCK)
    taps[room - far : room + far + 1] = kernel(blur)
    sums = np.convolve(taps, np.ones(BLOCK), "valid")
    # The block's first pixel as it is seen from the tile's last one.
    first = room + (np.arange(count) - beside) * BLOCK - (TILE - 1)
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


def _spread(bound: Line, tiles: int, blocks: int, pad: int) -> NDArray[np.float32]:
    """Return the matrix that sums up, for each tile, the counts of the blocks of a line by their `bound`."""
    beside = (len(bound) - BLOCKS) // 2
    matrix = np.zeros((tiles, blocks), np.float32)
    for tile in range(tiles):
        first = pad + tile * BLOCKS - beside
        matrix[tile, first : first + len(bound)] = bound
    return matrix
