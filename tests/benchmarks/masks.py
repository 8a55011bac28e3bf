"""What is done to a whole mask at 24 MP: grow, feather, wand, holes, each with its naive twin, and a recipe of steps.

The mask is half painted, by soft-edged discs all over the picture: the most that boxes around what is painted can save
is nothing. `*_cpu_ms` is the processor's time, of all threads, which neighbours disturb less than the clock's.
"""

import time
from collections.abc import Callable
from functools import partial
from statistics import median as middle

import cv2
import numpy as np

from picpik_studio.core import morphology
from picpik_studio.core.arrays import Plane
from picpik_studio.core.fill import Wand
from picpik_studio.core.geometry import Point, Size
from picpik_studio.core.recipe import Feather, FillHoles, Grow, Recipe
from tests.benchmarks.strokes import MP24
from tests.benchmarks.timing import median, ratio, repeated

RUNS = 5
NAIVE_RUNS = 1
GROW_PX = 32
SIGMA = 64.0
TOLERANCE = 40
_START = Point(3.0, 3.0)


def measure(runs: int = RUNS, size: Size = MP24) -> dict[str, object]:
    mask = discs(size)
    picture = cv2.merge([mask, mask, mask, np.full_like(mask, 255)]).astype(np.uint8, copy=False)
    wand = Wand(picture, _START, has_alpha=False)
    recipe = Recipe((Grow(px=8), FillHoles(), Feather(sigma=6.0)))
    twins: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "grow": (partial(morphology.grow, mask, GROW_PX), partial(_naive_grow, mask)),
        "feather": (partial(morphology.feather, mask, SIGMA), partial(_naive_feather, mask)),
        "holes": (partial(morphology.fill_holes, mask), partial(_naive_holes, mask)),
        "wand": (partial(wand.region, TOLERANCE), partial(_naive_wand, picture)),
    }
    figures: dict[str, object] = {}
    for name, (ours, naive) in twins.items():
        figures |= _compared(name, ours, naive, runs)
    figures["wand_press_ms"] = median(repeated(partial(Wand, picture, _START, has_alpha=False), runs))
    figures["recipe_ms"] = median(repeated(partial(recipe.apply, mask), runs))
    figures["feather_mean_error"], figures["rounding_mean_error"] = _feather_errors(mask)
    figures["wand_is_exact"] = np.array_equal(wand.plane(TOLERANCE), _naive_wand(picture))
    return figures


def discs(size: Size) -> Plane:
    """Return a mask of `size` that is half painted, by discs with and without a hole."""
    mask = np.zeros((size.height, size.width), np.uint8)
    generator = np.random.default_rng(0)
    largest = size.height // 8
    for number in range(60):
        x, y = int(generator.integers(0, size.width)), int(generator.integers(0, size.height))
        radius = int(generator.integers(largest // 20, largest))
        cv2.circle(mask, (x, y), radius, (255,), -1, cv2.LINE_AA)
        if number % 3 == 0:
            cv2.circle(mask, (x, y), radius // 4, (0,), -1, cv2.LINE_AA)
    return mask


def _compared(name: str, ours: Callable[[], object], naive: Callable[[], object], runs: int) -> dict[str, object]:
    taken = median(repeated(ours, runs))
    naively = median(repeated(naive, NAIVE_RUNS))
    return {
        f"{name}_ms": taken,
        f"{name}_cpu_ms": _processor_ms(ours, runs),
        f"naive_{name}_ms": naively,
        f"naive_over_ours_{name}": ratio(naively, taken),
    }


def _processor_ms(work: Callable[[], object], runs: int) -> float:
    spent = []
    for _ in range(runs):
        start = time.process_time()
        work()
        spent.append((time.process_time() - start) * 1000)
    return round(middle(spent), 3)


def _naive_grow(mask: Plane) -> Plane:
    """A dilation by the disc itself."""
    side = 2 * GROW_PX + 1
    return cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))).astype(np.uint8, copy=False)


def _naive_feather(mask: Plane) -> Plane:
    """The Gaussian at full size."""
    return cv2.GaussianBlur(mask, (0, 0), SIGMA, borderType=cv2.BORDER_REPLICATE).astype(np.uint8, copy=False)


def _naive_holes(mask: Plane) -> Plane:
    """Every kept part labelled and looked at."""
    kept = (mask < 128).astype(np.uint8)
    _, labels = cv2.connectedComponents(kept, connectivity=4)
    border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    return np.where((kept > 0) & ~np.isin(labels, border), 255, mask).astype(np.uint8)


def _naive_wand(picture: Plane) -> Plane:
    """The differences in whole numbers, then every part labelled."""
    apart = np.abs(picture[..., :3].astype(np.int16) - picture[int(_START.y), int(_START.x), :3]).max(axis=2)
    _, labels = cv2.connectedComponents((apart <= TOLERANCE).astype(np.uint8), connectivity=4)
    return np.where(labels == labels[int(_START.y), int(_START.x)], 255, 0).astype(np.uint8)


def _feather_errors(mask: Plane) -> tuple[float, float]:
    """Return the mean error, of 255, in a quarter of the picture, and that of rounding the Gaussian in floats alone."""
    part = mask[: mask.shape[0] // 2, : mask.shape[1] // 2].copy()
    kernel = cv2.getGaussianKernel(2 * int(5 * SIGMA) + 1, SIGMA)
    exact = cv2.sepFilter2D(part, cv2.CV_32F, kernel, kernel, borderType=cv2.BORDER_REPLICATE)
    ours = float(np.abs(morphology.feather(part, SIGMA) - exact).mean())
    return round(ours, 4), round(float(np.abs(np.rint(exact) - exact).mean()), 4)
