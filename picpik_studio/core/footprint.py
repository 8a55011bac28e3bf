"""The footprint: which pixels a request may change, and how much. One function for the editor and for the engine."""

import cv2
import numpy as np
from cv2.typing import MatLike

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
    far = reach(blur)
    # W differs from R only near R and outside it. Beyond `near` there are but zeros, and beyond the box of what is not
    # R there is nothing but R; so a border of one pixel, replicated, stands for all that the blur would see.
    near = bounds(R).expanded(far).intersected(Rect.of(Size(R.shape[1], R.shape[0])))
    wanted = near.intersected(bounds(cv2.bitwise_not(R)))
    if blur <= 0 or wanted.is_empty:
        return R
    source = wanted.expanded(1).intersected(near)
    G = cv2.GaussianBlur(
        R[source.slices], (2 * far + 1, 2 * far + 1), sigmaX=blur, sigmaY=blur, borderType=cv2.BORDER_REPLICATE
    )[wanted.translated(-source.x, -source.y).slices]
    W = R.copy()
    W[wanted.slices] = np.maximum(R[wanted.slices], cv2.add(G, G))
    return W


def bounds(area: MatLike) -> Rect:
    """Return the smallest rectangle that holds every pixel of `area` (uint8 HxW) that is not 0."""
    if not area.size:
        return EMPTY
    return Rect(*cv2.boundingRect(area))
