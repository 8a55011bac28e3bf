"""What a new area of a canvas is filled with before anybody has redrawn it."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Rect, Size

_SMALL_PX = 256  # the longer side of the picture from which a blurred area is made
_BLUR = 6.0  # pixels of that


class Prefill(StrEnum):
    """With what a new area is filled."""

    MIRROR = "mirror"
    BLURRED = "blurred"
    COLOUR = "colour"
    TRANSPARENT = "transparent"


def prefilled(inner: Pixels, place: Rect, size: Size, kind: Prefill, ink: Pixels) -> Pixels:
    """Return a new array of `size` that has `inner` (HxWxC, any depth) at `place`, and is filled around it.

    `ink` (1x1xC) is the colour of a coloured area.
    """
    return _FILLERS[kind](inner, place, size, ink)


def _mirrored(inner: Pixels, place: Rect, size: Size, _ink: Pixels) -> Pixels:
    """Reflect the edge, again and again where the area is wider than what there is."""
    return _bordered(inner, place, size, cv2.BORDER_REFLECT)


def _blurred(inner: Pixels, place: Rect, size: Size, _ink: Pixels) -> Pixels:
    """Draw the edge out and blur it: made small, since nothing fine is left of it."""
    factor = min(1.0, _SMALL_PX / max(*inner.shape[:2], *size))
    rect = Rect.spanning(*(side * factor for side in (place.x, place.y, place.right, place.bottom)))
    whole = Size(*(max(at, round(side * factor)) for at, side in zip((rect.right, rect.bottom), size, strict=True)))
    small = _as(inner, cv2.resize(inner, rect.size, interpolation=cv2.INTER_AREA))
    drawn = cv2.GaussianBlur(_bordered(small, rect, whole, cv2.BORDER_REPLICATE), (0, 0), _BLUR)
    result = _as(inner, cv2.resize(drawn, size, interpolation=cv2.INTER_LINEAR))
    result[place.slices] = inner
    return result


def _coloured(inner: Pixels, place: Rect, size: Size, ink: Pixels) -> Pixels:
    result = np.empty((size.height, size.width, inner.shape[2]), inner.dtype)
    result[...] = ink
    result[place.slices] = inner
    return result


def _cleared(inner: Pixels, place: Rect, size: Size, ink: Pixels) -> Pixels:
    return _coloured(inner, place, size, np.zeros_like(ink))


def _bordered(inner: Pixels, place: Rect, size: Size, border: int) -> Pixels:
    right, bottom = size.width - place.right, size.height - place.bottom
    return _as(inner, cv2.copyMakeBorder(inner, place.y, bottom, place.x, right, border))


def _as(like: Pixels, made: object) -> Pixels:
    return np.asarray(made, like.dtype)


_FILLERS: Mapping[Prefill, Callable[[Pixels, Rect, Size, Pixels], Pixels]] = MappingProxyType(
    {
        Prefill.MIRROR: _mirrored,
        Prefill.BLURRED: _blurred,
        Prefill.COLOUR: _coloured,
        Prefill.TRANSPARENT: _cleared,
    }
)
