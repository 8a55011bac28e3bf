"""Where each pixel of a hole is copied from."""

import itertools
import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.geometry import Rect
from picpik_studio.engine.fills.features import Layers
from picpik_studio.engine.fills.scale import Scale
from picpik_studio.engine.fills.search import STEP, Nodes

_Ints = NDArray[np.int32]
_Floats = NDArray[np.float32]
_REACH = 3
_LEAST_VOTE = 0.01


@dataclass(frozen=True)
class Field:
    """For the pixels of `box`, how far away their source lies: `down` and `right`, int32 of the box's shape."""

    box: Rect
    down: _Ints
    right: _Ints

    @classmethod
    def of(cls, box: Rect, nodes: Nodes, y: _Ints, x: _Ints) -> "Field":
        """Return the field in which every pixel follows its node; `y`, `x`: the nodes' sources."""

        def spread(away: _Ints) -> _Ints:
            return away.repeat(STEP, axis=0).repeat(STEP, axis=1)[: box.height, : box.width]

        return cls(box, spread(y - nodes.y), spread(x - nodes.x))

    def sources(self, nodes: Nodes) -> tuple[_Ints, _Ints]:
        """Return the nodes' sources: y and x."""
        y, x = nodes.y - self.box.y, nodes.x - self.box.x
        return nodes.y + self.down[y, x], nodes.x + self.right[y, x]

    def on(self, small: Scale, large: Scale) -> "Field":
        """Return this field, of `small`, for the hole of `large`."""
        box = large.box
        down, right = large.size.height / small.size.height, large.size.width / small.size.width
        rows = _indexes(range(box.y, box.bottom), down, range(self.box.y, self.box.bottom))
        columns = _indexes(range(box.x, box.right), right, range(self.box.x, self.box.right))
        at = np.ix_(rows, columns)
        return Field(box, _rounded(self.down[at] * down), _rounded(self.right[at] * right))

    def fetched(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """Return what lies at each pixel's source, HxWxC of the box's size; past the border, the border's."""
        return _fetched(pixels, self.box, self.down.astype(np.float32), self.right.astype(np.float32))

    def woven(self, scale: Scale, layers: Layers, softness: float) -> Layers:
        """Return the layers (float32 HxWxC) with the hole of `scale` filled: the mean of what overlapping patches say.

        The patches' votes fade from their middle by a Gaussian of `softness` pixels; the less, the sharper.
        """
        down = np.pad(self.down.astype(np.float32), _REACH, mode="edge")
        right = np.pad(self.right.astype(np.float32), _REACH, mode="edge")
        total = np.zeros((self.box.height, self.box.width, layers.shape[2]), np.float32)
        votes = _votes(softness)
        for (before_y, before_x), vote in votes.items():
            rows = slice(_REACH - before_y, _REACH - before_y + self.box.height)
            columns = slice(_REACH - before_x, _REACH - before_x + self.box.width)
            total += np.float32(vote) * _fetched(layers, self.box, down[rows, columns], right[rows, columns])
        result = layers.copy()
        part, inside = result[self.box.slices], scale.hole[self.box.slices] > 0
        part[inside] = total[inside] / sum(votes.values())
        return result


def _votes(softness: float) -> dict[tuple[int, int], float]:
    """Return how much the patch whose middle lies so many rows and columns before a pixel says about it."""
    span = range(-_REACH, _REACH + 1)
    votes = {(y, x): math.exp(-(y**2 + x**2) / (2 * softness**2)) for y, x in itertools.product(span, span)}
    return {at: vote for at, vote in votes.items() if vote >= _LEAST_VOTE}


def _fetched(pixels: NDArray[Any], box: Rect, down: _Floats, right: _Floats) -> NDArray[Any]:
    y = np.arange(box.y, box.bottom, dtype=np.float32)[:, None] + down
    x = np.arange(box.x, box.right, dtype=np.float32) + right
    return cv2.remap(pixels, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)


def _indexes(pixels: range, scale: float, nodes: range) -> NDArray[np.intp]:
    """Return for large pixels the small ones in `nodes` that they lie in, counted from its first."""
    small = np.floor((np.asarray(pixels) + 0.5) / scale).astype(np.intp)
    return np.clip(small, nodes.start, nodes.stop - 1) - nodes.start


def _rounded(values: NDArray[np.floating[Any]]) -> _Ints:
    return np.asarray(np.rint(values), dtype=np.int32)
