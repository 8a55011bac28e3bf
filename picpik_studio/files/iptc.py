"""IPTC's own block (IIM 4.2): captions, keywords and rights as agencies write them, kept byte for byte.

In a JPEG it is resource 0x0404 of Photoshop's segment (APP13), in a TIFF tag 33723, or that same resource in tag 34377.
"""

import struct
from collections.abc import Iterator
from typing import Final

import numpy as np

from picpik_studio.files.header import Header
from picpik_studio.files.tiff_exif import bytes_in_tiff

RICHTIFF: Final = 33723
LONGEST_IN_JPEG: Final = 65_000

_RESOURCES: Final = 34377
_PHOTOSHOP: Final = b"Photoshop 3.0\0"
_SIGNATURE: Final = b"8BIM"
_OURS: Final = 0x0404
_MARKER: Final = b"\xff\xed"
_DATASET: Final = 0x1C
_START: Final = bytes([_DATASET])
_NUMBER: Final = 4
_HEAD_BYTES: Final = 5
_LONG_FORM: Final = 0x8000
_PLACES: Final = frozenset({(2, number) for number in (26, 27, 90, 92, 95, 100, 101)})
"""Datasets that say where: content location code and name, city, sublocation, state, country code and name."""


def iptc_of(header: Header) -> bytes | None:
    """Return the block that the image of `header` carries, or None."""
    if header.format == "TIFF":
        own = bytes_in_tiff(header.file, RICHTIFF)
        return _in_order(own) or _resource(bytes_in_tiff(header.file, _RESOURCES))
    found = header.image.info.get("photoshop")
    block = found.get(_OURS) if isinstance(found, dict) else None
    return block if isinstance(block, bytes) and block else None


def jpeg_segment(block: bytes) -> bytes:
    """Return the segment of a JPEG that carries a block of at most `LONGEST_IN_JPEG` bytes."""
    padded = block + bytes(len(block) % 2)
    body = _PHOTOSHOP + _SIGNATURE + struct.pack(">HHI", _OURS, 0, len(block)) + padded
    return _MARKER + struct.pack(">H", len(body) + 2) + body


def without_place(block: bytes) -> bytes:
    """Return the block without a word of where the photograph was taken; one that cannot be read is empty then."""
    kept = b""
    for key, data in _datasets(block):
        if key is None:
            return b""
        kept += b"" if key in _PLACES else data
    return kept


def _datasets(block: bytes) -> Iterator[tuple[tuple[int, int] | None, bytes]]:
    """Yield record and number of each dataset, and its bytes; None at what is none."""
    at = 0
    while at < len(block) and block[at:].strip(b"\0"):
        if block[at] != _DATASET or at + _HEAD_BYTES > len(block):
            yield None, block[at:]
            return
        record, number, length = struct.unpack_from(">BBH", block, at + 1)
        end = at + _HEAD_BYTES + length
        if length & _LONG_FORM or end > len(block):
            yield None, block[at:]
            return
        yield (record, number), block[at:end]
        at = end


def _in_order(block: bytes) -> bytes:
    """Return the block with its bytes in order: some programs call them whole numbers, and turn those round."""
    if block[:1] != _START and block[3:4] == _START and len(block) % _NUMBER == 0:
        return np.frombuffer(block, np.uint32).byteswap().tobytes()
    return block


def _resource(resources: bytes) -> bytes | None:
    """Return our resource among Photoshop's: signature, number, name, length and data, each padded to even."""
    at = 0
    while resources[at : at + 4] == _SIGNATURE and at + 12 <= len(resources):
        (number,), name_bytes = struct.unpack_from(">H", resources, at + 4), resources[at + 6]
        start = at + 6 + (1 + name_bytes + 1) // 2 * 2
        if start + 4 > len(resources):
            return None
        (length,) = struct.unpack_from(">I", resources, start)
        if number == _OURS:
            return resources[start + 4 : start + 4 + length] or None
        at = start + 4 + length + length % 2
    return None
