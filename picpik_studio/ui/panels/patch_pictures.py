"""Small pictures of accepted results, cut out by how much of them lies there. Slow work, for workers."""

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.files.images import thumbnail

_DEEP = 8


def small_patch(patch: Patch, side: int) -> Plane:
    """Return a patch as uint8 HxWx4 BGRA, at most `side` px a side; its weight is the alpha."""
    colours = _in_eight_bits(thumbnail(patch.laid, side))
    weight = patch.weight_in(Rect.of(patch.rect.size).slices)
    height, width = colours.shape[:2]
    alpha = cv2.resize(weight, (width, height), interpolation=cv2.INTER_AREA)
    return np.dstack([colours, np.asarray(alpha, np.uint8)])


def _in_eight_bits(pixels: Pixels) -> Plane:
    """Return the colours as uint8 HxWx3 BGR."""
    if pixels.dtype == np.uint8:
        return pixels[..., :3].astype(np.uint8, copy=False)
    return np.ascontiguousarray((pixels[..., 2::-1] >> _DEEP).astype(np.uint8))
