"""Where two pictures differ, and how much, as a picture."""

from typing import Final

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels

STRENGTH: Final = 4
"""How many times a difference is shown: what the eye would pass over in black is seen so."""


def difference(one: Pixels, other: Pixels) -> Pixels:
    """Return how far apart two pictures are, channel by channel and STRENGTH times: black where they are alike.

    Both are uint8 HxWx4 of one size; so is the result, opaque. A difference of alpha alone is not seen.
    """
    apart = np.asarray(cv2.absdiff(one, other), np.uint8)
    result = np.asarray(cv2.convertScaleAbs(apart, alpha=STRENGTH), np.uint8)
    result[..., 3] = 255
    return result
