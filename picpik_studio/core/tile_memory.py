"""What a blur left in each tile the last time, for those that see what they saw then: after a stroke that is most."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import reach
from picpik_studio.core.geometry import Rect
from picpik_studio.core.tile_blur import BLOCK, TILE
from picpik_studio.core.tile_bounds import Tiles, Words, sees_any, touched_by


class Sight(NamedTuple):
    """All that decides what tiles get: the blur, the painted pixels, and the shares where a tile sees several.

    `words` are those of all that the tiles see. A tile where not `is_shared` has what it sees whole in some share.
    """

    blur: int
    words: Words
    shares: tuple[Rect, ...]
    is_shared: Tiles


class Left(NamedTuple):
    """What is known of some `tiles`: those that got weight all over, and those that were blurred, with their pixels.

    `pixels` are uint8 Nx32x32, of the tiles where `is_blurred` in reading order. The others have what was there before.
    """

    tiles: Tiles
    is_full: Tiles
    is_blurred: Tiles
    pixels: Plane

    @property
    def blurred(self) -> tuple[NDArray[np.intp], NDArray[np.intp], Plane]:
        """Rows and columns of the blurred tiles, and their pixels."""
        rows, columns = np.nonzero(self.is_blurred)
        return rows, columns, self.pixels


class TileMemory:
    """Remembers one sight and what it left; no sight is mistaken for another, whatever happened in between.

    Memory: a bit for each pixel, and a byte for each one of the blurred tiles. Workers recall and keep in any order:
    what is kept is replaced as a whole.
    """

    def __init__(self) -> None:
        self._last: tuple[Sight, Left] | None = None

    def keep(self, sight: Sight, left: Left) -> None:
        """Remember what a sight left in all of its tiles; neither may be changed any more."""
        self._last = sight, left

    def recalled(self, sight: Sight) -> Left:
        """Return what is known of those tiles that get by `sight` what they got by the one that is remembered."""
        last = self._last
        if last is None or last[0].blur != sight.blur or last[0].words.shape != sight.words.shape:
            return _nothing(sight.is_shared)
        before, left = last
        tiles = ~_sees_other(before, sight)
        return Left(tiles, left.is_full & tiles, left.is_blurred & tiles, left.pixels[tiles[left.is_blurred]])


def _nothing(like: Tiles) -> Left:
    none = np.zeros_like(like)
    return Left(none, none, none, np.empty((0, TILE, TILE), np.uint8))


def _sees_other(one: Sight, other: Sight) -> Tiles:
    """Return the tiles that see other pixels by one sight than by the other, or are shared otherwise."""
    height, width = one.is_shared.shape
    is_near = np.zeros_like(one.is_shared)
    for share in set(one.shares) ^ set(other.shares):
        near = touched_by(share.expanded(reach(one.blur) + 1), TILE).intersected(Rect(0, 0, width, height))
        is_near[near.slices] = True
    return _sees_changed(one, other) | is_near & (one.is_shared | other.is_shared)


def _sees_changed(one: Sight, other: Sight) -> NDArray[np.bool_]:
    blocks = one.words != other.words
    height, columns = blocks.shape
    return sees_any(blocks.reshape(height // BLOCK, BLOCK, columns).any(1), one.blur)
