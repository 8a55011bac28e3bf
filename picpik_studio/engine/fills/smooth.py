"""The smooth fill: colours run inwards from the edge, for holes around which there is nothing whole to copy."""

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels, Plane

_Floats = NDArray[np.float32]


def smooth(pixels: Pixels, known: Plane) -> Pixels:
    """Return `pixels` (uint8 HxWx3) with every pixel where `known` (uint8 HxW) is 0 interpolated from the others.

    Push and pull over a pyramid of halves (Gortler et al., The Lumigraph, 1996, section 3.4): unknown pixels take the
    mean of the known ones that the next coarser level saw. Without any known pixel the result is mid-grey.
    """
    weight = (known > 0).astype(np.float32)
    colour = pixels.astype(np.float32) * weight[..., None]
    filled = np.rint(_pulled(colour, weight)).clip(0, 255).astype(np.uint8)
    return np.where(known[..., None] > 0, pixels, filled)


def _pulled(colour: _Floats, weight: _Floats) -> _Floats:
    """Return the colours (premultiplied by `weight`, 0 to 1) with the gaps filled from coarser levels."""
    height, width = weight.shape
    if weight.all():
        return colour / weight[..., None]
    if max(height, width) == 1:
        return np.full_like(colour, 128)
    size = ((width + 1) // 2, (height + 1) // 2)
    mass = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    mean = _three(cv2.resize(colour, size, interpolation=cv2.INTER_AREA), mass)
    # A coarse pixel that saw anything known counts as wholly known.
    scale = np.where(mass > 0, 1 / np.maximum(mass, 1e-6), 0).astype(np.float32)
    coarse = _pulled(mean * scale[..., None], (mass > 0).astype(np.float32))
    under = _three(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), weight)
    return colour + under * (1 - weight)[..., None]


def _three(array: object, plane: _Floats) -> _Floats:
    """Give OpenCV's answer the shape HxWx3 of `plane`, which it may have lost."""
    return np.asarray(array, dtype=np.float32).reshape(*plane.shape, 3)
