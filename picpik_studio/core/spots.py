"""Missed spots: pinholes, narrow gaps and stray specks, which nobody sees until the result is there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane, read_only
from picpik_studio.core.footprint import repaint
from picpik_studio.core.geometry import Rect
from picpik_studio.core.morphology import specks
from picpik_studio.core.regions import Parts, keep_connected, painted_connected, small_parts, without_seam

DEFAULT_WIDTH = 6
"""Gaps are narrower than this, in pixels."""

DEFAULT_AREA = 64
"""Pinholes and specks have at most so many pixels."""

_FULL = 255


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


def find_spots(mask: Plane, *, width: int = DEFAULT_WIDTH, area: int = DEFAULT_AREA) -> tuple[Spot, ...]:
    """Return the missed spots of `mask` (uint8 HxW), from top to bottom, then from left to right.

    A pinhole is a kept part of at most `area` pixels (0 or more), a speck a painted part of at most `area`. A gap is
    kept too, and lies between painted pixels, or between them and the border, less than `width` (1 or more) apart along
    its row, over `width` rows at least; or the same along its column. So neither the corners of a shape nor a single
    notch is one. Raises ValueError when a number is out of range. In an empty mask nothing was missed. Slow work.
    """
    if width < 1 or area < 0:
        raise ValueError(f"Gaps of {width} and spots of {area} pixels cannot be looked for")
    painted = repaint(mask, invert=False)
    if not painted.any():
        return ()
    pinholes = small_parts(~painted, area, keep_connected)
    across = _long(_narrow(painted, width), cv2.CC_STAT_HEIGHT, width)
    down = _long(_narrow(painted.T, width).T, cv2.CC_STAT_WIDTH, width)
    gaps = cv2.bitwise_and(cv2.bitwise_or(across, down), ~pinholes).astype(np.uint8, copy=False)
    found = [
        *_spots(SpotKind.PINHOLE, pinholes, keep_connected),
        *_spots(SpotKind.GAP, gaps, painted_connected),
        *_spots(SpotKind.SPECK, specks(mask, area), painted_connected),
    ]
    return tuple(sorted(found, key=lambda spot: (spot.rect.y, spot.rect.x)))


def fixed(mask: Plane, spots: Iterable[Spot]) -> Plane:
    """Return `mask` (uint8 HxW) with `spots`, one or all, put right: pinholes and gaps painted, specks taken away.

    What was half-painted around them goes with them. The spots are those of a mask of the same size.
    """
    fill, clear = np.zeros_like(mask), np.zeros_like(mask)
    for spot in spots:
        target = (clear if spot.kind is SpotKind.SPECK else fill)[spot.rect.slices]
        np.maximum(target, spot.shape, out=target)
    return ~without_seam(~without_seam(mask, fill), clear)


def _narrow(painted: Plane, width: int) -> Plane:
    """Return what is kept and has painted pixels, or the border, on both sides in its row, less than `width` apart.

    It is the closing by a row of `width` pixels. The erosion's anchor mirrors the dilation's, without which an even
    width would shift the result.
    """
    row = np.ones((1, width), np.uint8)
    framed = cv2.copyMakeBorder(painted, 0, 0, width, width, cv2.BORDER_CONSTANT, value=(_FULL,))
    closed = cv2.erode(cv2.dilate(framed, row, anchor=(0, 0)), row, anchor=(width - 1, 0))
    inner = closed[:, width : width + painted.shape[1]]
    return cv2.bitwise_and(inner, ~painted).astype(np.uint8, copy=False)


def _long(plane: Plane, side: int, least: int) -> Plane:
    """Return the parts of `plane` whose rectangle's `side` (a column of the statistics) has `least` pixels."""
    labels, stats = painted_connected(np.ascontiguousarray(plane))
    values = np.where(stats[:, side] >= least, _FULL, 0).astype(np.uint8)
    values[0] = 0
    return np.take(values, labels)


def _spots(kind: SpotKind, plane: Plane, connected: Callable[[Plane], Parts]) -> Iterator[Spot]:
    labels, stats = connected(plane)
    for number, (x, y, width, height, area) in enumerate(stats[1:].tolist(), start=1):
        rect = Rect(x, y, width, height)
        shape = np.where(labels[rect.slices] == number, _FULL, 0).astype(np.uint8)
        yield Spot(kind, rect, area, read_only(shape))
