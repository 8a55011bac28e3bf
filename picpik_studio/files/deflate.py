"""Deflate in pieces that several threads can make at once; ISA-L where it is installed, else zlib.

Pictures are compressed for speed: after a filter, level 1 of ISA-L (or zlib's Huffman coding alone) makes files about
as small as Pillow's default does in twenty times the time.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

try:
    from isal import isal_zlib
except ImportError:  # no wheel for this processor: zlib is in Python itself, half as fast
    HAS_ISAL = False
else:
    HAS_ISAL = True

_ADLER_BASE = 65521
_ZLIB_HEADER = b"\x78\x01"
_RAW = -15

Rows = NDArray[np.uint8]


def piece(rows: Rows, *, is_last: bool) -> bytes:
    """Return raw deflate data for contiguous `rows`; joined in order, the pieces are one stream, ended by the last."""
    if not HAS_ISAL:
        slow = zlib.compressobj(1, zlib.DEFLATED, _RAW, 9, zlib.Z_HUFFMAN_ONLY)
        return slow.compress(rows.data) + slow.flush(zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH)
    fast = isal_zlib.compressobj(1, isal_zlib.DEFLATED, _RAW)
    return bytes(fast.compress(rows.data) + fast.flush(isal_zlib.Z_FINISH if is_last else isal_zlib.Z_FULL_FLUSH))


def whole(rows: Rows) -> bytes:
    """Return one complete zlib stream (RFC 1950) for contiguous `rows`."""
    return _ZLIB_HEADER + piece(rows, is_last=True) + struct.pack(">I", zlib.adler32(rows.data))


def framed(pieces: list[bytes], checksums: list[tuple[int, int]]) -> list[bytes]:
    """Return the pieces of one stream as a zlib stream, with its header and check value.

    `checksums` are the Adler-32 and the length in bytes of what went into each piece.
    """
    total = 1
    for checksum, length in checksums:
        total = _joined(total, checksum, length)
    return [_ZLIB_HEADER + pieces[0], *pieces[1:], struct.pack(">I", total)]


def _joined(first: int, second: int, length: int) -> int:
    """Return the Adler-32 of two runs of bytes one after the other (RFC 1950 section 8.2; zlib's adler32_combine)."""
    low_1, high_1 = first & 0xFFFF, first >> 16
    low_2, high_2 = second & 0xFFFF, second >> 16
    low = (low_1 + low_2 - 1) % _ADLER_BASE
    high = (high_1 + high_2 + length * (low_1 - 1)) % _ADLER_BASE
    return high << 16 | low
