"""The brush: what one touch of it looks like."""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.mask import THRESHOLD

MIN_SIZE = 1.0
MAX_SIZE = 2000.0
MAX_SPACING = 2.0

_LEAST_HALF_RADIUS = 0.75
_EDGE_PX = 1.0
_MIDDLE = 0.5


class Touch(NamedTuple):
    """How much of a brush's size and of its opacity is used at one place of a stroke, each 0 to 1: the pen's say."""

    size: float = 1.0
    opacity: float = 1.0


FULL = Touch()
"""All of the brush: what a mouse paints with."""


@dataclass(frozen=True)
class Brush:
    """A round brush: `size` is its diameter in image pixels (1 to 2000), `hardness` and `opacity` are 0 to 1.

    `spacing` is how far apart a stroke's touches lie, as a part of the size, up to 2; at 0 the stroke is one whole.
    Raises ValueError out of range.

    Fall-off: full opacity up to the distance `inner` from the middle, none from `outer` on, and between them the cubic
    Bezier curve with the control points (0, 1), (1/3, 1), (2/3, 0), (1, 0). Its abscissae are evenly spaced, so it is
    the polynomial 1 - 3t^2 + 2t^3 of t = (distance - inner) / (outer - inner). Hardness is inner / radius, but the edge
    is never steeper than one pixel (that is the antialiasing), and half of the opacity is reached no nearer to the
    middle than .75 px, so that a click with the smallest brush always repaints the pixel under it.
    """

    size: float = 60.0
    hardness: float = 0.8
    opacity: float = 1.0
    spacing: float = 0.0

    def __post_init__(self) -> None:
        if not MIN_SIZE <= self.size <= MAX_SIZE:
            raise ValueError(f"A brush is {MIN_SIZE:g} to {MAX_SIZE:g} pixels wide, not {self.size}")
        for name, value in (("hardness", self.hardness), ("opacity", self.opacity)):
            if not 0 <= value <= 1:
                raise ValueError(f"A brush has a {name} of 0 to 1, not {value}")
        if not 0 <= self.spacing <= MAX_SPACING:
            raise ValueError(f"A brush has a spacing of 0 to {MAX_SPACING:g}, not {self.spacing}")

    @cached_property
    def inner(self) -> float:
        """The distance from the middle, in pixels, up to which the brush has its full opacity; may be negative."""
        return self.half - self.edge / 2

    @cached_property
    def outer(self) -> float:
        """The distance from the middle, in pixels, from which on the brush paints nothing."""
        return self.half + self.edge / 2

    @cached_property
    def peak(self) -> int:
        """The largest value that the brush paints, 0 to 255."""
        return round(255 * self.opacity)

    @property
    def is_faint(self) -> bool:
        """Whether nothing that it paints on an empty mask is repainted (the 50 % rule)."""
        return self.peak < THRESHOLD

    @cached_property
    def half(self) -> float:
        """The distance from the middle, in pixels, at which half of the opacity is left."""
        return max(self.size / 4 * (1 + self.hardness), _LEAST_HALF_RADIUS)

    @cached_property
    def edge(self) -> float:
        """How wide the fall-off is, in pixels."""
        return max(self.size / 2 * (1 - self.hardness), _EDGE_PX)

    def touched(self, touch: Touch) -> "Brush":
        """Return the brush that paints where only a part of this one is used; never smaller than one pixel."""
        if touch == FULL:
            return self
        return replace(self, size=max(self.size * touch.size, MIN_SIZE), opacity=self.opacity * touch.opacity)

    def falloff(self, distance: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what the brush paints at each `distance` (float32, pixels from its middle): float32, 0 to `peak`."""
        t = np.clip((distance - np.float32(self.inner)) / np.float32(self.edge), 0, 1)
        painted: NDArray[np.float32] = (1 - t * t * (3 - 2 * t)) * np.float32(self.peak)
        return painted


def stamp(brush: Brush, dx: float = 0.5, dy: float = 0.5) -> Plane:
    """Return one touch of `brush`: uint8 NxN, N odd.

    Its middle lies in the array's middle pixel, `dx`, `dy` (0 to 1) from that pixel's corner.
    """
    far = math.ceil(brush.outer)
    is_central = dx == dy == _MIDDLE
    away = np.arange(0 if is_central else -far, far + 1, dtype=np.float32) + np.float32(_MIDDLE)
    x, y = away - np.float32(dx), away - np.float32(dy)
    distance = np.sqrt((x * x)[None, :] + (y * y)[:, None])
    values = np.rint(brush.falloff(distance)).astype(np.uint8)
    if not is_central:
        return values
    # A quarter is reckoned and mirrored: a stamp of 2000 px takes 8 ms instead of 32, at the press.
    return cv2.copyMakeBorder(values, far, 0, far, 0, cv2.BORDER_REFLECT_101).astype(np.uint8, copy=False)
