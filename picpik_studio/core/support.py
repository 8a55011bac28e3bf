"""Where a weight is not 0, found without blurring what is sure to be: for the line around it, after every stroke."""

from collections.abc import Sequence
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import bounds, reach
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.roomy import Roomy
from picpik_studio.core.tile_blur import BLOCK, BLOCKS, TILE, blurred_blocks, blurred_tiles
from picpik_studio.core.tile_bounds import (
    Counts,
    Tiles,
    has_none,
    has_weight,
    packed,
    painted,
    room,
    touched_by,
    whole_in,
)
from picpik_studio.core.tile_memory import Left, Sight, TileMemory

_ONE: Final = 256  # the kernel's sum
_ENOUGH: Final = 128  # twice that is 255 in any case


def support(area: Plane, blur: int) -> Plane:
    """Return `footprint.weight` of `area` (R: uint8 HxW, 0 or 255), with the right values only where a line needs them.

    0 where the weight is 0 and nowhere else; to the bit in every pixel that has one of weight 0 among its eight
    neighbours. Elsewhere it may be any value but 0.

    What a tile may gather at least and at most is bounded by how many pixels of the blocks around it are painted. So
    most tiles are known to be wholly inside or outside; those through which the boundary runs are blurred, from the
    part of R that they see.
    """
    if blur <= 0 or not area.size:
        return area
    plane = Roomy.around(area, room(blur), TILE)
    spread(plane, blur)
    return plane.inner


def ground(size: Size, blur: int) -> Roomy:
    """Return a plane of zeros, for an area that is to be written to it and then `spread`."""
    return Roomy.blank(size, room(blur), TILE)


def spread(plane: Roomy, blur: int, shares: Sequence[Rect] = (), memory: TileMemory | None = None) -> None:
    """Make the area on a `ground`, its border repeated, its `support`, in place: a new plane costs what its pages cost.

    With `shares` the largest of the supports of several areas, each of which has what lies in one of these rectangles,
    and together all. A rectangle that goes on past the border has the border repeated there. A share weighs no more
    than all do together, and just as much where all that a tile sees is in it: so only tiles that see some of several
    shares, and of none all, are looked at share by share.

    With `memory` what tiles got the last time is remembered, and those that see what they saw are not looked at.
    """
    if blur <= 0:
        return
    words = packed(plane.pixels)
    whole = _Part.of(plane, painted(words))
    sight = Sight(blur, words, tuple(shares), _is_shared(shares, whole.tiles, reach(blur) + 1))
    known = (memory or TileMemory()).recalled(sight)
    is_full, looks = _told(whole, sight, ~known.tiles)
    # All are blurred before any is written: they see each other.
    found = [look.weights(blur) for look in looks]
    whole.fill(is_full | known.is_full)
    for look, squares in zip(looks, found, strict=True):
        look.part.raise_to(*squares)
    whole.raise_to(*known.blurred)
    if memory is not None:
        is_blurred = known.is_blurred.copy()
        for look in looks:
            is_blurred[look.part.tiles.slices] |= look.is_open
        memory.keep(sight, Left(np.ones_like(is_full), is_full | known.is_full, is_blurred, whole.read(is_blurred)))


