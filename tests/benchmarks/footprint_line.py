"""The footprint's line after a stroke at 24 MP, from the mask to the path that is drawn; its twins work on the whole.

Each case is measured twice: `ms` is the first line of all, or that after a value has changed; `after_a_stroke_ms` is
that of a stroke in the midst of the picture, with the memory of the line before. One twin is OpenCV's blur and
contours; the other is the weight of the whole frame at the picture's size and our contours of it, run in turn with
ours, for the ratio to hold on a busy machine. Then what the line costs each event of a stroke: two canvases with the
same picture, one of them with the line.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import cv2
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from picpik_studio.app.framing import Part, choose_parts
from picpik_studio.app.values import DEFAULTS, Values
from picpik_studio.core import footprint
from picpik_studio.core.arrays import Plane
from picpik_studio.core.contour import MOST_CORNERS, Polygon, contours
from picpik_studio.core.frame import cut_mask, document_weight, frame_around, whole_frame
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.tile_memory import TileMemory
from picpik_studio.ui.canvas.footprint_line import FootprintLine, footprint_lines, path_within
from tests.benchmarks.paint_latency import a_canvas, alternately, wait
from tests.benchmarks.strokes import MP24
from tests.benchmarks.timing import median, milliseconds, p99, ratio, repeated

RUNS = 7
NAIVE_RUNS = 2
EVENTS = 300
BLURS = (4, 12, 64)
FULL = 255


def measure(
    runs: int = RUNS, size: Size = MP24, blurs: tuple[int, ...] = BLURS, events: int = EVENTS
) -> dict[str, object]:
    """Return milliseconds by case and blur, and how much longer the twins take."""
    cases, spread = cases_of(size), strokes(size)
    ours: dict[str, dict[str, float]] = {}
    after: dict[str, dict[str, float]] = {}
    over_ours: dict[str, dict[str, float]] = {}
    for name, (mask, values) in cases.items():
        ours[name], after[name], over_ours[name] = {}, {}, {}
        for blur in blurs:
            blurred = replace(values, mask_blur=blur)
            taken, whole_taken = in_turn(partial(line, mask, blurred), partial(whole_line, mask, blurred), runs)
            after[name][str(blur)] = median(line_after_a_stroke(mask, blurred) for _ in range(runs))
            ours[name][str(blur)], over_ours[name][str(blur)] = taken, ratio(whole_taken, taken)
    bare, lined = latency(size, spread, events)
    twin = {str(blur): median(repeated(partial(naive, spread, blur), NAIVE_RUNS)) for blur in blurs}
    return {
        "is_exact": all(
            is_exact(mask, replace(values, mask_blur=blur)) for mask, values in cases.values() for blur in blurs
        ),
        "ms": ours,
        "after_a_stroke_ms": after,
        "whole_over_ours": over_ours,
        "event_ms": bare,
        "event_with_line_ms": lined,
        "naive_scaled_ms": twin,
        "naive_over_ours": {blur: ratio(twin[blur], ours["scaled"][blur]) for blur in twin},
    }


def cases_of(size: Size) -> dict[str, tuple[Plane, Values]]:
    """Return what the line is looked for by, and how it is sent."""
    small, spread, ragged = a_stroke(size), strokes(size), much_with_holes(size)
    split, kept = replace(DEFAULTS, split_frames=True), replace(DEFAULTS, invert_mask=True)
    return {
        "small": (small, DEFAULTS),  # as it is
        "scaled": (spread, DEFAULTS),  # scaled down
        "kept": (small, kept),
        "ragged_kept": (ragged, kept),
        "apart": (far_strokes(size), split),  # in frames of their own
        "spread": (spread, split),  # in frames that overlap
        "pieces": (most_of_it(size), split),
        "ragged": (ragged, split),
        "ragged_kept_pieces": (ragged, replace(kept, split_frames=True)),
    }


def in_turn(work: Callable[[], object], twin: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the medians of both, run in turn."""
    work()
    times = [(milliseconds(work), milliseconds(twin)) for _ in range(runs)]
    return median(taken for taken, _ in times), median(taken for _, taken in times)


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


