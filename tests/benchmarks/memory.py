"""Resident memory of the idle window with nothing, 24 and 100 MP open; the naive twin keeps a copy for every purpose.

The twin's figure is arithmetic: picture, a pixmap of it, the mask, the mask as an ARGB picture and a pixmap of that,
over what the window takes without a picture.
"""

import os
import tempfile
from pathlib import Path

from picpik_studio.core.geometry import Size
from tests.benchmarks.driving import a_window, write_photograph
from tests.benchmarks.strokes import MP24, MP100
from tests.benchmarks.timing import ratio

_NAIVE_BYTES_A_PIXEL = 4 + 4 + 1 + 4 + 4


def resident_mb() -> float:
    """Return the resident memory of this process in MB (2^20 bytes)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def measure(sizes: tuple[Size, ...] = (MP24, MP100)) -> dict[str, object]:
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            pixels = size.width * size.height
            empty, opened = _of_size(Path(folder), size)
            naive = empty + pixels * _NAIVE_BYTES_A_PIXEL / 2**20
            figures[f"{round(pixels / 1e6)} MP"] = {
                "empty_mb": empty,
                "open_mb": opened,
                "bytes_a_pixel": round((opened - empty) * 2**20 / pixels, 2),
                "naive_mb": round(naive, 1),
                "naive_over_ours": ratio(naive, opened),
            }
    return figures


def _of_size(folder: Path, size: Size) -> tuple[float, float]:
    """Return the MB of the empty window, and of the same one with a JPEG of `size` open."""
    path = write_photograph(folder, size)
    with a_window("") as driver:
        driver.settle()
        empty: float = driver.ask("memory")["mb"]
        driver.ask("open", str(path))
        driver.settle()
        opened: float = driver.ask("memory")["mb"]
    return empty, opened
