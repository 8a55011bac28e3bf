"""How the repaint area's planes become codes that a colour table paints: film, black and white, outline.

All arrays are uint8 HxW in device pixels; `solid` and `faint` are those of `film.FilmLevels.planes`.
"""

from functools import cache
from typing import Literal

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.ui.canvas.film import split

Pattern = Literal["solid", "stripes", "dots", "checks"]

FAINT_STRIPE = 0.72
FAINT_GROUND = 0.16
FAINT_GAP = 0.5
"""How strongly the stripes of what is too faint are drawn, and the ground between them, of a full film; and how much
the stripes take away from it where what is painted is kept."""

CORE = 255
HALO = 96
"""Codes of an outline: the line itself, and the dark edge beside it that makes it visible on any picture."""

GROUND = 136
"""How strongly a patterned film is drawn between the stripes, dots or checks, of 255: a thin stroke that lies
between two dots is seen all the same."""

_FAINT_PERIOD_PX, _FAINT_STRIPE_PX = 7.0, 3.0
_PERIOD_PX = 12.0
_DOT_SHARE = 0.32  # a dot's radius in periods: a third of the film is dots


class Texture:
    """A plane that repeats and stands still on the picture; made once for a screen and then only sliced."""

    def __init__(self, tile: Plane) -> None:
        self.period = tile.shape[0]
        self._tile = self._made = tile

    def at(self, x: int, y: int, width: int, height: int) -> Plane:
        """Return `width` x `height` of it from `x`, `y` on (device pixels)."""
        period = self.period
        if self._made.shape[0] < height + period or self._made.shape[1] < width + period:
            rows = max(height, self._made.shape[0]) // period + 2
            columns = max(width, self._made.shape[1]) // period + 2
            self._made = np.tile(self._tile, (rows, columns))
        return self._made[y % period :, x % period :][:height, :width]


def faint_hatch(scale: float) -> Texture:
    """Return the diagonal stripes (255, between them 0) of what is too faint, for `scale` device pixels a pixel."""
    period = max(2, round(_FAINT_PERIOD_PX * scale))
    phase = np.add.outer(np.arange(period), np.arange(period)) % period
    return Texture(np.where(phase < max(1, round(_FAINT_STRIPE_PX * scale)), np.uint8(255), np.uint8(0)))


def film_texture(pattern: Pattern, scale: float) -> Texture | None:
    """Return how strongly a film is drawn where (255, or GROUND), for `scale` device pixels a pixel; None: the same.

    Its stripes fall the other way than those of what is too faint, and are broader.
    """
    if pattern == "solid":
        return None
    period = 2 * max(2, round(_PERIOD_PX * scale / 2))
    y, x = np.mgrid[:period, :period]
    if pattern == "stripes":
        is_full = (x - y) % period < period // 2
    elif pattern == "dots":
        middle = (period - 1) / 2
        is_full = np.hypot(x - middle, y - middle) < _DOT_SHARE * period
    else:
        is_full = (x < period // 2) == (y < period // 2)
    return Texture(np.where(is_full, np.uint8(255), np.uint8(GROUND)))


def film_codes(solid: Plane, faint: Plane, hatch: Plane, *, inverted: bool, texture: Plane | None = None) -> Plane:
    """Return how strongly each pixel is filmed: what is repainted wholly, what is too faint in stripes.

    `inverted`: the film lies over all that is not painted; there the stripes are gaps in it. `texture` (255: fully)
    weakens the film, and not the stripes.
    """
    codes = cv2.bitwise_not(solid) if inverted else solid
    if texture is not None:
        codes = cv2.multiply(codes, texture, scale=1 / 255)
    if cv2.countNonZero(faint):
        ground, stripe = (0.0, FAINT_GAP) if inverted else (FAINT_GROUND, FAINT_STRIPE)
        stripes = cv2.convertScaleAbs(faint, alpha=ground)
        cv2.copyTo(cv2.convertScaleAbs(faint, alpha=stripe), hatch, stripes)
        codes = cv2.subtract(codes, stripes) if inverted else cv2.add(codes, stripes)
    return codes.astype(np.uint8, copy=False)


@cache
def painted_codes(*, inverted: bool) -> tuple[Plane, Plane]:
    """Return `film_codes` of every value of a mask (uint8 256) where the stripes lie, and between them."""
    solid, faint = split(np.arange(256, dtype=np.uint8).reshape(1, 256))
    under, between = (film_codes(solid, faint, np.full_like(solid, hatch), inverted=inverted) for hatch in (255, 0))
    return under[0], between[0]


def outline_codes(solid: Plane, width: int) -> Plane:
    """Return the contour of what is repainted, `width` pixels inside (CORE) and as many outside (HALO)."""
    kernel = np.ones((2 * width + 1, 2 * width + 1), np.uint8)
    area = cv2.threshold(solid, 127, 255, cv2.THRESH_BINARY)[1]
    core = cv2.subtract(area, cv2.erode(area, kernel))
    halo = cv2.subtract(cv2.dilate(area, kernel), area)
    codes = cv2.max(core, cv2.min(halo, np.full_like(halo, HALO)))
    return codes.astype(np.uint8, copy=False)
