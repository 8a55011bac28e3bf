"""Brings a document's pixels into the order in which files store them: grey, grey and alpha, RGB, or RGBA."""

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels
from picpik_studio.files.strips import in_strips, rows_per_strip

GREY, GREY_ALPHA, RGB, RGBA = 1, 2, 3, 4
"""By the number of samples that a pixel has in the file."""

_ALPHA = 3
_WITH_ALPHA = frozenset({GREY_ALPHA, RGBA})


def is_all_grey(pixels: Pixels) -> bool:
    """Return whether red, green and blue are alike everywhere, also where nothing is seen of them."""

    def work(first: int, end: int) -> bool:
        one, other, third = (pixels[first:end, :, channel] for channel in range(3))
        return np.array_equal(one, other) and np.array_equal(other, third)

    return all(in_strips(pixels.shape[0], rows_per_strip(pixels.strides[0]), work))


def stored(strip: Pixels, samples: int) -> Pixels:
    """Return rows of a picture or of a plane (HxW) as the file stores them: contiguous HxWxC of the same dtype.

    `strip` is uint8 BGRX/BGRA or uint16 RGB/RGBA.
    """
    if strip.ndim == 2:  # noqa: PLR2004 - a plane
        return np.ascontiguousarray(strip[..., None])
    if samples == GREY:
        return np.ascontiguousarray(strip[..., :1])
    if samples == GREY_ALPHA:
        return np.ascontiguousarray(strip[..., [0, _ALPHA]])
    if strip.dtype == np.uint8:
        code = cv2.COLOR_BGRA2RGBA if samples == RGBA else cv2.COLOR_BGRA2RGB
        return np.asarray(cv2.cvtColor(np.ascontiguousarray(strip), code)).astype(np.uint8, copy=False)
    return np.ascontiguousarray(strip[..., :samples])


def has_alpha(samples: int) -> bool:
    """Return whether the last of so many samples is alpha."""
    return samples in _WITH_ALPHA
