"""Spots that the edge blur dissolves: parts of the repaint area that a service which blurs its mask hardly repaints."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import blurred, bounds, reach
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.mask import THRESHOLD
from picpik_studio.core.regions import painted_connected


@dataclass(frozen=True)
class DissolvingSpot:
    """A connected part: its rectangle, how many pixels it has, and how many of them keep half or more when blurred."""

    rect: Rect
    area: int
    survivors: int


def dissolving_spots(area: Plane, blur: int) -> tuple[DissolvingSpot, ...]:
    """Return the parts of `area` (R of `core.footprint`: uint8 HxW, 0 or 255, as sent) that `blur` dissolves.

    A part, joined by sides and corners, dissolves when fewer than half of its pixels have G >= 128, where G is `area`
    under a Gaussian of sigma `blur` (MaskBlur, 0 to 64). From top to bottom. Slow work.
    """
    near = bounds(area).expanded(reach(blur)).intersected(Rect.of(Size(area.shape[1], area.shape[0])))
    if blur == 0 or near == EMPTY:
        return ()
    inside = np.ascontiguousarray(area[near.slices])
    labels, stats = painted_connected(inside)
    counts = np.bincount(labels[blurred(inside, blur) >= THRESHOLD], minlength=len(stats))
    found = [
        DissolvingSpot(Rect(x, y, width, height).translated(near.x, near.y), size, survivors)
        for (x, y, width, height, size), survivors in zip(stats[1:].tolist(), counts[1:].tolist(), strict=True)
        if 2 * survivors < size
    ]
    return tuple(sorted(found, key=lambda spot: (spot.rect.y, spot.rect.x)))


def saving_blur(area: Plane, blur: int, check: Callable[[], None] = lambda: None) -> int:
    """Return the largest MaskBlur, `blur` at most, at which no part of `area` dissolves; 0 is one.

    `check` is called again and again, and may raise to end it. Slow work.
    """
    spots = dissolving_spots(area, blur)
    while spots:
        check()
        blur -= 1
        # The smallest one is the likeliest to be dissolved still, and costs little to look at.
        if not _dissolves(area, min(spots, key=lambda spot: spot.area), blur):
            spots = dissolving_spots(area, blur)
    return blur


def _dissolves(area: Plane, spot: DissolvingSpot, blur: int) -> bool:
    """Return whether `blur` dissolves this part of `area`."""
    if blur == 0:
        return False
    near = spot.rect.expanded(reach(blur)).intersected(Rect.of(Size(area.shape[1], area.shape[0])))
    inside = np.ascontiguousarray(area[near.slices])
    own = spot.rect.translated(-near.x, -near.y).slices
    labels, stats = painted_connected(inside[own])
    number = stats.tolist().index([0, 0, spot.rect.width, spot.rect.height, spot.area], 1)
    survivors = np.count_nonzero(blurred(inside, blur)[own][labels == number] >= THRESHOLD)
    return bool(2 * survivors < spot.area)
