"""Works on a large picture strip by strip: bounded memory, all cores."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Result = TypeVar("_Result")

_THREADS = max(2, min(4, os.cpu_count() or 1))
_STRIP_BYTES = 1 << 20


def rows_per_strip(row_bytes: int) -> int:
    """Return how many rows make about a megabyte, which fits the processor's cache; at least one."""
    return max(1, _STRIP_BYTES // max(1, row_bytes))


def in_strips(height: int, rows: int, work: Callable[[int, int], _Result]) -> Iterator[_Result]:
    """Yield `work(first, end)` for each strip of `rows` rows, from the top, on several threads.

    `work` should spend its time where the GIL is released (NumPy, OpenCV, zlib). A single strip needs no thread.
    """
    starts = range(0, height, rows)
    if len(starts) == 1:
        yield work(0, height)
        return
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="strips") as pool:
        yield from pool.map(lambda first: work(first, min(first + rows, height)), starts)
