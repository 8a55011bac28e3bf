"""Regions found from one pixel: of like colour in the picture (magic wand), or inside painted edges (bucket)."""

import math
from functools import reduce

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane, read_only
from picpik_studio.core.footprint import bounds, repaint
from picpik_studio.core.geometry import EMPTY, Point, Rect, Size
from picpik_studio.core.regions import SEAM, without_seam

MAX_TOLERANCE = 255

_FULL = 255
_COLOURS = 3
_DEPTH_STEP = 257  # 16-bit samples for one step of 8 bits
_MARK = 128  # what a flood leaves behind
_RIM = 3 * SEAM  # pixels around a region that its rim depends on
_STRIP = 64  # rows that are compared at a time: what lies between the steps stays in the processor's cache

Region = tuple[Rect, Plane]
"""Where a region lies, and uint8 HxW of that size, 255 inside it."""


class Wand:
    """How like the pixel under `point` every other one is; then a region for any tolerance, fast enough to be live.

    `pixels` is a picture in one of its layouts (see `picture.Picture`); `has_alpha` says whether its fourth channel
    means anything. Likeness is the largest difference of any channel, 0 to 255; 16-bit samples count in steps of 257,
    begun ones whole. With alpha the colours are compared as they show, multiplied by it, and so is alpha itself: what
    is invisible is alike whatever colour hides there.

    Making one reads the whole picture (slow work at 24 MP: not for the GUI thread). Raises ValueError when `point` lies
    outside. `difference` is uint8 HxW, read-only.
    """

    def __init__(self, pixels: Pixels, point: Point, *, has_alpha: bool) -> None:
        height, width = pixels.shape[:2]
        self.size = Size(width, height)
        if not Rect.of(self.size).contains(point):
            raise ValueError(f"{point} lies outside a picture of {width} x {height}")
        self._seed = math.floor(point.x), math.floor(point.y)
        x, y = self._seed
        seed = pixels[y : y + 1, x : x + 1]
        like_seed = _shown(seed.repeat(min(_STRIP, height), axis=0).repeat(width, axis=1), has_alpha=has_alpha)
        difference = np.empty((height, width), np.uint8)
        for top in range(0, height, _STRIP):
            strip = _shown(pixels[top : top + _STRIP], has_alpha=has_alpha)
            difference[top : top + _STRIP] = _difference(strip, like_seed)
        self.difference = read_only(difference)

    def region(self, tolerance: int, *, contiguous: bool = True) -> Region:
        """Return what differs by at most `tolerance` (0 to 255), joined by sides to the pixel, or everywhere.

        Raises ValueError when the tolerance is out of range.
        """
        if not 0 <= tolerance <= MAX_TOLERANCE:
            raise ValueError(f"A tolerance is 0 to {MAX_TOLERANCE}, not {tolerance}")
        alike = cv2.threshold(self.difference, tolerance, _FULL, cv2.THRESH_BINARY_INV)[1].astype(np.uint8, copy=False)
        if contiguous:
            return _flooded(alike, self._seed, 4)
        rect = bounds(alike)
        return rect, alike[rect.slices]

    def plane(self, tolerance: int, *, contiguous: bool = True) -> Plane:
        """Return the same as uint8 HxW of the picture's size, 255 inside, else 0."""
        rect, values = self.region(tolerance, contiguous=contiguous)
        plane = np.zeros((self.size.height, self.size.width), np.uint8)
        plane[rect.slices] = values
        return plane


def enclosed(mask: Plane, point: Point) -> Region:
    """Return the kept region of `mask` (uint8 HxW) around `point` (image pixels), bounded by painted pixels.

    Kept pixels touch by their sides. `EMPTY` when the pixel is painted or lies outside the mask.
    """
    return _around(repaint(mask, invert=True), point, 4)


def painted_part(mask: Plane, point: Point) -> Region:
    """Return the painted part of `mask` (uint8 HxW) under `point`, joined by sides and corners, or `EMPTY`."""
    return _around(repaint(mask, invert=False), point, 8)


def filled(mask: Plane, region: Region) -> Region:
    """Return where and what `mask` becomes when `region` is painted and no half-painted rim is left around it."""
    rect, values = region
    height, width = mask.shape
    wide = rect.expanded(_RIM).intersected(Rect(0, 0, width, height))
    if wide.is_empty:
        return EMPTY, mask[:0, :0]
    plane = np.zeros((wide.height, wide.width), np.uint8)
    plane[rect.translated(-wide.x, -wide.y).slices] = values
    return wide, without_seam(mask[wide.slices], plane)


def _difference(planes: list[Pixels], like_seed: list[Pixels]) -> Plane:
    """Return the largest difference of any plane from its twin, which has as many rows or more: uint8 HxW."""
    rows = planes[0].shape[0]
    largest = reduce(cv2.max, (cv2.absdiff(one, other[:rows]) for one, other in zip(planes, like_seed, strict=True)))
    if largest.dtype != np.uint8:
        largest = (largest.astype(np.uint32) + _DEPTH_STEP - 1) // _DEPTH_STEP
    return largest.astype(np.uint8, copy=False)


def _shown(pixels: Pixels, *, has_alpha: bool) -> list[Pixels]:
    """Return the planes to be compared: the colours; with alpha the colours multiplied by it, rounded, and alpha."""
    planes = [plane.astype(pixels.dtype, copy=False) for plane in cv2.split(pixels)]
    colours, alpha = planes[:_COLOURS], planes[-1]
    if not has_alpha:
        return colours
    scale = 1 / np.iinfo(pixels.dtype).max
    return [*(cv2.multiply(plane, alpha, scale=scale).astype(pixels.dtype, copy=False) for plane in colours), alpha]


def _around(plane: Plane, point: Point, connectivity: int) -> Region:
    height, width = plane.shape
    x, y = math.floor(point.x), math.floor(point.y)
    if not Rect(0, 0, width, height).contains(point) or not plane[y, x]:
        return EMPTY, plane[:0, :0]
    return _flooded(plane, (x, y), connectivity)


def _flooded(plane: Plane, seed: tuple[int, int], connectivity: int) -> Region:
    """Return the part of `plane` (0 or 255, not 0 at `seed`) that holds `seed`; `plane` is written into."""
    _, _, _, box = cv2.floodFill(plane, None, seed, (_MARK,), flags=connectivity)
    rect = Rect(*box)
    return rect, cv2.inRange(plane[rect.slices], (_MARK,), (_MARK,)).astype(np.uint8, copy=False)
