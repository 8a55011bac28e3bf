"""How long the GUI thread has no time while a picture opens, is filled, looked at, submitted and saved, at 24 MP.

The window's own process notes when a timer of 1 ms gets its turn. The naive twin does the slow part of each on the
thread that draws: there the gap is the work itself.
"""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from picpik_studio.app.writing_out import Wishes, write_picture
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Size
from picpik_studio.files.images import encode_png, open_picture
from tests.benchmarks.driving import Driver, a_window, write_photograph
from tests.benchmarks.strokes import MP24
from tests.benchmarks.timing import milliseconds, percentile

RUNS = 5
_COMMANDS = ("mask.all", "mask.invert", "mask.none", "edit.undo", "edit.redo", "edit.undo")


def measure(runs: int = RUNS, size: Size = MP24) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        path = write_photograph(Path(folder), size)
        with a_window("") as driver:
            driver.settle()
            figures = {"open": _summary([_gaps(driver, "open", str(path)) for _ in range(runs)])}
            for command_id in dict.fromkeys(_COMMANDS):
                figures[command_id] = _summary([])
            for command_id, gaps in _edits(driver, runs):
                figures[command_id] = _worse(figures[command_id], _summary([gaps]))
            target = Path(folder) / "out.png"
            figures["save"] = _summary([_gaps(driver, "save", str(target)) for _ in range(runs)])
            driver.ask("run", "mask.none")
            driver.ask("run", "mask.all")
            figures["look"] = _summary([_gaps(driver, "run", "job.look")])
            figures["submit"] = _summary([_gaps(driver, "run", "job.submit")])
        naive = _naive(path)
    return {"runs": runs, **figures, "naive_open_ms": naive[0], "naive_encode_ms": naive[1], "naive_save_ms": naive[2]}


def _edits(driver: Driver, runs: int) -> Iterator[tuple[str, list[dict[str, float]]]]:
    for _ in range(runs):
        for command_id in _COMMANDS:
            yield command_id, _gaps(driver, "run", command_id)


def _gaps(driver: Driver, *line: object) -> list[dict[str, float]]:
    """Have something done; return the gaps until all of it is over, with what the thread itself worked in each."""
    driver.ask("watch")
    driver.ask(*map(str, line))
    driver.settle()
    told = driver.ask("gaps")
    return [{"ms": gap, "own": own} for gap, own in zip(told["gaps_ms"], told["own_ms"], strict=True)]


def _summary(runs: list[list[dict[str, float]]]) -> dict[str, float]:
    """Return the longest gap, its part of own work, and what 99 of 100 ticks stay below."""
    gaps = [gap for run in runs for gap in run]
    if not gaps:
        return {"longest_ms": 0.0, "longest_own_ms": 0.0, "p99_ms": 0.0}
    return {
        "longest_ms": max(gap["ms"] for gap in gaps),
        "longest_own_ms": max(gap["own"] for gap in gaps),
        "p99_ms": percentile([gap["ms"] for gap in gaps], 99),
    }


def _worse(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    return {name: max(one[name], other[name]) for name in one}


def _naive(path: Path) -> tuple[float, float, float]:
    """Return the milliseconds of opening, encoding and saving on the thread that asks."""
    opened = open_picture(path)
    snapshot = Document(opened.picture).snapshot()
    return (
        round(milliseconds(partial(open_picture, path)), 1),
        round(milliseconds(partial(encode_png, opened.picture.pixels)), 1),
        round(milliseconds(partial(write_picture, path.with_suffix(".png"), snapshot, Wishes())), 1),
    )
