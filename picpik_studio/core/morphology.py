"""What is done to a mask as a whole: grow, shrink, feather, smooth, fill holes, remove specks.

Every function takes a mask (uint8 HxW, any values, down to 1x1) and returns a new one of its shape; none writes into
what it was given. "Painted" is what is repainted: 128 and more. What lies beyond the picture's border is taken to go
on as the border does, so that nothing draws back from it.
"""

import math
import os
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from cv2.typing import MatLike

from picpik_studio.core.arrays import Plane
from picpik_studio.core.footprint import bounds, repaint
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.regions import keep_connected, painted_connected, small_parts, without_seam

MAX_GROW = 1000
"""The most pixels that a mask is grown or shrunk by."""

MAX_SIGMA = 500.0
"""The widest feather, in pixels."""

MAX_SMOOTH = 200
"""The largest radius that edges are smoothed with, in pixels."""

MAX_AREA = 1_000_000_000
"""The largest hole or speck that can be asked for, in pixels: more than a picture has."""

_FULL = 255
_STRIP = 512  # rows of a strip at least: the distances of a whole 24 MP picture would take 96 MB
_REDUCTIONS = ((128.0, 16), (64.0, 8), (16.0, 4), (5.0, 2))  # from this sigma on, blur in a copy so many times smaller
GRID = 16
"""A part of a mask whose edges lie at multiples of this is feathered to the same bit as the whole is, in pixels."""

_DEPTH = 256  # the smaller copy is blurred and enlarged in 16 bits: floats differ by where in a row a pixel lies
_KERNEL_SIGMAS = 4  # the kernel reaches so far: what is cut off is 1/16,000
_CRISP = 1.25  # a smoothed edge is 1 / 1.25 px wide, so that the rounding to 8 bits does not soften a hard one
_SMOOTHING = 0.5  # sigma, as a part of the radius that is asked for


def demand(value: float, low: float, high: float) -> None:
    """Raise ValueError unless `value` lies between `low` and `high`."""
    if not low <= value <= high:
        raise ValueError(f"{value} is not within {low:g} and {high:g}")


def grow(mask: Plane, px: int) -> Plane:
    """Return `mask` with what is painted made larger by `px` pixels (0 to 1000) on every side. Raises ValueError.

    A pixel whose centre lies D from the nearest painted one becomes 255 * (px + 1 - D), within 0 and 255: the part of
    it that the grown shape covers. So straight hard edges stay hard, slanted ones are antialiased, and the new painted
    area is D <= px + 1/2. Faint paint that is stronger than that stays. 0 px returns a copy.

    D is OpenCV's 5x5 chamfer distance (Borgefors, 1986), within 2.1 % of the Euclidean: exact distances take four times
    as long (680 ms for 24 MP) and differ by less than a pixel up to 45 px.
    """
    demand(px, 0, MAX_GROW)
    result = mask.copy()
    painted = bounds(repaint(mask, invert=False))
    if px == 0 or painted.is_empty:
        return result
    area = painted.expanded(px + 1).intersected(_whole(mask))
    height = max(_STRIP, 4 * px)
    strips = [
        Rect(area.x, top, area.width, min(height, area.bottom - top)) for top in range(area.y, area.bottom, height)
    ]
    # OpenCV measures distances on one core, and lets go of the GIL: two strips at a time take half the time.
    with ThreadPoolExecutor(min(len(strips), os.cpu_count() or 1)) as pool:
        for done in [pool.submit(_grow_strip, mask, px, strip, result) for strip in strips]:
            done.result()
    return result


def shrink(mask: Plane, px: int) -> Plane:
    """Return `mask` with what is painted made smaller by `px` pixels (0 to 1000) on every side. Raises ValueError.

    It is `grow` of what is kept: shrink(mask) = 255 - grow(255 - mask), so faint paint goes too. It does not draw back
    from the picture's border.
    """
    return ~grow(~mask, px)


def feather(mask: Plane, sigma: float) -> Plane:
    """Return `mask` blurred by a Gaussian of `sigma` pixels (0 to 500), the border replicated. Raises ValueError.

    From sigma 5 on the blur is made in a copy reduced by a power of two and enlarged again, which takes tens of
    milliseconds at 24 MP where the whole one takes seconds. Means of n x n pixels add (n^2 - 1) / 12 to the variance
    and enlarging by straight lines adds n^2 / 6, so both are taken off beforehand. What is left, a mean of .25 of 255
    inside the soft edge and 2 at most, is little more than the rounding to 8 bits. 0 returns a copy.
    """
    demand(sigma, 0, MAX_SIGMA)
    painted = bounds(mask)
    if sigma == 0 or painted.is_empty:
        return mask.copy()
    # Beyond `near` there is nothing, and at its sides inside the picture there is but nothing to be replicated.
    near = on_grid(painted.expanded(feather_reach(sigma))).intersected(_whole(mask))
    if near == _whole(mask):
        return _feathered(mask, sigma)
    result = np.zeros_like(mask)
    result[near.slices] = _feathered(mask[near.slices], sigma)
    return result


def feather_reach(sigma: float) -> int:
    """Return how many pixels away `feather` can still see a pixel."""
    n = _reduction(sigma)
    return _reach(sigma) + 2 * n if sigma else 0


def smooth_reach(px: int) -> int:
    """Return how many pixels away `smooth` can still see a pixel."""
    return feather_reach(px * _SMOOTHING)


