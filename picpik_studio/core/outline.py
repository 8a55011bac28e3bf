"""The lines around what a request may change, from its frame and the mask; made anew after every stroke."""

import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.contour import MOST_CORNERS, Polygon, contours, joined
from picpik_studio.core.enlarging import enlarged_corners, line
from picpik_studio.core.frame import Frame, enlarged, seen_part
from picpik_studio.core.geometry import Size
from picpik_studio.core.support import support
from picpik_studio.core.touching import touched


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
    return [polygon + np.array([inside.x, inside.y], np.int32) for polygon in polygons]
