"""Painting with a large brush: what changes of the pixels under it, as a few rectangles with little else in them.

A large dab that follows another changes a crescent at its front. The crescent's rectangle would be most of the dab's,
and all of it would be drawn anew on the screen. What has changed is found in bands of rows, and told in few rectangles:
each one is a journey to the screen, dearer than some pixels too many.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Rect
from picpik_studio.core.raster import Dab

BANDED_FROM = 256
"""How many rows a dab has from which on it is worth while."""

_ROWS = 64
_WASTE = 400_000  # pixels: at a small zoom as many are drawn anew in the time of one rectangle more


class Change(NamedTuple):
    """What has changed in one band, left or right of a dab's middle."""

    rect: Rect
    is_right: bool


def paint_banded(dab: Dab, pixels: Plane, *, erase: bool = False) -> Iterator[Change]:
    """Paint `dab` into `pixels` (uint8 HxW) as `Dab.paint` does; return what has changed, half band by band."""
    height, width = pixels.shape
    inside = dab.rect.intersected(Rect(0, 0, width, height))
    half = dab.rect.width // 2
    for y in range(inside.y // _ROWS * _ROWS, inside.bottom, _ROWS):
        for x in (dab.rect.x, dab.rect.x + half):
            part = inside.intersected(Rect(x, y, dab.rect.width - half, _ROWS))
            values = dab.values[part.translated(-dab.rect.x, -dab.rect.y).slices]
            changed = _paint(values, pixels[part.slices], erase=erase)
            if not changed.is_empty:
                yield Change(changed.translated(part.x, part.y), x > dab.rect.x)


def gathered(changes: Iterable[Change]) -> list[Rect]:
    """Return rectangles that hold all of it: one half a band, or one for several where little else comes in by that."""
    bands: dict[tuple[bool, int], Rect] = {}
    for rect, is_right in changes:
        key = is_right, rect.y // _ROWS
        bands[key] = bands.get(key, EMPTY).united(rect)
    result: list[Rect] = []
    for _, rect in sorted(bands.items()):
        both = result[-1].united(rect) if result else rect
        if result and _area(both) <= _area(result[-1]) + _area(rect) + _WASTE:
            result[-1] = both
        else:
            result.append(rect)
    return result


def _paint(values: Plane, target: Plane, *, erase: bool) -> Rect:
    """Paint a part of a dab into what lies under it, in place; return what has changed."""
    if erase:
        values = ~values
    differs = np.less(values, target) if erase else np.greater(values, target)
    changed = Rect(*cv2.boundingRect(differs.view(np.uint8))) if differs.size else EMPTY
    if not changed.is_empty:
        np.copyto(target[changed.slices], values[changed.slices], where=differs[changed.slices])
    return changed


def _area(rect: Rect) -> int:
    return rect.width * rect.height
