"""Drives the real window (`window`) or the naive one (`naive_window`) from outside; and the pictures to open in it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from picpik_studio.app.folders import HOME_VARIABLE
from picpik_studio.core.geometry import Size

_AS_THE_PROGRAM = (
    "import runpy, sys\nfrom picpik_studio.ui.lean_imports import stop_source_reading\nstop_source_reading()\n"
    "del sys.argv[0]\nrunpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
)
WINDOW = "tests.benchmarks.window"
NAIVE_WINDOW = "tests.benchmarks.naive_window"
BARE_WINDOW = "tests.benchmarks.bare_window"
_QUIET_S = 3.0
_PATIENCE_S = 60.0
ROOT = Path(__file__).resolve().parent.parent.parent


class Driver:
    """The other end of a driven window's lines."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def hear(self) -> dict[str, Any]:
        """Return the next answer. Raises EOFError when the window has ended."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise EOFError("The window has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def tell(self, word: str, *values: object) -> None:
        """Say a line, whose answer is to be heard later."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([word, *values]) + "\n")
        self.process.stdin.flush()

    def ask(self, word: str, *values: object) -> dict[str, Any]:
        """Say a line and return its answer."""
        self.tell(word, *values)
        return self.hear()

    def settle(self) -> None:
        """Wait until nothing goes on any more: no slow work, no job."""
        deadline = time.monotonic() + _PATIENCE_S
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < _QUIET_S and time.monotonic() < deadline:
            answer = self.ask("is_idle")
            if not answer["is_idle"] or answer["jobs"]:
                quiet_since = time.monotonic()
            time.sleep(0.1)


@contextmanager
def a_window(display: str, module: str = WINDOW, *words: str) -> Iterator[Driver]:
    """Give a driven window on `display` ("" without a screen), started, in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        line = [sys.executable, "-c", _AS_THE_PROGRAM, module, *words]
        process = subprocess.Popen(
            line, cwd=ROOT, env=surroundings(display, home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        driver = Driver(process)
        try:
            driver.hear()
            yield driver
            driver.ask("quit")
            process.wait(20)
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def surroundings(display: str, home: str) -> dict[str, str]:
    """Return the environment of a child with a home of its own on `display`, or without a screen.

    The child keeps Python's byte code as an installed program does, or every start would compile the sources anew.
    """
    other = {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "PYTHONDONTWRITEBYTECODE"}
    env = {name: value for name, value in os.environ.items() if name not in other}
    where = {"DISPLAY": display} if display else {"QT_QPA_PLATFORM": "offscreen"}
    return env | where | {HOME_VARIABLE: home, "LC_ALL": "C.UTF-8"}


def write_photograph(folder: Path, size: Size) -> Path:
    """Write a grey, grainy JPEG of `size`, which takes as long to open as a photograph; return its path."""
    generator = np.random.default_rng(1)
    grain = generator.integers(116, 140, (1000, size.width), dtype=np.uint8)
    grey = np.resize(grain, (size.height, size.width))
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.0))
    path = folder / f"grey-{size.width}.jpg"
    cv2.imwrite(str(path), cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return path
