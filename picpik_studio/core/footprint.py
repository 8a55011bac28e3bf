"""The footprint: which pixels a request may change, and how much. One function for the editor and for the engine."""

from collections.abc import Iterator
from functools import lru_cache

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.mask import THRESHOLD

_TILE = 128
_NEAR = 16  # kernels that reach no further are OpenCV's own: it is faster with them
_ONE = 256  # the kernel's sum, as OpenCV has it for planes of bytes


def repaint(mask: Plane, *, invert: bool, out: Plane | None = None) -> Plane:
    """Return R: uint8 HxW, 255 where a request repaints, else 0; written to `out` where that is given.

    `mask` is uint8 HxW of any values and painted where it is 128 or more; `invert` (InvertMask) repaints the rest.
    """
    kind = cv2.THRESH_BINARY_INV if invert else cv2.THRESH_BINARY
    return cv2.threshold(mask, THRESHOLD - 1, 255, kind, dst=out)[1].astype(np.uint8, copy=False)


def reach(blur: int) -> int:
    """Return how many pixels beyond the painted ones the weight of `blur` (MaskBlur, 0 to 64) reaches."""
    return int(2.5 * blur + 0.5)


def weight(mask: Plane, blur: int, *, invert: bool) -> Plane:
    """Return the weight W, uint8 HxW: 0 keeps the original, 255 is wholly the result. The footprint is W > 0.

    R (see `repaint`) is blurred to G: Gaussian of sigma `blur` pixels, a kernel of 2 * reach(blur) + 1, the border
    replicated; G = R when `blur` is 0. Then W = max(R, min(255, 2 * G)): the doubling makes every pixel inside a broad
    repaint area weigh 255 with the fall-off outside; the maximum, which is ours, keeps that promise for thin strokes
    and small dabs too, where the blur leaves less than half.
    """
    R = repaint(mask, invert=invert)
    far = reach(blur)
    # W differs from R only near R and outside it.
    near = bounds(R).expanded(far).intersected(Rect.of(Size(R.shape[1], R.shape[0])))
    wanted = near.intersected(bounds(cv2.bitwise_not(R)))
    if blur <= 0 or wanted.is_empty:
        return R
    G = _blurred(R, blur, wanted)
    W = R.copy()
    W[wanted.slices] = np.maximum(R[wanted.slices], cv2.add(G, G))
    return W


def blurred(area: Plane, blur: int) -> Plane:
    """Return G, uint8 HxW: `area` (0 or 255) under a Gaussian of sigma `blur`; itself when that is 0.

    Equal to cv2.GaussianBlur with a kernel of 2 * reach(blur) + 1 and a replicated border, to the last bit.
    """
    return _blurred(area, blur, Rect.of(Size(area.shape[1], area.shape[0]))) if blur > 0 else area


@lru_cache(maxsize=8)
def kernel(blur: int) -> tuple[int, ...]:
    """Return the Gaussian of sigma `blur` (1 to 64) as OpenCV rounds it for bytes: whole 256ths that sum up to 256.

    What rounding takes from a tap the next one is given (error diffusion), the middle one gets what is left.
    """
    exact = cv2.getGaussianKernel(2 * reach(blur) + 1, blur, cv2.CV_64F).ravel()[: reach(blur)] * _ONE
    half, owed = [], 0.0
    for tap in exact.tolist():
        half.append(round(tap + owed))
        owed += tap - half[-1]
    return (*half, _ONE - 2 * sum(half), *reversed(half))


def _blurred(area: Plane, blur: int, wanted: Rect) -> Plane:
    """Return G inside `wanted`.

    As products of matrices, tile by tile: at sigma 64 six times as fast as OpenCV's own, and exact, for all sums are
    whole numbers below 2 ** 24. Tiles that see nothing but one value have that value.
    """
    far = reach(blur)
    seen = cv2.copyMakeBorder(area, far, far, far, far, cv2.BORDER_REPLICATE)
    seen = seen[wanted.y : wanted.bottom + 2 * far, wanted.x : wanted.right + 2 * far]
    if far <= _NEAR:
        return np.asarray(cv2.GaussianBlur(seen, (2 * far + 1, 2 * far + 1), blur), np.uint8)[far:-far, far:-far]
    G = np.empty((wanted.height, wanted.width), np.uint8)
    ones = cv2.threshold(seen, 0, 1, cv2.THRESH_BINARY)[1].astype(np.float32)
    for columns in _spans(wanted.width):
        near = slice(columns.start, columns.stop + 2 * far)
        mixed = [rows for rows in _spans(wanted.height) if not _flat(seen[:, near], rows, far, G[rows, columns])]
        if mixed:
            _blur_stripe(ones[:, near], blur, mixed, G[:, columns])
    return G


