"""One stroke of 1,000 events at 24 MP: our dabs in place against a twin that redraws the whole stroke at each event.

What is timed is all that happens in the process before Qt paints: the dabs, the tiles that are saved for undo, the
pyramid of the mask.
"""

from functools import partial

import cv2
import numpy as np

from picpik_studio.core.geometry import Point, Size
from tests.benchmarks.strokes import MP24, document, follow, hatching
from tests.benchmarks.timing import median, milliseconds, p99, ratio

EVENTS = 1000
NAIVE_EVENTS = 12
DIAMETERS = (10, 30, 200, 800, 2000)


def measure(events: int = EVENTS, size: Size = MP24) -> dict[str, object]:
    points = hatching(events, 12)
    by_diameter = {str(diameter): _one(diameter, size, points) for diameter in DIAMETERS}
    redrawn = naive(size, points[:NAIVE_EVENTS], 200)
    ours = by_diameter["200"]["move_median_ms"]
    return {"events": events, "diameter": by_diameter, "naive_200_ms": redrawn, "naive_over_ours": ratio(redrawn, ours)}


def _one(diameter: int, size: Size, points: list[Point]) -> dict[str, float]:
    figures = follow(document(size), diameter, points)
    tenth = len(figures.moves_ms) // 10
    return {
        "press_ms": round(figures.press_ms, 3),
        "move_median_ms": median(figures.moves_ms),
        "move_p99_ms": p99(figures.moves_ms),
        "release_ms": round(figures.release_ms, 3),
        "growth_over_the_stroke": ratio(median(figures.moves_ms[-tenth:]), median(figures.moves_ms[:tenth])),
        "pixels_an_event": figures.pixels_announced // len(points),
    }


def naive(size: Size, points: list[Point], diameter: int) -> float:
    """Return the median of an event that draws the whole stroke into a fresh mask and scales that for the view."""
    return median(milliseconds(partial(_redraw, size, points[: n + 1], diameter)) for n in range(len(points)))


def _redraw(size: Size, points: list[Point], diameter: int) -> None:
    mask = np.zeros((size.height, size.width), np.uint8)
    path = np.array([[round(point.x), round(point.y)] for point in points], np.int32)
    cv2.polylines(mask, [path], isClosed=False, color=255, thickness=diameter, lineType=cv2.LINE_AA)
    cv2.resize(mask, (size.width // 4, size.height // 4), interpolation=cv2.INTER_AREA)
