"""Where a weight is not 0, found without blurring what is sure to be: for the line around it, after every stroke."""

from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import kernel, reach

_BLOCK: Final = 16  # painted pixels are counted by blocks of this side
_TILE: Final = 32  # what is decided at once, of whole blocks
_BLOCKS: Final = _TILE // _BLOCK
_FULL: Final = _BLOCK * _BLOCK
_ONE: Final = 256  # the kernel's sum
_HALF: Final = 128 * _ONE * _ONE
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
    decided = _decide(counts, blur, pad // _BLOCK)
    down, across = decided.has_weight.shape
    W = np.where(decided.has_weight, np.uint8(255), np.uint8(0)).repeat(_TILE, axis=1).repeat(_TILE, axis=0)
    rows, columns = np.nonzero(decided.is_open)
    if len(rows):
        sums = blurred_tiles(seen, counts, blur, list(zip(rows.tolist(), columns.tolist(), strict=True)))
        W.reshape(down, _TILE, across, _TILE)[rows, :, columns] = _weights(sums)
    height, width = area.shape
    result: Plane = np.maximum(W[:height, :width], area)
    return result


def _weights(sums: NDArray[np.float32]) -> Plane:
    """Return min(255, 2 * G) of 255 times what the kernel gathered; `sums` is used up."""
    np.minimum(sums, _HALF, out=sums)  # from here on it is 255 in any case
    G = sums.astype(np.int32)
    G += _ONE * _ONE // 2
    G >>= 16
    weights: Plane = np.minimum(G + G, 255).astype(np.uint8)
    return weights


def _padded(area: Plane, far: int) -> tuple[Plane, int]:
    """Return `area`, its border repeated as far as the kernel sees and to whole tiles, and what was added before it."""
    pad = -(-far // _BLOCK) * _BLOCK + _BLOCK
    height, width = area.shape
    below, right = (pad + -side % _TILE for side in (height, width))
    return cv2.copyMakeBorder(area, pad, below, pad, right, cv2.BORDER_REPLICATE).astype(np.uint8, copy=False), pad


def _counted(seen: Plane) -> NDArray[np.uint16]:
    """Return how many pixels of each block are painted."""
    words = np.packbits(seen, axis=1).view(f"u{_BLOCK // 8}")
    height, columns = words.shape
    counts: NDArray[np.uint16] = np.bitwise_count(words).reshape(height // _BLOCK, _BLOCK, columns).sum(1, np.uint16)
    return counts


def _decide(counts: NDArray[np.uint16], blur: int, pad: int) -> _Decided:
    """Return which tiles have weight everywhere, and of which it is not known; `pad` counts blocks."""
    down, across = ((side - 2 * pad) // _BLOCKS for side in counts.shape)
    inner = counts[pad : pad + down * _BLOCKS, pad : pad + across * _BLOCKS].reshape(down, _BLOCKS, across, _BLOCKS)
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
    beside = -(-far // _BLOCK) + 1  # blocks before the tile of which a pixel may be in reach
    count = 2 * beside + _BLOCKS
    room = (beside + 1) * _BLOCK + _TILE
    taps = np.zeros(2 * room + count * _BLOCK)
    taps[room - far : room + far + 1] = kernel(blur)
    sums = np.convolve(taps, np.ones(_BLOCK), "valid")
    # The block's first pixel as it is seen from the tile's last one.
    first = room + (np.arange(count) - beside) * _BLOCK - (_TILE - 1)
    shifts, larger = _TILE, _TILE + 2
    single, whole = (partial(_windows, line) for line in (taps, sums))
    return _Bounds(
        least=single(first - 1, larger + _BLOCK - 1).min(1),
        least_full=whole(first - 1, larger).min(1),
        most=single(first, shifts + _BLOCK - 1).max(1),
        most_full=whole(first, shifts).max(1),
    )


def _windows(line: Line, starts: NDArray[np.intp], length: int) -> Line:
    return sliding_window_view(line, length)[starts]


def _spread(bound: Line, tiles: int, blocks: int, pad: int) -> NDArray[np.float32]:
    """Return the matrix that sums up, for each tile, the counts of the blocks of a line by their `bound`."""
    beside = (len(bound) - _BLOCKS) // 2
    matrix = np.zeros((tiles, blocks), np.float32)
    for tile in range(tiles):
        first = pad + tile * _BLOCKS - beside
        matrix[tile, first : first + len(bound)] = bound
    return matrix


def blurred_tiles(
    seen: Plane, counts: NDArray[np.uint16], blur: int, places: list[tuple[int, int]]
) -> NDArray[np.float32]:
    """Return 255 times what the kernel gathers in the tiles at these rows and columns; exact, for it is below 2 ** 24.

    Of what a tile sees only the rectangle of blocks that have anything painted is multiplied.
    """
    band = _band(blur)
    upright = np.ascontiguousarray(band.T)
    side = len(band) // _BLOCK
    occupied = np.minimum(counts, 1).astype(np.uint8)
    sums = np.zeros((len(places), _TILE, _TILE), np.float32)
    for number, (row, column) in enumerate(places):
        first_row, first_column = row * _BLOCKS + 1, column * _BLOCKS + 1  # of the blocks that the tile sees
        x, y, width, height = cv2.boundingRect(
            occupied[first_row : first_row + side, first_column : first_column + side]
        )
        above, before, below, after = (n * _BLOCK for n in (y, x, y + height, x + width))
        top, left = first_row * _BLOCK, first_column * _BLOCK
        part = seen[top + above : top + below, left + before : left + after].astype(np.float32)
        np.matmul(upright[:, above:below], part @ band[before:after], out=sums[number])
    return sums


@lru_cache(maxsize=2)
def _band(blur: int) -> NDArray[np.float32]:
    """Return the matrix that blurs rows of the blocks that a tile sees: each column holds the kernel, shifted."""
    taps = kernel(blur)
    near = -(-(len(taps) // 2) // _BLOCK)
    band = np.zeros(((2 * near + _BLOCKS) * _BLOCK, _TILE), np.float32)
    for place in range(_TILE):
        start = near * _BLOCK - len(taps) // 2 + place
        band[start : start + len(taps), place] = taps
    return band
