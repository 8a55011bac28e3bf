"""The lines around what a request may change, from its frame and the mask; made anew after every stroke."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.contour import MOST_CORNERS, Polygon, contours, joined
from picpik_studio.core.enlarging import enlarged_corners, line
from picpik_studio.core.frame import Frame, document_footprint, enlarged, seen_part
from picpik_studio.core.geometry import Rect, Size, union
from picpik_studio.core.support import support
from picpik_studio.core.touching import touched


def outlines(parts: Sequence[tuple[Frame, Plane]], blur: int, *, invert: bool) -> list[Polygon]:
    """Return the lines around what any of several requests may change, each a frame and its mask: see `outline`.

    Where pieces of a large area overlap there is one line around them together, and none within.
    """
    if len(parts) > 1 and _overlap([_seen(frame, mask) for frame, mask in parts]):
        return _around_all(parts, blur, invert=invert)
    return [polygon for frame, mask in parts for polygon in outline(frame, mask, blur, invert=invert)]


def outline(frame: Frame, mask: Plane, blur: int, *, invert: bool) -> list[Polygon]:
    """Return the closed lines around the pixels whose `frame.document_weight` is not 0, in pixels of the picture.

    `mask` is uint8 HxW. Exact up to `contour.MOST_CORNERS` corners, see there.
    """
    size = Size(mask.shape[1], mask.shape[0])
    sent = support(touched(mask, frame.rect, frame.sent, invert=invert), blur)
    inside, part = seen_part(frame, size)
    polygons = None
    if frame.is_scaled and max(frame.scale_x, frame.scale_y) <= 1:
        rows, columns = (
            line(count, length, stretch)
            for count, length, stretch in zip(sent.shape, reversed(frame.rect.size), part, strict=True)
        )
        corners = enlarged_corners(sent, rows, columns)
        polygons = joined(corners) if len(corners) <= MOST_CORNERS else None
    if polygons is None:
        polygons = contours(enlarged(frame, sent, size)[1])
    return _moved(polygons, inside)


def _around_all(parts: Sequence[tuple[Frame, Plane]], blur: int, *, invert: bool) -> list[Polygon]:
    area = union(_seen(frame, mask) for frame, mask in parts)
    has_weight = np.zeros((area.height, area.width), np.uint8)
    for frame, mask in parts:
        inside, weight = document_footprint(frame, mask, blur, invert=invert)
        target = has_weight[inside.translated(-area.x, -area.y).slices]
        np.maximum(target, weight, out=target)
    return _moved(contours(has_weight), area)


def _seen(frame: Frame, mask: Plane) -> Rect:
    return frame.rect.intersected(Rect(0, 0, mask.shape[1], mask.shape[0]))


def _overlap(rects: list[Rect]) -> bool:
    return any(not one.intersected(other).is_empty for one, other in combinations(rects, 2))


def _moved(polygons: list[Polygon], to: Rect) -> list[Polygon]:
    return [polygon + np.array([to.x, to.y], np.int32) for polygon in polygons]
