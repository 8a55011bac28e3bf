"""Parts a hole into regions that are filled one by one, each with as much of the picture around it as helps."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import bounds
from picpik_studio.core.geometry import Rect, Size

_CELL = 64
_MOST_REGIONS = 6
_LEAST_MARGIN = 128
_MARGIN = 0.75


@dataclass(frozen=True)
class Region:
    """A part of the picture to look at: `crop` in its pixels, `hole` (uint8 of the crop's size) what to fill there."""

    crop: Rect
    hole: Plane


def regions(hole: Plane) -> list[Region]:
    """Part `hole` (uint8 HxW, not 0 = fill) into at most 6 regions, the smallest first; together they hold all of it.

    Parts nearer than a cell (64 px, doubled until the count fits) belong together. A crop reaches beyond its part by
    .75 of the part's longer side, 128 px at least.
    """
    cell = _CELL
    while True:
        count, labels = _grouped(hole, cell)
        if count <= _MOST_REGIONS:
            break
        cell *= 2
    masks = (np.where(labels == label, hole, 0).astype(np.uint8) for label in range(1, count + 1))
    found = [_region(mask) for mask in masks]
    return sorted(found, key=lambda region: region.crop.width * region.crop.height)


def _grouped(hole: Plane, cell: int) -> tuple[int, NDArray[np.uint16]]:
    """Return how many groups of touching cells hold something, and each pixel's group from 1 on (HxW, 0 = none)."""
    height, width = hole.shape
    rows, columns = -(-height // cell), -(-width // cell)
    padded = np.zeros((rows * cell, columns * cell), np.uint8)
    padded[:height, :width] = hole
    cells = padded.reshape(rows, cell, columns, cell).max(axis=(1, 3))
    count, labels = cv2.connectedComponents((cells > 0).astype(np.uint8), connectivity=8)
    wide = labels.astype(np.uint16).repeat(cell, axis=0).repeat(cell, axis=1)
    return count - 1, wide[:height, :width]


def _region(hole: Plane) -> Region:
    box = bounds(hole)
    margin = max(_LEAST_MARGIN, round(_MARGIN * max(box.width, box.height)))
    height, width = hole.shape
    crop = box.expanded(margin).intersected(Rect.of(Size(width, height)))
    return Region(crop, hole[crop.slices])
