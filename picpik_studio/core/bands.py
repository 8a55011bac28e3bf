"""Painting with a large brush: what changes of the pixels under it, as a few rectangles with little else in them.

A large dab that follows another changes a crescent at its front. The crescent's rectangle would be most of the dab's,
and all of it would be looked at, and drawn anew on the screen. So where it can lie is reckoned in bands of rows.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Point, Rect, union
from picpik_studio.core.raster import Dab, Disc

BANDED_FROM = 256
"""How many rows a dab has from which on it is worth while."""

_SHARES = tuple(math.sin(math.pi / 2 * step / 3) for step in range(4))
_SURE_PX = 1.0  # more than a stamp's rounded values are off the circles that it is made of
_FAR = 2  # times the place of one dab


def paint_banded(dabs: Sequence[Dab], pixels: Plane, after: Dab | None = None, *, erase: bool = False) -> list[Rect]:
    """Paint `dabs` into `pixels` (uint8 HxW) as `Dab.paint` does; return where something has changed, band by band.

    `after` is what was painted there just before, and in the same way: where that one has painted as strongly, nothing
    is looked at. Dabs that lie over each other, as those of one move do, are painted together.
    """
    height, width = pixels.shape
    changes = []
    for group in _together(dabs):
        for part in _parts(group, after, Rect(0, 0, width, height)):
            changed = _paint_part(group, pixels, part, erase=erase)
            if changed is not None:
                changes.append(changed)
        after = group[-1]
    return changes


def _together(dabs: Sequence[Dab]) -> list[Sequence[Dab]]:
    """Return `dabs` in one group, or, where they are far apart, each in its own."""
    if _area(union(dab.rect for dab in dabs)) > _FAR * max((_area(dab.rect) for dab in dabs), default=0):
        return [(dab,) for dab in dabs]
    return [dabs] if dabs else []


def _paint_part(dabs: Sequence[Dab], pixels: Plane, part: Rect, *, erase: bool) -> Rect | None:
    """Paint what `dabs` have in `part` of `pixels`; return where something has changed, or None."""
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
    if not across:
        return None
    target[...] = painted
    return Rect(x + left, y + top, across, down)


def _parts(dabs: Sequence[Dab], after: Dab | None, picture: Rect) -> list[Rect]:
    """Return the parts of `picture` in which `dabs` can change anything: band by band, left and right of a middle.

    That is inside of a circle that is pulled over the box of their middles, outside of the one that `after` has filled,
    and, if that was the same brush, nearer to one of their middles than to that one's.
    """
    whole = union(dab.rect for dab in dabs).intersected(picture)
    discs = [disc for dab in dabs if (disc := dab.disc) is not None]
    if len(discs) < len(dabs):
        return [Rect(whole.x, top, whole.width, bottom - top) for top, bottom in pairwise(_edges(dabs, whole))]
    before = after.disc if after is not None else None
    if before is not None and before.brush.peak < max(disc.brush.peak for disc in discs):
        before = None
    ring, x0, x1 = _Ring.of(discs, before), whole.x, whole.right
    result = []
    for top, bottom in pairwise(_edges(dabs, whole)):
        for first, last in ring.spans(top, bottom):
            left, right = max(math.floor(first), x0), min(math.ceil(last), x1)
            if left < right:
                result.append(Rect(left, top, right - left, bottom - top))
    return result


def _edges(dabs: Sequence[Dab], whole: Rect) -> list[int]:
    """Return the rows between which bands lie: lower ones where a circle's border is flatter."""
    half = max(dab.rect.height for dab in dabs) / 2
    first = min(dab.rect.y for dab in dabs) + half
    last = max(dab.rect.bottom for dab in dabs) - half
    rows = {round(first - half * share) for share in _SHARES} | {round(last + half * share) for share in _SHARES}
    top, bottom = whole.y, whole.bottom
    return sorted({top, bottom} | {row for row in rows if top < row < bottom})


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
        xs, ys = zip(*(middle for middle, _brush in discs), strict=True)
        box = min(xs), min(ys), max(xs), max(ys)
        outer = max(brush.outer for _middle, brush in discs) + _SURE_PX
        if before is None:
            return cls(box, outer, Point((box[0] + box[2]) / 2, 0), 0.0, [])
        (x0, y0), used = before
        fronts = []
        for x, y in zip(xs, ys, strict=True):
            dx, dy = x - x0, y - y0
            limit = (dx * (x + x0) + dy * (y + y0)) / 2 - _SURE_PX * math.hypot(dx, dy)
            fronts.append((dx, dy, limit))
        is_same = all(brush == used for _middle, brush in discs)
        return cls(box, outer, before.middle, used.inner - _SURE_PX, fronts if is_same else [])

    def spans(self, top: int, bottom: int) -> list[tuple[float, float]]:
        """Return from where to where in these rows, left and right of the hole's middle; none where nothing is."""
        x0, y0, x1, y1 = self.box
        x, y = self.hole
        half, hole = _half(self.outer, max(top - y1, y0 - bottom, 0)), _half(self.inner, max(y - top, bottom - y))
        spans = [(x0 - half, min(x - hole, x1 + half)), (max(x + hole, x0 - half), x1 + half)]
        if not self.fronts:
            return spans
        found = []
        for left, right in spans:
            for dx, dy, limit in self.fronts:
                if dx * (right if dx > 0 else left) + dy * (bottom if dy > 0 else top) > limit:
                    found.append((left, right))
                    break
        return found


def _half(radius: float, rows: float) -> float:
    """Return half of the length of the chord of a circle that lies `rows` from its middle."""
    return math.sqrt(radius * radius - rows * rows) if rows < radius else 0.0


def _area(rect: Rect) -> int:
    return rect.width * rect.height
