"""Points, sizes and rectangles in pixels; plain values with no picture behind them."""

import math
from collections.abc import Iterable
from typing import NamedTuple, Self


class Point(NamedTuple):
    """A place in pixels; (0, 0) is the outer corner of the first pixel, whose centre is (.5, .5)."""

    x: float
    y: float


class Size(NamedTuple):
    """A width and a height in whole pixels."""

    width: int
    height: int


class Offset(NamedTuple):
    """A way in whole pixels, to the right and down; the one back is `-offset`."""

    dx: int
    dy: int

    def __neg__(self) -> "Offset":
        return Offset(-self.dx, -self.dy)


NOWHERE = Offset(0, 0)
"""The way from a place to itself."""


class Rect(NamedTuple):
    """Whole pixels from `x` to `right` and from `y` to `bottom`, the latter two outside.

    It may lie past the borders of a picture. One that has no pixel is empty, wherever it lies.
    """

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, size: Size) -> Self:
        """Return the rectangle of a whole picture of `size`."""
        return cls(0, 0, size.width, size.height)

    @classmethod
    def spanning(cls, left: float, top: float, right: float, bottom: float) -> Self:
        """Return the smallest rectangle of whole pixels that holds these edges."""
        x, y = math.floor(left), math.floor(top)
        return cls(x, y, math.ceil(right) - x, math.ceil(bottom) - y)

    @property
    def right(self) -> int:
        """The first column to the right that is not inside."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below that is not inside."""
        return self.y + self.height

    @property
    def size(self) -> Size:
        """Width and height."""
        return Size(self.width, self.height)

    @property
    def is_empty(self) -> bool:
        """Whether there is no pixel inside."""
        return self.width <= 0 or self.height <= 0

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns for an array; only for a rectangle that lies inside it."""
        return slice(self.y, self.bottom), slice(self.x, self.right)

    def united(self, other: "Rect") -> "Rect":
        """Return the smallest rectangle that holds both; an empty one adds nothing."""
        ax, ay, width, height = self  # no properties, as in `intersected`
        bx, by, other_width, other_height = other
        if width <= 0 or height <= 0:
            return other
        if other_width <= 0 or other_height <= 0:
            return self
        x, y = min(ax, bx), min(ay, by)
        return Rect(x, y, max(ax + width, bx + other_width) - x, max(ay + height, by + other_height) - y)

    def intersected(self, other: "Rect") -> "Rect":
        """Return what is inside both, or `EMPTY`."""
        ax, ay, width, height = self  # no properties: this is asked some twenty times at each pointer event
        bx, by, other_width, other_height = other
        x, y = max(ax, bx), max(ay, by)
        width = min(ax + width, bx + other_width) - x
        height = min(ay + height, by + other_height) - y
        return Rect(x, y, width, height) if width > 0 and height > 0 else EMPTY

    def expanded(self, px: int) -> "Rect":
        """Return this with `px` more pixels on every side (fewer when negative); an empty one stays empty."""
        x, y, width, height = self
        if width <= 0 or height <= 0:
            return EMPTY
        return Rect(x - px, y - px, width + 2 * px, height + 2 * px)

    def translated(self, dx: int, dy: int) -> "Rect":
        """Return this, moved."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def contains(self, point: Point) -> bool:
        """Return whether the pixel under `point` is inside."""
        x, y, width, height = self
        return x <= point.x < x + width and y <= point.y < y + height

    def encloses(self, other: "Rect") -> bool:
        """Return whether every pixel of `other` is inside."""
        return other.is_empty or self.intersected(other) == other


EMPTY = Rect(0, 0, 0, 0)


def union(rects: Iterable[Rect]) -> Rect:
    """Return the smallest rectangle that holds all of them."""
    held = [(x, y, x + width, y + height) for x, y, width, height in rects if width > 0 and height > 0]
    if not held:
        return EMPTY
    lefts, tops, rights, bottoms = zip(*held, strict=True)
    x, y = min(lefts), min(tops)
    return Rect(x, y, max(rights) - x, max(bottoms) - y)


def gathered(rects: Iterable[Rect], waste: int) -> list[Rect]:
    """Return fewer rectangles that hold all of them (none may be empty): up to `waste` pixels too many in each.

    For what costs as much for a rectangle more as for so many pixels more.
    """
    groups: list[tuple[Rect, int]] = []
    for rect in rects:
        area = rect.width * rect.height
        for place, (other, wanted) in enumerate(groups):
            both = rect.united(other)
            if both.width * both.height <= wanted + area + waste:
                groups[place] = both, wanted + area
                break
        else:
            groups.append((rect, area))
    return [rect for rect, _wanted in groups]


def clipped(start: Point, end: Point, rect: Rect) -> tuple[Point, Point] | None:
    """Return the part of a straight line that lies in `rect`, or None (Liang and Barsky, 1984)."""
    if rect.contains(start) and rect.contains(end):
        return start, end
    first, last = 0.0, 1.0
    dx, dy = end.x - start.x, end.y - start.y
    for delta, room in (
        (-dx, start.x - rect.x),
        (dx, rect.right - start.x),
        (-dy, start.y - rect.y),
        (dy, rect.bottom - start.y),
    ):
        if delta < 0:
            first = max(first, room / delta)
        elif delta > 0:
            last = min(last, room / delta)
        elif room < 0:
            return None
    if first > last:
        return None
    return Point(start.x + first * dx, start.y + first * dy), Point(start.x + last * dx, start.y + last * dy)
