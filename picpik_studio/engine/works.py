"""What a worker does for each action, from the order and the bytes that came to the bytes that go back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.picture import Metadata, Picture
from picpik_studio.engine import work
from picpik_studio.engine.enlarge import resized
from picpik_studio.engine.select.clicks import Clicks, readings
from picpik_studio.engine.select.matte import Knobs
from picpik_studio.engine.select.subject import subject
from picpik_studio.files.flatten import MID_GREY, flattened
from picpik_studio.files.images import encode_mask_png, encode_png, open_at_8_bits

Inputs = tuple[bytes, ...]
Images = tuple[bytes, ...]
"""PNG files, the first for the image that was asked for; more of them are further readings of what was clicked."""


@dataclass(frozen=True)
class CutOrder:
    """How something is cut out: as what is surest, inside `box` (image pixels), or as what was clicked.

    `only_mask`: its alpha channel as a grey picture, instead of the picture with that alpha channel.
    """

    knobs: Knobs = field(default_factory=Knobs)
    only_mask: bool = False
    box: Rect | None = None
    included: tuple[Point, ...] = ()
    excluded: tuple[Point, ...] = ()


@dataclass(frozen=True)
class SizeOrder:
    """The `size` at which a picture is wanted."""

    size: Size


def redraw(order: work.Order, inputs: Inputs, seed: int) -> Images:
    """See `work.redraw`."""
    picture, mask = inputs[:2]
    return (work.redraw(order, picture, mask, seed),)


def remove_background(order: CutOrder, inputs: Inputs, _seed: int) -> Images:
    """Return the subject of a picture. Raises FileError."""
    picture = _opened(inputs[0])
    return (_cut(picture, subject(_colours(picture), order.knobs, order.box), order),)


def extract_contents(order: CutOrder, inputs: Inputs, _seed: int) -> Images:
    """Return the readings of what was clicked in a picture, the likeliest first. Raises FileError."""
    picture = _opened(inputs[0])
    found = readings(_colours(picture), Clicks(order.included, order.excluded), order.knobs)
    return tuple(_cut(picture, alpha, order) for alpha in found)


def resize(order: SizeOrder, inputs: Inputs, _seed: int) -> Images:
    """Return a picture at another size. Raises FileError."""
    picture = _opened(inputs[0])
    pixels = resized(picture.pixels, order.size, has_alpha=picture.has_alpha)
    return (encode_png(pixels, has_alpha=picture.has_alpha, metadata=Metadata(icc=picture.metadata.icc)),)


class Work(NamedTuple):
    """The type of an action's order, and what is done by it."""

    order: type[Any]
    run: Callable[[Any, Inputs, int], Images]


WORKS: Mapping[str, Work] = MappingProxyType(
    {
        "ModifyMaskedPixels": Work(work.Order, redraw),
        "RemoveContents": Work(work.Order, redraw),
        "RemoveBackground": Work(CutOrder, remove_background),
        "ExtractContents": Work(CutOrder, extract_contents),
        "ResizeImage": Work(SizeOrder, resize),
    }
)


def _opened(data: bytes) -> Picture:
    return open_at_8_bits(data, limits=work.INPUT_LIMITS)


def _colours(picture: Picture) -> np.ndarray:
    pixels = flattened(picture.pixels, MID_GREY) if picture.has_alpha else picture.pixels
    return np.ascontiguousarray(pixels[..., :3])


def _cut(picture: Picture, alpha: Plane, order: CutOrder) -> bytes:
    """Return what is seen through `alpha`; what was transparent stays so, and no colour is touched."""
    if picture.has_alpha:
        alpha = np.minimum(alpha, picture.pixels[..., 3])
    if order.only_mask:
        return encode_mask_png(np.ascontiguousarray(alpha))
    pixels = picture.pixels.copy()
    pixels[..., 3] = alpha
    return encode_png(pixels, has_alpha=True, metadata=Metadata(icc=picture.metadata.icc))
