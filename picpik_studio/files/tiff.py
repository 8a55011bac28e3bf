"""Writes TIFF (6.0, Adobe's Deflate and horizontal differencing): fast, and with EXIF untouched.

A block of EXIF is itself the beginning of a TIFF file, and what it holds is found by its place in the file. So the file
begins with that very block; the pixels and a directory of their own follow. (Pillow cannot write EXIF into a compressed
TIFF, and takes ten times as long.)
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from picpik_studio.core.arrays import Rows
from picpik_studio.core.picture import Metadata
from picpik_studio.files import deflate, exif, layout
from picpik_studio.files.iptc import RICHTIFF
from picpik_studio.files.strips import in_strips, rows_per_strip

_SHORT, _LONG, _RATIONAL, _UNDEFINED, _BYTE = 3, 4, 5, 7, 1
_CODES = {_SHORT: "H", _LONG: "I", _RATIONAL: "I"}
_DEFLATE, _CHUNKY, _INCH, _DIFFERENCE, _STRAIGHT_ALPHA = 8, 1, 2, 2, 2
_BLACK_IS_ZERO, _RGB = 1, 2
_DPI_DENOMINATOR = 10_000
_HEAD = b"II*\0\x08\0\0\0\0\0\0\0\0\0"
"""A TIFF file with an empty directory, for a picture without EXIF."""

Tags = dict[int, tuple[int, int, bytes]]
"""By number: type, count and the bytes of the values."""


def write_tiff(file: BinaryIO, pixels: Rows, *, samples: int, metadata: Metadata) -> None:
    """Write a picture (uint8 BGRX/BGRA or uint16 RGB/RGBA) at its depth to the new `file`.

    `samples` is how many a pixel has there (`files.layout`); what lies under alpha 0 stays.
    """
    block = exif.Block(metadata.exif or _HEAD)
    file.write(block.data)
    places, lengths = [], []
    rows = rows_per_strip(pixels.shape[1] * samples * pixels.dtype.itemsize)
    for strip in _strips(pixels, rows, samples, block.order):
        places.append(_aligned(file))
        lengths.append(file.write(strip))
    writer = _Directory(file, block.order)
    for tag, numbers in _layout(pixels, samples).items():
        writer.put(tag, _SHORT if max(numbers) < 1 << 16 else _LONG, numbers)
    writer.put(0x0111, _LONG, places)
    writer.put(0x0116, _LONG, [rows])
    writer.put(0x0117, _LONG, lengths)
    writer.put_metadata(metadata)
    writer.copy(block)
    writer.finish()


class _Directory:
    """Gathers the tags of one directory, large values written at once, and writes it at the end."""

    def __init__(self, file: BinaryIO, order: str) -> None:
        self._file = file
        self._order = order
        self._entries: dict[int, bytes] = {}

    def put(self, tag: int, kind: int, numbers: list[int]) -> None:
        values = struct.pack(f"{self._order}{len(numbers)}{_CODES[kind]}", *numbers)
        self._add(tag, kind, len(numbers) // 2 if kind == _RATIONAL else len(numbers), values)

    def put_bytes(self, tag: int, kind: int, values: bytes) -> None:
        self._add(tag, kind, len(values), values)

    def put_metadata(self, metadata: Metadata) -> None:
        """Profile, XMP and resolution; what EXIF says of the resolution gives way."""
        if metadata.icc:
            self.put_bytes(0x8773, _UNDEFINED, metadata.icc)
        if metadata.xmp:
            self.put_bytes(0x02BC, _BYTE, metadata.xmp)
        if metadata.iptc:
            self.put_bytes(RICHTIFF, _UNDEFINED, metadata.iptc)
        if metadata.dpi:
            across, down = (round(value * _DPI_DENOMINATOR) for value in metadata.dpi)
            self.put(0x011A, _RATIONAL, [across, _DPI_DENOMINATOR])
            self.put(0x011B, _RATIONAL, [down, _DPI_DENOMINATOR])
            self.put(0x0128, _SHORT, [_INCH])

    def copy(self, block: exif.Block) -> None:
        """Take over from the block at the file's beginning what speaks of the photograph; the places stay right."""
        wanted = exif.ABOUT_THE_PHOTO | {exif.EXIF_IFD, exif.GPS_IFD}
        for entry in block.entries(block.first):
            if entry.tag in wanted:
                self._entries[entry.tag] = bytes(block.data[entry.place - 8 : entry.place + 4])

    def finish(self) -> None:
        """Write the directory, in the order of its tags, and point to it from the file's head."""
        place = _aligned(self._file)
        entries = b"".join(entry for _tag, entry in sorted(self._entries.items()))
        self._file.write(struct.pack(f"{self._order}H", len(self._entries)) + entries + bytes(4))
        self._file.seek(4)
        self._file.write(struct.pack(f"{self._order}I", place))

    def _add(self, tag: int, kind: int, count: int, values: bytes) -> None:
        if len(values) > 4:  # noqa: PLR2004 - what an entry has room for
            place = _aligned(self._file)
            self._file.write(values)
            values = struct.pack(f"{self._order}I", place)
        self._entries[tag] = struct.pack(f"{self._order}HHI", tag, kind, count) + values.ljust(4, b"\0")


def _aligned(file: BinaryIO) -> int:
    """Return where the file ends, on an even place as TIFF wants it."""
    if file.tell() % 2:
        file.write(b"\0")
    return file.tell()


def _layout(pixels: Rows, samples: int) -> dict[int, list[int]]:
    height, width = pixels.shape[:2]
    tags = {
        0x0100: [width],
        0x0101: [height],
        0x0102: [8 * pixels.dtype.itemsize] * samples,
        0x0103: [_DEFLATE],
        0x0106: [_RGB if samples >= layout.RGB else _BLACK_IS_ZERO],
        0x0112: [1],
        0x0115: [samples],
        0x011C: [_CHUNKY],
        0x013D: [_DIFFERENCE],
    }
    return tags | {0x0152: [_STRAIGHT_ALPHA]} if layout.has_alpha(samples) else tags


def _strips(pixels: Rows, rows: int, samples: int, order: str) -> Iterator[bytes]:
    def work(first: int, end: int) -> bytes:
        values = layout.stored(pixels[first:end], samples)
        different = np.empty(values.shape, values.dtype)
        different[:, 0] = values[:, 0]
        np.subtract(values[:, 1:], values[:, :-1], out=different[:, 1:])
        if values.itemsize > 1:
            different = different.astype(f"{order}u2")
        return deflate.whole(different.view(np.uint8))

    return in_strips(pixels.shape[0], rows, work)
