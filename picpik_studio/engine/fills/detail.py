"""Carries the detail of a large picture into a hole that was filled on a small copy of it."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Size
from picpik_studio.engine.fills.field import Field
from picpik_studio.engine.fills.scale import Scale


def carried(large: Scale, small: Scale, filled: Pixels, field: Field) -> Pixels:
    """Return the large pixels with the hole filled: the colours of `filled`, the detail of the places in `field`.

    `filled` and `field` are of the size of `small`.
    Detail is what a picture has and its enlarged small copy has not. Where the small fill repeats its source exactly,
    the result repeats the large picture exactly.
    """
    base = _resized(filled, large.size, cv2.INTER_CUBIC)
    result = np.where(large.hole[..., None] > 0, base, large.pixels)
    coarse = _resized(_resized(result, small.size, cv2.INTER_AREA), large.size, cv2.INTER_CUBIC)
    detail = cv2.subtract(result, coarse, dtype=cv2.CV_16S)
    across = field.on(small, large)
    part, inside = result[across.box.slices], large.hole[across.box.slices] > 0
    part[inside] = (part[inside].astype(np.int16) + across.fetched(detail)[inside]).clip(0, 255)
    return result


def _resized(pixels: NDArray[Any], size: Size, way: int) -> Pixels:
    return np.asarray(cv2.resize(pixels, size, interpolation=way), dtype=np.uint8)
