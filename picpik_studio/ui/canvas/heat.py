"""The heat map: what a service had changed outside the footprint, over the picture in grey. Slow work, for workers."""

from typing import Final

import cv2
import numpy as np

from picpik_studio.app.inspecting import ServiceLook
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.files.images import thumbnail
from picpik_studio.ui.canvas.photo import Photo
from picpik_studio.ui.canvas.scene import Inset

HOTTEST: Final = 48
"""The difference, of 255, from which on the map is at its brightest."""

_GROUND: Final = 0.5
_BEYOND: Final = 0.25
_BEYOND_PX: Final = 1600
_COOLEST: Final = 90
_FOOTPRINT_BGR: Final = np.array((96, 74, 58), np.float32)
_FOOTPRINT_SHARE: Final = 0.55
_EDGE_BGR: Final = (235, 205, 170)


def heat_inset(look: ServiceLook, size: Size, depth: int) -> Inset:
    """Return the heat map where the frame lies in a picture of `size`; `depth` is how many levels the picture has."""
    pixels = heat_pixels(look)
    return Inset(
        Photo(Pyramid(pixels, depth), look.frame.rect, has_alpha=False), look.frame.rect.intersected(Rect.of(size))
    )


def beyond(pixels: Pixels) -> Photo:
    """Return a whole picture as very dark grey, for what lies beyond the frame; small, for it is only the ground."""
    small = thumbnail(pixels, _BEYOND_PX)
    colours = (small >> (8 * (small.dtype.itemsize - 1))).astype(np.uint8)[..., :3]
    code = cv2.COLOR_BGR2GRAY if pixels.dtype == np.uint8 else cv2.COLOR_RGB2GRAY
    grey = np.asarray(cv2.cvtColor(np.ascontiguousarray(colours), code), np.float32) * np.float32(_BEYOND)
    dark = np.dstack([grey.astype(np.uint8)] * 3 + [np.full(grey.shape, 255, np.uint8)])
    return Photo.of(dark, has_alpha=False, size=Size(pixels.shape[1], pixels.shape[0]))


def heat_pixels(look: ServiceLook) -> Plane:
    """Return uint8 HxWx4 BGRX at the sent size: grey where nothing was changed, from violet to white where it was.

    The footprint, in which the service was asked to change something, is plain and edged.
    """
    change = look.change
    ground = _ground(look.sent)
    inside = change.footprint > 0
    ground[inside] = ground[inside] * (1 - _FOOTPRINT_SHARE) + _FOOTPRINT_BGR * _FOOTPRINT_SHARE
    hot = change.amount > 0
    ground[hot] = _heat(change.amount)[hot]
    edge = cv2.morphologyEx(inside.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    ground[edge & ~hot] = _EDGE_BGR
    result = np.full((*change.amount.shape, 4), 255, np.uint8)
    result[..., :3] = np.rint(ground)
    return result


def _ground(sent: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return the picture as dark grey, float32 HxWx3."""
    grey = np.asarray(cv2.cvtColor(np.ascontiguousarray(sent[..., :3]), cv2.COLOR_BGR2GRAY), np.float32)
    return np.dstack([grey * np.float32(_GROUND)] * 3)


def _heat(amount: Plane) -> Plane:
    """Return the colours of the map, uint8 HxWx3; the least difference is seen, and equal ratios are equal steps."""
    span = np.log1p(np.arange(256, dtype=np.float32)) / np.log1p(np.float32(HOTTEST))
    table = _COOLEST + np.clip(span, 0, 1) * (255 - _COOLEST)
    levels = cv2.LUT(amount, table.astype(np.uint8))
    return np.asarray(cv2.applyColorMap(levels, cv2.COLORMAP_INFERNO), np.uint8)
