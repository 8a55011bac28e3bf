"""ReferStrength for fills that know no prompt: above 1, what lay under the hole shows through."""

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane

PLAIN = 1.0
STRONGEST = 2.0
_SIGMA = 1 / 24
"""Low frequencies: a Gaussian of this part of the picture's longer side."""


def referred(original: Pixels, filled: Pixels, hole: Plane, strength: float) -> Pixels:
    """Return `filled` with the low frequencies of `original` mixed back in where `hole` is not 0.

    All uint8, HxWx3 and HxW. `strength` 0 to 1 changes nothing; at 2 half of the low frequencies are the original's:
    fill + (strength - 1) / 2 * (low(original) - low(fill)).
    """
    part = (min(strength, STRONGEST) - PLAIN) / 2
    if part <= 0 or not hole.any():
        return filled
    sigma = max(1.0, _SIGMA * max(hole.shape))
    difference = original.astype(np.float32) - filled
    low = cv2.GaussianBlur(difference, (0, 0), sigmaX=sigma, sigmaY=sigma, borderType=cv2.BORDER_REPLICATE)
    mixed = np.rint(filled + np.float32(part) * low).clip(0, 255).astype(np.uint8)
    return np.where(hole[..., None] > 0, mixed, filled)
