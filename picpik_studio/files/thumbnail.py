"""Makes small pictures of large ones."""

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels


def thumbnail(pixels: Pixels, side: int) -> Pixels:
    """Return `pixels` (HxWxC of any depth) with the longer side at most `side` pixels; smaller ones as a copy."""
    height, width = pixels.shape[:2]
    factor = side / max(height, width)
    if factor >= 1:
        return pixels.copy()
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    result = np.empty((size[1], size[0], *pixels.shape[2:]), pixels.dtype)
    cv2.resize(pixels, size, dst=result, interpolation=cv2.INTER_AREA)
    return result