class _Part(NamedTuple):
    """Some of a plane's tiles, of which `tiles` tells columns and rows, with the pixels that they see around them.

    `counts` are the painted ones of each block.
    """

    tiles: Rect
    seen: Plane
    counts: Counts
    room: int

    @classmethod
    def of(cls, plane: Roomy, counts: Counts) -> Self:
        """Return all of a plane."""
        down, across = ((side - 2 * plane.room) // TILE for side in plane.pixels.shape)
        return cls(Rect(0, 0, across, down), plane.pixels, counts, plane.room)

    def around(self, rect: Rect, far: int) -> Self:
        """Return the tiles that see something of `rect`."""
        return self.some(touched_by(rect.expanded(far), TILE).intersected(self.tiles))

    def some(self, tiles: Rect) -> Self:
        """Return some of its tiles."""
        x, y, width, height = EMPTY if tiles.is_empty else tiles.translated(-self.tiles.x, -self.tiles.y)
        seen = Rect(x * TILE, y * TILE, width * TILE + 2 * self.room, height * TILE + 2 * self.room)
        return self._replace(tiles=tiles, seen=self.seen[seen.slices], counts=self.counts[whole_in(seen, BLOCK).slices])

    def place(self, rect: Rect) -> Rect:
        """Return where in what they see `rect` is, which is told in pixels of the plane."""
        return rect.translated(self.room - self.tiles.x * TILE, self.room - self.tiles.y * TILE)

    def is_painted(self) -> Tiles:
        """Return which of the tiles are painted all over."""
        before = self.room // BLOCK
        inner = self.counts[before:-before, before:-before] == BLOCK * BLOCK
        down, across = (side // BLOCKS for side in inner.shape)
        return np.asarray(inner.reshape(down, BLOCKS, across, BLOCKS).all((1, 3)))

    def fill(self, tiles: Tiles) -> None:
        """Make every pixel of these tiles 255."""
        down, across = tiles.shape
        rows, columns = np.nonzero(tiles)
        self._inner().reshape(down, TILE, across, TILE)[rows, :, columns] = 255

    def read(self, tiles: Tiles) -> Plane:
        """Return a copy of the pixels of these tiles, Nx32x32."""
        down, across = tiles.shape
        rows, columns = np.nonzero(tiles)
        return self._inner().reshape(down, TILE, across, TILE)[rows, :, columns]

    def raise_to(self, rows: NDArray[np.intp], columns: NDArray[np.intp], least: Plane) -> None:
        """Make the pixels of squares at least what is told, Nxsidexside."""
        inner, side = self._inner(), least.shape[1]
        pixels = inner.reshape(inner.shape[0] // side, side, inner.shape[1] // side, side)
        pixels[rows, :, columns] = np.maximum(pixels[rows, :, columns], least)

    def _inner(self) -> Plane:
        """Return a view of the tiles' own pixels."""
        return self.seen[self.room : -self.room, self.room : -self.room]


class _Look(NamedTuple):
    """A look at those tiles of a part that are open, by what lies `within` what they see; None: by all of it."""

    part: _Part
    is_open: Tiles
    within: Rect | None = None

    def weights(self, blur: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Plane]:
        """Return rows and columns of squares of the open tiles, and min(255, 2 * G) in their pixels."""
        blurred = blurred_blocks if reach(blur) <= BLOCK else blurred_tiles
        rows, columns, sums = blurred(self.part.seen, self.part.counts, blur, self.is_open, self.within)
        return rows, columns, _doubled(sums)


def _told(whole: _Part, sight: Sight, is_new: Tiles) -> tuple[Tiles, list[_Look]]:
    """Return of the tiles that are new those that are sure to get weight all over, and looks at those that may."""
    blur, _words, shares, is_shared = sight
    near = whole.some(bounds(is_new.astype(np.uint8)))
    is_sure, is_open = np.zeros_like(is_new), np.zeros_like(is_new)
    is_sure[near.tiles.slices] = has_weight(near.counts, blur)
    is_sure &= ~is_shared
    is_open[near.tiles.slices] = ~(has_none(near.counts, blur) | near.is_painted())
    is_open &= is_new
    looks = [_Look(near, (is_open & ~is_shared)[near.tiles.slices])]
    for share in shares:
        part = near.around(share, reach(blur))
        is_mine = (is_open & is_shared)[part.tiles.slices]
        if is_mine.any():
            there = part.place(share)
            is_sure[part.tiles.slices] |= is_mine & has_weight(_only(part.counts, whole_in(there, BLOCK)), blur)
            is_mine &= ~has_none(_only(part.counts, touched_by(there, BLOCK)), blur)
            looks.append(_Look(part, is_mine, there))
    # What one share makes sure no other has to be asked of.
    is_unsure = ~is_sure
    return is_open & is_sure, [
        look._replace(is_open=look.is_open & is_unsure[look.part.tiles.slices]) for look in looks
    ]


def _doubled(sums: NDArray[np.float32]) -> Plane:
    """Return min(255, 2 * G) of 255 times what the kernel gathered; `sums` is used up.

    G is the sum's 65536th, rounded, half up: exact in floats, for the sums are whole numbers below 2 ** 24.
    """
    sums += _ONE * _ONE // 2
    sums /= _ONE * _ONE
    G = np.minimum(sums, _ENOUGH, out=sums).astype(np.uint8)
    return np.asarray(np.minimum(G, _ENOUGH - 1) + G)


def _is_shared(shares: Sequence[Rect], tiles: Rect, far: int) -> Tiles:
    """Return the tiles that see, `far` pixels around them, more than any one share has; none without shares."""
    is_shared = np.full((tiles.height, tiles.width), bool(shares))
    for share in shares:
        is_shared[whole_in(share.expanded(-far), TILE).intersected(tiles).slices] = False
    return is_shared


def _only(counts: Counts, blocks: Rect) -> Counts:
    """Return the counts with 0 in all but some blocks."""
    only = np.zeros_like(counts)
    here = blocks.intersected(Rect(0, 0, counts.shape[1], counts.shape[0])).slices
    only[here] = counts[here]
    return only
