"""A brush's touches as small arrays, and how they get into a mask, in place."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import cv2

from picpik_studio.core.arrays import Plane
from picpik_studio.core.brush import FULL, Brush, Touch, stamp
from picpik_studio.core.geometry import Point, Rect

_PHASES_UP_TO = 400  # diameter up to which a stamp's place counts in quarters of a pixel
_PHASES = 4
_TIE_PX = 1e-6  # what falls between two places comes to the same one, however its sum was rounded
_MIDDLE = 0.5
_LEVELS = 255
_IN_PLACE = not cv2.__version__.startswith("4.")  # 4.12, the last OpenCV for Intel Macs, takes 12 us a row for that
_OTHERS_KEPT = 4
_DIP_SOFT = 2
_DIP_HARD = 94


class Disc(NamedTuple):
    """One touch of `brush` with its `middle` there."""

    middle: Point
    brush: Brush


class Stamp(NamedTuple):
    """One touch of `brush` as it is copied: `values`, uint8 NxN, N odd, whose middle pixel holds `middle` (0 to 1)."""

    values: Plane
    brush: Brush
    middle: Point


class Dab(NamedTuple):
    """What is about to be painted: `values`, uint8 of the size of `rect`, which may lie past the picture's border.

    `stamp` is the one that they are, if they are one.
    """

    rect: Rect
    values: Plane
    stamp: Stamp | None = None

    @property
    def disc(self) -> Disc | None:
        """The single touch that is shown, if there is only one."""
        if self.stamp is None:
            return None
        (x, y, width, height), (_values, brush, middle) = self.rect, self.stamp
        return Disc(Point(x + width // 2 + middle.x, y + height // 2 + middle.y), brush)

    def paint(self, pixels: Plane, *, erase: bool = False) -> Rect:
        """Paint into `pixels` (uint8 HxW), in place; return what may have changed.

        Painting takes the larger value, so that overlapping dabs never build up; erasing takes the smaller one of
        what is there and 255 - value.
        """
        rect, values, _stamp = self
        x, y, across, down = rect  # plain numbers: a move of a fast pointer paints by dozens
        height, width = pixels.shape
        if x < 0 or y < 0 or x + across > width or y + down > height:
            rect = rect.intersected(Rect(0, 0, width, height))
            if rect.is_empty:
                return rect
            values = values[rect.y - y :, rect.x - x :][: rect.height, : rect.width]
            x, y, across, down = rect
        target = pixels[y : y + down, x : x + across]
        values, combine = (~values, cv2.min) if erase else (values, cv2.max)
        if _IN_PLACE:
            combine(target, values, dst=target)
        else:
            target[...] = combine(target, values)
        return rect


class Stamps:
    """The touches of a large brush: made once for each place within a pixel, then only copied.

    What the pen's pressure makes of it is made anew for each touch; the last few are kept.
    """

    def __init__(self, brush: Brush) -> None:
        self.brush = brush
        self._made: dict[tuple[int, int], Stamp] = {}
        self._others: dict[tuple[Brush, tuple[int, int]], Stamp] = {}

    def at(self, point: Point, touch: Touch = FULL) -> Dab:
        """Return one touch with its middle at `point`, to a quarter of a pixel (from 400 px on: to a whole one)."""
        return self._placed(point.x, point.y, self._used(touch))

    def _used(self, touch: Touch) -> Brush:
        return self.brush if touch == FULL else _rounded(self.brush.touched(touch))

    def _placed(self, x: float, y: float, used: Brush) -> Dab:
        """Return one touch of `used`; plain numbers, for a fast pointer leaves dozens of them at a move."""
        x, y = x + _TIE_PX, y + _TIE_PX
        column, row = math.floor(x), math.floor(y)
        phases = _PHASES if used.size < _PHASES_UP_TO else 1
        phase = int((x - column) * phases), int((y - row) * phases)
        made = self._made.get(phase) if used is self.brush else None
        if made is None:
            made = self._stamp(used, phase, phases)
        values = made.values
        side = values.shape[0]
        half = side // 2
        return Dab(Rect(column - half, row - half, side, side), values, made)

    def between(self, start: Point, end: Point, before: Touch = FULL, after: Touch = FULL) -> Iterator[Dab]:
        """Return the touches after `start`, the last one at `end`, while the touch goes from `before` to `after`.

        They lie as near to each other as a stroke without ribs in a soft edge or waves in a hard one needs
        (`smooth_step`).
        """
        length = math.dist(start, end)
        if before == after:
            yield from self.along(start, end, (0, 1), after)
            return
        gone = 0.0
        while gone < length:
            here = blend(before, after, gone / length)
            gone += smooth_step(self.brush.touched(here))
            share = min(gone / length, 1)
            yield self.at(part_way(start, end, share), blend(before, after, share))
        if not length:
            yield self.at(end, after)

    def along(self, start: Point, end: Point, part: tuple[float, float], touch: Touch) -> Iterator[Dab]:
        """Return those touches after `start` that lie in a part of the way to `end`, from 0 to 1: the same ones."""
        low, high = part
        count = max(1, math.ceil(math.dist(start, end) / smooth_step(self.brush.touched(touch))))
        used = self._used(touch)
        (x, y), (dx, dy) = start, (end.x - start.x, end.y - start.y)
        for i in range(max(1, math.ceil(low * count)), math.floor(high * count) + 1):
            share = i / count
            yield self._placed(x + dx * share, y + dy * share, used)

    def _stamp(self, used: Brush, phase: tuple[int, int], phases: int) -> Stamp:
        """Return a touch whose middle lies in one of so many parts of a pixel."""
        if used is self.brush:
            self._made[phase] = _made(used, phase, phases)
            return self._made[phase]
        found = self._others.pop((used, phase), None) or _made(used, phase, phases)
        self._others[used, phase] = found
        if len(self._others) > _OTHERS_KEPT:
            del self._others[next(iter(self._others))]
        return found


def _made(used: Brush, phase: tuple[int, int], phases: int) -> Stamp:
    middle = Point((phase[0] + _MIDDLE) / phases, (phase[1] + _MIDDLE) / phases)
    return Stamp(stamp(used, *middle), used, middle)


def blend(before: Touch, after: Touch, share: float) -> Touch:
    """Return what lies between two touches, `share` (0 to 1) of the way."""
    size = before.size + (after.size - before.size) * share
    return Touch(size, before.opacity + (after.opacity - before.opacity) * share)


def part_way(start: Point, end: Point, share: float) -> Point:
    """Return the point of a straight line that is `share` (0 to 1) of the way to its end."""
    return Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)


def smooth_step(brush: Brush) -> float:
    """Return how far apart, in pixels, the touches of a stroke may lie so that it looks swept.

    Midway between two touches that lie c apart, a pixel at the distance d from the path is c*c / 8d further from the
    next touch than from the path. The fall-off's slope makes of that a dip of at most

        255 * 6 / w^2 * (sqrt(k + 1) - sqrt(k))^2 * c^2 / 8    with w = outer - inner, k = inner / w

    of the 255 values. Two of them are allowed in a soft edge, which shows as a smooth ramp, and a quarter of a pixel in
    a hard one, whose ramp of one pixel has 96 of them there.
    """
    w = brush.outer - brush.inner
    k = max(brush.inner, 0) / w
    dip = _DIP_SOFT + _DIP_HARD / (w * w)
    return w * math.sqrt(8 * dip / (255 * 6)) * (math.sqrt(k + 1) + math.sqrt(k))


def _rounded(brush: Brush) -> Brush:
    """Return `brush` to a quarter of a pixel and a level of 255, so that a steady pen finds its stamp again."""
    return replace(brush, size=round(brush.size * _PHASES) / _PHASES, opacity=brush.peak / _LEVELS)
