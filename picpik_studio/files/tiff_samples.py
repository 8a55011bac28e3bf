"""Reads the samples of any TIFF file of 8 or 16 bits, however many a pixel has and however they lie.

A directory says where the strips or tiles lie and how they are read, so that another directory behind the same bytes is
another picture: a channel by itself, or samples side by side as a grey picture so many times as wide. Such a one every
decoder can read; no pixel is moved, and no codec is ours. (Pillow and OpenCV have no name for most kinds: grey with
transparency at 16 bits, inks with transparency, channels that lie apart.)
"""

import io
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.files.orientation import turned
from picpik_studio.files.strips import in_strips, rows_per_strip
from picpik_studio.files.tiff_tags import (
    APART,
    BITS,
    COMPRESSION,
    FORMAT,
    MULTIPLIED,
    ORIENTATION,
    PHOTOMETRIC,
    PLANES,
    SAMPLES,
    WHITE_IS_ZERO,
    Tags,
    alpha_in,
    colours_in,
)

COMPRESSIONS: Final = frozenset({1, 5, 8, 32773, 32946, 34925, 50000})
"""None, LZW, Deflate, PackBits, Deflate's old number, LZMA and Zstandard."""

_SHORT, _LONG = 3, 4
_WIDTH, _PREDICTOR, _TILE_WIDTH = 256, 317, 322
_PLACES, _LENGTHS = (273, 324), (279, 325)
_KEPT = (257, COMPRESSION, 266, 278, 323)
"""Height, compression, order of bits, rows a strip and height of a tile."""
_BLACK_IS_ZERO, _DIFFERENCE = 1, 2
_HEAD_BYTES = 8
_DEPTHS = frozenset({8, 16})


@dataclass(frozen=True, eq=False)
class Samples:
    """An upright picture: `colours` is uint8 or uint16 HxWx1 (grey, 0 is black), HxWx3 (RGB) or HxWx4 (inks).

    `alpha` is straight, HxW of the same dtype; None where there is none.
    """

    colours: Pixels
    alpha: Plane | None


def can_read(tags: Tags) -> bool:
    """Whether `read_samples` knows a file of such tags."""
    depths = {int(bits) for bits in tags.get(BITS, (1,))}
    is_plain = len(depths) == 1 and depths <= _DEPTHS and set(tags.get(FORMAT, (1,))) == {1}
    colours = colours_in(tags)
    return is_plain and tags.get(COMPRESSION, 1) in COMPRESSIONS and 0 < colours <= tags.get(SAMPLES, 1)


def read_samples(data: bytes, tags: Tags) -> Samples:
    """Decode a file that has `tags`, of which `can_read` is true. Raises what Pillow does; ValueError for damage."""
    samples = (_apart if tags.get(PLANES) == APART else _side_by_side)(data, tags)
    orientation = int(tags.get(ORIENTATION, 1)) if tags.get(ORIENTATION) in range(1, 9) else 1
    # Picked, then turned: there may be more channels than can be turned at once.
    colours = np.ascontiguousarray(turned(samples[..., : colours_in(tags)], orientation))
    place, kind = alpha_in(tags)
    if place is None:
        return Samples(_inverted(colours, tags), None)
    alpha = np.ascontiguousarray(turned(samples[..., place], orientation))
    if kind == MULTIPLIED:
        divide_by_alpha(colours, alpha)
    return Samples(_inverted(colours, tags), alpha)


