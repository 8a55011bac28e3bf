"""Closing asks about what would be lost, and several windows share one program."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.jobs import Jobs
from picpik_studio.app.program import Program
from picpik_studio.ui.desk import Desk
from picpik_studio.ui.shell import Shell
from tests.ui.easel import Hand, at, picture_bytes
from tests.ui.room import Room


def dab(room: Room) -> None:
    Hand(room.canvas).drag(at(room.canvas, 100, 100))


def test_nothing_to_lose_nothing_to_ask(room: Room) -> None:
    room.open(picture_bytes())
    assert room.shell.close()
    assert room.answers.asked == []


def test_unsaved_changes_are_asked_about(room: Room) -> None:
    room.open(picture_bytes(), "alps.png")
    dab(room)
    room.answers.decisions = [None]
    assert not room.shell.close()
    assert room.shell.isVisible()
    assert room.answers.asked == ["Unsaved changes | Save the changes to alps.png?"]
    room.answers.decisions = ["discard"]
    assert room.shell.close()


def test_saving_first_closes_when_it_is_written(room: Room, tmp_path: Path) -> None:
    room.open(picture_bytes())
    dab(room)
    path = tmp_path / "kept.png"
    room.answers.decisions, room.answers.files = ["save"], [path]
    assert not room.shell.close()
    room.wait(lambda: not room.shell.isVisible())
    assert path.exists()


def test_saving_that_is_given_up_keeps_the_window(room: Room, tmp_path: Path) -> None:
    room.open(picture_bytes())
    dab(room)
    room.answers.decisions, room.answers.files = ["save"], [None]
    assert not room.shell.close()
    room.answers.files = [tmp_path / "later.png"]
    room.window.run("file.save_as")
    room.wait(lambda: not room.session.is_modified)
    assert room.shell.isVisible(), "a later save does not close the window"


def test_running_jobs_are_told_of(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Jobs, "running", property(lambda _self: 2))
    room.answers.decisions = [None, "yes"]
    assert not room.shell.close()
    assert room.shell.close()
    assert room.answers.asked[0] == "Close | 2 jobs are still running. They go on at the next start."


def test_both_are_one_question(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Jobs, "running", property(lambda _self: 1))
    room.open(picture_bytes(), "alps.png")
    dab(room)
    room.answers.decisions = ["discard"]
    assert room.shell.close()
    assert room.answers.asked == [
        "Unsaved changes | Save the changes to alps.png? | One job is still running. It goes on at the next start."
    ]


def test_a_stroke_that_goes_on_is_taken_back_at_closing(room: Room) -> None:
    document = room.open(picture_bytes())
    Hand(room.canvas).press(at(room.canvas, 100, 100))
    assert room.shell.close()
    assert not document.is_editing
    assert not document.mask.pixels.any()


def gone(desk: Desk) -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert desk.windows == []


def test_windows_of_one_desk(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    desk = Desk(program, program.settings)
    shell = Shell(program.settings)
    shell.show()
    first = desk.furnish(shell)
    path = tmp_path / "second.png"
    path.write_bytes(picture_bytes())
    first.run("file.new_window")
    first.another_wanted.emit(str(path))
    assert len(desk.windows) == 3
    third = desk.windows[2]
    qtbot.waitUntil(lambda: third.parts.canvas.is_ready, timeout=20_000)
    assert third.session.path == path
    assert first.session.document is None
    assert not first.is_last()
    desk.windows[1].run("file.close")
    assert desk.windows == [first, third]
    third.run("file.quit")
    gone(desk)


def test_quitting_stops_at_a_window_that_must_stay(qtbot: QtBot, program: Program) -> None:
    desk = Desk(program, program.settings)
    window = desk.open_window()
    window.session.open_bytes(picture_bytes(), "a.png")
    qtbot.waitUntil(lambda: window.parts.canvas.is_ready, timeout=20_000)
    Hand(window.parts.canvas).drag(at(window.parts.canvas, 100, 100))
    asked: list[str] = []
    window.asking.decision = lambda *words: asked.append(words[1])  # type: ignore[method-assign] # a stand-in
    desk.quit()
    assert len(desk.windows) == 1
    assert asked == ["Save the changes to a.png?"]
    window._close_at_once()
    gone(desk)
