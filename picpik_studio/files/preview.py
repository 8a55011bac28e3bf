"""Shows a large photograph before it is open.

JPEG can be decoded at a half, a quarter or an eighth. What can only be decoded whole is shown as soon as it is, before
it is made ready to be worked on: at 16 bits in a wide profile that takes as long again.
"""

from dataclasses import dataclass

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Size
from picpik_studio.core.picture import Picture
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.convert import converted, to_pixels
from picpik_studio.files.header import Source, looked_at
from picpik_studio.files.limits import LIMITS, Limits
from picpik_studio.files.metadata import read_beside
from picpik_studio.files.orientation import turned
from picpik_studio.files.thumbnail import thumbnail

_SHARP_ENOUGH = 0.6


@dataclass(frozen=True)
class Preview:
    """`pixels`: uint8 HxWx4 BGRX, upright, in sRGB; `size` of the whole picture, upright."""

    pixels: Pixels
    size: Size


def open_preview(source: Source, max_side: int, *, limits: Limits = LIMITS, name: str | None = None) -> Preview | None:
    """Return a JPEG reduced to `max_side` pixels a side, or to 60 % of that at least when it is faster.

    None for the other formats, of which `preview_of` makes one once they are decoded.
    Raises FileError as `open_picture` does.
    """
    with looked_at(source, limits, name) as header:
        image = header.image
        if header.format != "JPEG":
            return None
        width, height = image.size
        wanted = max_side * _SHARP_ENOUGH / max(width, height)
        image.draft("RGB", (max(1, round(width * wanted)), max(1, round(height * wanted))))
        result = converted(header)
        beside = read_beside(header, result.colours)
        small = to_srgb8(thumbnail(to_pixels(result.image), max_side), result.colours.icc)
        pixels = turned(small, beside.orientation)
    return Preview(pixels, Size(height, width) if beside.orientation >= 5 else Size(width, height))  # noqa: PLR2004 - 5 to 8 lie on their side


def preview_of(picture: Picture, max_side: int) -> Preview | None:
    """Return a decoded picture reduced to `max_side` pixels a side; None when it is small, or has transparency."""
    if max(picture.size) <= max_side or picture.has_alpha:
        return None
    return Preview(to_srgb8(thumbnail(picture.pixels, max_side), picture.metadata.icc), picture.size)
