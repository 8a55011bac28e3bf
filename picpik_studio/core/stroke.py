"""A stroke: the path of a brush across a mask."""

import math
from collections.abc import Iterable, Iterator

from picpik_studio.core.brush import FULL, Brush, Touch
from picpik_studio.core.geometry import Point, Rect, Size, clipped
from picpik_studio.core.raster import Dab, Stamps, blend, part_way
from picpik_studio.core.sweep import Sweeps

SWEPT_BELOW = 40.0
"""The diameter below which a brush is swept along the path; from it on, it is stamped."""

TAPERED_BELOW = 160.0
"""The same while the pen's pressure changes, when a stamp would serve only once."""

_LEAST_STEP_PX = 0.5


class Tip:
    """What paints for `brush`. Worth keeping as long as the brush is the same: large ones are made once."""

    def __init__(self, brush: Brush) -> None:
        self.brush = brush
        self._sweeps = Sweeps(brush)
        self._stamps = Stamps(brush)

    def at(self, point: Point, touch: Touch = FULL) -> Dab:
        """Return one touch at `point`."""
        return self._painter(touch, touch).at(point, touch)

    def between(self, start: Point, end: Point, before: Touch = FULL, after: Touch = FULL) -> Iterator[Dab]:
        """Return what leads without gaps from `start`, which has been painted, to `end`."""
        return self._painter(before, after).between(start, end, before, after)

    def along(self, start: Point, end: Point, part: tuple[float, float], touch: Touch) -> Iterator[Dab]:
        """Return what `between` does as far as it lies in a part of the way, 0 to 1, while the touch stays the same."""
        return self._painter(touch, touch).along(start, end, part, touch)

    def _painter(self, before: Touch, after: Touch) -> Sweeps | Stamps:
        below = SWEPT_BELOW if before == after == FULL else TAPERED_BELOW
        return self._sweeps if self.brush.size * max(before.size, after.size) < below else self._stamps


class Stroke:
    """Turns the points of one stroke over a picture of `size` into dabs, which the caller paints.

    The path may leave the picture and come back: what cannot touch it makes no dab. A touch says how much of the brush
    is used at a point; on the way from one point to the next it changes evenly.
    """

    def __init__(self, tip: Tip, size: Size, start: Point, touch: Touch = FULL) -> None:
        self._tip = tip
        self._near = Rect.of(size).expanded(int(tip.brush.outer) + 2)
        self._last = start
        self._touch = touch
        self._to_next = 0.0

    @property
    def last(self) -> Point:
        """Where the stroke has come to."""
        return self._last

    def start(self) -> Iterable[Dab]:
        """Return the first dab, if it is near enough to the picture."""
        if self._near.contains(self._last):
            yield self._tip.at(self._last, self._touch)

    def jump(self, point: Point) -> Iterable[Dab]:
        """Go on from `point` without a way that leads there; return the dab at it."""
        self._last = point
        self._to_next = 0.0
        return self.start()

    def to(self, point: Point, touch: Touch = FULL) -> Iterable[Dab]:
        """Go on in a straight line to `point`, where `touch` is used; return the dabs on the way."""
        start, before = self._last, self._touch
        self._last, self._touch = point, touch
        if self._tip.brush.spacing:
            return self._spaced(start, point, before, touch)
        return self._joined(start, point, before, touch)

    def _joined(self, start: Point, end: Point, before: Touch, after: Touch) -> Iterable[Dab]:
        part = clipped(start, end, self._near)
        if part is None:
            return ()
        length = math.dist(start, end)
        if not length:
            return self._tip.between(start, end, before, after)
        low, high = (0.0, 1.0)
        if part != (start, end):
            low, high = (min(math.dist(start, place) / length, 1) for place in part)
        if before == after:
            return self._tip.along(start, end, (low, high), after)
        return self._tip.between(*part, blend(before, after, low), blend(before, after, high))

    def _spaced(self, start: Point, end: Point, before: Touch, after: Touch) -> list[Dab]:
        """Return touches that lie the brush's spacing apart along the whole path, however it is cut into events."""
        brush = self._tip.brush
        step = max(brush.spacing * brush.size * (before.size + after.size) / 2, _LEAST_STEP_PX)
        length = math.dist(start, end)
        first = self._to_next or step
        count = math.floor((length - first) / step) + 1 if length >= first else 0
        self._to_next = first + count * step - length
        part = clipped(start, end, self._near)
        if part is None:
            return []
        low, high = (math.dist(start, place) for place in part)
        shares = [
            (first + i * step) / length
            for i in range(max(0, math.ceil((low - first) / step)), min(count, math.floor((high - first) / step) + 1))
        ]
        return [self._tip.at(part_way(start, end, share), blend(before, after, share)) for share in shares]
