"""What a file says beside its pixels: profile, EXIF, XMP, resolution, and how a JPEG was compressed."""

import math
import re
from dataclasses import dataclass
from typing import Any

from PIL import Image, JpegImagePlugin, TiffImagePlugin

from picpik_studio.core.geometry import Size
from picpik_studio.core.picture import JpegSource, Metadata
from picpik_studio.files import exif

_XMP_ORIENTATION = re.compile(rb"(tiff:Orientation(?:\s*=\s*[\"']|>)\s*)([1-8])")
_XMP_THUMBNAILS = re.compile(rb"<xmp:Thumbnails>.*?</xmp:Thumbnails>", re.DOTALL)
_COLOUR_LAYERS = 3


@dataclass(frozen=True)
class Beside:
    """The metadata for the turned picture, and how to turn it first (1 to 8, as EXIF counts)."""

    metadata: Metadata
    orientation: int


def read_beside(image: Image.Image, icc: bytes | None) -> Beside:
    """Return what `image`, decoded, carries; `icc` is the profile that its pixels have now.

    Pillow turns TIFF by itself when it decodes and drops the tag, so what still says "turned" has not been turned yet.
    """
    block = _exif_of(image)
    xmp = _xmp_of(image)
    turned = exif.orientation(block) if block else 1
    width, height = image.size
    size = Size(height, width) if turned >= 5 else Size(width, height)  # noqa: PLR2004 - 5 to 8 lie on their side
    return Beside(
        Metadata(
            icc=icc,
            exif=exif.upright(block, size) if block else None,
            xmp=_upright_xmp(xmp) if xmp else None,
            dpi=_dpi_of(image.info.get("dpi")),
            jpeg=_jpeg_source(image),
        ),
        turned,
    )


def _exif_of(image: Image.Image) -> bytes | None:
    block = image.info.get("exif")
    if isinstance(block, bytes):
        return block
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return _exif_of_tiff(image)
    if "Raw profile type exif" in image.info:  # how ImageMagick wrote it before PNG had a chunk for it
        return bytes.fromhex("".join(image.info["Raw profile type exif"].split("\n")[3:]))
    return None


def _exif_of_tiff(image: TiffImagePlugin.TiffImageFile) -> bytes | None:
    """Take out of a TIFF file, which is such a block with pixels, what speaks of the photograph."""
    source, kept = image.getexif(), Image.Exif()
    for tag in sorted(exif.ABOUT_THE_PHOTO & set(source)):
        kept[tag] = _as_stored(source[tag])
    for pointer in (exif.EXIF_IFD, exif.GPS_IFD):
        values = {
            tag: _as_stored(value) for tag, value in source.get_ifd(pointer).items() if not isinstance(value, dict)
        }
        if values:
            kept.get_ifd(pointer).update(values)
            kept[pointer] = values
    return kept.tobytes() if len(kept) else None


def _as_stored(value: Any) -> Any:  # noqa: ANN401 - whatever Pillow made of a tag
    """Undo Pillow's reading of text as Latin-1; it would write it as ASCII with question marks."""
    return value.encode("latin-1", "replace") if isinstance(value, str) else value


def _xmp_of(image: Image.Image) -> bytes | None:
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if isinstance(xmp, str):
        return xmp.encode()
    return xmp if isinstance(xmp, bytes) else None


def _upright_xmp(xmp: bytes) -> bytes:
    return _XMP_THUMBNAILS.sub(b"", _XMP_ORIENTATION.sub(rb"\g<1>1", xmp))


def _dpi_of(stated: Any) -> tuple[float, float] | None:  # noqa: ANN401 - whatever Pillow read
    try:
        across, down = (float(value) for value in stated)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    sound = all(math.isfinite(value) and value > 0 for value in (across, down))
    return (across, down) if sound else None


def _jpeg_source(image: Image.Image) -> JpegSource | None:
    if not isinstance(image, JpegImagePlugin.JpegImageFile) or image.layers != _COLOUR_LAYERS:
        return None
    tables = tuple(tuple(image.quantization[key]) for key in sorted(image.quantization))
    return JpegSource(tables, JpegImagePlugin.get_sampling(image))
