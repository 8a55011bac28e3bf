"""Makes the profile in which a grey picture's samples can lie in three channels, unchanged; layout: ICC.1:2022."""

import struct
from collections.abc import Iterable

from picpik_studio.files.icc import SRGB_TO_XYZ, tags_of

_HEADER_BYTES = 128
_ENTRY_BYTES = 12
_VERSION_4 = 0x04300000
_D50 = (0.9642, 1.0, 0.8249)
_NAME = "Grey in RGB"


def rgb_of_grey(icc: bytes) -> bytes | None:
    """Return a profile for RGB with the primaries of sRGB and the curve of the grey profile `icc`.

    Equal samples in three channels mean in it what one sample means in `icc`. None when that has no curve.
    """
    curve = tags_of(icc).get(b"kTRC")
    if curve is None or curve[:4] not in {b"curv", b"para"}:
        return None
    tags = {b"desc": _text(_NAME), b"cprt": _text("CC0"), b"wtpt": _xyz(_D50)}
    tags |= {name: _xyz(SRGB_TO_XYZ[:, index]) for index, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
    return _laid_out(tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))


def _laid_out(tags: dict[bytes, bytes]) -> bytes:
    start = _HEADER_BYTES + 4 + _ENTRY_BYTES * len(tags)
    entries, body = b"", b""
    for name, data in tags.items():
        entries += struct.pack(">4sII", name, start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I4xI4s4s4s", start + len(body), _VERSION_4, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + _numbers(_D50)
    return head.ljust(_HEADER_BYTES, b"\0") + struct.pack(">I", len(tags)) + entries + body


def _text(text: str) -> bytes:
    """Return a multiLocalizedUnicodeType (10.15) of one record."""
    letters = text.encode("utf-16-be")
    return struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(letters), 28) + letters


def _xyz(values: Iterable[float]) -> bytes:
    return struct.pack(">4sI", b"XYZ ", 0) + _numbers(values)


def _numbers(values: Iterable[float]) -> bytes:
    return struct.pack(">3i", *(round(float(value) * 65536) for value in values))
