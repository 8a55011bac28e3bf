"""How much an event costs more at 100 MP than at 24: the same stroke in both, and the naive twin."""

from tests.benchmarks import stroke
from tests.benchmarks.strokes import MP24, MP100, document, follow, hatching
from tests.benchmarks.timing import median, p99, ratio

EVENTS = 1000
NAIVE_EVENTS = 8
DIAMETER = 200


def measure(events: int = EVENTS) -> dict[str, object]:
    moves = {}
    naive = {}
    for name, size in (("24", MP24), ("100", MP100)):
        points = hatching(events, 12)
        moves[name] = follow(document(size), DIAMETER, points).moves_ms
        naive[name] = stroke.naive(size, points[:NAIVE_EVENTS], DIAMETER)
    return {
        "events": events,
        "median_24_ms": median(moves["24"]),
        "median_100_ms": median(moves["100"]),
        "p99_24_ms": p99(moves["24"]),
        "p99_100_ms": p99(moves["100"]),
        "growth": ratio(median(moves["100"]), median(moves["24"])),
        "naive_growth": ratio(naive["100"], naive["24"]),
    }
