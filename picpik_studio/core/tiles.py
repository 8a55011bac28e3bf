"""Before-images: squares of a mask, kept small."""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

import cv2
import lz4.block
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Rect

TILE = 128

_MANY: Final = 64
_SPARSE: Final = 4  # tiles of the rectangle that holds them, for each one that is asked about
_WORD: Final = 4
_FULL: Final = 255
_ALIKE: Final = np.uint32(0x01010101)


class TileIndex(NamedTuple):
    """Which square: its column and its row, counted in tiles."""

    column: int
    row: int


Packed = int | bytes
"""A tile at rest: the one value that all its pixels have, or its compressed bytes."""

PackedPlane = dict[TileIndex, Packed]
"""The tiles of a plane at rest; what is not there is 0."""


def span_of(rect: Rect) -> Rect:
    """Return the columns and rows of tiles that `rect` (inside the picture, not empty) touches."""
    x, y, width, height = rect
    left, top = x // TILE, y // TILE
    return Rect(left, top, (x + width - 1) // TILE + 1 - left, (y + height - 1) // TILE + 1 - top)


def tiles_of(rect: Rect) -> list[TileIndex]:
    """Return the tiles that `rect` (inside the picture) touches, row by row."""
    if rect.is_empty:
        return []
    span = span_of(rect)
    columns = range(span.x, span.right)
    return [TileIndex(column, row) for row in range(span.y, span.bottom) for column in columns]


def tile_in(pixels: Plane, index: TileIndex) -> Plane:
    """Return the view of one tile, uint8; it is smaller than TILE at the right and the bottom border of `pixels`."""
    x, y = index.column * TILE, index.row * TILE
    return pixels[y : y + TILE, x : x + TILE]


def rect_of(indices: Iterable[TileIndex], pixels: Plane) -> Rect:
    """Return the smallest rectangle that holds these tiles of `pixels`, one at least."""
    columns, rows = zip(*indices, strict=True)
    left, top = min(columns) * TILE, min(rows) * TILE
    height, width = pixels.shape
    return Rect(left, top, min(max(columns) * TILE + TILE, width) - left, min(max(rows) * TILE + TILE, height) - top)


def uniform_value(tile: Plane) -> int | None:
    """Return the value that every pixel of `tile` has, or None when they differ."""
    if tile[0, 0] != tile[-1, -1]:
        return None
    if not cv2.countNonZero(tile):  # most are: a tenth of what NumPy's maximum takes
        return 0
    lowest, highest, _, _ = cv2.minMaxLoc(tile)
    return int(highest) if lowest == highest else None


def uniform_values(pixels: Plane, indices: Collection[TileIndex]) -> list[int | None]:
    """Return `uniform_value` of each of these tiles of `pixels`, in their order.

    Many that lie together are looked at by rows, in words of four pixels: the tiles of 24 megapixels in 2 ms. One by
    one takes 15, most of it for the calls.
    """
    rect = rect_of(indices, pixels) if len(indices) >= _MANY else EMPTY
    if rect.is_empty or rect.width * rect.height > _SPARSE * len(indices) * TILE * TILE or pixels.strides[0] % _WORD:
        return [uniform_value(tile_in(pixels, index)) for index in indices]
    first = TileIndex(rect.x // TILE, rect.y // TILE)
    strips = (pixels[top : top + TILE, rect.x : rect.right] for top in range(rect.y, rect.bottom, TILE))
    found = [_uniform_in_row(strip) for strip in strips]
    return [found[row - first.row][column - first.column] for column, row in indices]


def _uniform_in_row(strip: Plane) -> list[int | None]:
    """Return `uniform_value` of each tile in a row of them, the last of which may be narrower."""
    whole = strip.shape[1] // TILE * TILE
    words = strip[:, :whole].view(np.uint32)
    ones, all_ones = (
        reduction(reduction(words, 0).reshape(-1, TILE // _WORD), 1)
        for reduction in (np.bitwise_or.reduce, np.bitwise_and.reduce)
    )
    # A word whose four bytes are alike is the first one times 0x01010101.
    is_uniform = (ones == all_ones) & (ones == (ones & _FULL) * _ALIKE)
    values = [
        value & _FULL if is_one else None for is_one, value in zip(is_uniform.tolist(), ones.tolist(), strict=True)
    ]
    return [*values, uniform_value(strip[:, whole:])] if whole < strip.shape[1] else values


def pack(tile: Plane, value: int | None = None) -> Packed:
    """Return `tile` (uint8 HxW) at rest; `value` is the one that all its pixels are known to have.

    By LZ4: 4 us a tile where zlib's fastest takes 34, for a seventh more bytes; this runs in the release of a stroke.
    """
    if value is None:
        value = uniform_value(tile)
    if value is not None:
        return value
    packed: bytes = lz4.block.compress(np.ascontiguousarray(tile), store_size=False)
    return packed


def unpack_into(packed: Packed, tile: Plane) -> None:
    """Write what `pack` made into `tile`, which has the shape of the original."""
    if isinstance(packed, int):
        tile[...] = packed
    else:
        samples = lz4.block.decompress(packed, uncompressed_size=tile.size)
        tile[...] = np.frombuffer(samples, np.uint8).reshape(tile.shape)


def size_of(packed: Packed) -> int:
    """Return the bytes that the samples of a tile at rest take."""
    return 0 if isinstance(packed, int) else len(packed)


def packed(pixels: Plane) -> PackedPlane:
    """Return a whole plane (uint8 HxW) at rest. Slow: for a worker."""
    tiles = tiles_of(Rect(0, 0, pixels.shape[1], pixels.shape[0]))
    pairs = zip(tiles, uniform_values(pixels, tiles), strict=True)
    return {index: pack(tile_in(pixels, index), value) for index, value in pairs if value != 0}
