"""A small brush drawn from one place to another: reckoned at every pixel, so that it is exact to a fraction of one."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.brush import FULL, Brush, Touch
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.raster import Dab, blend, part_way

_LONGEST = 96  # pixels; a longer sweep whose brush changes is several, for its reckoning is dear
_LONGEST_EVEN = 1024
_DEAR = 5_000  # pixels: as many are reckoned in the time that one piece more takes
_TONES = 4 / 255  # of the opacity: a sweep that changes more is several of one tone each, which two of 255 miss at most
_NOTHING = 1e-6
_OFF_AXIS = 1e-3
_MIDDLE = 0.5

_Grid = NDArray[np.float32]


_SMALL, _GROWTH = 8.0, 0.25
"""Near one pixel a nib does not change in proportion to its size: below the first, a new piece begins at every multiple
of the second (both in px), the same ones however a stroke is cut into events."""


class _Nib(NamedTuple):
    """What a brush paints with: where half of it is left, how wide its fall-off is, its largest value."""

    half: float
    edge: float
    peak: int

    @classmethod
    def of(cls, brush: Brush) -> "_Nib":
        return cls(brush.half, brush.edge, brush.peak)

    @property
    def outer(self) -> float:
        return self.half + self.edge / 2


class Sweeps:
    """The sweeps of a brush: what it paints on its way from one point to another, without gaps or steps.

    The brush's size may change on the way, evenly (the pen's pressure), and so may its opacity. At each pixel the place
    of the way counts at which most is painted there: with the half-opacity radius R at the pixel's foot on the way, k
    of it gained a pixel of way and y from it, that is k * y^2 / R beyond the foot (the least of distance / radius).
    """

    def __init__(self, brush: Brush) -> None:
        self.brush = brush
        self._full = _Nib.of(brush)

    def at(self, point: Point, touch: Touch = FULL) -> Dab:
        """Return one touch at `point`."""
        return _disc(point, self._nib(touch))

    def between(self, start: Point, end: Point, before: Touch = FULL, after: Touch = FULL) -> Iterator[Dab]:
        """Return the sweep from `start` to `end`, in pieces, while the brush's touch goes from `before` to `after`."""
        if before == after:
            yield from self.along(start, end, (0, 1), after)
            return
        count = max(1, math.ceil(math.dist(start, end) / _LONGEST))
        changed = abs(after.opacity - before.opacity) * self.brush.opacity
        count = max(count, math.ceil(changed / _TONES))
        cuts = {*(i / count for i in range(count + 1)), *self._growth(before.size, after.size)}
        for here, there in pairwise(sorted(cuts)):
            first, last = blend(before, after, here), blend(before, after, there)
            opacity = (first.opacity + last.opacity) / 2 if there < 1 else last.opacity
            yield self._piece(
                part_way(start, end, here),
                part_way(start, end, there),
                Touch(first.size, opacity),
                Touch(last.size, opacity),
            )

    def along(self, start: Point, end: Point, part: tuple[float, float], touch: Touch) -> Iterator[Dab]:
        """Return the sweep over a part of the way from `start` to `end`, from 0 to 1, in pieces."""
        start, end = (part_way(start, end, share) for share in part)
        nib = self._nib(touch)
        count = _pieces(start, end, 2 * nib.outer)
        for i in range(count):
            yield _even(part_way(start, end, i / count), part_way(start, end, (i + 1) / count), nib)

    def _growth(self, before: float, after: float) -> Iterator[float]:
        """Return the shares of a way, 0 to 1, at which a small brush has grown or shrunk by another step."""
        least, most = sorted((before * self.brush.size, after * self.brush.size))
        steps = range(math.ceil(max(least, 1) / _GROWTH), math.ceil(min(most, _SMALL) / _GROWTH))
        return ((step * _GROWTH / self.brush.size - before) / (after - before) for step in steps)

    def _piece(self, start: Point, end: Point, before: Touch, after: Touch) -> Dab:
        """Return a sweep of one opacity."""
        first, last = self._nib(before), self._nib(after)
        if first == last:
            return _even(start, end, last)
        length = math.dist(start, end)
        growth = last.half - first.half
        if length <= abs(growth):  # one end holds the other
            return _disc(end, last) if growth > 0 else _disc(start, first)
        x, y, rect = _places(start, end, first.outer, last.outer)
        along, across2 = _from_the_way(x, y, (end.x - start.x) / length, (end.y - start.y) / length)
        return Dab(rect, _taper(along, across2, (first, last), length))

    def _nib(self, touch: Touch) -> _Nib:
        return self._full if touch == FULL else _Nib.of(self.brush.touched(touch))


