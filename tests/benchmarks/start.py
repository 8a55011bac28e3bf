"""From the start of the process to the first paint, and to the picture on the screen, seen from outside under Xvfb.

The first paint is compared with a bare Qt window's, child by child in turn; the naive twin imports everything before
it paints. With a picture the real program is started (`python -m picpik_studio FILE`) and its pixels are watched.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from picpik_studio.core.geometry import Size
from tests.benchmarks.driving import ROOT, a_window, surroundings, write_photograph
from tests.benchmarks.screen import LackingError, Screen, a_screen
from tests.benchmarks.strokes import MP24, MP100
from tests.benchmarks.timing import median, ratio

RUNS = 9
OPENINGS = 3
MS = 1000.0
_PATIENCE_S = 30.0
_BRIGHT = 90  # the picture is grey, what surrounds it nearly black
_MIDDLE = (480, 380, 8, 8)
_BARE = (
    "import sys\nfrom PySide6.QtWidgets import QApplication, QWidget\napp = QApplication(sys.argv)\n"
    "window = QWidget()\nwindow.resize(1280, 800)\nwindow.show()\nsys.exit(app.exec())"
)
_OURS = "import sys\nfrom picpik_studio.__main__ import main\nsys.exit(main([]))"
_NAIVE = "import sys\nimport picpik_studio.ui.running\n" + _OURS


def measure(runs: int = RUNS, sizes: tuple[Size, ...] = (MP24, MP100)) -> dict[str, object]:
    """Return medians in milliseconds and ratios; or what this machine lacks."""
    try:
        with a_screen() as screen, tempfile.TemporaryDirectory() as home:
            taken = _first_paints(screen, home, runs)
            shown = {f"{_name(size)}_ms": _shown(screen, Path(home), size, runs) for size in sizes}
            opened = {f"open_{_name(size)}_ms": _opened(screen, Path(home), size) for size in sizes}
    except LackingError as lack:
        return {"lacking": str(lack)}
    times = {name: median(each) for name, each in taken.items()}
    return {
        "runs": runs,
        "bare_ms": times["bare"],
        "first_paint_ms": times["ours"],
        "ours_over_bare": ratio(times["ours"], times["bare"]),
        "naive_first_paint_ms": times["naive"],
        "naive_over_ours": ratio(times["naive"], times["ours"]),
        **shown,
        **opened,
    }


def _first_paints(screen: Screen, home: str, runs: int) -> dict[str, list[float]]:
    """Return the milliseconds of each of the three programs, started in turn."""
    programs = {"bare": _BARE, "ours": _OURS, "naive": _NAIVE}
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(runs):
        for name, text in programs.items():
            taken[name].append(_first_paint(screen, home, text))
    return taken


def _name(size: Size) -> str:
    return f"{round(size.width * size.height / 1e6)}_mp"


def _first_paint(screen: Screen, home: str, text: str) -> float:
    """Return the milliseconds until the middle of the screen is no longer black."""
    return _until(screen, home, ["-c", text], lowest=0)


def _shown(screen: Screen, folder: Path, size: Size, runs: int) -> float:
    path = write_photograph(folder, size)
    line = ["-m", "picpik_studio", str(path)]
    return median(_until(screen, str(folder), line, lowest=_BRIGHT) for _ in range(runs))


def _opened(screen: Screen, folder: Path, size: Size) -> float:
    """Return the milliseconds from the wish to see a picture, in a window that runs, to the picture on the screen."""
    path = write_photograph(folder, size)
    taken = []
    for _ in range(OPENINGS):
        with a_window(screen.name) as driver:
            driver.settle()
            begin = time.monotonic()
            driver.tell("open", str(path))
            taken.append((screen.wait(lambda: _brightness(screen) > _BRIGHT, _PATIENCE_S) - begin) * MS)
            driver.hear()
    return median(taken)


def _until(screen: Screen, home: str, line: list[str], lowest: float) -> float:
    """Start Python with `line`; return the milliseconds until the middle is brighter than `lowest`; end it."""
    begin = time.monotonic()
    process = subprocess.Popen([sys.executable, *line], cwd=ROOT, env=surroundings(screen.name, home))
    try:
        return (screen.wait(lambda: _brightness(screen) > lowest, _PATIENCE_S) - begin) * MS
    finally:
        process.kill()
        process.wait()
        screen.wait(lambda: _brightness(screen) == 0, _PATIENCE_S)


def _brightness(screen: Screen) -> float:
    return float(screen.pixels(*_MIDDLE)[..., :3].mean())
