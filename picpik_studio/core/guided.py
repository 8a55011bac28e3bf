"""A soft mask that was made of a smaller copy of a picture, at the picture's full size and with the picture's edges.

K. He, J. Sun, "Fast Guided Filter" (2015): round the mask's edge alpha is a linear function of the picture's brightness
in each window. Slope and offset are found at the small size, where mask and picture are both known; applied to the
full-size picture they put the edge where the picture has it, to the pixel. Away from the edge nothing is changed.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels, Plane, read_only
from picpik_studio.core.geometry import Rect, Size

Map = NDArray[np.float32]

_SHARE = 200
"""The windows' radius is the longer side of the small mask by this, and 2 at least."""
_LEAST_RADIUS = 2
_EPSILON = 1e-4
"""Contrast (variance of brightness, 0 to 1) below this is no edge of the picture."""
_TILE = 512
_FULL = 255


def enlarged(mask: Plane, picture: Pixels) -> Plane:
    """Return `mask` (uint8 hxw, of the whole picture) at the size of `picture` (HxWxC, colours first, any depth).

    Of the picture's own size it is the mask itself. Slow work at 24 MP. Read-only.
    """
    height, width = picture.shape[:2]
    if mask.shape == (height, width):
        return read_only(mask)
    size = Size(mask.shape[1], mask.shape[0])
    result = np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    radius = max(_LEAST_RADIUS, round(max(size) / _SHARE))
    band = _edge_band(mask, radius)
    if band.any():
        slope, offset = _lines(mask, _brightness(_small(picture, size)), radius)
        for tile in _tiles(Size(width, height)):
            inside = _warped(band, tile, size, Size(width, height)) > 0
            if inside.any():
                light = _brightness(picture[tile.slices])
                alpha = _warped(slope, tile, size, Size(width, height)) * light
                alpha += _warped(offset, tile, size, Size(width, height))
                soft = np.rint(np.clip(alpha, 0, 1) * _FULL).astype(np.uint8)
                np.copyto(result[tile.slices], soft, where=inside)
    return read_only(result)


def _edge_band(mask: Plane, radius: int) -> Plane:
    """Return 255 where the mask is not the same all over a window, else 0."""
    window = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    return np.where(cv2.dilate(mask, window) != cv2.erode(mask, window), np.uint8(_FULL), np.uint8(0))


def _lines(mask: Plane, light: Map, radius: int) -> tuple[Map, Map]:
    """Return slope and offset of alpha over brightness for every pixel of the small picture."""
    box = (2 * radius + 1, 2 * radius + 1)
    alpha = mask.astype(np.float32) / _FULL
    mean_light, mean_alpha = cv2.blur(light, box), cv2.blur(alpha, box)
    variance = cv2.blur(light * light, box) - mean_light * mean_light
    covariance = cv2.blur(light * alpha, box) - mean_light * mean_alpha
    slope = covariance / (variance + _EPSILON)
    offset = mean_alpha - slope * mean_light
    return cv2.blur(slope, box).astype(np.float32), cv2.blur(offset, box).astype(np.float32)


def _brightness(pixels: Pixels) -> Map:
    """Return the mean of the colours, 0 to 1."""
    colours = pixels[..., :3].astype(np.float32)
    return np.asarray(colours.mean(axis=2, dtype=np.float32) / np.iinfo(pixels.dtype).max, np.float32)


def _small(picture: Pixels, size: Size) -> Pixels:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), picture.dtype)


def _tiles(size: Size) -> list[Rect]:
    whole = Rect.of(size)
    corners = ((x, y) for y in range(0, size.height, _TILE) for x in range(0, size.width, _TILE))
    return [Rect(x, y, _TILE, _TILE).intersected(whole) for x, y in corners]


def _warped(small: NDArray[np.float32] | Plane, tile: Rect, size: Size, full: Size) -> np.ndarray:
    """Return what `cv2.resize` (linear) to the full size would have inside a tile."""
    x_step, y_step = size.width / full.width, size.height / full.height
    into = np.array(
        [
            [x_step, 0, (tile.x + 0.5) * x_step - 0.5],
            [0, y_step, (tile.y + 0.5) * y_step - 0.5],
        ],
        np.float64,
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(small, into, tile.size, flags=flags, borderMode=cv2.BORDER_REPLICATE))
