"""Writes JPEG: as the opened file was compressed, or well."""

from typing import Any, BinaryIO

import cv2
import numpy as np
from PIL import Image

from picpik_studio.core.arrays import Pixels, Rows
from picpik_studio.core.picture import Metadata
from picpik_studio.files import layout
from picpik_studio.files.errors import TooLargeError
from picpik_studio.files.iptc import LONGEST_IN_JPEG, jpeg_segment
from picpik_studio.files.strips import rows_per_strip
from picpik_studio.texts import QT_TRANSLATE_NOOP

BEST_QUALITY = 95
LONGEST_SIDE = 65_500
IPTC_LEFT_OUT = QT_TRANSLATE_NOOP("Files", "Captions and keywords (IPTC) have no place in this format: left out.")
EXIF_LEFT_OUT = QT_TRANSLATE_NOOP("Files", "The camera's data (EXIF) is too long for JPEG and was left out.")
XMP_LEFT_OUT = QT_TRANSLATE_NOOP("Files", "The description (XMP) is too long for JPEG and was left out.")

_EXIF_PREFIX = b"Exif\0\0"
_MOST_EXIF = 65_533 - len(_EXIF_PREFIX)
_MOST_XMP = 65_533 - len(b"http://ns.adobe.com/xap/1.0/\0")
FULL_COLOUR = "4:4:4"


def encode_jpeg(pixels: Pixels, *, quality: int = BEST_QUALITY) -> bytes:
    """Return uint8 HxWx4 BGRX as a JPEG of `quality` (1 to 100), colour at full resolution (4:4:4), nothing beside.

    Raises TooLargeError for a side of more than 65500 pixels.
    """
    check_sides(pixels, LONGEST_SIDE, "picture", "JPEG")
    full_colour = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality, *full_colour])
    return data.tobytes()


def write_jpeg(
    file: BinaryIO, image: Image.Image, metadata: Metadata, quality: int | None, subsampling: str = FULL_COLOUR
) -> tuple[str, ...]:
    """Write an RGB or grey image to `file` and return the remarks: what was left out.

    Without `quality` the tables and the subsampling of the JPEG that was opened are used, so that what was not touched
    changes as little as can be; else, or if it was none, `quality` (95) and `subsampling` (4:4:4, 4:2:2 or 4:2:0).
    """
    remarks = []
    if metadata.exif and len(metadata.exif) > _MOST_EXIF:
        remarks.append(EXIF_LEFT_OUT)
    if metadata.xmp and len(metadata.xmp) > _MOST_XMP:
        remarks.append(XMP_LEFT_OUT)
    if metadata.iptc and len(metadata.iptc) > LONGEST_IN_JPEG:
        remarks.append(IPTC_LEFT_OUT)
    options: dict[str, Any] = {
        "icc_profile": metadata.icc,
        "exif": _EXIF_PREFIX + metadata.exif if metadata.exif and EXIF_LEFT_OUT not in remarks else b"",
        "xmp": b"" if XMP_LEFT_OUT in remarks else metadata.xmp or b"",
        "dpi": metadata.dpi or (0, 0),
        "extra": jpeg_segment(metadata.iptc) if metadata.iptc and IPTC_LEFT_OUT not in remarks else b"",
    }
    image.save(file, "JPEG", **options, **_compression(image, metadata, quality, subsampling))
    return tuple(remarks)


def as_image(pixels: Rows, samples: int) -> Image.Image:
    """Return uint8 HxWx4 BGRX or BGRA as Pillow's image of so many samples a pixel (`files.layout`): L, RGB, RGBA.

    Read strip by strip, so that a picture that is composed as it is read is in memory once.
    """
    height, width = pixels.shape[:2]
    mode, raw = {layout.GREY: ("L", "L"), layout.RGBA: ("RGBA", "BGRA")}.get(samples, ("RGB", "BGRX"))
    image = Image.new(mode, (width, height), None)
    rows = rows_per_strip(4 * width)
    for first in range(0, height, rows):
        strip = pixels[first : min(first + rows, height)]
        part = np.ascontiguousarray(strip[..., 0] if samples == layout.GREY else strip)
        image.paste(Image.frombuffer(mode, (width, len(strip)), part, "raw", raw, 0, 1), (0, first))
    return image


def check_sides(pixels: Rows, longest: int, name: str, kind: str) -> None:
    """Raise TooLargeError when a side of the picture is longer than the format allows."""
    height, width = pixels.shape[:2]
    if max(height, width) > longest:
        raise TooLargeError(
            QT_TRANSLATE_NOOP(
                "Files",
                "“{name}” has {width} by {height} pixels, but {kind} allows {longest} a side: save it as PNG or TIFF.",
            ),
            name=name,
            width=width,
            height=height,
            kind=kind,
            longest=longest,
        )


def _compression(image: Image.Image, metadata: Metadata, quality: int | None, subsampling: str) -> dict[str, Any]:
    source = metadata.jpeg
    if quality is None and source is not None:
        tables = [list(table) for table in source.quantization]
        if image.mode == "L":  # the first one is that of brightness, a grey JPEG's only one
            return {"qtables": tables[:1]}
        return {"qtables": tables, "subsampling": max(source.subsampling, 0)}
    return {"quality": quality or BEST_QUALITY, "subsampling": subsampling}
