"""How benchmarks take and give their times."""

import statistics
import time
from collections.abc import Callable, Iterable


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long `work` took."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def median(times: Iterable[float]) -> float:
    """Return the median, to a microsecond."""
    return round(statistics.median(times), 3)


def p99(times: Iterable[float]) -> float:
    """Return what 99 of 100 stay below, to a microsecond."""
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 3)
