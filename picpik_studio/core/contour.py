"""The boundary of an area as closed lines along the edges of its pixels."""

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane

Polygon = NDArray[np.int32]
"""Corners, Nx2 (x, y) in pixels, closed; its sides are horizontal and vertical in turn."""

MOST_CORNERS = 40_000
"""Beyond this a boundary is drawn from a plane of half the size, which nobody tells from it by eye."""


def contours(area: Plane, most: int = MOST_CORNERS) -> list[Polygon]:
    """Return the closed lines between what is 0 in `area` (uint8 HxW) and what is not; the borders count as 0.

    Exact to the pixel up to `most` corners; beyond them blocks of 2 x 2, 4 x 4 and so on count as inside when one of
    their pixels is.
    """
    step = 1
    corners = _corners(area)
    while len(corners) > most:
        area = _halved(area)
        step *= 2
        corners = _corners(area)
    return [polygon * step for polygon in _joined(corners)]


def _corners(area: Plane) -> Polygon:
    """Return every corner of the boundary; where two areas touch by a corner it is there twice."""
    inside = cv2.copyMakeBorder(
        cv2.threshold(area, 0, 255, cv2.THRESH_BINARY)[1], 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,)
    )
    across = cv2.bitwise_xor(inside[:, 1:], inside[:, :-1])
    down = cv2.bitwise_xor(inside[1:, :-1], inside[:-1, :-1])
    turns = _places(cv2.bitwise_xor(across[1:], across[:-1]))
    crossings = _places(cv2.bitwise_and(cv2.bitwise_and(across[1:], across[:-1]), down))
    return np.concatenate([turns, crossings, crossings])


def _places(plane: MatLike) -> Polygon:
    found = cv2.findNonZero(plane)
    return np.empty((0, 2), np.int32) if found is None else found.reshape(-1, 2).astype(np.int32, copy=False)


def _joined(corners: Polygon) -> list[Polygon]:
    """Return the corners in the order in which their lines are walked.

    In a row of corners the first is joined to the second, the third to the fourth; in a column likewise.
    """
    corners = corners[np.lexsort((corners[:, 0], corners[:, 1]))]
    by_column = np.lexsort((corners[:, 1], corners[:, 0]))
    partner = np.empty(len(corners), np.intp)
    partner[by_column[0::2]], partner[by_column[1::2]] = by_column[1::2], by_column[0::2]
    beside = partner.tolist()
    is_walked = bytearray(len(corners))
    polygons = []
    for first in range(len(beside)):
        if is_walked[first]:
            continue
        line, here = [], first
        while not is_walked[here]:
            there = here ^ 1  # along its row
            is_walked[here] = is_walked[there] = 1
            line += [here, there]
            here = beside[there]
        polygons.append(corners[line])
    return polygons


def _halved(area: Plane) -> Plane:
    """Return half the size, each pixel the largest of the four that it covers."""
    even = cv2.copyMakeBorder(area, 0, area.shape[0] % 2, 0, area.shape[1] % 2, cv2.BORDER_CONSTANT, value=(0,))
    rows = np.maximum(even[0::2], even[1::2])
    return np.ascontiguousarray(np.maximum(rows[:, 0::2], rows[:, 1::2]), np.uint8)
