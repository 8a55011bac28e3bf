"""Missed spots: pinholes, narrow gaps and stray specks, which nobody sees until the result is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect
from picpik_studio.core.regions import without_seam

DEFAULT_WIDTH = 6
"""Gaps are narrower than this, in pixels."""

DEFAULT_AREA = 64
"""Pinholes and specks have at most so many pixels."""


class SpotKind(Enum):
    """What may have been missed."""

    PINHOLE = "pinhole"
    GAP = "gap"
    SPECK = "speck"


@dataclass(frozen=True)
class Spot:
    """One place that may have been missed: its rectangle in image pixels and how many pixels it has.

    `shape` is uint8 of the rectangle's size, 255 on the spot's pixels, read-only.
    """

    kind: SpotKind
    rect: Rect
    area: int
    shape: Plane = field(repr=False, compare=False)


def fixed(mask: Plane, spots: Iterable[Spot]) -> Plane:
    """Return `mask` (uint8 HxW) with `spots`, one or all, put right: pinholes and gaps painted, specks taken away.

    What was half-painted around them goes with them. The spots are those of a mask of the same size.
    """
    fill, clear = np.zeros_like(mask), np.zeros_like(mask)
    for spot in spots:
        target = (clear if spot.kind is SpotKind.SPECK else fill)[spot.rect.slices]
        np.maximum(target, spot.shape, out=target)
    return ~without_seam(~without_seam(mask, fill), clear)
