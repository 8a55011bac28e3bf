"""A membrane: values that are known along an edge, spread evenly over all that it encloses (Laplace's equation)."""

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

_SMALLEST = 6
_STEPS = 4
_STEPS_AT_THE_TOP = 40
_CYCLES = 2
_MUCH = 1_000_000  # pixels: a larger membrane is reckoned at half the size, for it is smooth but at its edge

_NEIGHBOURS = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.float32)


def membrane(values: Floats, known: Flags, area: Flags) -> Floats:
    """Return float32 HxWxC: `values` where they are `known`, and inside `area` the harmonic values between them.

    Nothing flows over the border of the array, nor out of the area, so that each connected part of it is reckoned by
    itself; what has nothing known is 0, and so is all outside the area. No value lies beyond the known ones.
    """
    result = np.zeros_like(values)
    count, labels, boxes, _centres = cv2.connectedComponentsWithStats(area.astype(np.uint8), connectivity=4)
    for label in range(1, count):
        x, y, width, height = (int(number) for number in boxes[label][:4])
        box = slice(y, y + height), slice(x, x + width)
        part = labels[box] == label
        fixed = known[box] & part
        if fixed.any():
            found = _solved(values[box] * fixed[..., None], _flags(fixed), _flags(part))
            low, high = values[box][fixed].min(axis=0), values[box][fixed].max(axis=0)
            result[box][part] = np.clip(found, low, high)[part]
    return result


def _flags(flags: Flags) -> Floats:
    return flags.astype(np.float32)


def _solved(values: Floats, known: Floats, area: Floats) -> Floats:
    """Return the membrane of one connected part; `values` are 0 where they are not known.

    From coarse to fine, each level beginning with what the one above has found (a full multigrid); then what is still
    wrong is taken away in cycles through all the levels.
    """
    return _on_grid(_Grid(known, area, values.shape[2]), values)


def _on_grid(grid: "_Grid", values: Floats) -> Floats:
    """Return the membrane on this level."""
    known, area = grid.known, grid.area
    if grid.above is None:
        start = np.broadcast_to(values.sum(axis=(0, 1)) / known.sum(), values.shape)
        return grid.relaxed(grid.held(start.astype(np.float32), values), None, _STEPS_AT_THE_TOP)
    half = _on_grid(grid.above, _halved_values(values, known))
    state = grid.relaxed(grid.held(_enlarged(half, grid.above.area, area.shape), values), None, 2 * _STEPS)
    if area.size <= _MUCH:
        for _ in range(_CYCLES):
            state = state + grid.correction(grid.lack(state))
    return state


class _Grid:
    """One level: which of its pixels are `known` and which belong to the `area` (float32 HxW, 0 or 1).

    All planes are float32 HxWxC. `above` is the level of half the size, None for the smallest.
    """

    def __init__(self, known: Floats, area: Floats, channels: int) -> None:
        self.known = known
        self.area = area
        count = np.asarray(cv2.filter2D(area, cv2.CV_32F, _NEIGHBOURS, borderType=cv2.BORDER_CONSTANT), np.float32)
        free = (area > 0) & (known == 0) & (count > 0)
        self._free = free.astype(np.uint8)
        self._share = np.repeat((free / np.maximum(count, 1)).astype(np.float32)[..., None], channels, axis=2)
        self.above: _Grid | None = None
        if min(area.shape) > _SMALLEST:
            self.above = _Grid(_flags(_of_four(known) > 0), _flags(_of_four(area) > 0), channels)

    def held(self, state: Floats, values: Floats) -> Floats:
        """Return `state` with the known values in it, and nothing outside the area."""
        return np.where(self.known[..., None] > 0, values, state * self.area[..., None])

    def lack(self, state: Floats) -> Floats:
        """Return how much every free pixel lacks to be the mean of its neighbours."""
        lack = self._means(state)
        lack -= state
        lack *= self._free[..., None]
        return lack

    def relaxed(self, state: Floats, lack: Floats | None, steps: int) -> Floats:
        """Return `state` after so many steps: every free pixel becomes its neighbours' mean, and `lack` more."""
        state = np.ascontiguousarray(state)
        for _ in range(steps):
            mean = self._means(state)
            if lack is not None:
                mean += lack
            cv2.copyTo(mean, self._free, state)
        return state

    def correction(self, lack: Floats) -> Floats:
        """Return what is to be added so that nothing lacks any more, nearly; 0 where a value is known."""
        if self.above is None:
            return self.relaxed(np.zeros_like(lack), lack, _STEPS_AT_THE_TOP)
        state = self.relaxed(np.zeros_like(lack), lack, _STEPS // 2)
        rest = self.lack(state)
        rest += lack
        coarse = self.above.correction(_of_four_channels(rest))
        state += _enlarged(coarse, self.above.area, self.area.shape) * self._free[..., None]
        return self.relaxed(state, lack, _STEPS)

    def _means(self, state: Floats) -> Floats:
        """Return the mean of every free pixel's neighbours inside the area; 0 elsewhere."""
        sums = np.asarray(cv2.filter2D(state, cv2.CV_32F, _NEIGHBOURS, borderType=cv2.BORDER_CONSTANT), np.float32)
        sums = sums.reshape(state.shape)
        sums *= self._share
        return sums


def _halved_values(values: Floats, known: Floats) -> Floats:
    """Return the known values of the level above: the means of those among each four pixels."""
    count = np.maximum(_of_four(known), 1)[..., None]
    return np.divide(_of_four_channels(values), count, dtype=np.float32)


def _of_four_channels(planes: Floats) -> Floats:
    return np.dstack([_of_four(planes[..., channel]) for channel in range(planes.shape[2])])


def _of_four(plane: Floats) -> Floats:
    """Return the sums of two by two pixels; what lacks at an odd border counts as 0."""
    height, width = plane.shape
    padded = np.pad(plane, ((0, height % 2), (0, width % 2)))
    result: Floats = padded[::2, ::2] + padded[1::2, ::2] + padded[::2, 1::2] + padded[1::2, 1::2]
    return result


def _enlarged(planes: Floats, area: Floats, shape: tuple[int, ...]) -> Floats:
    """Return `planes` (HxWxC, of `area`) at twice their size, cut to `shape`; what lies outside the area counts not."""
    whole = 2 * area.shape[1], 2 * area.shape[0]
    weight = np.asarray(cv2.resize(area, whole, interpolation=cv2.INTER_LINEAR), np.float32)
    sums = cv2.resize(planes * area[..., None], whole, interpolation=cv2.INTER_LINEAR)
    result = np.asarray(sums, np.float32).reshape(*weight.shape, planes.shape[2])
    result /= np.where(weight > 0, weight, np.float32(1))[..., None]
    return result[: shape[0], : shape[1]]
