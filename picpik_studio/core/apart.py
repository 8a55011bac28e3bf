"""Spots so far from each other that each may have a frame of its own, and pieces of what is too large for one."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core import footprint
from picpik_studio.core.arrays import Plane
from picpik_studio.core.contour import BLOCK
from picpik_studio.core.frame import COMFORTABLE, MAX_SENT, MULTIPLE, frame_around_box
from picpik_studio.core.geometry import EMPTY, Rect, Size, union

_ROWS: Final = 8  # of blocks at once

MOST: Final = 16
"""A mask is parted into so many frames at most: what goes beyond goes together."""

OVERLAP: Final = 64
"""By so many pixels two pieces of one large spot overlap: the later one lies over the other, with room for a seam."""


def parted(mask: Plane, blur: int, padding: int, *, invert: bool) -> tuple[Rect, ...]:
    """Return the shares of `mask` (uint8 HxW), each with some of the spots that are repainted, in reading order.

    A share is the smallest rectangle around what it repaints, and that is all that is repainted inside.

    Spots whose frames (see `core.frame.frame_around_box`) overlap stay together, so that no frame shows another spot
    that is repainted too. What of them is too large for a frame that is not scaled down goes in pieces, each of which
    has such a frame; they overlap by `OVERLAP` and more. Together they are what `mask` repaints; none when that is
    nothing. There are `MOST` at most: beyond that large ones are not cut, then not parted.
    """
    size = Size(mask.shape[1], mask.shape[0])
    boxes = _boxes(mask, invert=invert, is_coarse=padding + footprint.reach(blur) >= BLOCK)
    groups = _joined(_gathered(boxes), size, blur, padding)
    if len(groups) > MOST:
        return (union(groups),)
    shares: list[Rect] = []
    for box in groups:
        is_cut = frame_around_box(box, size, blur, padding).is_scaled
        most = MAX_SENT - MULTIPLE - 2 * (padding + footprint.reach(blur))
        shares += _pieces(mask, box, most, invert=invert) if is_cut else [box]
    return tuple(shares if len(shares) <= MOST else groups)


def _spans(start: int, length: int, most: int) -> list[tuple[int, int]]:
    """Return starts and one length, at most `most`, of what covers `length` from `start` on, with the overlap."""
    count = max(1, -(-(length - OVERLAP) // (most - OVERLAP)))
    each = -(-(length + (count - 1) * OVERLAP) // count)
    return [(start + (length - each) * number // max(1, count - 1), each) for number in range(count)]


def _pieces(mask: Plane, box: Rect, most: int, *, invert: bool) -> list[Rect]:
    """Return the boxes of pieces, at most `most` a side, that overlap and have all that `box` has, in reading order.

    Each has something repainted that those before it have not.
    """
    pieces: list[Rect] = []
    bottom = box.y
    for y, height in _spans(box.y, box.height, most):
        right = box.x
        for x, width in _spans(box.x, box.width, most):
            new = Rect.spanning(right, bottom, x + width, y + height)
            if not footprint.box(mask[new.slices], invert=invert).is_empty:
                cell = Rect(x, y, width, height)
                pieces.append(footprint.box(mask[cell.slices], invert=invert).translated(x, y))
            right = x + width
        bottom = y + height
    return pieces


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
    """Return the blocks that have anything repainted as 1, strip by strip: the memory for more costs what they do."""
    height, width = (-(-side // BLOCK) for side in mask.shape)
    found = np.zeros((height, width), np.uint8)
    most = np.minimum if invert else np.maximum
    for row in range(0, height, _ROWS):
        strip = mask[row * BLOCK : (row + _ROWS) * BLOCK]
        lines = np.full((-(-len(strip) // BLOCK), width * BLOCK), 255 if invert else 0, np.uint8)
        for line, start in zip(lines, range(0, len(strip), BLOCK), strict=True):
            most.reduce(strip[start : start + BLOCK], 0, out=line[: mask.shape[1]])
        words = np.packbits(footprint.repaint(lines, invert=invert), axis=1).view(f"u{BLOCK // 8}")
        found[row : row + _ROWS] = words != 0
    return found


def _box(mask: Plane, is_mine: NDArray[np.bool_], blocks: Rect, *, invert: bool) -> Rect:
    """Return the box of what is repainted in those of `blocks` that are one spot's; each has something.

    So the first rows and columns of it are in the first blocks, and the last ones in the last.
    """
    _x, _y, width, height = blocks
    sides = [Rect(0, 0, width, 1), Rect(0, height - 1, width, 1), Rect(0, 0, 1, height), Rect(width - 1, 0, 1, height)]
    found = EMPTY
    for side in sides if min(width, height) > 2 else [Rect(0, 0, width, height)]:  # noqa: PLR2004 - nothing between
        there = Rect(*(n * BLOCK for n in side.translated(blocks.x, blocks.y)))
        R = footprint.repaint(mask[there.slices], invert=invert)
        mine = is_mine[side.slices].repeat(BLOCK, axis=0).repeat(BLOCK, axis=1)[: R.shape[0], : R.shape[1]]
        found = found.united(footprint.bounds(R * mine).translated(there.x, there.y))
    return found


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
