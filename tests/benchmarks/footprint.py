"""Footprint, frame and composite of one request at 24 MP; their naive twins work on the whole picture."""

from functools import partial

import cv2
import numpy as np

from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.composite import lay_over
from picpik_studio.core.frame import document_weight, frame_around, whole_frame
from tests.benchmarks.strokes import MP24
from tests.benchmarks.timing import median, ratio, repeated

BLUR = 12
RUNS = 7
NAIVE_RUNS = 2


def measure(runs: int = RUNS) -> dict[str, object]:
    mask = np.full((MP24.height, MP24.width), 0, np.uint8)
    cv2.ellipse(mask, (3200, 1900), (350, 240), 30, 0, 360, 255, -1, cv2.LINE_AA)
    frame = frame_around(mask, invert=False, blur=BLUR) or whole_frame(MP24)
    ours = repeated(partial(footprint.weight, mask, BLUR, invert=False), runs)
    naive = repeated(partial(_naive_weight, mask, BLUR), NAIVE_RUNS)
    weight = footprint.weight(mask, BLUR, invert=False)
    base = np.full((MP24.height, MP24.width, 4), 90, np.uint8)
    fill = np.full_like(base, 200)
    laid = repeated(partial(lay_over, base, fill, weight, base), runs)
    naive_laid = repeated(partial(_naive_lay_over, base, fill, weight), NAIVE_RUNS)
    return {
        "is_exact": np.array_equal(weight, _naive_weight(mask, BLUR)),
        "frame_ms": median(repeated(partial(frame_around, mask, invert=False, blur=BLUR), runs)),
        "frame_weight_ms": median(repeated(partial(document_weight, frame, mask, BLUR, invert=False), runs)),
        "weight_ms": median(ours),
        "naive_weight_ms": median(naive),
        "naive_over_ours_weight": ratio(min(naive), min(ours)),  # the quickest runs: neighbours disturb them least
        "composite_ms": median(laid),
        "naive_composite_ms": median(naive_laid),
        "naive_over_ours_composite": ratio(min(naive_laid), min(laid)),
    }


def _naive_weight(mask: Plane, blur: int) -> Plane:
    """The definition over the whole mask."""
    repaint = np.where(mask >= 128, 255, 0).astype(np.uint8)
    side = 2 * footprint.reach(blur) + 1
    blurred = cv2.GaussianBlur(repaint, (side, side), sigmaX=blur, sigmaY=blur, borderType=cv2.BORDER_REPLICATE)
    return np.maximum(repaint, np.minimum(255, 2 * blurred.astype(np.int32))).astype(np.uint8)


def _naive_lay_over(base: Pixels, fill: Pixels, weight: Plane) -> Pixels:
    """The formula over the whole picture."""
    share = weight.astype(np.float32)[..., None] / 255
    return (fill * share + base * (1 - share)).astype(base.dtype)
