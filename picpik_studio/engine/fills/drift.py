"""Takes the drift out of colours that were copied from afar: skies and walls grow lighter and darker by degrees."""

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Rect
from picpik_studio.engine.fills.field import Field
from picpik_studio.engine.fills.scale import Scale

_Floats = NDArray[np.float32]
_SIDE = 112
_ROUNDS = 160
_PULL = 0.003
"""How strongly the correction is held to 0: seams that cannot be helped do not bleed far."""


def levelled(scale: Scale, field: Field, woven: Pixels) -> Pixels:
    """Return the filled pixels with slow differences of colour evened out inside the hole.

    The colour steps between neighbours shall be those of the places they were copied from, and at the hole's edge the
    fill shall meet what is there: a screened Poisson equation (after S. Darabi and others, Image Melding, 2012,
    section 3.2), solved for the correction alone, which is smooth, at about 112 pixels a side.
    """
    box = field.box.expanded(1).intersected(Rect.of(scale.size))
    hole = scale.hole[box.slices] > 0
    factor = max(1.0, max(hole.shape) / _SIDE)
    size = max(1, round(hole.shape[1] / factor)), max(1, round(hole.shape[0] / factor))
    down, right = (_mean(_lost_steps(scale, field, woven, axis)[box.slices], size) * factor for axis in (0, 1))
    inside = _mean(hole.astype(np.float32), size) > 1 - 1e-3
    correction = cv2.resize(_solved(down, right, inside), hole.shape[::-1], interpolation=cv2.INTER_LINEAR)
    result = woven.copy()
    part = result[box.slices]
    part[hole] = np.rint(part[hole] + correction[hole]).clip(0, 255)
    return result


def _lost_steps(scale: Scale, field: Field, woven: Pixels, axis: int) -> _Floats:
    """Return by how much each step to the next pixel along `axis` falls short of the one at its source, HxWx3.

    A step has two ends; each that lies in the hole has a source, and both count alike. Others are 0.
    """
    wanted = np.zeros(woven.shape, np.float32)
    sources = np.zeros((*woven.shape[:2], 1), np.float32)
    inside = (scale.hole[field.box.slices] > 0)[..., None].astype(np.float32)
    own = _steps(scale.pixels, axis)
    for steps, end in ((own, 0), (np.roll(own, 1, axis), -1)):
        mine, count = np.zeros_like(wanted), np.zeros_like(sources)
        mine[field.box.slices], count[field.box.slices] = field.fetched(steps) * inside, inside
        wanted += np.roll(mine, end, axis)
        sources += np.roll(count, end, axis)
    return np.where(sources > 0, wanted / np.maximum(sources, 1) - _steps(woven, axis), 0).astype(np.float32)


def _steps(pixels: Pixels, axis: int) -> _Floats:
    """Return the differences to the next pixel along `axis`, 0 at the last."""
    steps = np.zeros(pixels.shape, np.float32)
    first = (slice(None),) * axis + (slice(None, -1),)
    steps[first] = np.diff(pixels.astype(np.float32), axis=axis)
    return steps


def _mean(steps: _Floats, size: tuple[int, int]) -> _Floats:
    return np.asarray(cv2.resize(steps, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _solved(down: _Floats, right: _Floats, inside: NDArray[np.bool_]) -> _Floats:
    """Return c (HxWx3), 0 but `inside`, that minimises |grad c - (right, down)|^2 + _PULL |c|^2; by Jacobi's way."""
    divergence = np.zeros_like(down)
    divergence[:-1] -= down[:-1]
    divergence[1:] += down[:-1]
    divergence[:, :-1] -= right[:, :-1]
    divergence[:, 1:] += right[:, :-1]
    share = inside[..., None] / (_neighbours(np.ones_like(divergence)) + np.float32(_PULL))
    solution = np.zeros_like(divergence)
    for _ in range(_ROUNDS):
        solution = (_neighbours(solution) + divergence) * share
    return solution


def _neighbours(values: _Floats) -> _Floats:
    """Return the sum of the four neighbours that lie in the array."""
    total = np.zeros_like(values)
    total[1:] += values[:-1]
    total[:-1] += values[1:]
    total[:, 1:] += values[:, :-1]
    total[:, :-1] += values[:, 1:]
    return total
