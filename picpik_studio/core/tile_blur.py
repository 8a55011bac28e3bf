"""The blur of some tiles of a plane, exact: those in a row or a column share what they see, if that is much."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import kernel, reach
from picpik_studio.core.geometry import Rect

BLOCK: Final = 16
"""Painted pixels are counted by blocks of this side."""

BLOCKS: Final = 2
"""Blocks along a tile's side."""

TILE: Final = BLOCK * BLOCKS

_ONE: Final = 256  # the kernel's sum
_LONGEST: Final = 4  # tiles in a run: what the first and the last of a longer one see has little in common

_AT_ONCE: Final = 64  # blocks: what is multiplied stays in the processor's cache

Floats = NDArray[np.float32]


def blurred_tiles(
    seen: Plane, counts: NDArray[np.uint16], blur: int, is_open: NDArray[np.bool_], within: Rect | None = None
) -> list[tuple[Rect, Floats]]:
    """Return runs of all tiles that are open, by their blocks, and their blur `within` a part of `seen`.

    `seen` is R with its border repeated as far as the kernel reaches, in whole blocks, and a block further; `counts`
    are the painted pixels of its blocks. The blur is not rounded, but exact: all sums are whole 65536ths and below 256.
    Of what a run of tiles sees only the rectangle of blocks that have anything painted is multiplied.
    """
    occupied = np.minimum(counts, 1).astype(np.uint8)
    far = reach(blur)
    beside = -(-far // BLOCK)
    found = []
    # From above to below, as the pixels lie in memory: what is near is at hand.
    for run in sorted(_runs(is_open), key=lambda run: (run.y, run.x)):
        column, row, width, height = run
        left, top = column * BLOCKS + 1, row * BLOCKS + 1  # of the blocks that it sees
        blocks = occupied[top : top + height * BLOCKS + 2 * beside, left : left + width * BLOCKS + 2 * beside]
        x, y, across, down = cv2.boundingRect(blocks)
        start_x, start_y = ((start + beside) * BLOCK - far for start in (left, top))
        window = Rect(start_x, start_y, width * TILE + 2 * far, height * TILE + 2 * far)
        there = Rect((left + x) * BLOCK, (top + y) * BLOCK, across * BLOCK, down * BLOCK).intersected(window)
        there = there if within is None else there.intersected(within)
        part = seen[there.slices].astype(np.float32)
        by_row = _band(blur, width)[there.x - start_x : there.right - start_x]
        by_column = _band(blur, height)[there.y - start_y : there.bottom - start_y].T
        # Along the run last: so its tiles share the first product.
        blurred = by_column @ (part @ by_row) if height > width else (by_column @ part) @ by_row
        found.append((Rect(*(n * BLOCKS for n in run)), np.asarray(blurred, np.float32)))
    return found


def blurred_blocks(
    seen: Plane, counts: NDArray[np.uint16], blur: int, is_open: NDArray[np.bool_], within: Rect | None = None
) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    """Return rows and columns of those blocks of open tiles that are not all painted and see some, and their blur.

    It is Nx16x16. All else is as with `blurred_tiles`, but for blurs that see no further than a block: there tiles
    share little of what they see, and many blocks are multiplied at once.
    """
    far, room = reach(blur), (len(seen) - len(is_open) * TILE) // 2
    beside, side = room // BLOCK, BLOCK + 2 * far
    sees_any = cv2.dilate(np.minimum(counts, 1).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    is_part = (sees_any & (counts < BLOCK * BLOCK))[beside:-beside, beside:-beside]
    is_part &= is_open.repeat(BLOCKS, axis=0).repeat(BLOCKS, axis=1)
    rows, columns = np.nonzero(is_part)
    tops, lefts = (places * BLOCK + room - far for places in (rows, columns))
    windows = sliding_window_view(seen, (side, side))
    band = _band(blur, 1)[:side, :BLOCK]
    blurred = np.empty((len(rows), BLOCK, BLOCK), np.float32)
    for start in range(0, len(rows), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        part = windows[tops[some], lefts[some]].astype(np.float32)
        if within is not None:
            part *= _is_between(tops[some], side, within.y, within.bottom)[:, :, None]
            part *= _is_between(lefts[some], side, within.x, within.right)[:, None, :]
        np.matmul(band.T @ part, band, out=blurred[some])
    return rows, columns, blurred


def _is_between(starts: NDArray[np.intp], count: int, low: int, high: int) -> NDArray[np.bool_]:
    """Return of `count` places from each start on which are `low` or more and less than `high`."""
    places = starts[:, None] + np.arange(count)
    return np.asarray((places >= low) & (places < high))


def _runs(is_open: NDArray[np.bool_]) -> Iterator[Rect]:
    """Yield all open tiles, each in the longer one of the runs that it belongs to, a column's or a row's."""
    near = Rect(*cv2.boundingRect(is_open.astype(np.uint8)))
    if near.is_empty:
        return
    is_open = is_open[near.slices]  # most of it is not
    is_upright = is_open & (_lengths(is_open) >= _lengths(is_open.T).T)
    for column, row, count in _pieces(is_upright.T):
        yield Rect(near.x + column, near.y + row, 1, count)
    for row, column, count in _pieces(is_open & ~is_upright):
        yield Rect(near.x + column, near.y + row, count, 1)


def _lengths(is_open: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return how many open tiles follow each other below and above each one, itself counted; 0 for the others."""
    lines = np.pad(is_open.T, ((0, 0), (0, 1)))  # a closed one behind each column keeps them apart
    flat = lines.ravel()
    begins = flat & ~np.roll(flat, 1)
    runs = np.where(flat, np.cumsum(begins), 0)
    lengths = np.bincount(runs)
    lengths[0] = 0
    return np.asarray(lengths[runs].reshape(lines.shape)[:, :-1].T)


def _pieces(is_mine: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
    """Yield the line, the start and the length of what is true along the lines, none longer than `_LONGEST`."""
    edges = np.diff(is_mine.astype(np.int8), axis=1, prepend=0, append=0)
    lines, starts = np.nonzero(edges > 0)
    ends = np.nonzero(edges < 0)[1]
    for line, start, end in zip(lines.tolist(), starts.tolist(), ends.tolist(), strict=True):
        for first in range(start, end, _LONGEST):
            yield line, first, min(_LONGEST, end - first)


@lru_cache(maxsize=2 * _LONGEST)
def _band(blur: int, tiles: int) -> Floats:
    """Return the matrix that blurs rows of what a run of tiles sees: each column holds the kernel, shifted.

    In whole 256ths, as the kernel is.
    """
    taps = kernel(blur)
    band = np.zeros((len(taps) - 1 + tiles * TILE, tiles * TILE), np.float32)
    for place in range(tiles * TILE):
        band[place : place + len(taps), place] = taps
    band /= _ONE
    return band
