"""The blur of some tiles of a plane, exact: those that lie in a row or a column share what they see."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np
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

Floats = NDArray[np.float32]


class _Run(NamedTuple):
    """Tiles from (`row`, `column`) on, below each other when `is_upright`, else beside."""

    row: int
    column: int
    tiles: int
    is_upright: bool

    @property
    def place(self) -> Rect:
        """Its columns and rows of tiles."""
        return Rect(self.column, self.row, *((1, self.tiles) if self.is_upright else (self.tiles, 1)))


def blurred_tiles(
    seen: Plane, counts: NDArray[np.uint16], blur: int, is_open: NDArray[np.bool_], within: Rect | None = None
) -> list[tuple[Rect, Floats]]:
    """Return runs of all tiles that are open, in pixels of the tiles, and their blur `within` a part of `seen`.

    `seen` is R with its border repeated as far as the kernel reaches, in whole blocks, and a block further; `counts`
    are the painted pixels of its blocks. The blur is not rounded, but exact: all sums are whole 65536ths and below 256.
    Of what a run of tiles sees only the rectangle of blocks that have anything painted is multiplied.
    """
    occupied = np.minimum(counts, 1).astype(np.uint8)
    around = 2 * _beside(blur)
    found = []
    for run in _runs(is_open):
        place = run.place
        row, column = place.y * BLOCKS + 1, place.x * BLOCKS + 1  # of the first block that it sees
        x, y, width, height = cv2.boundingRect(
            occupied[row : row + place.height * BLOCKS + around, column : column + place.width * BLOCKS + around]
        )
        there = Rect((column + x) * BLOCK, (row + y) * BLOCK, width * BLOCK, height * BLOCK)
        there = there if within is None else there.intersected(within)
        above, before = there.y - row * BLOCK, there.x - column * BLOCK
        down = _band(blur, place.height)[above : above + there.height]
        across = _band(blur, place.width)[before : before + there.width]
        part = seen[there.slices].astype(np.float32)
        # Along the run last: so its tiles share the first product.
        blurred = down.T @ (part @ across) if run.is_upright else (down.T @ part) @ across
        found.append((Rect(*(side * TILE for side in place)), np.asarray(blurred, np.float32)))
    return found


def _runs(is_open: NDArray[np.bool_]) -> Iterator[_Run]:
    """Yield all open tiles, each in the longer one of the runs that it belongs to."""
    is_upright = is_open & (_lengths(is_open) >= _lengths(is_open.T).T)
    for column, row, count in _pieces(is_upright.T):
        yield _Run(row, column, count, is_upright=True)
    for row, column, count in _pieces(is_open & ~is_upright):
        yield _Run(row, column, count, is_upright=False)


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


def _beside(blur: int) -> int:
    """Return how many blocks beside it a block sees."""
    return -(-reach(blur) // BLOCK)


@lru_cache(maxsize=2 * _LONGEST)
def _band(blur: int, tiles: int) -> Floats:
    """Return the matrix that blurs rows of the blocks that a run of tiles sees: each column holds the kernel, shifted.

    In whole 256ths, as the kernel is.
    """
    taps = kernel(blur)
    first = _beside(blur) * BLOCK - reach(blur)
    band = np.zeros((2 * _beside(blur) * BLOCK + tiles * TILE, tiles * TILE), np.float32)
    for place in range(tiles * TILE):
        band[first + place : first + place + len(taps), place] = taps
    band /= _ONE
    return band
