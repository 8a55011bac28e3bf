"""Writes PNG quickly: filter Up, fast deflate, strips on several threads (W3C PNG, third edition).

Pillow's default takes 9 s for 24 megapixels and makes a file 6 % smaller.
"""

import struct
import zlib
from collections.abc import Sequence

import numpy as np

from picpik_studio.core.arrays import Pixels, Plane, Rows
from picpik_studio.core.picture import Metadata
from picpik_studio.files import deflate, layout
from picpik_studio.files.parameters_text import KEYWORD
from picpik_studio.files.strips import in_strips, rows_per_strip

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_UP = 2
_KINDS = {layout.GREY: 0, layout.GREY_ALPHA: 4, layout.RGB: 2, layout.RGBA: 6}
_METRES_PER_INCH = 0.0254
_NOTHING = Metadata()

MASK_KEYWORD = "PicPik Studio repaint area"
"""The keyword of the text chunk in which an exported mask says what its white means."""


def encode_png(pixels: Pixels, *, has_alpha: bool = False, metadata: Metadata = _NOTHING) -> bytes:
    """Return a picture (uint8 BGRX/BGRA or uint16 RGB/RGBA) as a PNG of its depth; what lies under alpha 0 stays."""
    samples = layout.RGBA if has_alpha else layout.RGB
    return b"".join(png_parts(pixels, samples=samples, metadata=metadata))


def encode_mask_png(mask: Plane, *, words: str = "") -> bytes:
    """Return a mask, uint8 HxW, as an 8-bit grey PNG; `words` (Latin 1) go under MASK_KEYWORD."""
    text = [(b"tEXt", f"{MASK_KEYWORD}\0{words}".encode("latin-1"))] if words else []
    return b"".join(_parts(mask, layout.GREY, text))


def png_parts(pixels: Rows, *, samples: int, metadata: Metadata) -> list[bytes]:
    """Return a PNG file of so many samples a pixel (`files.layout`), in pieces to be written one after the other."""
    return _parts(pixels, samples, _beside(metadata))


def _parts(pixels: Rows, samples: int, chunks: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    height, width = pixels.shape[:2]
    head = struct.pack(">IIBBBBB", width, height, 8 * pixels.dtype.itemsize, _KINDS[samples], 0, 0, 0)
    parts = [_SIGNATURE, *_chunk(b"IHDR", head)]
    for name, data in chunks:
        parts += _chunk(name, data)
    for data in _compressed(pixels, samples):
        parts += _chunk(b"IDAT", data)
    return parts + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> list[bytes]:
    return [struct.pack(">I", len(data)) + name, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))]


def _compressed(pixels: Rows, samples: int) -> list[bytes]:
    height, width = pixels.shape[:2]

    def work(first: int, end: int) -> tuple[bytes, tuple[int, int]]:
        rows = _filtered(pixels, samples, first, end)
        return deflate.piece(rows, is_last=end == height), (zlib.adler32(rows.data), rows.size)

    rows = rows_per_strip(width * samples * pixels.dtype.itemsize)
    pieces, checksums = zip(*in_strips(height, rows, work), strict=True)
    return deflate.framed(list(pieces), list(checksums))


def _filtered(pixels: Rows, samples: int, first: int, end: int) -> Plane:
    """Return rows `first` to `end` as PNG stores them: a filter byte, then each byte minus the one above."""
    above = max(first - 1, 0)
    ordered = layout.stored(pixels[above:end], samples)
    if ordered.itemsize > 1:
        ordered = ordered.astype(">u2")
    octets = ordered.view(np.uint8).reshape(end - above, -1)
    rows = np.empty((end - first, octets.shape[1] + 1), np.uint8)
    rows[:, 0] = _UP
    if first == 0:
        rows[0, 1:] = octets[0]
        np.subtract(octets[1:], octets[:-1], out=rows[1:, 1:])
    else:
        np.subtract(octets[1:], octets[:-1], out=rows[:, 1:])
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
    if metadata.parameters:
        chunks.append(_text(KEYWORD, metadata.parameters))
    if metadata.xmp:
        chunks.append((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + metadata.xmp))
    return chunks


def _text(keyword: str, text: str) -> tuple[bytes, bytes]:
    """Return a text chunk: in Latin 1 where that has all letters, as most that read it expect, else in UTF-8."""
    try:
        return b"tEXt", f"{keyword}\0{text}".encode("latin-1")
    except UnicodeEncodeError:
        return b"iTXt", f"{keyword}\0\0\0\0\0{text}".encode()
