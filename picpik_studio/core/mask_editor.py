"""An edit of the mask while it is being made: touched tiles are remembered, so that it can be taken back."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.mask import Mask
from picpik_studio.core.tiles import (
    TILE,
    Packed,
    TileIndex,
    pack,
    rect_of,
    span_of,
    tile_in,
    tiles_of,
    uniform_values,
)

_Raw = int | Plane


class MaskEditor:
    """An open edit: `touch` before every writing, `announce` after it, then `commit` or `abort`, once.

    As a context manager it commits at the end and aborts on an exception. `on_change` is called with the rectangles of
    each announcement; `on_end` with the tiles that have changed, as they were before (none when all was taken back),
    and the rectangle in which it was taken back, else an empty one.
    """

    def __init__(
        self,
        mask: Mask,
        label: str,
        on_change: Callable[[tuple[Rect, ...]], None],
        on_end: Callable[[dict[TileIndex, Packed], Rect], None],
    ) -> None:
        self.label = label
        self.is_open = True
        self._mask = mask
        self._pixels = mask.writable(EMPTY)
        self._whole = Rect.of(mask.size)
        self._before: dict[TileIndex, _Raw] = {}
        self._touched_last = (0, 0, 0, 0)
        self._on_change = on_change
        self._on_end = on_end

    @property
    def size(self) -> Size:
        """The size of the mask, which no writing may leave."""
        return self._mask.size

    @property
    def tiles_saved(self) -> int:
        """How many tiles have been remembered so far."""
        return len(self._before)

    def touch(self, rect: Rect) -> Plane:
        """Remember the tiles under `rect` (document pixels), and return the whole mask, writable there.

        What is written outside the touched rectangles cannot be undone. Raises RuntimeError after the end.
        """
        if not self.is_open:  # asked here, and not by a call, for a fast pointer touches by dozens
            self._demand_open()
        left, top, right, bottom = self._touched_last
        x, y, width, height = rect
        if x >= left and y >= top and x + width <= right and y + height <= bottom:
            return self._pixels  # as for most touches of a brush, which follow each other by a few pixels
        inside = rect.intersected(self._whole)
        if inside.is_empty:
            return self._pixels
        self._mask.writable(inside)  # what is frozen keeps what it was
        span = span_of(inside)
        self._touched_last = span.x * TILE, span.y * TILE, span.right * TILE, span.bottom * TILE
        new = [index for index in tiles_of(inside) if index not in self._before]
        for index, value in zip(new, uniform_values(self._pixels, new), strict=True):
            self._before[index] = tile_in(self._pixels, index).copy() if value is None else value
        return self._pixels

    def announce(self, *rects: Rect) -> None:
        """Say that the pixels inside `rects` were written, and no others."""
        self._demand_open()
        parts = [rect.intersected(self._whole) for rect in rects]
        inside = tuple(part for part in parts if part is not EMPTY)
        if inside:
            self._on_change(inside)

    def commit(self) -> None:
        """End the edit and hand over what has changed."""
        self._demand_open()
        self.is_open = False
        same = self._unchanged()
        tiles: dict[TileIndex, Packed] = {
            index: before if isinstance(before, int) else pack(before)
            for index, before in self._before.items()
            if index not in same
        }
        self._on_end(tiles, EMPTY)

    def abort(self) -> None:
        """End the edit and put every pixel back as it was before."""
        self._demand_open()
        self.is_open = False
        for index, before in self._before.items():
            tile_in(self._pixels, index)[...] = before
        self._on_end({}, rect_of(self._before, self._pixels) if self._before else EMPTY)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.is_open:
            return
        if error is None:
            self.commit()
        else:
            self.abort()

    def _unchanged(self) -> set[TileIndex]:
        """Return the touched tiles that are as they were before."""
        # Most tiles of a large region show with their first pixel that they are others now.
        alike = [
            index for index, before in self._before.items() if _first(before) == tile_in(self._pixels, index)[0, 0]
        ]
        plain = [index for index in alike if isinstance(self._before[index], int)]
        values = zip(plain, uniform_values(self._pixels, plain), strict=True)
        same = {index for index, value in values if value == self._before[index]}
        return same | {
            index
            for index in alike
            if not isinstance(before := self._before[index], int)
            and np.array_equal(before, tile_in(self._pixels, index))
        }

    def _demand_open(self) -> None:
        if not self.is_open:
            raise RuntimeError(f"The edit {self.label!r} has ended")


def _first(before: _Raw) -> int:
    return before if isinstance(before, int) else int(before[0, 0])
