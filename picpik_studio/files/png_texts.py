"""Finds what a PNG file says beside its pixels, without decoding one (W3C PNG, third edition, sections 5 and 11.3)."""

import struct
import zlib
from typing import BinaryIO

_SIGNATURE_BYTES = 8
_MOST_BYTES = 16 << 20
_XMP = b"XML:com.adobe.xmp"


def find_beside(file: BinaryIO) -> dict[str, bytes]:
    """Return `exif` and `xmp` as far as the file has them, before or behind its pixels.

    Pillow reads what stands behind only when it decodes the pixels itself.
    """
    found: dict[str, bytes] = {}
    file.seek(_SIGNATURE_BYTES)
    while len(head := file.read(8)) == 8:  # noqa: PLR2004 - length and name
        length, name = struct.unpack(">I4s", head)
        if name == b"IEND":
            break
        if name not in {b"eXIf", b"iTXt"} or length > _MOST_BYTES:
            file.seek(length + 4, 1)
            continue
        data = file.read(length)
        file.seek(4, 1)
        if name == b"eXIf":
            found["exif"] = data
        elif data.startswith(_XMP + b"\0"):
            found["xmp"] = _international(data)
    return found


def _international(data: bytes) -> bytes:
    """Return the text of an iTXt chunk; nothing when it is broken."""
    _keyword, _, rest = data.partition(b"\0")
    is_compressed, rest = rest[:1] == b"\1", rest[2:]
    _language, _, rest = rest.partition(b"\0")
    _translated, _, text = rest.partition(b"\0")
    if not is_compressed:
        return text
    try:
        return zlib.decompressobj().decompress(text, _MOST_BYTES)
    except zlib.error:
        return b""
