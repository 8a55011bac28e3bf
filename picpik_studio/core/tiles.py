"""Before-images: squares of a mask, kept small."""

import zlib
from typing import NamedTuple

import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect

TILE = 128
_LEVEL = 1


class TileIndex(NamedTuple):
    """Which square: its column and row, counted in tiles."""

    column: int
    row: int

    def rect(self, plane: Plane) -> Rect:
        """Return its pixels; smaller than TILE at the right and the bottom border of `plane`."""
        height, width = plane.shape
        x, y = self.column * TILE, self.row * TILE
        return Rect(x, y, min(TILE, width - x), min(TILE, height - y))


Packed = int | bytes
"""A tile at rest: the one value that all its pixels have, or its compressed bytes."""


def tiles_of(rect: Rect) -> list[TileIndex]:
    """Return the tiles that `rect` (inside the picture) touches, row by row."""
    if rect.is_empty:
        return []
    columns = range(rect.x // TILE, (rect.right - 1) // TILE + 1)
    rows = range(rect.y // TILE, (rect.bottom - 1) // TILE + 1)
    return [TileIndex(column, row) for row in rows for column in columns]


def uniform_value(tile: Plane) -> int | None:
    """Return the value that every pixel of `tile` has, or None when they differ."""
    first = tile[0, 0]
    return int(first) if np.array_equal(tile, np.broadcast_to(first, tile.shape)) else None


def pack(tile: Plane) -> Packed:
    """Return `tile` (uint8 HxW) at rest."""
    value = uniform_value(tile)
    return zlib.compress(tile.tobytes(), _LEVEL) if value is None else value


def unpack_into(packed: Packed, tile: Plane) -> None:
    """Write what `pack` made into `tile`, which has the shape of the original."""
    if isinstance(packed, int):
        tile[...] = packed
    else:
        tile[...] = np.frombuffer(zlib.decompress(packed), dtype=np.uint8).reshape(tile.shape)


def size_of(packed: Packed) -> int:
    """Return the bytes of memory that a tile at rest takes, nearly."""
    return 0 if isinstance(packed, int) else len(packed)
