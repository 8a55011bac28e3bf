"""What morphology, fills and shapes must answer, by definition, in plain NumPy: slow, for small arrays."""

import math

import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def distances(painted: Flags) -> Floats:
    """Return how far every pixel's centre is from the nearest painted one's; infinity when there is none."""
    rows, columns = np.indices(painted.shape)
    nearest = np.full(painted.shape, math.inf)
    for y, x in np.argwhere(painted):
        np.minimum(nearest, (rows - y) ** 2 + (columns - x) ** 2, out=nearest)
    result: Floats = np.sqrt(nearest)
    return result


def blurred(plane: NDArray[np.generic], sigma: float) -> Floats:
    """Return the Gaussian of `plane` in floats, the border replicated."""
    far = math.ceil(5 * sigma)
    kernel = np.exp(-(np.arange(-far, far + 1) ** 2) / (2 * sigma * sigma))
    result = np.pad(plane.astype(np.float64), far, mode="edge")
    for axis in (0, 1):
        result = np.apply_along_axis(np.convolve, axis, result, kernel / kernel.sum(), mode="valid")
    return result


def parts(flags: Flags, *, corners: bool) -> list[Flags]:
    """Return the connected parts of `flags`, joined by sides, and by corners too if so wanted."""
    left = flags.copy()
    found = []
    while left.any():
        part = reached(flags, tuple(np.argwhere(left)[0]), corners=corners)
        found.append(part)
        left &= ~part
    return found


def reached(flags: Flags, start: tuple[int, ...], *, corners: bool) -> Flags:
    """Return the part of `flags` that holds the pixel `start` (row, column)."""
    steps = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if (y or x) and (corners or not (y and x))]
    part = np.zeros_like(flags)
    waiting = [(int(start[0]), int(start[1]))]
    while waiting:
        y, x = waiting.pop()
        if 0 <= y < flags.shape[0] and 0 <= x < flags.shape[1] and flags[y, x] and not part[y, x]:
            part[y, x] = True
            waiting += [(y + dy, x + dx) for dy, dx in steps]
    return part


def is_at_border(part: Flags) -> bool:
    """Return whether a part touches the picture's border."""
    return bool(part[0].any() or part[-1].any() or part[:, 0].any() or part[:, -1].any())


def windows(plane: Plane, far: int, outside: int) -> NDArray[np.uint8]:
    """Return for every pixel the square of 2 * far + 1 pixels around it; beyond the border lies `outside`."""
    padded = np.pad(plane, far, constant_values=outside)
    side = 2 * far + 1
    return np.lib.stride_tricks.sliding_window_view(padded, (side, side))


def without_seam(mask: Plane, region: Flags, far: int) -> Plane:
    """Return `mask` with `region` painted and the half-painted pixels near it raised to the grey closing."""
    filled = np.where(region, 255, mask).astype(np.uint8)
    closed = windows(windows(filled, far, 0).max(axis=(2, 3)), far, 255).min(axis=(2, 3))
    near = windows(region.astype(np.uint8), far, 0).max(axis=(2, 3)) > 0
    return np.where(near & (mask >= 128) & (mask < 255), np.maximum(filled, closed), filled).astype(np.uint8)


def triangle(points: list[tuple[float, float]], width: int, height: int, lines: int = 256) -> Plane:
    """Return what a triangle covers: exact along `lines` lines in every row of pixels."""
    y = (np.arange(height * lines) + 0.5) / lines
    low, high = np.full(len(y), np.inf), np.full(len(y), -np.inf)
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True):
        rows = (y >= min(y0, y1)) & (y < max(y0, y1))
        if rows.any():
            at = x0 + (y[rows] - y0) / (y1 - y0) * (x1 - x0)
            low[rows], high[rows] = np.minimum(low[rows], at), np.maximum(high[rows], at)
    columns = np.arange(width)
    right = np.clip(high[:, None] - columns, 0, 1)
    parts = np.maximum(right - np.clip(low[:, None] - columns, 0, 1), 0)
    plane: Plane = np.rint(parts.reshape(height, lines, width).mean(axis=1) * 255).astype(np.uint8)
    return plane


def covered(points: list[tuple[float, float]], width: int, height: int, parts_of_pixel: int = 32) -> Plane:
    """Return what a polygon covers by asking `parts_of_pixel` squared points in every pixel (the non-zero rule)."""
    steps = (np.arange(parts_of_pixel) + 0.5) / parts_of_pixel
    x = (np.arange(width)[:, None] + steps).ravel()
    y = (np.arange(height)[:, None] + steps).ravel()
    winding = np.zeros((len(y), len(x)), np.int64)
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True):
        rows = (y >= min(y0, y1)) & (y < max(y0, y1))
        if rows.any():
            at = x0 + (y[rows] - y0) / (y1 - y0) * (x1 - x0)
            winding[rows] += (1 if y1 > y0 else -1) * (x[None, :] > at[:, None])
    inside = (winding != 0).reshape(height, parts_of_pixel, width, parts_of_pixel)
    plane: Plane = np.rint(inside.mean(axis=(1, 3)) * 255).astype(np.uint8)
    return plane
