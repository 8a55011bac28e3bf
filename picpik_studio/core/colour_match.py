"""Bringing the colours of a result to those around it: by mean and spread in Lab, or in the gradient domain."""

import hashlib
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.geometry import Rect
from picpik_studio.core.membrane import membrane
from picpik_studio.core.seam import FULL, Borders, Match, depth

RING_PX = 24
"""How far from the edge, on both sides of it, colours are looked at."""

_COLOURS = 3
_MOST_GAIN = 1.5
_LEAST_SPREAD = 0.5  # of Lab's units: what is flatter has no spread that could be matched

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


class Surroundings(NamedTuple):
    """What a picture has without a patch, `pixels`, where the patch lies (`place`, in them) and some way around it."""

    pixels: Pixels
    place: Rect


def matched(
    pixels: Pixels, weight: Plane, around: Surroundings, borders: Borders, match: Match, strength: int
) -> Pixels:
    """Return `pixels` (HxWxC, a patch) with their colours brought to those of `around`, in their own depth.

    `weight` is uint8 HxW, the footprint where it is not 0; `borders` are the sides where the picture ends. `strength`
    is in percent. Alpha stays, and so does what has nothing around it to be matched with.
    """
    if match == "none" or strength <= 0:
        return pixels
    colours = pixels[..., :_COLOURS].astype(np.float32)
    if match == "tones":
        change = _change_of_tones(pixels, weight, around, borders)
    else:
        inner = around.pixels[around.place.slices][..., :_COLOURS].astype(np.float32) - colours
        change = _change_at_edge(inner, weight, borders)
    change *= np.float32(strength / FULL)
    change += colours
    result = pixels.copy()
    result[..., :_COLOURS] = np.clip(np.rint(change), 0, np.iinfo(pixels.dtype).max).astype(pixels.dtype)
    return result


def ground_of(weight: Plane, around: Surroundings, borders: Borders) -> str:
    """Return what names all that `matched` looks at of `around`: alike names, alike colours to be matched with."""
    looked_at = _outer(weight, around)
    far = depth(weight, borders)
    looked_at[around.place.slices] |= (far > 0) & (far <= 1)
    return hashlib.blake2b(around.pixels[looked_at][:, :_COLOURS].tobytes(), digest_size=16).hexdigest()


def ring_around(rect: Rect, picture: Rect) -> Rect:
    """Return the part of `picture` that `matched` looks at around a patch at `rect`."""
    return rect.expanded(RING_PX).intersected(picture)


def _outer(weight: Plane, around: Surroundings) -> Flags:
    """Return which pixels of `around` lie outside the footprint, but near it."""
    inside = np.zeros(around.pixels.shape[:2], np.uint8)
    inside[around.place.slices] = cv2.threshold(weight, 0, 255, cv2.THRESH_BINARY)[1]
    to_edge = cv2.distanceTransform(cv2.bitwise_not(inside), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    result: Flags = (inside == 0) & (np.asarray(to_edge) <= RING_PX)
    return result


def _change_of_tones(pixels: Pixels, weight: Plane, around: Surroundings, borders: Borders) -> Floats:
    """Return what to add to the colours so that mean and spread, just inside the edge, are those just outside it."""
    outer = _outer(weight, around)
    far = depth(weight, borders)
    inner: Flags = (far > 0) & (far <= RING_PX)
    lab = _lab(pixels)
    if not outer.any() or not inner.any():
        return np.zeros_like(lab)
    mean, spread = _statistics(lab[inner])
    wanted_mean, wanted_spread = _statistics(_lab(around.pixels)[outer])
    is_flat = (spread < _LEAST_SPREAD) | (wanted_spread < _LEAST_SPREAD)
    ratio = np.clip(wanted_spread / np.maximum(spread, _LEAST_SPREAD), 1 / _MOST_GAIN, _MOST_GAIN)
    gain = np.where(is_flat, np.float32(1), ratio).astype(np.float32)
    full = np.float32(np.iinfo(pixels.dtype).max)
    moved = (lab - mean) * gain + wanted_mean
    # The difference of the two, for what is not to be changed shall not be changed by the way there and back.
    return (_colours(moved, pixels.dtype) - _colours(lab, pixels.dtype)) * full


def _change_at_edge(inner: Floats, weight: Plane, borders: Borders) -> Floats:
    """Return what to add so that the outermost pixels are the picture's own and every step between pixels is kept."""
    far = depth(weight, borders)
    edge: Flags = (far > 0) & (far <= 1)
    return membrane(inner, edge, weight > 0)


def _statistics(samples: Floats) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of each channel of samples, Nx3."""
    mean, spread = cv2.meanStdDev(np.ascontiguousarray(samples)[None])
    return np.asarray(mean, np.float32).ravel(), np.asarray(spread, np.float32).ravel()


def _lab(pixels: Pixels) -> Floats:
    """Return the colours of `pixels` as Lab, float32 HxWx3."""
    scale = np.float32(1 / np.iinfo(pixels.dtype).max)
    colours = np.ascontiguousarray(pixels[..., :_COLOURS], dtype=np.float32) * scale
    code = cv2.COLOR_BGR2Lab if _is_bgr(pixels.dtype) else cv2.COLOR_RGB2Lab
    return np.asarray(cv2.cvtColor(colours, code), np.float32)


def _colours(lab: Floats, dtype: np.dtype[Any]) -> Floats:
    """Return Lab as colours in the order that pictures of `dtype` have them, 0 to 1."""
    code = cv2.COLOR_Lab2BGR if _is_bgr(dtype) else cv2.COLOR_Lab2RGB
    return np.asarray(cv2.cvtColor(lab, code), np.float32)


def _is_bgr(dtype: np.dtype[Any]) -> bool:
    return dtype == np.uint8
