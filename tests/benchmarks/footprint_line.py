"""The footprint's line after a stroke at 24 MP, from the mask to the path that is drawn; its twin works on the whole.

A small area that is sent as it is; strokes all over, which are sent scaled down; and one with what is painted kept.
Then what the line costs each event of a stroke: two canvases with the same picture, one of them with the line.
"""

from dataclasses import replace
from functools import partial

import cv2
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from picpik_studio.app.values import DEFAULTS, Values
from picpik_studio.core import footprint
from picpik_studio.core.arrays import Plane
from picpik_studio.core.contour import MOST_CORNERS, Polygon
from picpik_studio.core.frame import cut_mask, document_weight, frame_around, whole_frame
from picpik_studio.core.geometry import Size
from picpik_studio.ui.canvas.footprint_line import FootprintLine, footprint_lines, path_within
from tests.benchmarks.paint_latency import a_canvas, alternately, wait
from tests.benchmarks.strokes import MP24
from tests.benchmarks.timing import median, p99, ratio, repeated

RUNS = 7
NAIVE_RUNS = 2
EVENTS = 300
BLURS = (4, 12, 64)
FULL = 255


def measure(
    runs: int = RUNS, size: Size = MP24, blurs: tuple[int, ...] = BLURS, events: int = EVENTS
) -> dict[str, object]:
    """Return milliseconds by case and blur, and how much longer the twin takes."""
    small, spread = a_stroke(size), strokes(size)
    cases = {"small": (small, False), "scaled": (spread, False), "kept": (small, True)}
    ours = {
        name: {str(blur): median(repeated(partial(line, mask, with_blur(blur, keeps=keeps)), runs)) for blur in blurs}
        for name, (mask, keeps) in cases.items()
    }
    bare, lined = latency(size, spread, events)
    twin = {str(blur): median(repeated(partial(naive, spread, blur), NAIVE_RUNS)) for blur in blurs}
    return {
        "is_exact": all(
            is_exact(mask, with_blur(blur, keeps=keeps)) for mask, keeps in cases.values() for blur in blurs
        ),
        "ms": ours,
        "event_ms": bare,
        "event_with_line_ms": lined,
        "naive_scaled_ms": twin,
        "naive_over_ours": {blur: ratio(twin[blur], ours["scaled"][blur]) for blur in twin},
    }


def latency(size: Size, mask: Plane, events: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return what an event of a stroke takes without the line and with it, median and 99th percentile."""
    with a_canvas(size) as bare, a_canvas(size) as lined:
        line_of_it = FootprintLine(lined._session, lined)
        for canvas in (bare, lined):
            assert canvas._session.document is not None
            canvas._session.document.replace_mask(mask)
        wait(QApplication.instance(), lambda: line_of_it.is_shown)
        taken = alternately(bare, lined, events)
    without, with_it = ({"median": median(times), "p99": p99(times)} for times in taken)
    return without, with_it


def with_blur(blur: int, *, keeps: bool) -> Values:
    return replace(DEFAULTS, mask_blur=blur, invert_mask=keeps)


def a_stroke(size: Size) -> Plane:
    """One stroke of a tenth of the picture's width."""
    mask = np.full((size.height, size.width), 0, np.uint8)
    start = [size.width // 2, size.height // 2]
    cv2.line(mask, start, [start[0] + size.width // 10, start[1] + size.height // 20], FULL, size.width // 30)
    return mask


def strokes(size: Size) -> Plane:
    """A dozen of them, all over the picture."""
    mask = np.full((size.height, size.width), 0, np.uint8)
    places = np.random.default_rng(1).uniform(0.05, 0.85, (12, 2)) * size
    for x, y in places.astype(int).tolist():
        cv2.line(mask, [x, y], [x + size.width // 10, y + size.height // 20], FULL, size.width // 40)
    return mask


def line(mask: Plane, values: Values) -> None:
    """What follows a stroke: frame, weight, boundary, path."""
    polygons = footprint_lines(mask, values)
    path_within(polygons, QRectF(0, 0, mask.shape[1], mask.shape[0]))


def naive(mask: Plane, blur: int) -> list[Polygon]:
    """The weight with OpenCV's blur, brought to the picture's size, and OpenCV's contours of it."""
    frame = frame_around(mask, invert=False, blur=blur) or whole_frame(Size(mask.shape[1], mask.shape[0]))
    sent, side = cut_mask(frame, mask, invert=False), 2 * footprint.reach(blur) + 1
    blurred = cv2.GaussianBlur(sent, (side, side), sigmaX=blur, sigmaY=blur, borderType=cv2.BORDER_REPLICATE)
    weight = np.maximum(sent, np.minimum(FULL, 2 * blurred.astype(np.int32))).astype(np.uint8)
    whole = cv2.resize(weight, frame.rect.size, interpolation=cv2.INTER_LINEAR)
    found, _tree = cv2.findContours((whole > 0).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    return [np.asarray(points).reshape(-1, 2).astype(np.int32) for points in found]


def is_exact(mask: Plane, values: Values) -> bool:
    """Whether the lines, filled, are the footprint."""
    frame = frame_around(mask, values.invert_mask, values.mask_blur, values.padding)
    polygons = footprint_lines(mask, values)
    if frame is None or sum(map(len, polygons)) > MOST_CORNERS:
        return False
    inside, weight = document_weight(frame, mask, values.mask_blur, invert=values.invert_mask)
    return np.array_equal(filled(polygons, mask.shape)[inside.slices], weight > 0)


def filled(polygons: list[Polygon], shape: tuple[int, ...]) -> Plane:
    """Return 1 inside the lines, by the even-odd rule: each upright side turns all to its right."""
    turns = np.zeros((shape[0], shape[1] + 1), np.uint8)
    for polygon in polygons:
        for (x, y), (x2, y2) in zip(polygon.tolist(), np.roll(polygon, -1, axis=0).tolist(), strict=True):
            if x == x2:
                turns[min(y, y2) : max(y, y2), x] ^= 1
    return np.bitwise_xor.accumulate(turns, axis=1)[:, :-1]
