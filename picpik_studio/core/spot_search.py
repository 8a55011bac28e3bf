"""The search for missed spots: of a mask that was looked at before only what has changed is looked at again."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane, plane, read_only
from picpik_studio.core.footprint import bounds, repaint
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.regions import Parts, keep_connected, painted_connected
from picpik_studio.core.spots import DEFAULT_AREA, DEFAULT_WIDTH, Spot, SpotKind

_FULL = 255
_AREA = cv2.CC_STAT_AREA
_BESIDE = 64

_Connected = Callable[[Plane], Parts]
_Numbers = NDArray[np.intp]


def find_spots(mask: Plane, *, width: int = DEFAULT_WIDTH, area: int = DEFAULT_AREA) -> tuple[Spot, ...]:
    """Return the missed spots of `mask` (uint8 HxW), from top to bottom, then from left to right.

    A pinhole is a kept part of at most `area` pixels (0 or more), a speck a painted part of at most `area`. A gap is
    kept too, and lies between painted pixels, or between them and the border, less than `width` (1 or more) apart along
    its row, over `width` rows at least; or the same along its column. So neither the corners of a shape nor a single
    notch is one. Raises ValueError when a number is out of range. In an empty mask nothing was missed. Slow work.
    """
    return SpotSearch(Size(mask.shape[1], mask.shape[0]), width=width, area=area).find(mask)


class _Found(NamedTuple):
    """The parts inside `place`, and the numbers of those that are meant."""

    parts: Parts
    place: Rect
    numbers: _Numbers


class SpotSearch:
    """Finds the spots of one mask after the other, all of one `size`; for one worker at a time.

    `width` and `area` are those of `find_spots`; raises ValueError as it does. A part of the mask that neither holds
    nor touches a changed pixel is what it was. So pinholes and specks are looked for no farther off than `area` pixels,
    and gaps as far as those reach that have changed. Memory: three bytes a pixel.
    """

    def __init__(self, size: Size, *, width: int, area: int) -> None:
        if width < 1 or area < 0:
            raise ValueError(f"Gaps of {width} and spots of {area} pixels cannot be looked for")
        self.width, self.area = width, area
        self._whole = Rect.of(size)
        self._painted = plane(*size)
        self._is_new = True
        self._across, self._down = plane(*size), plane(*size)
        self._spots: dict[SpotKind, list[Spot]] = {kind: [] for kind in SpotKind}

    def find(self, mask: Plane) -> tuple[Spot, ...]:
        """Return the spots of `mask` (uint8 HxW) in the order of `find_spots`. Slow work."""
        painted = repaint(mask, invert=False)
        is_empty = not cv2.hasNonZero(painted)
        if self._is_new and is_empty:
            return ()
        changed = self._whole if self._is_new else bounds(cv2.bitwise_xor(painted, self._painted))
        self._painted, self._is_new = painted, False
        if not changed.is_empty:
            near = self._find_small(SpotKind.PINHOLE, ~painted, keep_connected, changed)
            self._find_small(SpotKind.SPECK, painted, painted_connected, changed)
            across = self._find_long(self._across, changed, cv2.CC_STAT_HEIGHT)
            down = self._find_long(self._down, changed, cv2.CC_STAT_WIDTH)
            self._find_gaps(near.united(across).united(down))
        if is_empty:
            return ()
        return tuple(sorted((spot for spots in self._spots.values() for spot in spots), key=_order))

    def _find_small(self, kind: SpotKind, source: Plane, connected: _Connected, changed: Rect) -> Rect:
        """Look for small parts that touch what has changed; return where some may have come or gone."""
        zone = changed.expanded(1).intersected(self._whole)
        near = zone.expanded(self.area + 1).intersected(self._whole)
        parts = connected(np.ascontiguousarray(source[near.slices]))
        numbers = _inside(parts, zone.translated(-near.x, -near.y))
        small = numbers[parts.stats[numbers, _AREA] <= self.area]
        self._replace(kind, zone, _Found(parts, near, small))
        return near

    def _find_long(self, long: Plane, changed: Rect, side: int) -> Rect:
        """Note in `long` what is narrow and has `width` pixels along `side`; return where it may have changed."""
        zone = changed.expanded(self.width + 1).intersected(self._whole)
        parts, place, numbers = _touching(lambda rect: self._narrow(rect, side), zone, self._whole)
        # What was long and touched the zone belongs to one of these parts by now, or was inside the zone.
        long[zone.slices] = 0
        touched = zone
        for number in numbers:
            x, y, width, height, _ = parts.stats[number].tolist()
            box = Rect(x, y, width, height)
            rect = box.translated(place.x, place.y)
            touched = touched.united(rect)
            value = _FULL if parts.stats[number, side] >= self.width else 0
            long[rect.slices][parts.labels[box.slices] == number] = value
        return touched

    def _find_gaps(self, zone: Rect) -> None:
        """Look for gaps that touch a rectangle, inside which what they are made of may have changed."""
        wide = zone.expanded(1).intersected(self._whole)
        self._replace(SpotKind.GAP, wide, _touching(self._gaps, wide, self._whole))

    def _gaps(self, rect: Rect) -> Plane:
        """Return what inside a rectangle is long in either way, and no pinhole."""
        gaps = cv2.bitwise_or(self._across[rect.slices], self._down[rect.slices]).astype(np.uint8, copy=False)
        for spot in self._spots[SpotKind.PINHOLE]:
            both = spot.rect.intersected(rect)
            if not both.is_empty:
                hole = spot.shape[both.translated(-spot.rect.x, -spot.rect.y).slices]
                gaps[both.translated(-rect.x, -rect.y).slices][hole > 0] = 0
        return gaps

    def _narrow(self, rect: Rect, side: int) -> Plane:
        """Return what inside a rectangle is narrow across its `side`."""
        near = rect.expanded(2 * self.width).intersected(self._whole)
        part = self._painted[near.slices]
        narrow = _narrow(part, self.width) if side == cv2.CC_STAT_HEIGHT else _narrow(part.T, self.width).T
        return narrow[rect.translated(-near.x, -near.y).slices]

    def _replace(self, kind: SpotKind, zone: Rect, found: _Found) -> None:
        """Put what was found in the place of the spots that touch `zone`."""
        kept = [spot for spot in self._spots[kind] if not _touches(spot, zone)]
        self._spots[kind] = [*kept, *_spots(kind, found)]


def _narrow(painted: Plane, width: int) -> Plane:
    """Return what is kept and has painted pixels, or the border, on both sides in its row, less than `width` apart.

    It is the closing by a row of `width` pixels. The erosion's anchor mirrors the dilation's, without which an even
    width would shift the result.
    """
    row = np.ones((1, width), np.uint8)
    framed = cv2.copyMakeBorder(painted, 0, 0, width, width, cv2.BORDER_CONSTANT, value=(_FULL,))
    closed = cv2.erode(cv2.dilate(framed, row, anchor=(0, 0)), row, anchor=(width - 1, 0))
    inner = closed[:, width : width + painted.shape[1]]
    return cv2.bitwise_and(inner, ~painted).astype(np.uint8, copy=False)


def _touching(of: Callable[[Rect], Plane], zone: Rect, whole: Rect) -> _Found:
    """Return the painted-connected parts of a plane that touch `zone`, each of them whole.

    `of` gives the plane (uint8, of the rectangle's size) inside a rectangle; one that is too small to hold the parts is
    made larger, time and again.
    """
    beside = _BESIDE
    while True:
        place = zone.expanded(beside).intersected(whole)
        pixels = of(place)
        box = bounds(pixels)
        if box.is_empty:
            return _Found(painted_connected(np.zeros((1, 1), np.uint8)), EMPTY, np.zeros(0, np.intp))
        parts = painted_connected(np.ascontiguousarray(pixels[box.slices]))
        found = box.translated(place.x, place.y)
        numbers = _inside(parts, zone.intersected(found).translated(-found.x, -found.y))
        if place == whole or not _are_cut(parts, numbers, found, place, whole):
            return _Found(parts, found, numbers)
        beside *= 4


def _inside(parts: Parts, rect: Rect) -> _Numbers:
    """Return the numbers of the parts that have a pixel inside a rectangle."""
    if rect.is_empty:
        return np.zeros(0, np.intp)
    if rect.width * rect.height == parts.labels.size:
        return np.arange(1, len(parts.stats))
    counts = np.bincount(parts.labels[rect.slices].ravel(), minlength=len(parts.stats))
    return np.flatnonzero(counts[1:]) + 1


def _are_cut(parts: Parts, numbers: _Numbers, found: Rect, place: Rect, whole: Rect) -> bool:
    """Return whether one of the parts reaches a border of `place` that is none of `whole`."""
    x, y, width, height = parts.stats[numbers, :4].T
    left, top = x + found.x, y + found.y
    cut = (
        (place.x > whole.x) & (left == place.x)
        | (place.y > whole.y) & (top == place.y)
        | (place.right < whole.right) & (left + width == place.right)
        | (place.bottom < whole.bottom) & (top + height == place.bottom)
    )
    return bool(cut.any())


def _order(spot: Spot) -> tuple[int, int, str, int, int, int]:
    rect = spot.rect
    return rect.y, rect.x, spot.kind.value, rect.width, rect.height, spot.area


def _touches(spot: Spot, zone: Rect) -> bool:
    both = spot.rect.intersected(zone)
    return not both.is_empty and bool(spot.shape[both.translated(-spot.rect.x, -spot.rect.y).slices].any())


def _spots(kind: SpotKind, found: _Found) -> Iterator[Spot]:
    for number in found.numbers:
        x, y, width, height, area = found.parts.stats[number].tolist()
        box = Rect(x, y, width, height)
        shape = np.where(found.parts.labels[box.slices] == number, _FULL, 0).astype(np.uint8)
        yield Spot(kind, box.translated(found.place.x, found.place.y), area, read_only(shape))
