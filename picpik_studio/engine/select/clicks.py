"""What was clicked: several readings of it, from the small thing under the click to the large one that holds it."""

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import NamedTuple

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.mask import THRESHOLD
from picpik_studio.engine.select.likeness import likeness
from picpik_studio.engine.select.matte import Knobs, matte
from picpik_studio.engine.select.saliency import Map, saliency

MOST = 6
"""How many readings there are at most."""

_SHARES, _SMALL_SHARES = (1.0, 0.66, 0.45, 0.3, 0.2), (0.45, 0.3, 0.2)
"""The sides of the parts of the picture that are looked at, as shares of its longer one; for one point of several."""
_LEAST_PX = 64
_ROOM = 1.6
"""How much larger than the box round all clicks a part is at least."""
_DOT = 0.012
"""The radius round a click that surely belongs to it, as a share of the part's longer side."""
_SURE = 0.5
_SAME = 0.85
"""From this overlap (intersection over union) on two readings are one."""
_GROUND = (5, 24, 5)
"""The bilateral filter that evens out grain before colours are compared: diameter, sigma of colour and of space."""
_TOLERANCE = (12, 12, 12)
_FLOOD = 4 | cv2.FLOODFILL_MASK_ONLY | (255 << 8)
_FLAT_SCORE = 0.3
_LIKE_SCORE = 0.5
_LIKE_SHARES = (1.0, 0.4)
_LIKE_DOT = 0.02
_FULL = 255
_SIDE = 640
"""The longer side at which colours decide here, where a click has seven parts looked at: what comes of it overlaps by
.95 to 1 with what 1024 pixels give, for three quarters of the work; the guided filter gives the edges back at full
size."""
_HANDS = 4
_SIZE_SCORE = 0.05


class Clicks(NamedTuple):
    """Where was clicked, in image pixels: what belongs to it, and what does not."""

    included: Sequence[Point]
    excluded: Sequence[Point] = ()


class _Reading(NamedTuple):
    score: float
    alpha: Plane


def readings(colours: Pixels, clicks: Clicks, knobs: Knobs) -> list[Plane]:
    """Return alpha channels (uint8 HxW) of what was clicked in `colours` (uint8 HxWx3, BGR), the likeliest first.

    At least one, at most `MOST`, no two of them alike. All points lie inside the picture and at least one is included.
    What an included point belongs to is added where a reading lacks it, and what an excluded one belongs to is taken
    out.
    """
    found = _found(colours, clicks, knobs)
    ranked = [reading.alpha for reading in sorted(found, key=lambda reading: reading.score, reverse=True)]
    parts = [_own(colours, point, clicks.excluded, knobs) for point in _missed(ranked, clicks.included)]
    rest = [_own(colours, point, clicks.included, knobs) for point in clicks.excluded]
    whole = [_without(_with(alpha, parts), rest) for alpha in ranked]
    return _unlike([alpha for alpha in whole if all(_holds(alpha, point) for point in clicks.included)]) or whole[:1]


def _found(colours: Pixels, clicks: Clicks, knobs: Knobs) -> list[_Reading]:
    """Return everything that what was clicked may be.

    The network looks at one part after the other; what colours decide meanwhile keeps the other cores busy.
    """
    size = Size(colours.shape[1], colours.shape[0])
    with ThreadPoolExecutor(_HANDS) as hands:
        alike = [
            hands.submit(_alike, colours, part, clicks, knobs) for part in _parts(size, clicks.included, _LIKE_SHARES)
        ]
        flat = hands.submit(_by_colour, colours, clicks.included)
        stands_out = [
            hands.submit(_read, colours, part, clicks, knobs, saliency(_cut(colours, part)))
            for part in _parts(size, clicks.included, _SHARES)
        ]
        return [each.result() for each in (*stands_out, *alike, flat)]


def _missed(planes: Sequence[Plane], points: Sequence[Point]) -> list[Point]:
    """Return the points that some of the planes do not cover; of a single one, none: each plane was made for it."""
    if len(points) == 1:
        return []
    return [point for point in points if not all(_holds(plane, point) for plane in planes)]


def _own(colours: Pixels, point: Point, others: Sequence[Point], knobs: Knobs) -> Plane:
    """Return what one point belongs to by itself, and none of the others does."""
    height, width = colours.shape[:2]
    clicks = Clicks([point], others)
    parts = _parts(Size(width, height), [point], _SMALL_SHARES)
    found = [_read(colours, part, clicks, knobs, saliency(_cut(colours, part))) for part in parts]
    found.append(_by_colour(colours, [point]))
    free = [reading for reading in found if not any(_holds(reading.alpha, other) for other in others)]
    return max(free or found[-1:], key=lambda reading: reading.score).alpha


def _holds(plane: Plane, point: Point) -> bool:
    return bool(plane[math.floor(point.y), math.floor(point.x)] >= THRESHOLD)


def _with(alpha: Plane, parts: Sequence[Plane]) -> Plane:
    return reduce(np.maximum, parts, alpha)


def _without(alpha: Plane, parts: Sequence[Plane]) -> Plane:
    return reduce(lambda left, part: np.minimum(left, 255 - part), parts, alpha)


def _parts(size: Size, points: Sequence[Point], shares: Sequence[float]) -> Iterator[Rect]:
    """Yield the parts of a picture of `size` to look at, the largest first: all of them hold all points."""
    whole = Rect.of(size)
    xs, ys = [point.x for point in points], [point.y for point in points]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    least = max(_LEAST_PX, _ROOM * max(max(xs) - min(xs), max(ys) - min(ys)))
    seen = set()
    for share in shares:
        half = max(least, share * max(size)) / 2
        part = Rect.spanning(middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half).intersected(whole)
        part = whole if share == 1 else part
        if part not in seen:
            seen.add(part)
            yield part


