"""Dragging a rectangle by its corners, its edges or its middle; for frames, in whole document pixels."""

from dataclasses import dataclass
from typing import Final

from picpik_studio.core.geometry import Point, Rect

LEAST: Final = 8
"""No side becomes shorter than this, in document pixels."""


@dataclass(frozen=True)
class Grip:
    """What is held: `x` and `y` are -1 for the left and top edge, 1 for the right and bottom one, 0 for neither.

    Both 0 is the middle, which moves the whole.
    """

    x: int
    y: int


MIDDLE: Final = Grip(0, 0)


def grip_at(rect: Rect, point: Point, reach: float) -> Grip | None:
    """Return what of `rect` is held at `point`, within `reach` document pixels of its edges; None beside it."""
    beyond = rect.expanded(round(reach) or 1)
    if not beyond.contains(point):
        return None
    # Of a rectangle that is smaller than what a hand can tell apart, the middle third moves it.
    near_x, near_y = min(reach, rect.width / 3), min(reach, rect.height / 3)
    x = -1 if point.x < rect.x + near_x else 1 if point.x > rect.right - near_x else 0
    y = -1 if point.y < rect.y + near_y else 1 if point.y > rect.bottom - near_y else 0
    return Grip(x, y)


def dragged(rect: Rect, grip: Grip, dx: float, dy: float, *, keeps_shape: bool = False) -> Rect:
    """Return `rect` after its grip has been dragged so far, in whole pixels; the other edges stay where they are.

    `keeps_shape` keeps the ratio of width to height at a corner.
    """
    if grip == MIDDLE:
        return rect.translated(round(dx), round(dy))
    width, height = rect.width + grip.x * dx, rect.height + grip.y * dy
    if keeps_shape and grip.x and grip.y:
        factor = max(width / rect.width, height / rect.height)
        width, height = rect.width * factor, rect.height * factor
    width, height = max(round(width), LEAST), max(round(height), LEAST)
    x = rect.right - width if grip.x < 0 else rect.x
    y = rect.bottom - height if grip.y < 0 else rect.y
    return Rect(x, y, width, height)


def spanned(start: Point, end: Point) -> Rect:
    """Return the rectangle between two points, at least `LEAST` a side."""
    left, right = sorted((start.x, end.x))
    top, bottom = sorted((start.y, end.y))
    rect = Rect.spanning(left, top, right, bottom)
    return Rect(rect.x, rect.y, max(rect.width, LEAST), max(rect.height, LEAST))
