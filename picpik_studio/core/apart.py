"""Spots that lie so far from each other that each may have a frame of its own."""

from typing import Final

import cv2
import numpy as np

from picpik_studio.core import footprint
from picpik_studio.core.arrays import Plane
from picpik_studio.core.frame import frame_around_box
from picpik_studio.core.geometry import Rect, Size

MOST: Final = 16
"""A mask is parted into so many frames at most: what goes beyond goes together."""


def parted(mask: Plane, blur: int, padding: int, *, invert: bool) -> tuple[Plane, ...]:
    """Return `mask` (uint8 HxW) as several, each with some of the spots that are repainted, in reading order.

    Spots whose frames (see `core.frame.frame_around`) overlap stay together, so that no frame shows another spot that
    is repainted too. Together they repaint what `mask` does. One that cannot be parted is returned as it is, alone;
    so is one that would need more than `MOST` frames.
    """
    R = footprint.repaint(mask, invert=invert)
    size = Size(mask.shape[1], mask.shape[0])
    count, labels, boxes, _centres = cv2.connectedComponentsWithStats(R, connectivity=8)
    groups = _joined([Rect(*(int(n) for n in boxes[label][:4])) for label in range(1, count)], size, blur, padding)
    if not 1 < len(groups) <= MOST:
        return (mask,)
    belongs = np.zeros(count, np.int32)
    for number, group in enumerate(groups, 1):
        belongs[[label + 1 for label in group]] = number
    owner = belongs[np.asarray(labels)]
    kept = np.uint8(255 if invert else 0)
    return tuple(np.where((owner == number) | (R == 0), mask, kept) for number in range(1, len(groups) + 1))


def _joined(boxes: list[Rect], size: Size, blur: int, padding: int) -> list[list[int]]:
    """Return groups of the boxes' numbers: those whose frames overlap are one, and what that makes larger again."""
    groups = [([number], box) for number, box in enumerate(boxes)]
    is_settled = False
    while not is_settled:
        frames = [frame_around_box(box, size, blur, padding).rect for _numbers, box in groups]
        pair = _overlapping(frames)
        is_settled = pair is None
        if pair is not None:
            first, second = pair
            numbers, box = groups.pop(second)
            groups[first] = (groups[first][0] + numbers, groups[first][1].united(box))
    return [sorted(numbers) for numbers, _box in sorted(groups, key=lambda group: (group[1].y, group[1].x))]


def _overlapping(rects: list[Rect]) -> tuple[int, int] | None:
    """Return the first two that overlap, the first number the smaller one; None when all are apart."""
    for second, rect in enumerate(rects):
        for first in range(second):
            if not rects[first].intersected(rect).is_empty:
                return first, second
    return None
