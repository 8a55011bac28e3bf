"""Puts an XMP packet into a picture file that stays, for the rest, byte for byte as it came."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_TEXT: Final = b"XML:com.adobe.xmp\0\0\0\0\0"
_PNG_KEYWORD: Final = b"XML:com.adobe.xmp\0"
_JPEG: Final = b"\xff\xd8"
_JPEG_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_JPEG_EXIF: Final = b"Exif\0\0"
_APP0, _APP1 = 0xE0, 0xE1
_SEGMENTS: Final = frozenset({*range(0xC0, 0xFF)} - {*range(0xD0, 0xDB)})
"""JPEG's markers before the scan that have a length: all but restarts, start, end and the scan itself."""
_LONGEST_SEGMENT: Final = 65533


def with_xmp(data: bytes, packet: bytes) -> bytes | None:
    """Return a PNG or JPEG file with `packet` in place of any XMP it had; None when it is neither, or damaged."""
    try:
        if data.startswith(_PNG):
            return b"".join(_png_with(data, packet))
        if data.startswith(_JPEG) and len(_JPEG_XMP) + len(packet) <= _LONGEST_SEGMENT:
            return b"".join(_jpeg_with(data, packet))
    except (struct.error, ValueError, IndexError):
        return None
    return None


def _png_with(data: bytes, packet: bytes) -> Iterator[bytes]:
    """Put it behind the header, where every reader looks."""
    yield _PNG
    at = len(_PNG)
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + length + 12
        if end > len(data):
            raise ValueError("a chunk is cut off")
        if not (name == b"iTXt" and data.startswith(_PNG_KEYWORD, at + 8)):
            yield data[at:end]
        if name == b"IHDR":
            yield _chunk(b"iTXt", _PNG_TEXT + packet)
        at = end
        if name == b"IEND":
            yield data[at:]
            return
    raise ValueError("the end is missing")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _jpeg_with(data: bytes, packet: bytes) -> Iterator[bytes]:
    """Put it behind JFIF's and EXIF's own segments, which must come first."""
    yield _JPEG
    at, is_in = len(_JPEG), False
    while True:
        mark, marker = data[at], data[at + 1]
        if mark != 0xFF:  # noqa: PLR2004 - how every marker begins
            raise ValueError("no marker where one must be")
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0] if marker in _SEGMENTS else at
        if not is_in and not _comes_first(data, at, marker):
            yield b"\xff\xe1" + struct.pack(">H", len(_JPEG_XMP) + len(packet) + 2) + _JPEG_XMP + packet
            is_in = True
        if end == at:
            yield data[at:]
            return
        if not (marker == _APP1 and data.startswith(_JPEG_XMP, at + 4)):
            yield data[at:end]
        at = end


def _comes_first(data: bytes, at: int, marker: int) -> bool:
    return marker == _APP0 or (marker == _APP1 and data.startswith(_JPEG_EXIF, at + 4))
