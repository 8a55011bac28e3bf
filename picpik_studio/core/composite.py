"""Laying a result over a picture, at any depth."""

from typing import Any

import cv2
import numpy as np
from cv2.typing import MatLike

from picpik_studio.core.arrays import Pixels, Plane

_TILE = 128
_COLOURS = 3
_FULL = 255
_HALF = 127
_MID_GREY = 128


def lay_over(
    base: Pixels, fill: Pixels, weight: Plane, out: Pixels | None = None, *, mixes_alpha: bool = False
) -> Pixels:
    """Return `(W*fill + (255-W)*base + 127) // 255` for the colours; a fourth channel becomes max(alpha, W).

    With `mixes_alpha` the fourth channel is mixed as the colours are.

    `base` and `fill` are HxWxC of one dtype (uint8 or uint16) and one shape, `weight` (W) is uint8 HxW; W is scaled to
    the depth for alpha. Where W is 0 the result is `base` to the bit, where it is 255 the colours are `fill`'s.
    `out` receives the result and may be `base` itself; without it a new array is made. Raises ValueError when the
    arrays do not agree.
    """
    if base.shape != fill.shape or base.dtype != fill.dtype or weight.shape != base.shape[:2]:
        raise ValueError("Picture, result and weight must have one size and one depth")
    if out is None:
        out = base.copy()
    elif out is not base:
        out[...] = base
    height, width = weight.shape
    for y in range(0, height, _TILE):
        for x in range(0, width, _TILE):
            part = slice(y, y + _TILE), slice(x, x + _TILE)
            _blend(out[part], fill[part], weight[part], mixes_alpha=mixes_alpha)
    return out


def on_grey(pixels: Plane) -> Plane:
    """Return `pixels` (uint8 HxWx4, straight alpha) flattened on mid-grey: uint8 HxWx4 BGRX, X = 255."""
    ground = np.full_like(pixels, _MID_GREY)
    ground[..., _COLOURS] = _FULL
    lay_over(ground, pixels, np.ascontiguousarray(pixels[..., _COLOURS]), out=ground)
    return ground


def _blend(out: Pixels, fill: Pixels, weight: Plane, *, mixes_alpha: bool) -> None:
    """Lay `fill` over `out` in place; all are of one size."""
    if not weight.any():
        return
    channels = out.shape[2]
    mixed = fill.copy() if weight.min() == _FULL else _mixed(out, fill, cv2.merge([weight] * channels))
    if channels > _COLOURS and not mixes_alpha:
        scale = np.iinfo(out.dtype).max // _FULL
        np.maximum(out[..., _COLOURS], weight * out.dtype.type(scale), out=mixed[..., _COLOURS])
    out[...] = mixed


def _mixed(base: Pixels, fill: Pixels, weight: MatLike) -> Pixels:
    """Return (W*fill + (255-W)*base + 127) // 255 for every channel; `weight` has as many.

    Reckoned in the narrowest type that holds the sum: 255 * 255 + 127 fits 16 bits.
    """
    wide: type[np.unsignedinteger[Any]] = np.uint16 if base.dtype == np.uint8 else np.uint32
    W: Pixels = weight.astype(wide)
    total: Pixels = fill.astype(wide)
    total *= W
    rest: Pixels = base.astype(wide)
    rest *= _FULL - W
    total += rest
    total += wide(_HALF)
    total //= wide(_FULL)
    return total.astype(base.dtype)