def far_strokes(size: Size) -> Plane:
    """Six small ones, so far from each other that each may have a frame of its own."""
    mask = np.full((size.height, size.width), 0, np.uint8)
    for x, y in [(column, row) for row in (0.15, 0.85) for column in (0.1, 0.5, 0.9)]:
        start = [int(x * size.width), int(y * size.height)]
        cv2.line(mask, start, [start[0] + size.width // 60, start[1] + size.height // 60], FULL, size.width // 100)
    return mask


def most_of_it(size: Size) -> Plane:
    """All but a corner."""
    mask = np.full((size.height, size.width), FULL, np.uint8)
    mask[: size.height // 10, : size.width // 10] = 0
    return mask


def much_with_holes(size: Size) -> Plane:
    """An ellipse over half of the picture, with thirty holes."""
    mask = np.full((size.height, size.width), 0, np.uint8)
    middle, axes = [side // 2 for side in size], [side * 2 // 5 for side in size]
    cv2.ellipse(mask, middle, axes, 10, 0, 360, FULL, -1)
    for x, y in (np.random.default_rng(1).uniform(0.2, 0.8, (30, 2)) * size).astype(int).tolist():
        cv2.circle(mask, [x, y], size.width // 100, 0, -1)
    return mask


def line(mask: Plane, values: Values, memory: TileMemory | None = None) -> None:
    """What follows a stroke: frame, weight, boundary, path."""
    polygons = footprint_lines(mask, values, memory)
    path_within(polygons, QRectF(0, 0, mask.shape[1], mask.shape[0]))


def line_after_a_stroke(mask: Plane, values: Values) -> float:
    """Return the milliseconds of the line after a stroke that changes what is there, with the one before remembered."""
    memory = TileMemory()
    footprint_lines(mask, values, memory)
    painted = after_a_stroke(mask)
    return milliseconds(partial(line, painted, values, memory))


def after_a_stroke(mask: Plane) -> Plane:
    """Return a mask once a stroke was painted over its midst, or erased from it where that is painted."""
    height, width = mask.shape
    painted = mask.copy()
    colour = FULL - int(mask[height // 2, width // 2])
    cv2.line(painted, [width // 2, height // 2], [width * 3 // 5, height * 11 // 20], colour, width // 40)
    return painted


def whole_line(mask: Plane, values: Values) -> None:
    """The same by the weight of all that the frames show."""
    for part in choose_parts(mask, values):
        _inside, weight = weighed(part, mask, values)
        path_within(contours(weight), QRectF(0, 0, mask.shape[1], mask.shape[0]))


def weighed(part: Part, mask: Plane, values: Values) -> tuple[Rect, Plane]:
    """Return where a part of the mask lies, and its weight there."""
    return document_weight(part.frame, mask, values.mask_blur, invert=values.invert_mask, within=part.box)


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
    """Whether the lines, filled, are the footprints: the first ones, and those after a stroke."""
    memory = TileMemory()
    masks = mask, after_a_stroke(mask)
    return all(is_footprint(each, values, footprint_lines(each, values, memory)) for each in masks)


def is_footprint(mask: Plane, values: Values, polygons: list[Polygon]) -> bool:
    """Whether the lines, filled, are the footprints."""
    if sum(map(len, polygons)) > MOST_CORNERS:
        return False
    wanted = np.zeros(mask.shape, np.uint8)
    for part in choose_parts(mask, values):
        inside, weight = weighed(part, mask, values)
        wanted[inside.slices] |= weight > 0
    return np.array_equal(filled(polygons, mask.shape), wanted)


def filled(polygons: list[Polygon], shape: tuple[int, ...]) -> Plane:
    """Return 1 inside the lines, by the even-odd rule: each upright side turns all to its right."""
    turns = np.zeros((shape[0], shape[1] + 1), np.uint8)
    for polygon in polygons:
        for (x, y), (x2, y2) in zip(polygon.tolist(), np.roll(polygon, -1, axis=0).tolist(), strict=True):
            if x == x2:
                turns[min(y, y2) : max(y, y2), x] ^= 1
    return np.bitwise_xor.accumulate(turns, axis=1)[:, :-1]