def divide_by_alpha(colours: Pixels, alpha: Plane) -> None:
    """Make premultiplied colours straight, in place, to the nearest; where alpha is 0 there is no colour left."""
    full = int(np.iinfo(colours.dtype).max)

    def work(first: int, end: int) -> None:
        strip, opacity = colours[first:end], alpha[first:end, :, None].astype(np.uint32)
        straight = (strip.astype(np.uint32) * full + opacity // 2) // np.maximum(opacity, 1)
        strip[:] = np.where(opacity > 0, np.minimum(straight, full), 0)

    for _ in in_strips(colours.shape[0], rows_per_strip(16 * colours.shape[1]), work):
        pass


def _inverted(colours: Pixels, tags: Tags) -> Pixels:
    return np.invert(colours) if tags.get(PHOTOMETRIC) == WHITE_IS_ZERO else colours


def _apart(data: bytes, tags: Tags) -> Pixels:
    """Return the channels, each decoded by itself, as HxWxC."""
    count = tags.get(SAMPLES, 1)
    places, lengths = (_shared_out(tags, names, count) for names in (_PLACES, _LENGTHS))
    if len(places[1][0]) != len(lengths[1][0]):
        raise ValueError("The channels have no places of their own")
    numbers = _numbers(tags, 1)
    if _PREDICTOR in tags:
        numbers[_PREDICTOR] = [tags[_PREDICTOR]]
    directories = ({tag: part[channel] for tag, part in (places, lengths)} for channel in range(count))
    return np.dstack([_grey(file) for file in _files(data, numbers, directories)])


def _side_by_side(data: bytes, tags: Tags) -> Pixels:
    """Return the samples, decoded as those of a wider grey picture, as HxWxC."""
    count = tags.get(SAMPLES, 1)
    places, lengths = (_shared_out(tags, names, 1) for names in (_PLACES, _LENGTHS))
    numbers = _numbers(tags, count)
    (file,) = _files(data, numbers, [{tag: part[0] for tag, part in (places, lengths)}])
    wide = np.array(_grey(file))
    samples = wide.reshape(wide.shape[0], -1, count)
    if tags.get(_PREDICTOR) == _DIFFERENCE:
        across = int(tags.get(_TILE_WIDTH, samples.shape[1]))
        for left in range(0, samples.shape[1], across):
            tile = samples[:, left : left + across]
            np.add.accumulate(tile, axis=1, dtype=tile.dtype, out=tile)
    return samples


def _numbers(tags: Tags, times: int) -> dict[int, Sequence[int]]:
    """Return what a directory says of a grey picture so many `times` as wide, but for where it lies."""
    numbers: dict[int, Sequence[int]] = {tag: [int(tags[tag])] for tag in _KEPT if tag in tags}
    numbers |= {tag: [int(tags[tag]) * times] for tag in (_WIDTH, _TILE_WIDTH) if tag in tags}
    return numbers | {BITS: [tags[BITS][0]], PHOTOMETRIC: [_BLACK_IS_ZERO], SAMPLES: [1]}


def _files(
    data: bytes, numbers: Mapping[int, Sequence[int]], directories: Iterable[Mapping[int, Sequence[int]]]
) -> Iterator[bytearray]:
    """Yield classic TIFF files with `numbers` and one after another of `directories`; each ends the one before.

    Raises ValueError when a file is too long for a classic one.
    """
    order = "<" if data[:2] == b"II" else ">"
    file = bytearray(data) + bytes(len(data) % 2)
    end = len(file)
    if end >= 1 << 32:
        raise ValueError("The directory would lie too far behind")
    file[:_HEAD_BYTES] = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", end)
    for own in directories:
        file[end:] = _directory(order, end, {**numbers, **own})
        yield file


def _grey(file: bytearray) -> Plane:
    """Return what Pillow makes of a file of one sample a pixel."""
    with Image.open(io.BytesIO(file), formats=["TIFF"]) as image:
        depth = np.uint8 if image.mode == "L" else np.uint16
        return np.asarray(image).astype(depth, copy=False)


def _shared_out(tags: Tags, names: tuple[int, int], parts: int) -> tuple[int, list[tuple[int, ...]]]:
    """Return which of two tags the file has, and what of its numbers each of so many parts has."""
    for name in names:
        numbers = tuple(tags.get(name, ()))
        each, rest = divmod(len(numbers), parts)
        if each and not rest:
            return name, [numbers[each * part : each * (part + 1)] for part in range(parts)]
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
