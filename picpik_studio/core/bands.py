"""Painting with a large brush: what changes of the pixels under it, as a few rectangles with little else in them.

A large dab that follows another changes a crescent at its front. The crescent's rectangle would be most of the dab's,
and all of it would be drawn anew on the screen. What has changed is found in bands of rows, and told in few rectangles:
each one is a journey to the screen, dearer than some pixels too many.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Rect, union
from picpik_studio.core.raster import Dab

BANDED_FROM = 256
"""How many rows a dab has from which on it is worth while."""

_ROWS = 64
_DEAR = 200_000  # a rectangle costs as much as so many pixels in which what is drawn is made ready,
_DEARER = 7  # or as a seventh of them on the screen
_TOGETHER = 2  # dabs are painted together as long as all of them lie in so many times the place of one
_BESIDE = 8  # both halves of a band become one for an eighth of that, for the bands beside it may become one by that


class Change(NamedTuple):
    """What has changed in one band, left or right of a dab's middle."""

    rect: Rect
    is_right: bool


def paint_banded(dabs: Sequence[Dab], pixels: Plane, *, erase: bool = False) -> list[Change]:
    """Paint `dabs` into `pixels` (uint8 HxW) as `Dab.paint` does; return what has changed, half band by band.

    By how much each pixel changes is reckoned in one go and by OpenCV, whose loops are five times NumPy's here: for all
    dabs at once where they lie over each other, as those of one move do.
    """
    whole = union(dab.rect for dab in dabs)
    if len(dabs) > 1 and _area(whole) > _TOGETHER * max(_area(dab.rect) for dab in dabs):
        return [change for dab in dabs for change in paint_banded((dab,), pixels, erase=erase)]
    height, width = pixels.shape
    inside = whole.intersected(Rect(0, 0, width, height))
    if inside.is_empty:
        return []
    now = pixels[inside.slices]
    before = now.copy()
    for dab in dabs:
        dab.paint(pixels, erase=erase)
    by = cv2.subtract(before, now) if erase else cv2.subtract(now, before)
    changes = []
    for left, top, part in _half_bands(np.asarray(by, np.uint8), whole, inside):
        x, y, across, down = cv2.boundingRect(part)
        if across:
            changes.append(Change(Rect(inside.x + left + x, inside.y + top + y, across, down), left > 0))
    return changes


def _half_bands(by: Plane, whole: Rect, inside: Rect) -> Iterator[tuple[int, int, Plane]]:
    """Yield parts of `by` (the pixels of `inside`), left and right of the middle of `whole`, each with its corner."""
    middle = min(max(whole.x + whole.width // 2 - inside.x, 0), inside.width)
    halves = [(left, right) for left, right in ((0, middle), (middle, inside.width)) if left < right]
    for row in range(inside.y // _ROWS * _ROWS - inside.y, inside.height, _ROWS):
        top = max(row, 0)
        for left, right in halves:
            yield left, top, by[top : row + _ROWS, left:right]


def gathered(changes: Iterable[Change], pixel: float = 1.0) -> list[Rect]:
    """Return rectangles that hold all of it: one half a band, or one for several where that costs less to be shown.

    `pixel` is how many pixels one of the screen is wide: the smaller the picture is seen, the less is drawn of each.
    """
    waste = _DEAR / (1 + _DEARER / pixel**2)
    halves: tuple[dict[int, Rect], dict[int, Rect]] = ({}, {})
    for rect, is_right in changes:
        band = rect.y // _ROWS
        halves[is_right][band] = halves[is_right].get(band, EMPTY).united(rect)
    for band, left in sorted(halves[0].items()):
        right = halves[1].get(band, EMPTY)
        if _area(left.united(right)) <= _area(left) + _area(right) + waste / _BESIDE:
            halves[1][band] = left.united(right)
            del halves[0][band]
    result: list[Rect] = []
    changed = 0
    for _, rect in (*sorted(halves[0].items()), *sorted(halves[1].items())):
        both = result[-1].united(rect) if result else rect
        if result and _area(both) <= changed + _area(rect) + waste:
            result[-1] = both
            changed += _area(rect)
        else:
            result.append(rect)
            changed = _area(rect)
    return result


def _area(rect: Rect) -> int:
    return rect.width * rect.height