def _pieces(start: Point, end: Point, width: float) -> int:
    """Return in how many pieces a way is swept: in more of them a slanted one has less empty room in its boxes.

    In n pieces that is |dx * dy| / n of room along the way, and width^2 for each of them at its end.
    """
    room = abs((end.x - start.x) * (end.y - start.y))
    longest = math.ceil(math.dist(start, end) / _LONGEST_EVEN)
    return max(1, longest, round(math.sqrt(room / (_DEAR + width * width))))


def _disc(point: Point, nib: _Nib) -> Dab:
    """Return one touch."""
    x, y, rect = _places(point, point, nib.outer, nib.outer)
    return Dab(rect, _levels(np.sqrt((x * x)[None, :] + (y * y)[:, None]), nib.half, nib.edge, nib.peak))


def _even(start: Point, end: Point, nib: _Nib) -> Dab:
    """Return the sweep of a brush that stays as it is: the mouse's, at each of its events."""
    length = math.dist(start, end)
    if not length:
        return _disc(end, nib)
    x, y, rect = _places(start, end, nib.outer, nib.outer)
    along, across2 = _from_the_way(x, y, (end.x - start.x) / length, (end.y - start.y) / length)
    foot = np.maximum(along, np.float32(0))
    np.minimum(foot, np.float32(length), out=foot)
    along -= foot
    along *= along
    along += across2
    return Dab(rect, _levels(np.sqrt(along, out=along), nib.half, nib.edge, nib.peak))


def _from_the_way(x: _Grid, y: _Grid, cosine: float, sine: float) -> tuple[_Grid, _Grid]:
    """Return for each column `x` and row `y` how far along a way it lies, and the square of how far beside it."""
    c, s = np.float32(cosine), np.float32(sine)
    along = (x * c)[None, :] + (y * s)[:, None]
    across = (y * c)[:, None] - (x * s)[None, :]
    across *= across
    return along, across


def _places(start: Point, end: Point, before: float, after: float) -> tuple[_Grid, _Grid, Rect]:
    """Return how far the columns and the rows that a sweep may touch lie from its start, and their rectangle.

    `before` and `after`: how far from its start and from its end something is painted.
    """
    rect = Rect.spanning(
        min(start.x - before, end.x - after),
        min(start.y - before, end.y - after),
        max(start.x + before, end.x + after),
        max(start.y + before, end.y + after),
    )
    x = np.arange(rect.width, dtype=np.float32) + np.float32(rect.x + _MIDDLE - start.x)
    y = np.arange(rect.height, dtype=np.float32) + np.float32(rect.y + _MIDDLE - start.y)
    return x, y, rect


def _levels(distance: _Grid, half: float | _Grid, edge: float | _Grid, peak: int) -> NDArray[np.uint8]:
    """Return `peak` times the brush's fall-off (`Brush`) at each distance; uses `distance` up."""
    distance -= np.float32(half) if isinstance(half, float) else half
    distance /= np.float32(edge) if isinstance(edge, float) else edge
    distance += np.float32(_MIDDLE)
    t = np.maximum(distance, np.float32(0), out=distance)
    np.minimum(t, np.float32(1), out=t)
    curve = t * np.float32(-2)
    curve += np.float32(3)
    curve *= t
    curve *= t
    curve -= np.float32(1)
    curve *= np.float32(-peak)
    levels: NDArray[np.uint8] = np.rint(curve, out=curve).astype(np.uint8)
    return levels


def _taper(along: _Grid, across2: _Grid, ends: tuple[_Nib, _Nib], length: float) -> NDArray[np.uint8]:
    """Return a sweep from the first end to the other; `across2` is the square of the distance from the way."""
    a, b = ends
    k = np.float32((b.half - a.half) / length)
    place = across2 + np.float32(_OFF_AXIS)
    place *= k
    place /= np.maximum(along * k + np.float32(a.half), np.float32(_NOTHING))
    place += along
    np.clip(place, 0, np.float32(length), out=place)
    along -= place
    along *= along
    along += across2
    half = place * k
    half += np.float32(a.half)
    place *= np.float32((b.edge - a.edge) / length)
    place += np.float32(a.edge)
    return _levels(np.sqrt(along, out=along), half, place, b.peak)
