"""How benchmarks take and give their times, in milliseconds."""

import statistics
import time
from collections.abc import Callable, Iterable


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long `work` took."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def repeated(work: Callable[[], object], times: int) -> list[float]:
    """Return how long each of several runs took, after one that does not count."""
    work()
    return [milliseconds(work) for _ in range(times)]


def median(times: Iterable[float]) -> float:
    """Return the median, to a microsecond."""
    return round(statistics.median(times), 3)


def p99(times: Iterable[float]) -> float:
    """Return what 99 of 100 stay below, to a microsecond."""
    return percentile(times, 99)


def percentile(times: Iterable[float], share: int) -> float:
    """Return what `share` of 100 stay below, to a microsecond."""
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)], 3)


def ratio(numerator: float, denominator: float) -> float:
    """Return how many times larger the first is, to two places."""
    return round(numerator / max(denominator, 1e-6), 2)
