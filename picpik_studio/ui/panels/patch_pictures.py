"""Small pictures of accepted results, cut out by how much of them lies there. Slow work, for workers."""

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.images import thumbnail


def small_patch(patch: Patch, side: int, icc: bytes | None) -> Plane:
    """Return a patch as uint8 HxWx4 BGRA in sRGB, at most `side` px a side; its weight is the alpha.

    `icc` is the profile of the picture that it lies over.
    """
    colours = to_srgb8(thumbnail(patch.laid, side), icc)[..., :3]
    weight = patch.weight_in(Rect.of(patch.rect.size).slices)
    height, width = colours.shape[:2]
    alpha = cv2.resize(weight, (width, height), interpolation=cv2.INTER_AREA)
    return np.dstack([colours, np.asarray(alpha, np.uint8)])
