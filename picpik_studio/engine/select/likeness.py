"""What looks like the places that were clicked: for things that do not stand out, such as one tree among others."""

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.engine.select.saliency import Map

_GRAIN = (7, 30, 5)
"""The bilateral filter that evens out leaves and grain: diameter, sigma of colour (8-bit Lab) and of space."""
_LEAST_DEVIATION = (8.0, 3.0, 3.0)
"""Of lightness, a and b: a smooth place is not taken for a place of one single colour."""
_FAR = 4.0
"""So many standard deviations from the clicked colours on something does not look like them."""
_LIKE, _UNLIKE = 0.6, 0.4
_BORDER = 0.02


def likeness(colours: Pixels, dots: Plane) -> Map:
    """Return how surely each pixel of `colours` (uint8 HxWx3, BGR) belongs to `dots` (uint8 HxW, not 0 where clicked).

    Float32 HxW: 1 at the dots, else .6 where it looks like them (Mahalanobis' distance in Lab, each channel by itself)
    and .4 where it does not, for GrabCut to decide; 0 at the border where it does not.
    """
    lab = cv2.cvtColor(cv2.bilateralFilter(np.ascontiguousarray(colours), *_GRAIN), cv2.COLOR_BGR2LAB)
    clicked = lab[dots > 0].astype(np.float32)
    deviation = np.maximum(clicked.std(axis=0), np.array(_LEAST_DEVIATION, np.float32))
    away = (lab.astype(np.float32) - clicked.mean(axis=0)) / deviation
    found = np.where(np.square(away).sum(axis=2) < _FAR * _FAR, np.float32(_LIKE), np.float32(_UNLIKE))
    side = max(1, round(_BORDER * max(found.shape)))
    border = np.ones(found.shape, bool)
    border[side:-side, side:-side] = False
    found[border & (found < _LIKE)] = 0
    found[dots > 0] = 1
    result: Map = found.astype(np.float32, copy=False)
    return result