def _blur_stripe(ones: NDArray[np.float32], blur: int, mixed: list[slice], target: Plane) -> None:
    """Write the tiles `mixed` of a stripe of G; `ones` is R, 0 or 1, of the stripe and what it sees around."""
    band, far = _band(blur), reach(blur)
    first, last = mixed[0].start, mixed[-1].stop + 2 * far
    across = ones[first:last] @ band[: ones.shape[1], : target.shape[1]]
    for rows in mixed:
        part = across[rows.start - first : rows.stop + 2 * far - first]
        sums = band[: part.shape[0], : rows.stop - rows.start].T @ part
        target[rows] = (255 * sums.astype(np.int32) + _ONE * _ONE // 2) >> 16


def _flat(stripe: MatLike, rows: slice, far: int, target: Plane) -> bool:
    """Fill `target`, the tile of these rows, when all that it sees has one value; return whether it was so."""
    near = stripe[rows.start : rows.stop + 2 * far]
    painted = cv2.countNonZero(near)
    if painted not in {0, near.size}:
        return False
    target[...] = 255 if painted else 0
    return True


@lru_cache(maxsize=2)
def _band(blur: int) -> NDArray[np.float32]:
    """Return the matrix that blurs rows of a tile and what it sees around: each column holds the kernel, shifted."""
    taps = kernel(blur)
    band = np.zeros((_TILE + len(taps) - 1, _TILE), np.float32)
    for place in range(_TILE):
        band[place : place + len(taps), place] = taps
    return band


def _spans(length: int) -> Iterator[slice]:
    for start in range(0, length, _TILE):
        yield slice(start, min(start + _TILE, length))


def box(mask: Plane, *, invert: bool) -> Rect:
    """Return the smallest rectangle that holds all that `mask` (uint8 HxW) repaints, or `EMPTY`.

    Looked for in strips from above and from below, and between them only where these do not reach from side to side: R
    of a large picture is never held, and of a large area little is looked at.
    """
    height, width = mask.shape
    strips = [Rect(0, top, width, min(_TILE, height - top)) for top in range(0, height, _TILE)]
    first = last = EMPTY
    while strips and first.is_empty:
        first = _box_in(mask, strips.pop(0), invert=invert)
    while strips and last.is_empty:
        last = _box_in(mask, strips.pop(), invert=invert)
    found = first.united(last)
    between = Rect(0, found.y, width, found.height)
    sides = between._replace(width=found.x), between._replace(x=found.right, width=width - found.right)
    # Where they are most of it whole rows are looked at: memory gives those in half of the time.
    for part in sides if 2 * found.width > width else (between,):
        found = found.united(_columns_in(mask, part, invert=invert))
    return found


def _box_in(mask: Plane, rect: Rect, *, invert: bool) -> Rect:
    if _columns_in(mask, rect, invert=invert).is_empty:
        return EMPTY  # as most of most masks: a look, and nothing is written
    return bounds(repaint(mask[rect.slices], invert=invert)).translated(rect.x, rect.y)


def _columns_in(mask: Plane, rect: Rect, *, invert: bool) -> Rect:
    """Return the columns from the first to the last one in which `rect` has anything repainted, in its first row."""
    if rect.is_empty:
        return EMPTY
    part = mask[rect.slices]
    line = np.minimum.reduce(part, 0) if invert else np.maximum.reduce(part, 0)
    return bounds(repaint(line[None], invert=invert)).translated(rect.x, rect.y)


def extent(mask: Plane, *, invert: bool) -> tuple[Rect, int]:
    """Return the smallest rectangle that holds all that `mask` (uint8 HxW) repaints, and how many pixels that is.

    Strip by strip, so that R of a large picture is never held: a third of the time that R and its `bounds` take.
    """
    columns = np.zeros(mask.shape[1], np.uint8)
    count, strips = 0, []
    for start in range(0, mask.shape[0], _TILE):
        strip = mask[start : start + _TILE]
        if not invert and not cv2.countNonZero(strip):
            continue  # as most of most masks: a look, and nothing is written
        R = repaint(strip, invert=invert)
        painted = cv2.countNonZero(R)
        if not painted:
            continue
        count += painted
        strips.append(start)
        columns |= np.bitwise_or.reduce(R, 0) if painted < R.size else 255
    if not strips:
        return EMPTY, 0
    first, last = (bounds(repaint(mask[start : start + _TILE], invert=invert)) for start in (strips[0], strips[-1]))
    across = bounds(columns[None])
    top, bottom = strips[0] + first.y, strips[-1] + last.bottom
    return Rect(across.x, top, across.width, bottom - top), count


def bounds(area: MatLike) -> Rect:
    """Return the smallest rectangle that holds every pixel of `area` (uint8 HxW) that is not 0."""
    if not area.size:
        return EMPTY
    return Rect(*cv2.boundingRect(area))
