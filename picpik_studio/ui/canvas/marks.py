"""How the repaint area's planes become codes that a colour table paints: film, black and white, outline.

All arrays are uint8 HxW in device pixels; `solid` and `faint` are those of `film.FilmLevels.planes`.
"""

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane

FAINT_STRIPE = 0.72
FAINT_GROUND = 0.16
FAINT_GAP = 0.5
"""How strongly the stripes of what is too faint are drawn, and the ground between them, of a full film; and how much
the stripes take away from it where what is painted is kept."""

CORE = 255
HALO = 96
"""Codes of an outline: the line itself, and the dark edge beside it that makes it visible on any picture."""

_PERIOD_PX = 7.0
_STRIPE_PX = 3.0


class Hatch:
    """Diagonal stripes that stand still on the picture; made once for a screen of `scale` and then only sliced."""

    def __init__(self, scale: float) -> None:
        self.period = max(2, round(_PERIOD_PX * scale))
        self._stripe = max(1, round(_STRIPE_PX * scale))
        self._made = self._stripes(self.period, self.period)

    def at(self, x: int, y: int, width: int, height: int) -> Plane:
        """Return the stripes (255, between them 0) of `width` x `height` from `x`, `y` on (device pixels)."""
        period = self.period
        if self._made.shape[0] < height + period or self._made.shape[1] < width + period:
            self._made = self._stripes(
                max(height, self._made.shape[0]) + period, max(width, self._made.shape[1]) + period
            )
        return self._made[y % period :, x % period :][:height, :width]

    def _stripes(self, height: int, width: int) -> Plane:
        phase = np.add.outer(np.arange(height), np.arange(width)) % self.period
        return np.where(phase < self._stripe, np.uint8(255), np.uint8(0))


def film_codes(solid: Plane, faint: Plane, hatch: Plane, *, inverted: bool) -> Plane:
    """Return how strongly each pixel is filmed: what is repainted wholly, what is too faint in stripes.

    `inverted`: what is painted is kept, so the film lies over all the rest; there the stripes are gaps in it.
    """
    codes = cv2.bitwise_not(solid) if inverted else solid
    if cv2.countNonZero(faint):
        ground, stripe = (0.0, FAINT_GAP) if inverted else (FAINT_GROUND, FAINT_STRIPE)
        stripes = cv2.convertScaleAbs(faint, alpha=ground)
        cv2.copyTo(cv2.convertScaleAbs(faint, alpha=stripe), hatch, stripes)
        codes = cv2.subtract(codes, stripes) if inverted else cv2.add(codes, stripes)
    return codes.astype(np.uint8, copy=False)


def outline_codes(solid: Plane, width: int) -> Plane:
    """Return the contour of what is repainted, `width` pixels inside (CORE) and as many outside (HALO)."""
    kernel = np.ones((2 * width + 1, 2 * width + 1), np.uint8)
    area = cv2.threshold(solid, 127, 255, cv2.THRESH_BINARY)[1]
    core = cv2.subtract(area, cv2.erode(area, kernel))
    halo = cv2.subtract(cv2.dilate(area, kernel), area)
    codes = cv2.max(core, cv2.min(halo, np.full_like(halo, HALO)))
    return codes.astype(np.uint8, copy=False)
