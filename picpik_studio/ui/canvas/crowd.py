"""Which of many marks are drawn, so that each spot is near one and they do not become a carpet."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QTransform

from picpik_studio.core.geometry import Rect


class Crowd:
    """Rectangles in image pixels that are to be marked. Sorted once: a view is moved many times a second."""

    def __init__(self, rects: Iterable[Rect] = ()) -> None:
        boxes = np.array([(rect.x, rect.y, rect.right, rect.bottom) for rect in rects], np.float64).reshape(-1, 4)
        self._order = np.argsort(-(boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0), kind="stable")
        self._boxes = boxes[self._order]
        self._middles = (self._boxes[:, :2] + self._boxes[:, 2:]) / 2

    def standing_out(self, place: QTransform, seen: QRectF, apart: float) -> list[int]:
        """Return the indices of those that are marked, ascending: where middles are near each other, the largest's.

        `place` is the way from the picture to the widget, `seen` what of the widget is in sight, with room for a mark.
        Near is less than `apart` pixels of the widget, by a grid that stands still on the picture.
        """
        there, boxes = place.inverted()[0].mapRect(seen), self._boxes
        in_sight = np.flatnonzero(
            (boxes[:, 2] >= there.left())
            & (boxes[:, 0] <= there.right())
            & (boxes[:, 3] >= there.top())
            & (boxes[:, 1] <= there.bottom())
        )
        zoom = abs(place.determinant()) ** 0.5
        cells = np.floor(self._middles[in_sight] * (zoom / apart)).astype(np.int64)
        # One number a cell: a picture has far fewer columns of cells than 2 to the 32nd.
        _cells, first = np.unique((cells[:, 1] << 32) + cells[:, 0], return_index=True)
        return sorted(self._order[in_sight[first]].tolist())
