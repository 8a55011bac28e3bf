"""The boundary of a plane that is enlarged to the picture's size, found without enlarging more than it runs through."""

from typing import Final, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.contour import BLOCK, Polygon, corners_in, uniform

_ONE: Final = 256  # a pixel's weights along a line, which sum up to it
_SEEN: Final = _ONE * _ONE // 2  # what is rounded to 1 of 255
_COARSE: Final = 8


class Line(NamedTuple):
    """What blocks along one side of the picture's part are made of.

    `first` and `last` are the pixels of the plane that a block takes, `taken` how many at most. `weights` (blocks x 17
    x taken) are theirs for each of the block's pixels and the one before it; all 0 for those that the part does not
    have, of which some are in the blocks that are `at_edge`.
    """

    first: NDArray[np.intp]
    last: NDArray[np.intp]
    taken: int
    weights: NDArray[np.float32]
    at_edge: NDArray[np.bool_]


def line(count: int, length: int, part: slice) -> Line:
    """Return of what the blocks in `part` are made when `count` pixels become `length`, which is not less.

    By the weights of OpenCV's bit-exact linear interpolation, in whole 256ths.
    """
    step = 1 / (
        length / count
    )  # as OpenCV reckons it: not always `count / length`, and some shares are halves of 256ths
    places = (np.arange(part.start, part.stop) + 0.5) * step - 0.5
    before = np.clip(np.floor(places), 0, count - 1).astype(np.intp)
    share = np.rint(np.clip(places - before, 0, 1) * _ONE).astype(np.intp)
    share[before == count - 1] = 0
    blocks = len(before) // BLOCK + 1
    pixels = np.arange(blocks)[:, None] * BLOCK + np.arange(BLOCK + 1) - 1
    is_there = (pixels >= 0) & (pixels < len(before))
    pixels = np.clip(pixels, 0, len(before) - 1)
    start, share = before[pixels], np.where(is_there, share[pixels], 0)
    first, last = start[:, 0], np.minimum(start[:, -1] + 1, count - 1)
    taken = int((last - first).max()) + 1
    first = np.minimum(first, count - taken)  # none takes pixels behind the plane
    weights = np.zeros((blocks, BLOCK + 1, taken), np.float32)
    block, pixel = np.ogrid[:blocks, : BLOCK + 1]
    offset = start - first[:, None]
    weights[block, pixel, offset] = np.where(is_there, _ONE - share, 0)
    weights[block, pixel, np.minimum(offset + 1, taken - 1)] += share
    return Line(first, last, taken, weights, np.asarray(~is_there.all(1)))


def enlarged_corners(plane: Plane, down: Line, across: Line) -> Polygon:
    """Return the corners of what is not 0 when a plane is enlarged, in pixels of the part.

    Values count in so far as they lie beside one that is 0. The plane is at the beginning of `plane` (uint8), whose
    sides are multiples of 8; what is behind it is 0.
    """
    at_edge = down.at_edge[:, None] | across.at_edge
    has_any, has_all = uniform(plane, _COARSE)
    has_none = _any_in(_any_in(~has_all, down).T, across).T
    rows, columns = np.nonzero(_any_in(_any_in(has_any, down).T, across).T & (has_none | at_edge))
    patches = sliding_window_view(plane, (down.taken, across.taken))[down.first[rows], across.first[columns]]
    is_mixed = (patches.max((1, 2)) > 0) & ((patches.min((1, 2)) == 0) | at_edge[rows, columns])
    rows, columns, patches = rows[is_mixed], columns[is_mixed], patches[is_mixed].astype(np.float32)
    # Whole numbers below 2 ** 24, and so exact.
    values = down.weights[rows] @ patches @ across.weights[columns].transpose(0, 2, 1)
    return corners_in(values >= _SEEN, np.column_stack([columns, rows]))


def _any_in(coarse: NDArray[np.bool_], blocks: Line) -> NDArray[np.bool_]:
    """Return, for each block of a line, whether any of the rows of `coarse` that it takes pixels of is true."""
    first, last = blocks.first // _COARSE, blocks.last // _COARSE
    result = coarse[first]
    for step in range(1, int((last - first).max()) + 1):
        result |= coarse[np.minimum(first + step, last)]
    return result
