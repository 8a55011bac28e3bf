"""What metadata says of a picture's size, after its canvas was changed."""

import re
from dataclasses import replace

from picpik_studio.core.geometry import Size
from picpik_studio.core.picture import Metadata
from picpik_studio.files import exif

_SIDES = (
    (rb"(?:exif:PixelXDimension|tiff:ImageWidth)", 0),
    (rb"(?:exif:PixelYDimension|tiff:ImageLength)", 1),
)


def for_size(metadata: Metadata, size: Size) -> Metadata:
    """Return the metadata for the same photograph with another size in pixels; all else is as it was.

    EXIF and XMP tell the new size where they told one. The small picture in EXIF, which shows the old canvas, goes.
    """
    block, packet = metadata.exif, metadata.xmp
    return replace(
        metadata,
        exif=exif.upright(block, size) if block else None,
        xmp=_xmp_for(packet, size) if packet else None,
    )


def _xmp_for(packet: bytes, size: Size) -> bytes:
    for name, axis in _SIDES:
        packet = re.sub(rb"(" + name + rb"(?:\s*=\s*[\"']|>)\s*)\d+", rb"\g<1>%d" % size[axis], packet)
    return packet