def _cut(colours: Pixels, part: Rect) -> Pixels:
    return np.ascontiguousarray(colours[part.slices])


def _read(colours: Pixels, part: Rect, clicks: Clicks, knobs: Knobs, found: Map) -> _Reading:
    """Return what was clicked of what was `found` to stand out in a part, with how good a reading it is."""
    cut = _cut(colours, part)
    included, excluded = _dots(part, clicks.included), _dots(part, clicks.excluded)
    touched = _touched(found, included, excluded)
    score = _score(found, touched, part, included)
    found[included > 0] = 1
    found[~touched & (included == 0)] = 0
    alpha = np.zeros(colours.shape[:2], np.uint8)
    alpha[part.slices] = matte(cut, found, knobs, excluded if excluded.any() else None, side=_SIDE)
    return _Reading(score, alpha)


def _alike(colours: Pixels, part: Rect, clicks: Clicks, knobs: Knobs) -> _Reading:
    """Return what hangs together with the clicks in a part and looks like them.

    The better, the less of it is cut off where the picture goes on, and the less it is everything.
    """
    cut = _cut(colours, part)
    included, excluded = _dots(part, clicks.included, _LIKE_DOT), _dots(part, clicks.excluded)
    inside = matte(cut, likeness(cut, included), knobs, excluded if excluded.any() else None, side=_SIDE)
    _count, labels = cv2.connectedComponents((inside >= THRESHOLD).astype(np.uint8))
    inside[~np.isin(labels, list(set(np.unique(labels[included > 0])) - {0}))] = 0
    alpha = np.zeros(colours.shape[:2], np.uint8)
    alpha[part.slices] = inside
    share = float(inside.mean()) / _FULL
    return _Reading(_LIKE_SCORE * (1 - _cut_off(alpha, part)) ** 2 * (1 - share**4), alpha)


def _cut_off(alpha: Plane, part: Rect) -> float:
    """Return how much of the part's border inside the picture is covered, 0 to 1."""
    height, width = alpha.shape
    inside = alpha[part.slices]
    sides = (
        (part.y > 0, inside[0]),
        (part.bottom < height, inside[-1]),
        (part.x > 0, inside[:, 0]),
        (part.right < width, inside[:, -1]),
    )
    cut = [side for is_inside, side in sides if is_inside]
    return float(np.concatenate(cut).mean()) / _FULL if cut else 0.0


def _dots(part: Rect, points: Sequence[Point], share: float = _DOT) -> Plane:
    """Return uint8 HxW of the part's size, 255 round every point, `share` of its longer side wide on each side."""
    dots = np.zeros((part.height, part.width), np.uint8)
    radius = max(1, round(share * max(part.size)))
    for point in points:
        cv2.circle(dots, (math.floor(point.x) - part.x, math.floor(point.y) - part.y), radius, 255, cv2.FILLED)
    return dots


def _touched(found: Map, included: Plane, excluded: Plane) -> np.ndarray:
    """Return where something stands out that was clicked, and none that was excluded: bool HxW."""
    solid = ((found > _SURE) & (excluded == 0)).astype(np.uint8)
    _count, labels = cv2.connectedComponents(solid)
    wanted = set(np.unique(labels[included > 0])) - {0}
    return np.isin(labels, list(wanted))


def _score(found: Map, touched: np.ndarray, part: Rect, included: Plane) -> float:
    """Return how good a reading is, 0 to about 2: sure of itself, sure of the click, whole, not everything there is."""
    if not touched.any():
        return 0.0
    sure = float(np.abs(2 * found[touched] - 1).mean())
    clicked = float(found[included > 0].mean())
    border = np.concatenate([touched[0], touched[-1], touched[:, 0], touched[:, -1]])
    cut_off = float(border.mean())
    share = float(touched.mean())
    return (
        sure * clicked * (1 - cut_off) + min(share, 1 - share) + _SIZE_SCORE * math.log2(max(part.size) / _LEAST_PX + 1)
    )


def _by_colour(colours: Pixels, points: Sequence[Point]) -> _Reading:
    """Return the joined pixels that look like those under the points: what a sky or a wall needs."""
    height, width = colours.shape[:2]
    ground = cv2.bilateralFilter(np.ascontiguousarray(colours), *_GROUND)
    flooded = np.zeros((height + 2, width + 2), np.uint8)
    for point in points:
        column, row = math.floor(point.x), math.floor(point.y)
        if not flooded[row + 1, column + 1]:
            cv2.floodFill(ground, flooded, (column, row), 0, _TOLERANCE, _TOLERANCE, _FLOOD)
    area = cv2.morphologyEx(flooded[1:-1, 1:-1].copy(), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return _Reading(_FLAT_SCORE * float((area > 0).mean()), area.astype(np.uint8, copy=False))


def _unlike(planes: Sequence[Plane]) -> list[Plane]:
    """Return the planes without those that are nearly the same as one before them, `MOST` at most."""
    kept: list[Plane] = []
    for plane in planes:
        if all(_overlap(plane, other) < _SAME for other in kept):
            kept.append(plane)
    return kept[:MOST]


def _overlap(one: Plane, other: Plane) -> float:
    """Return the intersection over the union of two planes, cut at 50 %."""
    first, second = one >= THRESHOLD, other >= THRESHOLD
    union = np.count_nonzero(first | second)
    return np.count_nonzero(first & second) / union if union else 1.0
