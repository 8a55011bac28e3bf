"""Tries the installed program out without a person: every icon, tool and command, and the main job to the end.

`picpik-studio selftest` prints each step and ends with 0 when all went well, else with 1 and what is wrong. It has a
home of its own and leaves nothing behind: jobs and settings of the person are not touched.
"""

import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from picpik_studio.app.folders import HOME_VARIABLE
from picpik_studio.app.settings import Settings
from picpik_studio.ui.running import Running
from picpik_studio.ui.selftest_steps import Failed, Steps, demand
from picpik_studio.ui.shell import Shell

PATIENCE_S: Final = 120.0
_POLL_MS: Final = 20

Condition = Callable[[], bool]


class Alarm(logging.Handler):
    """Hears what is logged as a warning or worse, Qt's own words too."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record's text."""
        self.heard.append(self.format(record))


class Selftest(QObject):
    """Goes through the steps within Qt's event loop; a step that must wait gives the condition that it waits for.

    `ended` gives the exit code; `failure` says what is wrong, or is None. `patience_s` is how long one condition is
    waited for.
    """

    ended = Signal(int)

    def __init__(self, folder: Path, patience_s: float = PATIENCE_S) -> None:
        super().__init__()
        self.failure: str | None = "it has not ended"
        self._folder = folder
        self._patience_s = patience_s
        self._deadline = time.monotonic() + patience_s
        self._alarm = Alarm()
        logging.getLogger().addHandler(self._alarm)
        settings = Settings()
        self._shell = Shell(settings)
        self._running = Running(settings)
        self._steps = self._all_steps()
        self._waits_for: Condition = lambda: True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._shell.painted.connect(lambda: self._timer.start(_POLL_MS))
        self._shell.show()

    def close(self) -> None:
        """End the services, also after a failure."""
        self._running.close()
        logging.getLogger().removeHandler(self._alarm)

    def _all_steps(self) -> Generator[Condition]:
        window = self._running.desk.furnish(self._shell)
        steps = Steps(window, self._folder)
        yield from steps.all()
        window.quit()
        yield lambda: not self._running.desk.windows

    def _go_on(self) -> None:
        try:
            demand(not self._alarm.heard, f"there were warnings: {'; '.join(self._alarm.heard)}")
            if self._waits_for():
                self._waits_for = next(self._steps)
                self._deadline = time.monotonic() + self._patience_s
            demand(time.monotonic() < self._deadline, f"nothing more happened within {self._patience_s:g} s")
        except StopIteration:
            self._end(None)
        except Exception as error:  # noqa: BLE001 - whatever it is, the selftest has failed, and says so
            self._end(str(error) if isinstance(error, Failed) else f"{type(error).__name__}: {error}")

    def _end(self, failure: str | None) -> None:
        self.failure = failure
        self._timer.stop()
        self.ended.emit(0 if failure is None else 1)


def run(app: QApplication) -> int:
    """Go through all steps in a folder of its own; return the exit code."""
    home = tempfile.mkdtemp(prefix="picpik-studio-selftest-")
    os.environ[HOME_VARIABLE] = home
    try:
        selftest = Selftest(Path(home))
        selftest.ended.connect(app.exit)
        app.exec()
        selftest.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    sys.stdout.write(f"selftest failed: {selftest.failure}\n" if selftest.failure else "selftest passed\n")
    return 1 if selftest.failure else 0
