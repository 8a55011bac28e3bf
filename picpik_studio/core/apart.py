"""Spots so far from each other that each may have a frame of its own, and pieces of what is too large for one."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core import footprint
from picpik_studio.core.arrays import Plane, blank_plane, plane
from picpik_studio.core.contour import BLOCK, uniform
from picpik_studio.core.frame import COMFORTABLE, MAX_SENT, MULTIPLE, frame_around_box
from picpik_studio.core.geometry import EMPTY, Rect, Size

_ROWS: Final = 8  # of blocks at once

MOST: Final = 16
"""A mask is parted into so many frames at most: what goes beyond goes together."""

OVERLAP: Final = 64
"""By so many pixels two pieces of one large spot overlap: the later one lies over the other, with room for a seam."""


def parted(mask: Plane, blur: int, padding: int, *, invert: bool) -> tuple[Plane, ...]:
    """Return `mask` (uint8 HxW) as several, each with some of the spots that are repainted, in reading order.

    Spots whose frames (see `core.frame.frame_around`) overlap stay together, so that no frame shows another spot that
    is repainted too. What of them is too large for a frame that is not scaled down goes in pieces, each of which has
    such a frame; they overlap by `OVERLAP` and more. Together they repaint what `mask` does. One that cannot be parted
    is returned as it is, alone. There are `MOST` frames at most: beyond that large ones are not cut, then not parted.
    """
    size = Size(mask.shape[1], mask.shape[0])
    boxes = _boxes(mask, invert=invert, is_coarse=padding + footprint.reach(blur) >= BLOCK)
    groups = _joined(_gathered(boxes), size, blur, padding)
    if len(groups) > MOST:
        return (mask,)
    frames = [frame_around_box(box, size, blur, padding) for box in groups]
    whole = [frame.rect.intersected(Rect.of(size)) for frame in frames]
    rects: list[Rect] = []
    for box, frame, rect in zip(groups, frames, whole, strict=True):
        cells = _cells(box, MAX_SENT - MULTIPLE - 2 * (padding + footprint.reach(blur)))
        rects += _needed(mask, box, cells, invert=invert) if frame.is_scaled else [rect]
    rects = rects if len(rects) <= MOST else whole
    return tuple(_within(mask, rect, invert=invert) for rect in rects) if len(rects) > 1 else (mask,)


def _cells(box: Rect, most: int) -> list[Rect]:
    """Return rectangles of at most `most` a side that overlap and cover `box`, in reading order."""
    across, down = (_spans(start, length, most) for start, length in ((box.x, box.width), (box.y, box.height)))
    return [Rect(x, y, width, height) for y, height in down for x, width in across]


def _spans(start: int, length: int, most: int) -> list[tuple[int, int]]:
    """Return starts and one length, at most `most`, of what covers `length` from `start` on, with the overlap."""
    count = max(1, -(-(length - OVERLAP) // (most - OVERLAP)))
    each = -(-(length + (count - 1) * OVERLAP) // count)
    return [(start + (length - each) * number // max(1, count - 1), each) for number in range(count)]


def _needed(mask: Plane, box: Rect, cells: list[Rect], *, invert: bool) -> list[Rect]:
    """Return the cells that have anything repainted that those before have not; all lie in `box`."""
    left = footprint.repaint(mask[box.slices], invert=invert).copy()
    needed: list[Rect] = []
    for cell in cells:
        there = cell.translated(-box.x, -box.y).slices
        if left[there].any():
            left[there] = 0
            needed.append(cell)
    return needed


def _within(mask: Plane, rect: Rect, *, invert: bool) -> Plane:
    """Return what `mask` has in `rect`, and nothing that is repainted elsewhere."""
    size = mask.shape[1], mask.shape[0]
    part = plane(*size, value=255) if invert else blank_plane(*size)
    part[rect.slices] = mask[rect.slices]
    return part


def _boxes(mask: Plane, *, invert: bool, is_coarse: bool) -> list[Rect]:
    """Return the boxes of the spots that are repainted; with `is_coarse` near ones may have one together.

    Those are 2 * `BLOCK` pixels from each other at most: the frames of spots with at least half of that around them
    overlap in any case. Pixels would take twenty times as long as blocks do.
    """
    if not is_coarse:
        R = footprint.repaint(mask, invert=invert)
        return [Rect(*box) for box in cv2.connectedComponentsWithStats(R, connectivity=8)[2][1:, :4].tolist()]
    painted = _blocks(mask, invert=invert)
    _count, labels, statistics, _centres = cv2.connectedComponentsWithStats(painted, connectivity=8)
    return [
        _box(mask, np.asarray(labels[Rect(*box).slices]) == number, Rect(*box), invert=invert)
        for number, box in enumerate(statistics[1:, :4].tolist(), 1)
    ]


def _blocks(mask: Plane, *, invert: bool) -> Plane:
    """Return the blocks that have anything repainted as 1, strip by strip."""
    height, width = (-(-side // BLOCK) for side in mask.shape)
    found = np.zeros((height, width), np.uint8)
    for row in range(0, height, _ROWS):
        strip = mask[row * BLOCK : (row + _ROWS) * BLOCK]
        whole = np.zeros((-(-len(strip) // BLOCK) * BLOCK, width * BLOCK), np.uint8)
        whole[: len(strip), : strip.shape[1]] = footprint.repaint(strip, invert=invert)
        found[row : row + _ROWS] = uniform(whole, BLOCK)[0]
    return found


def _box(mask: Plane, is_mine: NDArray[np.bool_], blocks: Rect, *, invert: bool) -> Rect:
    """Return the box of what is repainted in those of `blocks` that are one spot's."""
    there = Rect(*(n * BLOCK for n in blocks))
    R = footprint.repaint(mask[there.slices], invert=invert)
    mine = is_mine.repeat(BLOCK, axis=0).repeat(BLOCK, axis=1)[: R.shape[0], : R.shape[1]]
    return footprint.bounds(R * mine).translated(there.x, there.y)


def _gathered(boxes: list[Rect]) -> list[Rect]:
    """Return the boxes, as one those whose middles share a cell: their frames overlap, since none is smaller.

    So that dust has not a frame for each grain.
    """
    cells: dict[tuple[int, int], Rect] = {}
    for box in boxes:
        cell = (box.x + box.right) // COMFORTABLE, (box.y + box.bottom) // COMFORTABLE
        cells[cell] = cells.get(cell, EMPTY).united(box)
    return list(cells.values())


def _joined(boxes: list[Rect], size: Size, blur: int, padding: int) -> list[Rect]:
    """Return the boxes, as one those whose frames overlap, and what that makes larger again; in reading order."""
    apart: list[tuple[Rect, Rect]] = []  # boxes and their frames, no two of which overlap
    for each in boxes:
        box, frame = each, frame_around_box(each, size, blur, padding).rect
        while (number := _overlapping(frame, apart)) is not None:
            box = box.united(apart.pop(number)[0])
            frame = frame_around_box(box, size, blur, padding).rect
        apart.append((box, frame))
    return sorted((box for box, _frame in apart), key=lambda box: (box.y, box.x))


def _overlapping(frame: Rect, others: list[tuple[Rect, Rect]]) -> int | None:
    """Return the number of the first of the boxes whose frame overlaps `frame`."""
    return next((number for number, (_box, other) in enumerate(others) if not other.intersected(frame).is_empty), None)
