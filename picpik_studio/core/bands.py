"""Painting with a large brush: what changes of the pixels under it, as a few rectangles with little else in them.

A large dab that follows another changes a crescent at its front. The crescent's rectangle would be most of the dab's,
and all of it would be looked at, and drawn anew on the screen. Where it can lie is reckoned in bands of rows; what has
changed there is told in few rectangles: each one is a journey to the screen, dearer than some pixels too many.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Point, Rect, union
from picpik_studio.core.raster import Dab, Disc

BANDED_FROM = 256
"""How many rows a dab has from which on it is worth while."""

_SHARES = tuple(math.sin(math.pi / 2 * step / 3) for step in range(4))
_SURE_PX = 1.0  # more than a stamp's rounded values are off the circles that it is made of
_FAR = 2  # times the place of one dab
_NO_SPAN = (0.0, 0.0)
_DEAR = 1_000_000  # a rectangle costs as much as so many pixels in which what is drawn is made ready,
_DEARER = 60  # or as a sixtieth of them on the screen
_BESIDE = 8  # both halves of a band become one for an eighth of that, for the bands beside it may become one by that


class Change(NamedTuple):
    """What has changed in the `band` that begins in that row, left or right of a dab's middle."""

    rect: Rect
    band: int
    is_right: bool


def paint_banded(dabs: Sequence[Dab], pixels: Plane, after: Dab | None = None, *, erase: bool = False) -> list[Change]:
    """Paint `dabs` into `pixels` (uint8 HxW) as `Dab.paint` does; return what has changed, half band by band.

    `after` is what was painted there just before, and in the same way: where that one has painted as strongly, nothing
    is looked at. Dabs that lie over each other, as those of one move do, are painted together.
    """
    height, width = pixels.shape
    changes = []
    for group in _together(dabs):
        for part in _parts(group, after, Rect(0, 0, width, height)):
            changed = _paint_part(group, pixels, part.rect, erase=erase)
            if not changed.is_empty:
                changes.append(part._replace(rect=changed))
        after = group[-1]
    return changes


def _together(dabs: Sequence[Dab]) -> list[Sequence[Dab]]:
    """Return `dabs` in one group, or, where they are far apart, each in its own."""
    if _area(union(dab.rect for dab in dabs)) > _FAR * max((_area(dab.rect) for dab in dabs), default=0):
        return [(dab,) for dab in dabs]
    return [dabs] if dabs else []


def _paint_part(dabs: Sequence[Dab], pixels: Plane, part: Rect, *, erase: bool) -> Rect:
    """Paint what `dabs` have in `part` of `pixels`; return where something has changed."""
    x, y, width, height = part
    target = pixels[y : y + height, x : x + width]
    painted: NDArray[Any] = target
    for dab in dabs:
        values, (left, top, across, down) = dab.values, dab.rect
        left, top = x - left, y - top
        if left >= 0 and top >= 0 and left + width <= across and top + height <= down:
            values = values[top : top + height, left : left + width]
            painted = cv2.min(painted, ~values) if erase else cv2.max(painted, values)
        else:
            painted = target.copy() if painted is target else painted
            Dab(dab.rect.translated(-x, -y), values).paint(painted, erase=erase)
    by = cv2.subtract(target, painted) if erase else cv2.subtract(painted, target)
    left, top, across, down = cv2.boundingRect(np.asarray(by, np.uint8))
    if across:
        target[...] = painted
    return Rect(x + left, y + top, across, down)


def _parts(dabs: Sequence[Dab], after: Dab | None, picture: Rect) -> list[Change]:
    """Return the parts of `picture` in which `dabs` can change anything: band by band, left and right of a middle.

    That is inside of a circle that is pulled over the box of their middles, outside of the one that `after` has filled,
    and, if that was the same brush, nearer to one of their middles than to that one's.
    """
    whole = union(dab.rect for dab in dabs).intersected(picture)
    discs = [dab.disc for dab in dabs if dab.disc is not None]
    before = after.disc if after is not None else None
    peak = max((disc.brush.peak for disc in discs), default=0)
    ring = _Ring.of(discs, before if before is not None and before.brush.peak >= peak else None)
    result = []
    for top, bottom in pairwise(_edges(dabs, whole)):
        spans = ring.spans(top, bottom) if len(discs) == len(dabs) else ((whole.x, whole.right),)
        for number, (first, last) in enumerate(spans):
            left, right = max(math.floor(first), whole.x), min(math.ceil(last), whole.right)
            if left < right:
                result.append(Change(Rect(left, top, right - left, bottom - top), top, number > 0))
    return result


