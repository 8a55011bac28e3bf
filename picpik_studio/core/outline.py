"""The lines around what a request may change, from its frame and the mask; made anew after every stroke."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.contour import MOST_CORNERS, Polygon, contours, contours_framed, joined
from picpik_studio.core.enlarging import enlarged_corners, line
from picpik_studio.core.footprint import reach, repaint
from picpik_studio.core.frame import Frame, document_footprint, enlarged, seen_part
from picpik_studio.core.geometry import Rect, Size, union
from picpik_studio.core.support import ground, spread
from picpik_studio.core.tile_bounds import touched_by
from picpik_studio.core.tile_memory import TileMemory
from picpik_studio.core.touching import touched

_PAST: Final = 1024  # pixels: further than any blur sees

_GRID: Final = 2048  # pixels

Share = tuple[Frame, Rect]
"""A request's frame, and within which rectangle it has what the mask repaints."""


def outlines(
    shares: Sequence[Share], mask: Plane, blur: int, *, invert: bool, memory: TileMemory | None = None
) -> list[Polygon]:
    """Return the lines around what any of several requests may change, each for a share of the mask: see `outline`.

    Where pieces of a large area overlap or touch there is one line around them together, and none within. With the
    `memory` of the last time only what may be otherwise now is blurred.
    """
    whole = Rect(0, 0, mask.shape[1], mask.shape[0])
    if len(shares) > 1 and _meet([frame.rect.intersected(whole) for frame, _within in shares]):
        return _around_all(shares, mask, blur, invert=invert, memory=memory)
    memory = memory if len(shares) == 1 else None  # several would have each other forgotten
    each = (outline(frame, mask, blur, invert=invert, within=within, memory=memory) for frame, within in shares)
    return [polygon for polygons in each for polygon in polygons]


def outline(
    frame: Frame,
    mask: Plane,
    blur: int,
    *,
    invert: bool,
    within: Rect | None = None,
    memory: TileMemory | None = None,
) -> list[Polygon]:
    """Return the closed lines around the pixels whose `frame.document_weight` is not 0, in pixels of the picture.

    `mask` is uint8 HxW, of which only what lies `within` is repainted. Exact up to `contour.MOST_CORNERS` corners, see
    there. `memory` as for `outlines`.
    """
    size = Size(mask.shape[1], mask.shape[0])
    sent = ground(frame.sent, blur)
    touched(mask, frame.rect, frame.sent, invert=invert, within=within, out=sent.inner)
    sent.repeat_border()
    spread(sent, blur, memory=memory)
    framed = sent.framed()
    inside, part = seen_part(frame, size)
    polygons = None
    if frame.is_scaled and max(frame.scale_x, frame.scale_y) <= 1:
        rows, columns = (
            line(count, length, stretch)
            for count, length, stretch in zip(reversed(frame.sent), reversed(frame.rect.size), part, strict=True)
        )
        corners = enlarged_corners(framed[1:, 1:], rows, columns)
        polygons = joined(corners) if len(corners) <= MOST_CORNERS else None
    if polygons is None:
        polygons = contours(enlarged(frame, sent.inner, size)[1])
    return _moved(polygons, inside)


def _around_all(
    shares: Sequence[Share], mask: Plane, blur: int, *, invert: bool, memory: TileMemory | None
) -> list[Polygon]:
    size = Size(mask.shape[1], mask.shape[0])
    area = _roughly(union(seen_part(frame, size)[0] for frame, _within in shares)).intersected(Rect.of(size))
    if all(_is_seen(frame, within, size, blur) for frame, within in shares):
        has_weight = ground(area.size, blur)
        for _frame, within in shares:
            there = within.translated(-area.x, -area.y).slices
            repaint(mask[within.slices], invert=invert, out=has_weight.inner[there])
        seen = [_view(frame, within, size).translated(-area.x, -area.y) for frame, within in shares]
        has_weight.repeat_border()
        spread(has_weight, blur, seen, memory)
        return _moved(contours_framed(has_weight.framed()), area)
    weights = np.zeros((area.height, area.width), np.uint8)
    for frame, within in shares:
        inside, weight = document_footprint(frame, mask, blur, invert=invert, within=within)
        target = weights[inside.translated(-area.x, -area.y).slices]
        np.maximum(target, weight, out=target)
    return _moved(contours(weights), area)


def _roughly(rect: Rect) -> Rect:
    """Return a rectangle around `rect` that most strokes leave as it is, so that what is remembered holds."""
    return Rect(*(_GRID * n for n in touched_by(rect, _GRID)))


def _is_seen(frame: Frame, within: Rect, size: Size, blur: int) -> bool:
    """Return whether a frame shows, as it is, all that the blur makes of what is `within` in a picture of `size`."""
    return not frame.is_scaled and frame.rect.encloses(within.expanded(reach(blur)).intersected(Rect.of(size)))


def _view(frame: Frame, within: Rect, size: Size) -> Rect:
    """Return `within`, and past the picture's borders that are the frame's own, where the blur sees them repeated."""
    rect = frame.rect
    left, top = (start - _PAST * (start == edge == 0) for start, edge in ((within.x, rect.x), (within.y, rect.y)))
    right, bottom = (
        end + _PAST * (end == edge == border)
        for end, edge, border in ((within.right, rect.right, size.width), (within.bottom, rect.bottom, size.height))
    )
    return Rect.spanning(left, top, right, bottom)


def _meet(rects: list[Rect]) -> bool:
    return any(not one.expanded(1).intersected(other).is_empty for one, other in combinations(rects, 2))


def _moved(polygons: list[Polygon], to: Rect) -> list[Polygon]:
    return [polygon + np.array([to.x, to.y], np.int32) for polygon in polygons]
