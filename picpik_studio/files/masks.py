"""Masks in and out of files: white is the repaint area, black is kept."""

from pathlib import Path

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.errors import MaskSizeError, NotAPictureError
from picpik_studio.files.header import Source
from picpik_studio.files.limits import LIMITS, Limits
from picpik_studio.files.png import encode_mask_png
from picpik_studio.files.reading import open_picture
from picpik_studio.texts import QT_TRANSLATE_NOOP


def read_mask(
    source: Source, size: Size, *, stretch: bool = False, limits: Limits = LIMITS, name: str | None = None
) -> Plane:
    """Return the mask in a picture file for a picture of `size`: uint8 HxW, 255 = repaint, greys as they are.

    Any mode of picture is taken by its brightness; what is transparent is kept, as if it were black. A mask of the same
    shape but another size is scaled; one of another shape only with `stretch`. Raises FileError: as `open_picture`, and
    MaskSizeError for another shape.
    """
    opened = open_picture(source, limits=limits, name=name).picture
    grey = np.asarray(cv2.cvtColor(opened.pixels, cv2.COLOR_BGRA2GRAY)).astype(np.uint8, copy=False)
    if opened.has_alpha:
        alpha = opened.pixels[..., 3]
        grey = ((grey.astype(np.uint16) * alpha + 127) // 255).astype(np.uint8)
    if opened.size == size:
        return grey
    if not stretch and not _is_alike(opened.size, size):
        raise MaskSizeError(
            QT_TRANSLATE_NOOP(
                "Files",
                "The mask has {mask_width} by {mask_height} pixels, the picture {width} by {height}:"
                " choose the mask that was made for this picture.",
            ),
            mask_width=opened.size.width,
            mask_height=opened.size.height,
            width=size.width,
            height=size.height,
        )
    result = np.empty((size.height, size.width), np.uint8)
    smaller = size.width < opened.size.width
    cv2.resize(grey, size, dst=result, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    return result


def write_mask(path: Path | str, mask: Plane) -> None:
    """Write a mask, uint8 HxW, as an 8-bit grey PNG, replacing what was there.

    Raises FileError: another ending than .png (JPEG would leave stray pixels), not writable, no room.
    """
    name = Path(path).name
    if Path(path).suffix.lower() != ".png":
        raise NotAPictureError(
            QT_TRANSLATE_NOOP("Files", "A mask is saved as PNG, which keeps its edges: let “{name}” end in .png."),
            name=name,
        )
    write_atomic(path, encode_mask_png(mask))


def _is_alike(one: Size, other: Size) -> bool:
    """Whether the one is the other scaled: sides as they come by rounding to whole pixels."""
    return abs(one.width * other.height - one.height * other.width) <= max(*one, *other)
