"""A region over the whole of 24 MP, from the release of its button to the film, and the edits of the whole mask.

All of it is done on the thread that draws. The naive twin keeps the mask as it was and as it has become.
"""

import math
from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.polygon import cover
from picpik_studio.core.tools.combine import Combine, put
from picpik_studio.ui.canvas.film import FilmLevels
from tests.benchmarks.strokes import MP24, document
from tests.benchmarks.timing import median, milliseconds, ratio

RUNS = 7
_SHIFT = 4
_FULL = 255


def measure(runs: int = RUNS, size: Size = MP24) -> dict[str, object]:
    """Return milliseconds by what is done, how much longer the twins take, and whether both come to the same."""
    target = document(size)
    film = FilmLevels(target.mask.pixels)
    outlines = {"rectangle": rectangle(size), "lasso": lasso(size)}
    steps: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        name: (partial(_take_in, target, film, outline), partial(_naive, target, outline))
        for name, outline in outlines.items()
    }
    steps["fill"] = partial(_fill, target, film), partial(_naive, target, outlines["rectangle"])
    figures: dict[str, object] = {}
    for name, (ours, naive) in steps.items():
        taken, back, naively = [], [], []
        for _ in range(runs + 1):
            taken.append(milliseconds(ours))
            back.append(milliseconds(target.undo))
            naively.append(milliseconds(naive))
        figures[f"{name}_ms"], figures[f"undo_{name}_ms"] = median(taken[1:]), median(back[1:])
        figures[f"naive_over_ours_{name}"] = ratio(median(naively[1:]), median(taken[1:]))
    figures["is_exact"] = all(_is_exact(target, outline) for outline in outlines.values())
    return figures


def rectangle(size: Size) -> tuple[Point, ...]:
    return Point(0, 0), Point(size.width, 0), Point(size.width, size.height), Point(0, size.height)


def lasso(size: Size) -> tuple[Point, ...]:
    """An oval of four hundred corners."""
    angles = np.linspace(0, 2 * math.pi, 400, endpoint=False).tolist()
    return tuple(
        Point(size.width * (0.5 + 0.49 * math.cos(a)), size.height * (0.5 + 0.49 * math.sin(a))) for a in angles
    )


def _take_in(target: Document, film: FilmLevels, outline: tuple[Point, ...]) -> None:
    """What the release of the button does."""
    whole = Rect.of(target.size)
    put(target, cover(outline, whole), Combine.ADD, "Region")
    film.update(whole)


def _fill(target: Document, film: FilmLevels) -> None:
    target.fill_mask(_FULL)
    film.update(Rect.of(target.size))


def _naive(target: Document, outline: tuple[Point, ...]) -> tuple[Plane, Plane, FilmLevels]:
    before = target.mask.pixels.copy()
    after = before.copy()
    corners = np.rint(np.array(outline) * 2**_SHIFT).astype(np.int32)
    cv2.fillPoly(after, [corners], (_FULL,), cv2.LINE_AA, _SHIFT)
    return before, np.maximum(before, after), FilmLevels(after)


def _is_exact(target: Document, outline: tuple[Point, ...]) -> bool:
    """Whether the mask becomes the region, and again what it was."""
    before = target.mask.pixels.copy()
    rect, region = cover(outline, Rect.of(target.size))
    wanted = before.copy()
    wanted[rect.slices] = np.maximum(wanted[rect.slices], region)
    put(target, (rect, region), Combine.ADD, "Region")
    is_there = np.array_equal(target.mask.pixels, wanted)
    return target.undo() and is_there and np.array_equal(target.mask.pixels, before)
