"""Which of many marks are drawn, so that each spot is near one and they do not become a carpet."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QTransform

from picpik_studio.core.geometry import Rect

Boxes = NDArray[np.float64]


def boxes_of(rects: Iterable[Rect]) -> Boxes:
    """Return rectangles as an array: Nx4, left, top, right and bottom in image pixels."""
    return np.array([(rect.x, rect.y, rect.right, rect.bottom) for rect in rects], np.float64).reshape(-1, 4)


def standing_out(boxes: Boxes, place: QTransform, seen: QRectF, apart: float) -> NDArray[np.intp]:
    """Return the indices of the boxes that are marked, ascending: of those whose middles are near each other, one.

    `place` is the way from the picture to the widget, `seen` what of the widget is in sight, with room for a mark.
    Near is less than `apart` pixels of the widget, by a grid that stands still on the picture; the largest is marked.
    """
    there = place.inverted()[0].mapRect(seen)
    in_sight = np.flatnonzero(
        (boxes[:, 2] >= there.left())
        & (boxes[:, 0] <= there.right())
        & (boxes[:, 3] >= there.top())
        & (boxes[:, 1] <= there.bottom())
    )
    sides = boxes[in_sight, 2:] - boxes[in_sight, :2]
    largest_first = in_sight[np.argsort(-sides.max(axis=1), kind="stable")]
    middles = (boxes[largest_first, :2] + boxes[largest_first, 2:]) / 2
    zoom = abs(place.determinant()) ** 0.5
    cells = np.floor(middles * zoom / apart).astype(np.int64)
    _cells, first = np.unique(cells, axis=0, return_index=True)
    return np.sort(largest_first[first])
