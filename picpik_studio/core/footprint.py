"""The footprint: which pixels a request may change, and how much. One function for the editor and for the engine."""

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.mask import THRESHOLD


def repaint(mask: Plane, *, invert: bool) -> Plane:
    """Return R: uint8 HxW, 255 where a request repaints, else 0.

    `mask` is uint8 HxW of any values and painted where it is 128 or more; `invert` (InvertMask) repaints the rest.
    """
    kind = cv2.THRESH_BINARY_INV if invert else cv2.THRESH_BINARY
    return cv2.threshold(mask, THRESHOLD - 1, 255, kind)[1].astype(np.uint8, copy=False)


def reach(blur: int) -> int:
    """Return how many pixels beyond the painted ones the weight of `blur` (MaskBlur, 0 to 64) reaches."""
    return int(2.5 * blur + 0.5)


def weight(mask: Plane, blur: int, *, invert: bool) -> Plane:
    """Return the weight W, uint8 HxW: 0 keeps the original, 255 is wholly the result. The footprint is W > 0.

    R (see `repaint`) is blurred to G: Gaussian of sigma `blur` pixels, a kernel of 2 * reach(blur) + 1, the border
    replicated; G = R when `blur` is 0. Then W = max(R, min(255, 2 * G)): the doubling makes every pixel inside a broad
    repaint area weigh 255 with the fall-off outside; the maximum, which is ours, keeps that promise for thin strokes
    and small dabs too, where the blur leaves less than half.
    """
    R = repaint(mask, invert=invert)
    box = bounds(R)
    if blur <= 0 or box.is_empty:
        return R
    whole = Rect.of(Size(R.shape[1], R.shape[0]))
    part = box.expanded(reach(blur)).intersected(whole).slices
    side = 2 * reach(blur) + 1
    G = cv2.GaussianBlur(R[part], (side, side), sigmaX=blur, sigmaY=blur, borderType=cv2.BORDER_REPLICATE)
    W = np.zeros_like(R)
    W[part] = cv2.max(R[part], cv2.add(G, G))
    return W


def bounds(area: Plane) -> Rect:
    """Return the smallest rectangle that holds every pixel of `area` (uint8 HxW) that is not 0."""
    if not area.size:
        return EMPTY
    return Rect(*cv2.boundingRect(area))
