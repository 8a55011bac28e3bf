"""What makes the path of a shaking hand calm, and what makes it straight."""

import math

from picpik_studio.core.geometry import Point

_EIGHTH = math.pi / 4


class PulledString:
    """Pulls the brush behind the pointer by a string of `length` image pixels, from `start`.

    As long as the string is slack the brush stands still, so that a shaking hand leaves no trace; a tight one pulls it
    straight towards the pointer. It depends on the way alone, never on how many events or how much time it took.
    """

    def __init__(self, start: Point, length: float) -> None:
        self._length = length
        self._brush = start

    def pulled(self, pointer: Point) -> Point:
        """Return where the brush comes to when the pointer comes to `pointer`."""
        away = math.dist(self._brush, pointer)
        if away > self._length:
            share = 1 - self._length / away
            x, y = self._brush
            self._brush = Point(x + (pointer.x - x) * share, y + (pointer.y - y) * share)
        return self._brush

    def shift(self, dx: float, dy: float) -> None:
        """Be as far away from here, slack as it is."""
        self._brush = Point(self._brush.x + dx, self._brush.y + dy)


class StraightWay:
    """Holds a path to one of the eight directions, a multiple of 45 degrees, for as long as that is wanted.

    The direction is the one in which the pointer has gone when it is `reach` image pixels away from where it began; it
    stays until the path is free again, for what has been painted stays too.
    """

    def __init__(self, reach: float) -> None:
        self._reach = reach
        self._from: Point | None = None
        self._direction: tuple[float, float] | None = None
        self._last: Point | None = None

    def held(self, pointer: Point, *, is_straight: bool) -> Point:
        """Return where the path goes on when the pointer comes to `pointer`."""
        if not is_straight:
            self._from = self._direction = None
            self._last = pointer
            return pointer
        if self._from is None:
            self._from = self._last or pointer
        dx, dy = pointer.x - self._from.x, pointer.y - self._from.y
        if self._direction is None and math.hypot(dx, dy) >= self._reach:
            angle = round(math.atan2(dy, dx) / _EIGHTH) * _EIGHTH
            self._direction = math.cos(angle), math.sin(angle)
        if self._direction is None:
            return self._from
        along = dx * self._direction[0] + dy * self._direction[1]
        self._last = Point(self._from.x + along * self._direction[0], self._from.y + along * self._direction[1])
        return self._last

    def shift(self, dx: float, dy: float) -> None:
        """Go on as far away from here, in the same direction."""
        self._last, self._from = _shifted(self._last, dx, dy), _shifted(self._from, dx, dy)


def _shifted(point: Point | None, dx: float, dy: float) -> Point | None:
    return Point(point.x + dx, point.y + dy) if point is not None else None
