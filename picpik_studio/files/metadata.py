"""What a file says beside its pixels: profile, EXIF, XMP, resolution, and how a JPEG was compressed."""

import math
import re
from dataclasses import dataclass
from typing import Any

from PIL import Image, JpegImagePlugin

from picpik_studio.core.geometry import Size
from picpik_studio.core.picture import JpegSource, Metadata
from picpik_studio.files import exif, exif_comment
from picpik_studio.files.convert import Colours
from picpik_studio.files.errors import FileError
from picpik_studio.files.header import Header, Source, looked_at
from picpik_studio.files.iptc import iptc_of
from picpik_studio.files.limits import LIMITS, Limits
from picpik_studio.files.parameters_text import KEYWORD, from_text
from picpik_studio.files.tiff_exif import exif_of_tiff

_XMP_ORIENTATION = re.compile(rb"(tiff:Orientation(?:\s*=\s*[\"']|>)\s*)([1-8])")
_XMP_THUMBNAILS = re.compile(rb"<xmp:Thumbnails>.*?</xmp:Thumbnails>", re.DOTALL)
_LAYERS = frozenset({1, 3})


@dataclass(frozen=True)
class Beside:
    """The metadata for the turned picture, and how to turn it first (1 to 8, as EXIF counts)."""

    metadata: Metadata
    orientation: int


def read_beside(header: Header, colours: Colours) -> Beside:
    """Return what the image of `header`, decoded, carries; `colours` is what its pixels mean now.

    TIFF and JPEG XL are not to be turned: they are already, when they are decoded.
    """
    image = header.image
    block = _exif_of(header)
    xmp = image.info.get("xmp")
    turned = exif.orientation(block) if block and header.format != "JXL" else 1
    width, height = image.size
    size = Size(height, width) if turned >= 5 else Size(width, height)  # noqa: PLR2004 - 5 to 8 lie on their side
    return Beside(
        Metadata(
            icc=colours.icc,
            exif=exif.upright(block, size) if block else None,
            xmp=_upright_xmp(xmp) if isinstance(xmp, bytes) else None,
            dpi=_dpi_of(image.info.get("dpi")),
            jpeg=_jpeg_source(image),
            grey=colours.grey,
            parameters=_parameters_of(image, block),
            iptc=iptc_of(header),
        ),
        turned,
    )


def parameters_in(source: Source, limits: Limits = LIMITS) -> str | None:
    """Return the text of what a picture file was made with, without decoding it; None for none, and for no picture."""
    try:
        with looked_at(source, limits) as header:
            return _parameters_of(header.image, _exif_of(header))
    except FileError:
        return None


def _parameters_of(image: Image.Image, block: bytes | None) -> str | None:
    """Return the text of what the picture was made with; a comment of another kind is none."""
    for text in (image.info.get(KEYWORD), exif_comment.comment(block) if block else None):
        if isinstance(text, str) and from_text(text) is not None:
            return text
    return None


def _exif_of(header: Header) -> bytes | None:
    info = header.image.info
    if header.format == "TIFF":
        return exif_of_tiff(header.file)
    if "Raw profile type exif" in info:
        return _from_hexadecimal(info["Raw profile type exif"])
    block = info.get("exif")
    return block if isinstance(block, bytes) else None


def _from_hexadecimal(text: str) -> bytes | None:
    """Return EXIF as ImageMagick wrote it before PNG had a chunk for it: name and length, then lines of digits."""
    try:
        return bytes.fromhex("".join(text.split("\n")[3:]))
    except ValueError:
        return None


def _upright_xmp(xmp: bytes) -> bytes:
    return _XMP_THUMBNAILS.sub(b"", _XMP_ORIENTATION.sub(rb"\g<1>1", xmp))


def _dpi_of(stated: Any) -> tuple[float, float] | None:  # noqa: ANN401 - whatever Pillow read
    try:
        across, down = (float(value) for value in stated)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    sound = all(math.isfinite(value) and value > 1 for value in (across, down))  # 1 is written where none is known
    return (across, down) if sound else None


def _jpeg_source(image: Image.Image) -> JpegSource | None:
    if not isinstance(image, JpegImagePlugin.JpegImageFile) or image.layers not in _LAYERS:
        return None
    tables = tuple(tuple(image.quantization[key]) for key in sorted(image.quantization))
    return JpegSource(tables, JpegImagePlugin.get_sampling(image))