def on_grid(rect: Rect) -> Rect:
    """Return `rect` grown to multiples of `GRID`."""
    x, y = rect.x // GRID * GRID, rect.y // GRID * GRID
    return Rect(x, y, -(-(rect.right - x) // GRID) * GRID, -(-(rect.bottom - y) // GRID) * GRID)


def smooth(mask: Plane, px: int) -> Plane:
    """Return `mask` with its corners rounded and its dents and spikes evened out, up to about `px` (0 to 200) pixels.

    What is painted (0 or 255) is blurred with sigma = px / 2, and the blur made so steep again around its half that a
    straight edge is .8 px wide: straight hard edges stay where and what they are. The slope of a blurred edge in its
    middle is 255 / (sigma * sqrt(2 * pi)) a pixel. 0 returns a copy. Raises ValueError.
    """
    demand(px, 0, MAX_SMOOTH)
    if px == 0:
        return mask.copy()
    sigma = px * _SMOOTHING
    steep = max(1.0, _CRISP * sigma * math.sqrt(2 * math.pi))
    values = (np.arange(256) - _FULL / 2) * steep + _FULL / 2
    table = np.clip(np.rint(values), 0, _FULL).astype(np.uint8)
    blurred = feather(repaint(mask, invert=False), sigma)
    return cv2.LUT(blurred, table).astype(np.uint8, copy=False)


def holes(mask: Plane, up_to: int | None = None) -> Plane:
    """Return the holes of `mask`: uint8 HxW, 255 on what is kept but cannot be reached from the border, else 0.

    Kept pixels touch by their sides, painted ones by their corners too. Only holes of at most `up_to` pixels, if given.
    """
    # Flooded from a frame of one kept pixel round the mask, then turned round: what is left is what was not reached.
    framed = cv2.copyMakeBorder(repaint(mask, invert=False), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    cv2.floodFill(framed, None, (0, 0), (_FULL,), flags=4)
    found = cv2.bitwise_not(framed, dst=framed)[1:-1, 1:-1].astype(np.uint8, copy=False)
    return found if up_to is None else small_parts(found, up_to, keep_connected)


def fill_holes(mask: Plane, up_to: int | None = None) -> Plane:
    """Return `mask` with its `holes` painted 255, and the half-painted rim of each raised to what surrounds it.

    `up_to` is the largest hole to be filled, in pixels of area; None fills all. Raises ValueError when it is negative.
    """
    if up_to is not None:
        demand(up_to, 0, MAX_AREA)
    return without_seam(mask, holes(mask, up_to))


def specks(mask: Plane, up_to: int) -> Plane:
    """Return the specks of `mask`: uint8 HxW, 255 on painted parts of at most `up_to` pixels, else 0.

    Painted pixels touch by their sides and corners.
    """
    return small_parts(repaint(mask, invert=False), up_to, painted_connected)


def remove_specks(mask: Plane, up_to: int) -> Plane:
    """Return `mask` without its `specks` of at most `up_to` pixels of area, and without the faint rim of each.

    Raises ValueError when `up_to` is negative.
    """
    demand(up_to, 0, MAX_AREA)
    return ~without_seam(~mask, specks(mask, up_to))


def _whole(mask: Plane) -> Rect:
    return Rect.of(Size(mask.shape[1], mask.shape[0]))


def _grow_strip(mask: Plane, px: int, strip: Rect, result: Plane) -> None:
    """Write what `grow` makes of `mask` inside `strip` into `result`; what is farther off than px + 1 has no say."""
    near = strip.expanded(px + 1).intersected(_whole(mask))
    kept = repaint(mask[near.slices], invert=True)
    if cv2.countNonZero(kept) == kept.size:
        return
    inner = strip.translated(-near.x, -near.y).slices
    distance = cv2.distanceTransform(kept, cv2.DIST_L2, cv2.DIST_MASK_5)[inner]
    # Cut off at px + 1, where the cover is 0: convertScaleAbs would make negative values positive.
    cover = cv2.convertScaleAbs(np.minimum(distance, px + 1), alpha=-_FULL, beta=_FULL * (px + 1))
    target = result[strip.slices]
    np.maximum(target, cover, out=target)


def _feathered(mask: Plane, sigma: float) -> Plane:
    """Return the whole of `mask` blurred, as `feather` says."""
    n = _reduction(sigma)
    if n == 1:
        return _blurred(mask, sigma).astype(np.uint8, copy=False)
    height, width = mask.shape
    padded = cv2.copyMakeBorder(mask, n, n + -height % n, n, n + -width % n, cv2.BORDER_REPLICATE)
    rows, columns = padded.shape
    small = cv2.resize(padded, (columns // n, rows // n), interpolation=cv2.INTER_AREA).astype(np.uint16) * _DEPTH
    added = (n * n - 1) / 12 + n * n / 6
    blurred = _blurred(small, math.sqrt(sigma * sigma - added) / n)
    large = cv2.resize(blurred, (columns, rows), interpolation=cv2.INTER_LINEAR)[n : n + height, n : n + width]
    return cv2.convertScaleAbs(large, alpha=1 / _DEPTH).astype(np.uint8, copy=False)


def _reduction(sigma: float) -> int:
    """Return how many times smaller the copy is that is blurred; 1 is none."""
    return next((times for least, times in _REDUCTIONS if sigma >= least), 1)


def _blurred(mask: MatLike, sigma: float) -> MatLike:
    side = 2 * _reach(sigma) + 1
    return cv2.GaussianBlur(mask, (side, side), sigmaX=sigma, sigmaY=sigma, borderType=cv2.BORDER_REPLICATE)


def _reach(sigma: float) -> int:
    """Return how far the kernel of `sigma` reaches, in pixels."""
    return math.ceil(_KERNEL_SIGMAS * sigma)
