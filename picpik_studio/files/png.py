"""Writes PNG quickly: filter Up, fast deflate, strips on several threads (W3C PNG, third edition).

Pillow's default takes 9 s for 24 megapixels and makes a file 6 % smaller.
"""

import struct
import zlib
from collections.abc import Sequence

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.picture import Metadata
from picpik_studio.files import deflate
from picpik_studio.files.strips import in_strips, rows_per_strip

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_UP = 2
_GREY, _RGB, _RGBA = 0, 2, 6
_METRES_PER_INCH = 0.0254
_CODES = {_RGB: cv2.COLOR_BGRA2RGB, _RGBA: cv2.COLOR_BGRA2RGBA}
_SAMPLES = {_GREY: 1, _RGB: 3, _RGBA: 4}
_NOTHING = Metadata()

MASK_KEYWORD = "PicPik Studio repaint area"
"""The keyword of the text chunk in which an exported mask says what its white means."""


def encode_png(pixels: Pixels, *, has_alpha: bool = False, metadata: Metadata = _NOTHING) -> bytes:
    """Return uint8 HxWx4 BGRX (or, with `has_alpha`, BGRA: also what lies under alpha 0 stays) as an 8-bit PNG."""
    return b"".join(png_parts(pixels, has_alpha=has_alpha, metadata=metadata))


def encode_mask_png(mask: Plane, *, words: str = "") -> bytes:
    """Return a mask, uint8 HxW, as an 8-bit grey PNG; `words` (Latin 1) go under MASK_KEYWORD."""
    text = [(b"tEXt", f"{MASK_KEYWORD}\0{words}".encode("latin-1"))] if words else []
    return b"".join(_parts(mask, _GREY, text))


def png_parts(pixels: Pixels, *, has_alpha: bool, metadata: Metadata) -> list[bytes]:
    """Return the file that `encode_png` makes, in pieces to be written one after the other."""
    return _parts(pixels, _RGBA if has_alpha else _RGB, _beside(metadata))


def _parts(pixels: Pixels, kind: int, chunks: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    height, width = pixels.shape[:2]
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    parts = [_SIGNATURE, *_chunk(b"IHDR", head)]
    for name, data in chunks:
        parts += _chunk(name, data)
    for data in _compressed(pixels, kind):
        parts += _chunk(b"IDAT", data)
    return parts + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> list[bytes]:
    return [struct.pack(">I", len(data)) + name, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))]


def _compressed(pixels: Pixels, kind: int) -> list[bytes]:
    height, width = pixels.shape[:2]
    row_bytes = width * _SAMPLES[kind]

    def work(first: int, end: int) -> tuple[bytes, tuple[int, int]]:
        rows = _filtered(pixels, kind, first, end)
        return deflate.piece(rows, is_last=end == height), (zlib.adler32(rows.data), rows.size)

    pieces, checksums = zip(*in_strips(height, rows_per_strip(row_bytes), work), strict=True)
    return deflate.framed(list(pieces), list(checksums))


def _filtered(pixels: Pixels, kind: int, first: int, end: int) -> Plane:
    """Return rows `first` to `end` as PNG stores them: a filter byte, then each sample minus the one above."""
    above = max(first - 1, 0)
    strip = np.ascontiguousarray(pixels[above:end])
    samples = strip if kind == _GREY else cv2.cvtColor(strip, _CODES[kind])
    samples = samples.reshape(end - above, -1)
    rows = np.empty((end - first, samples.shape[1] + 1), np.uint8)
    rows[:, 0] = _UP
    if first == 0:
        rows[0, 1:] = samples[0]
        np.subtract(samples[1:], samples[:-1], out=rows[1:, 1:])
    else:
        np.subtract(samples[1:], samples[:-1], out=rows[:, 1:])
    return rows


def _beside(metadata: Metadata) -> list[tuple[bytes, bytes]]:
    chunks = []
    if metadata.icc:
        chunks.append((b"iCCP", b"ICC profile\0\0" + zlib.compress(metadata.icc)))
    if metadata.dpi:
        across, down = (round(value / _METRES_PER_INCH) for value in metadata.dpi)
        chunks.append((b"pHYs", struct.pack(">IIB", across, down, 1)))
    if metadata.exif:
        chunks.append((b"eXIf", metadata.exif))
    if metadata.xmp:
        chunks.append((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + metadata.xmp))
    return chunks
