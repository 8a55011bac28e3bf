"""Decodes a picture at its own depth: 16 bits where the file has them, else 8."""

from dataclasses import dataclass

from picpik_studio.core.arrays import Pixels
from picpik_studio.files.convert import PROFILE_LEFT_OUT, Colours, colours_of, converted, to_pixels
from picpik_studio.files.deep import read_deep
from picpik_studio.files.header import Header
from picpik_studio.files.png_texts import find_beside


@dataclass(frozen=True, eq=False)
class Decoded:
    """`pixels` in a layout of `core.picture`, in `colours`; `remarks` are marked texts for the person."""

    pixels: Pixels
    has_alpha: bool
    colours: Colours
    remarks: tuple[str, ...]


def decoded(header: Header) -> Decoded:
    """Decode the image of `header`. For use inside `header.looked_at`, which words what is raised."""
    deep = read_deep(header)
    if deep is None:
        result = converted(header)
        return Decoded(to_pixels(result.image), result.image.mode == "RGBA", result.colours, result.remarks)
    if header.format == "PNG":
        header.image.info.update(find_beside(header.file))
    space = "GRAY" if deep.is_grey else "RGB"
    colours = colours_of(header.image.info.get("icc_profile") or None, space) or Colours(is_profile_left_out=True)
    return Decoded(deep.pixels, deep.has_alpha, colours, (PROFILE_LEFT_OUT,) if colours.is_profile_left_out else ())
