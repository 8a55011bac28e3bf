"""The real window in a process of its own, told what to do by lines on its standard input: `python -m` this module.

Each line is a JSON list: a word of `Driven` and its values; each gets one JSON line as its answer. What benchmarks
measure happens outside, on the screen, or is what `gaps` and `memory` tell of this process.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QSocketNotifier, Qt, QTimer

from picpik_studio.app.settings import Settings
from picpik_studio.main import application
from picpik_studio.ui.main_window import MainWindow
from picpik_studio.ui.running import Running
from picpik_studio.ui.shell import Shell
from tests.benchmarks.memory import resident_mb
from tests.benchmarks.screen import SIZE

_INPUT = 0
MS = 1000.0


class Driven(QObject):
    """Does what the lines say. A method's name is the word, its result the answer; None answers later."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._canvas = window.parts.canvas
        self._text = b""
        self._is_opening = False
        self._ears = QSocketNotifier(_INPUT, QSocketNotifier.Type.Read, self)
        self._ears.activated.connect(self._hear)
        self._ticks: list[tuple[float, float]] = []
        self._pulse = QTimer(self)
        self._pulse.setTimerType(Qt.TimerType.PreciseTimer)
        self._pulse.setInterval(1)
        self._pulse.timeout.connect(self._tick)
        self._canvas.document_ready.connect(self._ready)

    def _hear(self) -> None:
        data = os.read(_INPUT, 65536)
        if not data:
            self._ears.setEnabled(False)
            self._window.quit()
        *lines, self._text = (self._text + data).split(b"\n")
        for line in lines:
            word, *values = json.loads(line)
            answer = getattr(self, word)(*values)
            if answer is not None:
                say(answer)

    def open(self, path: str) -> None:
        """Open a picture; the answer comes when it can be painted on."""
        self._is_opening = True
        self._window.open_path(Path(path))

    def _ready(self) -> None:
        if self._is_opening and self._canvas.is_ready:
            self._is_opening = False
            say({"ready": time.monotonic()})

    def run(self, command_id: str) -> dict[str, object]:
        """Run a command."""
        begin = time.perf_counter()
        self._window.run(command_id)
        return {"ms": (time.perf_counter() - begin) * MS}

    def brush(self, size: float) -> dict[str, object]:
        """Paint with a hard brush of that size from now on."""
        tool = self._window.session.tool
        tool.size, tool.hardness, tool.opacity = size, 1.0, 1.0
        return {"size": tool.size}

    def zoom(self, zoom: float | None) -> dict[str, object]:
        """Show the picture at `zoom` device pixels a pixel, or (None) whole; say where on the screen it is seen."""
        if zoom is None:
            self._canvas.fit()
        else:
            self._canvas.zoom_to(zoom)
        placement = self._canvas.scene.placement
        assert placement is not None
        seen = placement.picture
        corner = self._canvas.mapToGlobal(QPoint(0, 0))
        left, top = max(0, seen.x), max(0, seen.y)
        right, bottom = min(self._canvas.width(), seen.right), min(self._canvas.height(), seen.bottom)
        return {
            "zoom": placement.zoom,
            "rect": [corner.x() + left, corner.y() + top, right - left, bottom - top],
            "drawn": self._canvas.pixels_drawn,
        }

    def save(self, path: str) -> dict[str, object]:
        """Write the picture to `path`."""
        self._window.session.save_as(path)
        return {}

    def is_drawing(self) -> dict[str, object]:
        """Say whether a stroke goes on: its release may not have been heard yet."""
        return {"is_drawing": self._canvas.has_stroke}

    def is_idle(self) -> dict[str, object]:
        """Say whether no slow work goes on."""
        return {"is_idle": not self._window.program.tasks._running, "jobs": self._window.program.jobs.running}

    def watch(self) -> dict[str, object]:
        """Note from now on when the GUI thread has time."""
        self._ticks = []
        self._pulse.start()
        return {}

    def gaps(self) -> dict[str, object]:
        """Return how long the GUI thread had no time since `watch`: the milliseconds between its ticks, all of them.

        `own_ms` is what the thread itself worked meanwhile; the rest was the processor's other work.
        """
        self._pulse.stop()
        pairs = list(zip(self._ticks, self._ticks[1:], strict=False))
        return {
            "gaps_ms": [round((b[0] - a[0]) * MS, 2) for a, b in pairs],
            "own_ms": [round((b[1] - a[1]) * MS, 2) for a, b in pairs],
        }

    def memory(self) -> dict[str, object]:
        """Return the resident memory of this process in MB."""
        return {"mb": resident_mb()}

    def quit(self) -> dict[str, object]:
        """End without asking."""
        self._window._is_agreed = True
        QTimer.singleShot(0, self._window.quit)
        return {}

    def _tick(self) -> None:
        self._ticks.append((time.perf_counter(), time.thread_time()))


def say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> int:
    app = application()
    settings = Settings()
    shell = Shell(settings)
    shell.setWindowState(Qt.WindowState.WindowNoState)
    shell.setGeometry(0, 0, *SIZE)
    kept: list[tuple[Running, Driven]] = []

    def furnish() -> None:
        running = Running(settings)
        kept.append((running, Driven(running.desk.furnish(shell))))
        running.program.start()
        say({"started": time.monotonic()})

    shell.painted.connect(furnish)
    shell.show()
    code = app.exec()
    for running, _driven in kept:
        running.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
