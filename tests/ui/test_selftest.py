"""The selftest as it is run: it passes, and it fails when something is wrong."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.ui.selftest import Selftest

COMMAND = [sys.executable, "-m", "picpik_studio", "selftest"]


def test_it_passes_without_a_display_and_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    without = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in without}
    env |= {"PICPIK_STUDIO_HOME": str(home), "TMPDIR": str(tmp_path)}
    done = subprocess.run(COMMAND, env=env, capture_output=True, text=True, check=False, timeout=110)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == "selftest passed"
    for step in ("load ", "open the dialog keys", "open the sample", "paint ", "submit ", "accept ", "save ", "quit"):
        assert any(line.startswith(step) for line in lines), step
    assert any("Running" in line for line in lines)
    assert not list(home.iterdir())
    assert [path.name for path in tmp_path.iterdir() if path != home] == []


def failure(qtbot: QtBot, folder: Path, patience_s: float) -> str | None:
    """Run the selftest in this process; return what is wrong."""
    selftest = Selftest(folder, patience_s)
    with qtbot.waitSignal(selftest.ended) as blocker:
        pass
    assert blocker.args == [1]
    for window in tuple(selftest._running.desk.windows):
        window._is_agreed = True
        window.shell.close()
    selftest.close()
    QApplication.processEvents()
    return selftest.failure


def test_what_never_happens_is_a_failure(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "open_sample", lambda _self: None)
    assert failure(qtbot, tmp_path, 0.5) == "nothing more happened within 0.5 s"


def test_an_error_that_the_window_says_is_a_failure(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "open_sample", lambda self: self.open_bytes(b"no picture", "sample.png"))
    found = failure(qtbot, tmp_path, 30.0)
    assert found is not None
    assert found.startswith("the window said: ")


def test_an_exception_is_a_failure(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(Session, "open_sample", fail)
    assert failure(qtbot, tmp_path, 30.0) == "RuntimeError: out of order"


def test_a_warning_is_a_failure(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Session, "open_sample", lambda _self: logging.getLogger("x").warning("odd"))
    assert failure(qtbot, tmp_path, 30.0) == "there were warnings: odd"
    caplog.clear()
