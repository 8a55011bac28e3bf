"""Undo: 500 strokes at 24 MP, bytes held and milliseconds a stroke; the naive twin copies the mask at each stroke."""

from functools import partial

import numpy as np

from tests.benchmarks.strokes import MP24, document, draw, tool, wave
from tests.benchmarks.timing import median, milliseconds, p99, ratio

STROKES = 500
POINTS = 60
NAIVE_STROKES = 12


def measure(strokes: int = STROKES) -> dict[str, object]:
    target = document(MP24)
    brush = tool(target, 200)
    drawn = [milliseconds(partial(draw, brush, wave(MP24, number, POINTS))) for number in range(strokes)]
    held = target.history.size_bytes
    final = target.mask.pixels.copy()
    undone = [milliseconds(target.undo) for _ in range(strokes)]
    is_empty = not target.mask.pixels.any()
    redone = [milliseconds(target.redo) for _ in range(strokes)]
    naive = _naive()
    return {
        "strokes": strokes,
        "is_exact": is_empty and np.array_equal(final, target.mask.pixels),
        "bytes": held,
        "bytes_naive": MP24.width * MP24.height * strokes,
        "stroke_median_ms": median(drawn),
        "undo_median_ms": median(undone),
        "undo_p99_ms": p99(undone),
        "redo_p99_ms": p99(redone),
        "naive_undo_median_ms": median(naive),
        "naive_over_ours": ratio(median(naive), median(undone)),
    }


def _naive() -> list[float]:
    """Keep the whole mask before every stroke, and undo by putting it back."""
    mask = np.full((MP24.height, MP24.width), 7, np.uint8)
    kept = [mask.copy() for _ in range(NAIVE_STROKES)]
    return [milliseconds(partial(np.copyto, mask, before)) for before in kept]
