"""A region at one of the sizes at which it is worked on."""

from dataclasses import dataclass

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.footprint import bounds
from picpik_studio.core.geometry import Rect, Size

_WORTH_IT = 1.25
_LEAST_SHORT_SIDE = 32


@dataclass(frozen=True)
class Scale:
    """`pixels` uint8 HxWx3; `hole` uint8 HxW, not 0 = to fill; `known` uint8 HxW, 255 = may be copied, else 0."""

    pixels: Pixels
    hole: Plane
    known: Plane

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return Size(self.hole.shape[1], self.hole.shape[0])

    @property
    def box(self) -> Rect:
        """The smallest rectangle that holds the hole."""
        return bounds(self.hole)

    def at(self, side: int) -> "Scale":
        """Return this with a longer side of about `side` pixels, or itself where that would save little.

        What lies in the hole does not bleed into its surroundings; a pixel that any hole pixel touches is hole, and
        only what is wholly known is known. The shorter side keeps 32 pixels where it has them.
        """
        width, height = self.size
        side = max(side, _LEAST_SHORT_SIDE * max(width, height) // min(width, height))
        scale = side / max(width, height)
        if scale * _WORTH_IT > 1:
            return self
        size = max(1, round(width * scale)), max(1, round(height * scale))
        lit = cv2.resize(np.where(self.known[..., None] > 0, self.pixels, 0), size, interpolation=cv2.INTER_AREA)
        # The share comes in 8 bits too, so that it is rounded as the colours are.
        share = cv2.resize(self.known, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        untouched = cv2.resize((self.hole == 0).astype(np.float32), size, interpolation=cv2.INTER_AREA) >= 1 - 1e-4
        pixels = np.rint(lit / np.maximum(share, 1 / 255)[..., None]).clip(0, 255).astype(np.uint8)
        known = np.where((share >= 1) & untouched, 255, 0).astype(np.uint8)
        return Scale(pixels, np.where(untouched, 0, 255).astype(np.uint8), known)
