"""Makes of a TIFF file that keeps each channel by itself one grey file a channel, which every decoder can read.

A directory says where the strips or tiles lie, so that another directory behind the same bytes is another picture: no
pixel is moved, and no codec is ours. (OpenCV and Pillow do not read 16-bit files of this kind.)
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from PIL import TiffImagePlugin

APART: Final = 2
"""The value of `PLANES` (PlanarConfiguration, TIFF 6.0) that says so."""
PLANES: Final = 284

_SHORT, _LONG = 3, 4
_BITS, _PHOTOMETRIC, _SAMPLES = 258, 262, 277
_PLACES, _LENGTHS = (273, 324), (279, 325)
_KEPT = (256, 257, 259, 274, 278, 317, 322, 323)
"""Width, height, compression, orientation, rows a strip, predictor, width and height of a tile."""
_BLACK_IS_ZERO = 1
_HEAD_BYTES = 8


def planes(data: bytes, tags: TiffImagePlugin.ImageFileDirectory_v2) -> Iterator[bytearray]:
    """Yield the channels of a file that has `tags`, one after another, as classic TIFF files; each ends the one before.

    Raises ValueError when the places of strips or tiles do not go round, or lie too far behind for a classic file.
    """
    order = "<" if data[:2] == b"II" else ">"
    samples = tags.get(_SAMPLES, 1)
    file = bytearray(data) + bytes(len(data) % 2)
    end = len(file)
    places, lengths = (_shared_out(tags, names, samples) for names in (_PLACES, _LENGTHS))
    if len(places[1][0]) != len(lengths[1][0]) or end >= 1 << 32:
        raise ValueError("The channels have no places of their own")
    file[:_HEAD_BYTES] = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", end)
    for channel in range(samples):
        numbers: dict[int, Sequence[int]] = {tag: [int(tags[tag])] for tag in _KEPT if tag in tags}
        numbers |= {_BITS: [tags[_BITS][0]], _PHOTOMETRIC: [_BLACK_IS_ZERO], _SAMPLES: [1]}
        numbers |= {tag: part[channel] for tag, part in (places, lengths)}
        file[end:] = _directory(order, end, numbers)
        yield file


def _shared_out(
    tags: TiffImagePlugin.ImageFileDirectory_v2, names: tuple[int, int], samples: int
) -> tuple[int, list[tuple[int, ...]]]:
    """Return which of two tags the file has, and what of its numbers each channel has."""
    for name in names:
        numbers = tuple(tags.get(name, ()))
        each, rest = divmod(len(numbers), samples)
        if each and not rest:
            return name, [numbers[each * channel : each * (channel + 1)] for channel in range(samples)]
    raise ValueError("The channels have no places of their own")


def _directory(order: str, place: int, numbers: Mapping[int, Sequence[int]]) -> bytes:
    """Return a directory to lie at `place` with these numbers, and behind it those that it has no room for."""
    behind = place + 2 + 12 * len(numbers) + 4
    entries, beyond = b"", b""
    for tag, values in sorted(numbers.items()):
        kind, code = (_SHORT, "H") if max(values) < 1 << 16 else (_LONG, "I")
        packed = struct.pack(f"{order}{len(values)}{code}", *values)
        if len(packed) > 4:  # noqa: PLR2004 - what an entry has room for
            packed, beyond = struct.pack(f"{order}I", behind + len(beyond)), beyond + packed + bytes(len(packed) % 2)
        entries += struct.pack(f"{order}HHI", tag, kind, len(values)) + packed.ljust(4, b"\0")
    return struct.pack(f"{order}H", len(numbers)) + entries + bytes(4) + beyond
