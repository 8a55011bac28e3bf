"""Laying a result over a picture, at any depth."""

from typing import Any

import numpy as np

from picpik_studio.core.arrays import Pixels, Plane

_TILE = 256
_COLOURS = 3


def lay_over(base: Pixels, fill: Pixels, weight: Plane, out: Pixels | None = None) -> Pixels:
    """Return `(W*fill + (255-W)*base + 127) // 255` for the colours; a fourth channel becomes max(alpha, W).

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
            _blend(out[part], fill[part], weight[part])
    return out


def _blend(out: Pixels, fill: Pixels, weight: Plane) -> None:
    lowest, highest = int(weight.min()), int(weight.max())
    if highest == 0:
        return
    if lowest == 255:  # noqa: PLR2004 - wholly the result's
        out[..., :_COLOURS] = fill[..., :_COLOURS]
    else:
        out[..., :_COLOURS] = _mixed(out, fill, weight)
    if out.shape[2] > _COLOURS:
        alpha = out[..., _COLOURS]
        np.maximum(alpha, weight.astype(out.dtype) * out.dtype.type(np.iinfo(out.dtype).max // 255), out=alpha)


def _mixed(base: Pixels, fill: Pixels, weight: Plane) -> Pixels:
    """Return the formula of `lay_over`, reckoned in the narrowest type that holds its sum."""
    wide: type[np.unsignedinteger[Any]] = np.uint16 if base.dtype == np.uint8 else np.uint32
    W = weight.astype(wide)[..., None]
    total = W * fill[..., :_COLOURS]
    total += (255 - W) * base[..., :_COLOURS]
    total += 127
    total //= 255
    return total
