"""What the pressure of a pen does to the brush."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from picpik_studio.core.brush import FULL, Touch
from picpik_studio.core.geometry import Point

LEAST_POINTS = 2
MOST_POINTS = 4
_APART = 0.02


@dataclass(frozen=True)
class Curve:
    """A curve from the pen's pressure to the part of the brush that is used, both 0 to 1.

    It goes through 2 to 4 points in the order of their pressure, .02 apart or more, and is level beyond the outer
    ones. Between them it is smooth and never leaves the range of its two neighbours: a cubic Hermite curve with the
    slopes of Fritsch and Butland (1984). Raises ValueError for other points.
    """

    points: tuple[Point, ...] = (Point(0, 0), Point(1, 1))

    def __post_init__(self) -> None:
        if not LEAST_POINTS <= len(self.points) <= MOST_POINTS:
            raise ValueError(f"A curve has {LEAST_POINTS} to {MOST_POINTS} points, not {len(self.points)}")
        if not all(0 <= number <= 1 for point in self.points for number in point):
            raise ValueError(f"A curve lies between 0 and 1, not at {self.points}")
        if any(after.x - before.x < _APART - 1e-9 for before, after in zip(self.points, self.points[1:], strict=False)):
            raise ValueError(f"The points of a curve lie {_APART} apart, not as {self.points}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the curve that `str` wrote, as "0,0 0.3,0.6 1,1". Raises ValueError for anything else."""
        return cls(tuple(Point(*map(float, pair.split(",", 1))) for pair in text.split()))

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the curve that `str` wrote, and the straight one for what is none."""
        try:
            return cls.parse(text)
        except (ValueError, TypeError):
            return cls()

    def __str__(self) -> str:
        return " ".join(f"{round(point.x, 3):g},{round(point.y, 3):g}" for point in self.points)

    def __call__(self, pressure: float) -> float:
        """Return the part of the brush that is used at `pressure`."""
        points = self.points
        i = bisect_right(points, pressure, key=lambda point: point.x) - 1
        if i < 0:
            return points[0].y
        if i == len(points) - 1:
            return points[-1].y
        before, after = points[i], points[i + 1]
        width = after.x - before.x
        t = (pressure - before.x) / width
        rest = 1 - t
        value = before.y * (1 + 2 * t) * rest * rest + after.y * (3 - 2 * t) * t * t
        value += width * (self._slope(i) * t * rest * rest - self._slope(i + 1) * t * t * rest)
        return min(max(value, 0.0), 1.0)

    def moved(self, index: int, to: Point) -> "Curve":
        """Return the curve with one point elsewhere, as near to `to` as its neighbours and the limits let it come."""
        low = self.points[index - 1].x + _APART if index else 0.0
        high = self.points[index + 1].x - _APART if index + 1 < len(self.points) else 1.0
        point = Point(min(max(to.x, low), high), min(max(to.y, 0.0), 1.0))
        return Curve((*self.points[:index], point, *self.points[index + 1 :]))

    def with_point(self, at: Point) -> "Curve | None":
        """Return the curve with one point more, or None when there is no room for it."""
        points = tuple(sorted((*self.points, Point(min(max(at.x, 0.0), 1.0), min(max(at.y, 0.0), 1.0)))))
        try:
            return Curve(points)
        except ValueError:
            return None

    def without_point(self, index: int) -> "Curve | None":
        """Return the curve with one point less, or None when it has only two."""
        if len(self.points) == LEAST_POINTS:
            return None
        return Curve((*self.points[:index], *self.points[index + 1 :]))

    def _slope(self, i: int) -> float:
        """Return the slope at a point: the harmonic mean of both sides, 0 at a turn; at an end that of its side."""
        points = self.points
        if i == 0:
            return _rise(points[0], points[1])
        if i == len(points) - 1:
            return _rise(points[-2], points[-1])
        left, right = _rise(points[i - 1], points[i]), _rise(points[i], points[i + 1])
        if left * right <= 0:
            return 0.0
        w, v = points[i].x - points[i - 1].x, points[i + 1].x - points[i].x
        return 3 * (w + v) / ((2 * v + w) / left + (v + 2 * w) / right)


CURVES: Mapping[str, Curve] = MappingProxyType(
    {
        "soft": Curve((Point(0, 0), Point(0.25, 0.6), Point(1, 1))),
        "linear": Curve(),
        "firm": Curve((Point(0, 0), Point(0.6, 0.25), Point(1, 1))),
    }
)
"""Curves to begin with: `soft` gives much at a light touch, `firm` little."""


@dataclass(frozen=True)
class Pen:
    """What a pen's pressure changes: the brush's size, its opacity, both, or nothing while it is not `is_felt`."""

    is_felt: bool = True
    sizes: bool = True
    fades: bool = False
    curve: Curve = CURVES["linear"]

    def touch(self, pressure: float | None) -> Touch:
        """Return how much of the brush is used at `pressure`, 0 to 1; None is a device that feels none."""
        if pressure is None or not self.is_felt or not (self.sizes or self.fades):
            return FULL
        used = self.curve(pressure)
        return Touch(used if self.sizes else 1.0, used if self.fades else 1.0)


def _rise(before: Point, after: Point) -> float:
    return (after.y - before.y) / (after.x - before.x)
