"""Finds for each place of a filled picture the known patch that looks most like it: PatchMatch on a lattice.

After C. Barnes, E. Shechtman, A. Finkelstein, D. Goldman: PatchMatch, SIGGRAPH 2009, sections 3.1 to 3.2, with the
steps made for whole arrays at once: propagation by jumps of 8, 4, 2 and 1 nodes, random search by shrinking windows.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect

_Ints = NDArray[np.int32]
_Floats = NDArray[np.float32]
_Layers = NDArray[np.uint8] | NDArray[np.float32]

RADIUS = 3
STEP = 2
"""Pixels between the nodes of the lattice."""
_WAYS = ((0, 1), (1, 0), (0, -1), (-1, 0))


@dataclass(frozen=True)
class Nodes:
    """A lattice over a rectangle of the picture: `y` and `x` (int32, rows x columns) are the nodes' pixels.

    `active`: the indexes, counted along the rows, of those that are searched for.
    """

    y: _Ints
    x: _Ints
    active: NDArray[np.intp]

    @classmethod
    def over(cls, box: Rect, hole: Plane) -> "Nodes":
        """Return the nodes STEP pixels apart from the rectangle's first pixel on; those near the hole are active."""
        y, x = np.mgrid[box.y : box.bottom : STEP, box.x : box.right : STEP].astype(np.int32)
        side = 2 * (RADIUS + STEP) + 1
        near = cv2.dilate(hole, np.ones((side, side), np.uint8))
        return cls(y, x, np.flatnonzero(near[y, x]))


@dataclass(frozen=True)
class Effort:
    """How long to look: `rounds` of propagation by `jumps` (in nodes) and of random steps up to `window` pixels."""

    rounds: int
    jumps: tuple[int, ...]
    window: int


class Search:
    """The search for the best source of each node; deterministic by `seed`."""

    def __init__(self, filled: _Layers, source: _Layers, centres: NDArray[np.bool_], nodes: Nodes, seed: int) -> None:
        """Look in `source` (HxWxC) round the pixels where `centres` is true for what `filled` (HxWxC) has at the nodes.

        `centres` must be false within RADIUS of the border and true somewhere.
        """
        self._random = np.random.default_rng(seed)
        self._centres = centres
        self._nodes = nodes
        height, width = centres.shape
        self._limits = height - 1, width - 1
        self._source = np.ascontiguousarray(source).reshape(-1, source.shape[2]).astype(np.float32)
        span = np.arange(-RADIUS, RADIUS + 1, dtype=np.int32)
        self._around = (span[:, None] * width + span).ravel()
        self._wanted = self._patches_at(filled)
        known = np.flatnonzero(centres)
        start = known[self._random.integers(len(known), size=nodes.y.size)]
        self._y, self._x = (part.astype(np.int32) for part in np.divmod(start, width))
        self._error = self._errors(self._y[nodes.active], self._x[nodes.active], slice(None))

    def begin(self, y: _Ints, x: _Ints) -> None:
        """Offer each node (rows x columns) a source that is already known to be good."""
        self._offer(y.ravel()[self._nodes.active], x.ravel()[self._nodes.active])

    def run(self, effort: Effort) -> tuple[_Ints, _Ints]:
        """Return the best source pixel of each node: y and x, rows x columns."""
        for _ in range(effort.rounds):
            for jump in effort.jumps:
                for down, right in _WAYS:
                    self._propagate(down * jump, right * jump)
            self._scatter(effort.window)
        return self._y.reshape(self._nodes.y.shape), self._x.reshape(self._nodes.y.shape)

    def _propagate(self, rows: int, columns: int) -> None:
        """Offer each node the source of the node that many rows and columns before it, moved along."""

        def moved(values: _Ints) -> _Ints:
            rolled = np.roll(values.reshape(self._nodes.y.shape), (rows, columns), (0, 1))
            return np.asarray(rolled.ravel()[self._nodes.active], dtype=np.int32)

        self._offer(moved(self._y) + rows * STEP, moved(self._x) + columns * STEP)

    def _scatter(self, window: int) -> None:
        """Offer each node random sources round its own, in windows that shrink to 1 pixel."""
        active = self._nodes.active
        while window >= 1:
            spread = self._random.integers(-window, window + 1, size=(2, active.size), dtype=np.int32)
            self._offer(self._y[active] + spread[0], self._x[active] + spread[1])
            window //= 3

    def _offer(self, y: _Ints, x: _Ints) -> None:
        """Let each active node take the offered source where that is better than its own."""
        np.clip(y, 0, self._limits[0], out=y)
        np.clip(x, 0, self._limits[1], out=x)
        active = self._nodes.active
        tried = np.flatnonzero(self._centres[y, x] & ((y != self._y[active]) | (x != self._x[active])))
        error = self._errors(y[tried], x[tried], tried)
        is_better = error < self._error[tried]
        better = tried[is_better]
        self._y[active[better]], self._x[active[better]] = y[better], x[better]
        self._error[better] = error[is_better]

    def _errors(self, y: _Ints, x: _Ints, which: NDArray[np.intp] | slice) -> _Floats:
        """Return the sum of squared differences between those nodes' patches and those round (y, x)."""
        index = (y * np.int32(self._limits[1] + 1) + x)[:, None] + self._around
        difference = self._source[index]
        difference -= self._wanted[which]
        flat = difference.reshape(len(index), self._around.size * self._source.shape[1])
        return np.asarray(np.einsum("ij,ij->i", flat, flat), dtype=np.float32)

    def _patches_at(self, filled: _Layers) -> _Floats:
        """Return what the active nodes' patches look like."""
        padded = np.pad(filled, ((RADIUS, RADIUS), (RADIUS, RADIUS), (0, 0)), mode="edge")
        span = np.arange(2 * RADIUS + 1, dtype=np.int32)
        active = self._nodes.active
        y = self._nodes.y.ravel()[active, None, None] + span[:, None]
        x = self._nodes.x.ravel()[active, None, None] + span
        return np.asarray(padded[y, x].reshape(active.size, self._around.size, -1), dtype=np.float32)
