"""The program behind the windows: unforeseen errors, the log, signals, notifications, the start from the outside."""

import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio import main as door
from picpik_studio.app.job import State
from picpik_studio.app.program import Program
from picpik_studio.app.settings import Settings
from picpik_studio.ui.notifier import Notifier
from picpik_studio.ui.running import Running
from tests.ui.room import Room
from tests.ui.stage import a_job


@pytest.fixture
def running(qtbot: QtBot) -> Iterator[Running]:
    assert qtbot is not None
    running = Running(Settings())
    yield running
    running.close()


def test_an_unforeseen_error_is_said_and_logged_and_life_goes_on(
    qtbot: QtBot, running: Running, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    said: list[str] = []
    running.program.notices.shown.connect(lambda notice: said.append(notice.text))
    error = ValueError("out of order")
    sys.excepthook(ValueError, error, None)
    assert said == ["Something unforeseen went wrong: ValueError: out of order"]
    threading.Thread(target=lambda: 1 / 0).start()
    qtbot.waitUntil(lambda: len(said) == 2)
    assert "ZeroDivisionError" in said[1]
    log = (home / "data" / "picpik-studio.log").read_text(encoding="utf-8")
    assert "ValueError: out of order" in log
    assert "ZeroDivisionError" in log
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    caplog.clear()


def test_what_qt_says_goes_to_the_log(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    assert running.program is not None
    with caplog.at_level(logging.DEBUG):
        qWarning("something of Qt's")
        qWarning("This plugin does not support raise()")
    assert [(record.levelno, record.getMessage()) for record in caplog.records if record.name == "qt"] == [
        (logging.WARNING, "something of Qt's"),
        (logging.DEBUG, "This plugin does not support raise()"),
    ]
    caplog.clear()


def test_afterwards_the_hooks_are_as_before(qtbot: QtBot) -> None:
    assert qtbot is not None
    before = sys.excepthook, threading.excepthook, signal.getsignal(signal.SIGTERM)
    running = Running(Settings())
    assert sys.excepthook is not before[0]
    running.close()
    assert (sys.excepthook, threading.excepthook, signal.getsignal(signal.SIGTERM)) == before


class Told(Notifier):
    """Writes down what would be shown."""

    def tell(self, title: str, text: str, window: QWidget) -> None:
        assert window.window() is window
        told.append((title, text))


told: list[tuple[str, str]] = []


def test_a_job_that_ends_behind_the_window_is_told_of(room: Room, program: Program) -> None:
    told.clear()
    notifier = Told(program, lambda _job: room.shell, room.shell)
    running = a_job("one", State.RUNNING, document=Path("/pictures/alps.png"))
    done = a_job("one", State.FINISHED, document=Path("/pictures/alps.png"))
    room.shell.activateWindow()
    QApplication.processEvents()
    for job in (running, done):
        notifier._job_changed(job)
    assert told == [], "the window is in front"
    room.shell.hide()
    QApplication.processEvents()
    assert QApplication.activeWindow() is None
    for job in (running, done, done):
        notifier._job_changed(job)
    assert told == [("The result is there", "alps.png")]
    program.settings.set("notify_when_done", value=False)
    for job in (running, done):
        notifier._job_changed(job)
    assert len(told) == 1


def test_a_job_of_an_earlier_run_is_not_told_of(room: Room, program: Program) -> None:
    told.clear()
    notifier = Told(program, lambda _job: room.shell, room.shell)
    room.shell.hide()
    notifier._job_changed(a_job("old", State.FAILED))
    assert told == []


def test_the_tray_shows_what_is_new_until_the_person_is_back(
    room: Room, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    for question in ("isSystemTrayAvailable", "supportsMessages"):
        monkeypatch.setattr(QSystemTrayIcon, question, lambda: True)
    for change in ("show", "hide"):  # there is no tray offscreen, and Qt warns of it
        monkeypatch.setattr(QSystemTrayIcon, change, lambda _tray, change=change: seen.append(change))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _tray, title, *_more: seen.append(title))
    notifier = Notifier(program, lambda _job: room.shell, room.shell)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    notifier.tell("The result is there", "alps.png", room.shell)
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert seen == ["show", "The result is there"]
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert seen.pop() == "hide"
    notifier.tell("The result is there", "alps.png", room.shell)
    tray = notifier.findChild(QSystemTrayIcon)
    assert isinstance(tray, QSystemTrayIcon)
    tray.messageClicked.emit()
    assert seen.pop() == "hide"
    assert len(seen) == 4


def test_without_a_display_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert door.main([]) == 1
    assert "no display" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({}, "C.UTF-8"),
        ({"LANG": "C"}, "C.UTF-8"),
        ({"LANG": "de_DE.UTF-8"}, None),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "POSIX"}, "C.UTF-8"),
    ],
)
def test_a_locale_that_knows_all_letters(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, str], expected: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    door._speak_utf8()
    assert os.environ.get("LC_ALL") == (expected or names.get("LC_ALL"))


def test_it_opens_the_picture_named_on_the_command_line_and_ends_on_a_signal(home: Path) -> None:
    sample = Path(door.__file__).parent.parent / "resources" / "samples" / "autumn.jpg"
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PICPIK_STUDIO_HOME": str(home)}
    line = [sys.executable, "-m", "picpik_studio", str(sample)]
    with subprocess.Popen(line, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        remembered = home / "config" / "settings.json"
        deadline = time.monotonic() + 50
        while not remembered.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert "autumn.jpg" in remembered.read_text(encoding="utf-8"), "the picture was opened"
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")