def _edges(dabs: Sequence[Dab], whole: Rect) -> list[int]:
    """Return the rows between which bands lie: lower ones where a circle's border is flatter."""
    half = max(dab.rect.height for dab in dabs) / 2
    first = min(dab.rect.y for dab in dabs) + half
    last = max(dab.rect.bottom for dab in dabs) - half
    rows = [
        *(round(first - half * share) for share in reversed(_SHARES)),
        *(round(last + half * share) for share in _SHARES),
    ]
    return sorted({min(max(row, whole.y), whole.bottom) for row in rows})


class _Ring(NamedTuple):
    """Where discs can change anything: `outer` px around the box of their middles, but not `inner` px around a `hole`.

    And only where for one of the `fronts`, each dx, dy and a limit, dx * x + dy * y is larger than the limit.
    """

    box: tuple[float, float, float, float]
    outer: float
    hole: Point
    inner: float
    fronts: list[tuple[float, float, float]]

    @classmethod
    def of(cls, discs: Sequence[Disc], before: Disc | None) -> "_Ring":
        """Return it for `discs`, one at least, that are painted over what `before` has painted as strongly."""
        xs, ys = zip(*(disc.middle for disc in discs), strict=True) if discs else ((0.0,), (0.0,))
        box = min(xs), min(ys), max(xs), max(ys)
        outer = max((disc.brush.outer for disc in discs), default=0.0) + _SURE_PX
        if before is None:
            return cls(box, outer, Point((box[0] + box[2]) / 2, 0), 0.0, [])
        fronts = []
        for x, y in (disc.middle for disc in discs):
            dx, dy = x - before.middle.x, y - before.middle.y
            limit = (dx * (x + before.middle.x) + dy * (y + before.middle.y)) / 2 - _SURE_PX * math.hypot(dx, dy)
            fronts.append((dx, dy, limit))
        is_same = all(disc.brush == before.brush for disc in discs)
        return cls(box, outer, before.middle, before.brush.inner - _SURE_PX, fronts if is_same else [])

    def spans(self, top: int, bottom: int) -> list[tuple[float, float]]:
        """Return from where to where in these rows, left and right of the hole's middle; (0, 0) is nowhere."""
        x0, y0, x1, y1 = self.box
        x, y = self.hole
        half, hole = _half(self.outer, max(top - y1, y0 - bottom, 0)), _half(self.inner, max(y - top, bottom - y))
        spans = [(x0 - half, min(x - hole, x1 + half)), (max(x + hole, x0 - half), x1 + half)]
        for number, (left, right) in enumerate(spans if self.fronts else ()):
            for dx, dy, limit in self.fronts:
                if dx * (right if dx > 0 else left) + dy * (bottom if dy > 0 else top) > limit:
                    break
            else:
                spans[number] = _NO_SPAN
        return spans


def _half(radius: float, rows: float) -> float:
    """Return half of the length of the chord of a circle that lies `rows` from its middle."""
    return math.sqrt(radius * radius - rows * rows) if rows < radius else 0.0


def gathered(changes: Iterable[Change], pixel: float = 1.0) -> list[Rect]:
    """Return rectangles that hold all of it: one half a band, or one for several where that costs less to be shown.

    `pixel` is how many pixels one of the screen is wide: the smaller the picture is seen, the less is drawn of each.
    """
    waste = _DEAR / (1 + _DEARER / pixel**2)
    halves: tuple[dict[int, Rect], dict[int, Rect]] = ({}, {})
    for rect, band, is_right in changes:
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
