"""The blur of some tiles of a plane, exact: those in a row or a column share what they see, if that is much."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

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

_LONGEST: Final = 8  # tiles in a run: what the first and the last of a longer one see has little in common

_AT_ONCE: Final = 64  # blocks: what is multiplied stays in the processor's cache

Floats = NDArray[np.float32]
Blurred = tuple[NDArray[np.intp], NDArray[np.intp], Floats]
"""Rows and columns of squares, and what the kernel gathers in their pixels, Nxsidexside."""


class _Run(NamedTuple):
    """Tiles from (`row`, `column`) on, below each other when `is_upright`, else beside."""

    row: int
    column: int
    tiles: int
    is_upright: bool

    @property
    def down(self) -> int:
        """How many rows of tiles it has."""
        return self.tiles if self.is_upright else 1

    @property
    def across(self) -> int:
        """How many columns."""
        return 1 if self.is_upright else self.tiles


def blurred_tiles(
    seen: Plane, counts: NDArray[np.uint16], blur: int, is_open: NDArray[np.bool_], within: Rect | None = None
) -> Blurred:
    """Return rows and columns of the tiles that are open, and 255 times what the kernel gathers in them, Nx32x32.

    `seen` is R with its border repeated as far as the kernel reaches, in whole blocks, and a block further; `counts`
    are the painted pixels of its blocks. Only what lies `within` a part of `seen` is gathered. All sums are whole
    numbers below 2 ** 24, and so exact. Of what a run of tiles sees only the rectangle of blocks that have anything
    painted is multiplied.
    """
    band = _band(blur)
    side = len(band) // BLOCK
    occupied = np.minimum(counts, 1).astype(np.uint8)
    number = (np.cumsum(is_open) - 1).reshape(is_open.shape)
    sums = np.zeros((int(is_open.sum()), TILE, TILE), np.float32)
    for run in _runs(is_open):
        row, column = run.row * BLOCKS + 1, run.column * BLOCKS + 1  # of the first block that the run sees
        further_down, further_across = ((count - 1) * BLOCKS for count in (run.down, run.across))
        x, y, width, height = cv2.boundingRect(
            occupied[row : row + side + further_down, column : column + side + further_across]
        )
        there = Rect((column + x) * BLOCK, (row + y) * BLOCK, width * BLOCK, height * BLOCK)
        there = there if within is None else there.intersected(within)
        part = seen[there.slices].astype(np.float32)
        start = there.y - row * BLOCK, there.x - column * BLOCK
        targets = number[run.row : run.row + run.down, run.column : run.column + run.across].ravel().tolist()
        if run.is_upright:
            _blur_run(part, start, band, [sums[target] for target in targets])
        else:
            # The kernel is the same both ways: a row of tiles is a column of turned ones.
            _blur_run(part.T, (start[1], start[0]), band, [sums[target].T for target in targets])
    rows, columns = np.nonzero(is_open)
    return rows, columns, sums


def blurred_blocks(
    seen: Plane, counts: NDArray[np.uint16], blur: int, is_open: NDArray[np.bool_], within: Rect | None = None
) -> Blurred:
    """Return rows and columns of those blocks of open tiles that are not all painted and see some, and their sums.

    Those are Nx16x16. All else is as with `blurred_tiles`, but for blurs that see no further than a block: there tiles
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
    skipped = -far % BLOCK
    band = _band(blur)[skipped : skipped + side, :BLOCK]
    sums = np.empty((len(rows), BLOCK, BLOCK), np.float32)
    for start in range(0, len(rows), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        part = windows[tops[some], lefts[some]].astype(np.float32)
        if within is not None:
            part *= _is_between(tops[some], side, within.y, within.bottom)[:, :, None]
            part *= _is_between(lefts[some], side, within.x, within.right)[:, None, :]
        np.matmul(band.T @ part, band, out=sums[some])
    return rows, columns, sums


def _is_between(starts: NDArray[np.intp], count: int, low: int, high: int) -> NDArray[np.bool_]:
    """Return of `count` places from each start on which are `low` or more and less than `high`."""
    places = starts[:, None] + np.arange(count)
    return np.asarray((places >= low) & (places < high))


def _blur_run(part: Floats, start: tuple[int, int], band: Floats, targets: list[Floats]) -> None:
    """Write the tiles of an upright run; `part` begins at `start` (row, column) of what the run sees."""
    above, before = start
    across = part @ band[before : before + part.shape[1]]
    for place, target in enumerate(targets):
        first = place * TILE
        low, high = max(above, first), min(above + len(part), first + len(band))
        if low < high:
            np.matmul(band[low - first : high - first].T, across[low - above : high - above], out=target)


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
    lengths = np.bincount(runs, minlength=1)
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


@lru_cache(maxsize=2)
def _band(blur: int) -> Floats:
    """Return the matrix that blurs rows of the blocks that a tile sees: each column holds the kernel, shifted."""
    taps = kernel(blur)
    near = -(-(len(taps) // 2) // BLOCK)
    band = np.zeros(((2 * near + BLOCKS) * BLOCK, TILE), np.float32)
    for place in range(TILE):
        start = near * BLOCK - len(taps) // 2 + place
        band[start : start + len(taps), place] = taps
    return band
