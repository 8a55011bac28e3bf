"""Undo: 500 strokes at 24 MP, bytes held and milliseconds a stroke; the naive twin keeps a copy of the mask a stroke."""

import numpy as np

from tests.benchmarks.strokes import MP24, document, draw, tool, wave
from tests.benchmarks.timing import median, milliseconds, p99

STROKES = 500
POINTS = 60
NAIVE_STROKES = 12


def measure(strokes: int = STROKES) -> dict[str, object]:
    target = document(MP24)
    brush = tool(target, 200)
    drawn = [milliseconds(lambda number=number: draw(brush, wave(MP24, number, POINTS))) for number in range(strokes)]
    held = target.history.size_bytes
    final = target.mask.pixels.copy()
    undone = [milliseconds(target.undo) for _ in range(strokes)]
    redone = [milliseconds(target.redo) for _ in range(strokes)]
    if not np.array_equal(final, target.mask.pixels):
        raise AssertionError("redo did not restore the mask")
    naive = _naive()
    return {
        "strokes": strokes,
        "bytes": held,
        "bytes_naive": MP24.width * MP24.height * strokes,
        "undo_median_ms": median(undone),
        "undo_p99_ms": p99(undone),
        "redo_p99_ms": p99(redone),
        "undo_naive_median_ms": median(naive),
        "stroke_median_ms": median(drawn),
        "ratio": round(median(naive) / median(undone), 1),
    }


def _naive() -> list[float]:
    """Keep the whole mask before every stroke, and undo by putting it back."""
    mask = np.full((MP24.height, MP24.width), 7, np.uint8)
    kept = [mask.copy() for _ in range(NAIVE_STROKES)]
    return [milliseconds(lambda before=before: np.copyto(mask, before)) for before in kept]
