"""Closing asks about what would be lost, and several windows share one program."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.job import State
from picpik_studio.app.jobs import Jobs
from picpik_studio.app.notices import Notice
from picpik_studio.app.program import Program
from picpik_studio.app.rescuing import kept_in
from picpik_studio.core.document import Document
from picpik_studio.ui.desk import Desk, place_beside
from picpik_studio.ui.shell import Shell
from tests.ui.easel import Hand, at, picture_bytes
from tests.ui.room import Room
from tests.ui.stage import a_job
from tests.ui.test_canvas_feed import a_patch


@pytest.fixture
def alps(room: Room, tmp_path: Path) -> Document:
    """A picture with a file, which is open."""
    path = tmp_path / "alps.png"
    path.write_bytes(picture_bytes())
    return room.open_file(path)


def dab(room: Room) -> None:
    Hand(room.canvas).drag(at(room.canvas, 100, 100))


MASK_QUESTION = "Repaint area | The repaint area is not part of the picture's file. Export it before closing?"


@pytest.mark.usefixtures("alps")
def test_nothing_to_lose_nothing_to_ask(room: Room) -> None:
    assert room.shell.close()
    assert room.answers.asked == []


def test_unsaved_changes_are_asked_about(room: Room, alps: Document) -> None:
    alps.add_patch(a_patch())
    dab(room)
    assert room.shell.isWindowModified()
    room.answers.decisions = [None]
    assert not room.shell.close()
    assert room.shell.isVisible()
    assert room.answers.asked == ["Unsaved changes | Save the changes to alps.png?"]
    room.answers.decisions = ["discard"]
    assert room.shell.close()


def test_a_pasted_picture_is_unsaved_from_the_first(room: Room, tmp_path: Path) -> None:
    room.open(picture_bytes(), "Pasted picture.png")
    assert room.shell.isWindowModified()
    room.answers.decisions = [None]
    assert not room.shell.close()
    assert room.answers.asked == ["Unsaved changes | Save the changes to Pasted picture.png?"]
    room.answers.files = [tmp_path / "kept.png"]
    room.window.run("file.save")
    room.wait(lambda: not room.shell.isWindowModified())
    assert room.shell.close()


def test_painting_is_no_change_of_the_picture_but_is_asked_about(room: Room, alps: Document) -> None:
    dab(room)
    assert not room.shell.isWindowModified()
    room.answers.decisions = [None]
    assert not room.shell.close()
    assert room.answers.asked == [MASK_QUESTION]
    alps.undo()
    assert room.shell.close(), "nothing is painted any more"


def test_painting_may_be_left(room: Room, alps: Document) -> None:
    dab(room)
    room.answers.decisions = ["discard"]
    assert room.shell.close()
    assert not alps.is_modified


@pytest.mark.usefixtures("alps")
def test_exporting_first_closes_when_it_is_written(room: Room, tmp_path: Path) -> None:
    dab(room)
    path = tmp_path / "alps-mask.png"
    room.answers.decisions, room.answers.files = ["export"], [path]
    assert not room.shell.close()
    room.wait(lambda: not room.shell.isVisible())
    assert path.exists()


@pytest.mark.usefixtures("alps")
def test_an_export_that_fails_keeps_the_window(room: Room, tmp_path: Path) -> None:
    dab(room)
    room.answers.decisions, room.answers.files = ["export"], [tmp_path / "no" / "folder.png"]
    assert not room.shell.close()
    room.wait(lambda: bool(room.said))
    room.answers.files = [tmp_path / "mask.png"]
    room.window.run("file.export_mask")
    room.wait(lambda: not room.session.is_mask_modified)
    assert room.shell.isVisible(), "a later export does not close the window"


def test_saving_first_closes_when_it_is_written(room: Room, alps: Document, tmp_path: Path) -> None:
    alps.add_patch(a_patch())
    dab(room)
    path = tmp_path / "kept.png"
    room.answers.decisions, room.answers.files = ["save", "save_as"], [path]
    assert not room.shell.close()
    room.wait(lambda: not room.shell.isVisible())
    assert path.exists()


@pytest.mark.parametrize("name", [None, "no/such/folder/a.png"])
def test_saving_that_is_given_up_keeps_the_window(room: Room, tmp_path: Path, name: str | None) -> None:
    room.open(picture_bytes())
    room.answers.decisions, room.answers.files = ["save"], [tmp_path / name if name else None]
    assert not room.shell.close()
    room.wait(lambda: name is None or bool(room.said))
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
    room.answers._open.append(lambda: None)
    monkeypatch.setattr(Jobs, "running", property(lambda _self: 0))
    assert room.window._about_jobs() == "By now all jobs have ended."


def test_both_are_one_question(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Jobs, "running", property(lambda _self: 1))
    room.open(picture_bytes(), "alps.png")
    room.answers.decisions = ["discard"]
    assert room.shell.close()
    assert room.answers.asked == [
        "Unsaved changes | Save the changes to alps.png? | One job is still running. It goes on at the next start."
    ]


def test_a_stroke_that_goes_on_is_taken_back_at_closing(room: Room, alps: Document) -> None:
    Hand(room.canvas).press(at(room.canvas, 100, 100))
    assert room.shell.close()
    assert not alps.is_editing
    assert not alps.mask.pixels.any()


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
    qtbot.waitUntil(lambda: third.parts.canvas.is_ready)
    assert third.session.path == path
    assert first.session.document is None
    assert not first.is_last()
    desk.windows[1].run("file.close")
    assert desk.windows == [first, third]
    third.run("file.quit")
    gone(desk)


def test_another_window_opens_aside_and_never_beyond_the_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    room = window.screen().availableGeometry()
    window.resize(room.size() / 2)
    window.move(room.topLeft())
    assert place_beside([window]) == room.topLeft() + QPoint(32, 32)
    window.move(room.right() + 1 - window.width(), room.top() + 100)
    assert place_beside([window]) == QPoint(window.x(), room.top() + 132), "there is room below only"
    titled = QWidget()
    qtbot.addWidget(titled)
    monkeypatch.setattr(titled, "frameGeometry", lambda: titled.geometry().adjusted(-2, -20, 2, 2))
    corner = room.bottomRight() + QPoint(1, 1) - QPoint(window.width(), window.height())
    window.move(corner)
    assert place_beside([titled, window]) == corner - QPoint(4, 22), "it will have a title bar as well"
    window.setGeometry(room.adjusted(0, 0, 100, 100))
    assert place_beside([window]) == room.topLeft()


def test_quitting_stops_at_a_window_that_must_stay(qtbot: QtBot, program: Program) -> None:
    desk = Desk(program, program.settings)
    window = desk.open_window()
    window.session.open_bytes(picture_bytes(), "a.png")
    qtbot.waitUntil(lambda: window.parts.canvas.is_ready)
    asked: list[str] = []
    window.asking.decision = lambda *words: asked.append(words[1])  # type: ignore[method-assign] # a stand-in
    desk.quit()
    assert len(desk.windows) == 1
    assert asked == ["Save the changes to a.png?"]
    window._close_at_once()
    gone(desk)


def test_told_to_end_it_waits_for_no_answer_and_what_was_unsaved_is_offered_again(
    qtbot: QtBot, program: Program
) -> None:
    desk = Desk(program, program.settings)
    window = desk.open_window()
    window.session.open_bytes(picture_bytes(), "a.png")
    qtbot.waitUntil(lambda: window.parts.canvas.is_ready, timeout=20_000)
    QTimer.singleShot(0, desk.end)
    window.shell.close()
    qtbot.waitUntil(lambda: not desk.windows, timeout=20_000)
    gone(desk)
    notices: list[Notice] = []
    program.notices.shown.connect(notices.append)
    desk.offer_kept()
    qtbot.waitUntil(lambda: bool(notices), timeout=20_000)
    assert notices[0].text == "The unsaved a.png was kept when the program was ended."
    assert notices[0].action is not None
    notices[0].action.run()
    qtbot.waitUntil(lambda: desk.windows[0].session.title == "a.png", timeout=20_000)
    desk.keep()
    assert len(kept_in(program.data)) == 2, "of before, and of now"
    desk.windows[0]._close_at_once()
    gone(desk)
    assert not kept_in(program.data)


def test_what_was_painted_on_a_picture_that_was_moved_is_there_again_once_that_is_found(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, moved = tmp_path / "alps.png", tmp_path / "moved.png"
    path.write_bytes(picture_bytes())
    desk = Desk(program, program.settings)
    window = desk.open_window(str(path))
    qtbot.waitUntil(lambda: window.parts.canvas.is_ready, timeout=20_000)
    Hand(window.parts.canvas).drag(at(window.parts.canvas, 100, 100))
    assert window.session.document is not None
    painted = window.session.document.mask.pixels.copy()
    desk.end()
    qtbot.waitUntil(lambda: not desk.windows, timeout=20_000)
    gone(desk)
    path.rename(moved)
    notices: list[Notice] = []
    program.notices.shown.connect(notices.append)
    later = desk.open_window()
    desk.offer_kept()
    qtbot.waitUntil(lambda: len(notices) == 1, timeout=20_000)
    press(notices[0])
    qtbot.waitUntil(lambda: len(notices) == 2, timeout=20_000)
    assert notices[1].text.startswith(f"alps.png is no longer in {tmp_path}: find it")
    assert notices[1].key == notices[0].key, "the one takes the other's place"
    answers: list[Path | None] = [None, moved]
    monkeypatch.setattr(later.asking, "picture_to_find", lambda _name, _folder: answers.pop(0))
    press(notices[1])
    assert notices[2].text == notices[0].text, "who looks for it later finds the offer still"
    press(notices[2])
    qtbot.waitUntil(lambda: len(notices) == 4, timeout=20_000)
    press(notices[3])
    qtbot.waitUntil(lambda: later.session.is_mask_modified, timeout=20_000)
    assert later.session.path == moved
    assert later.session.document is not None
    assert np.array_equal(later.session.document.mask.pixels, painted)
    later._close_at_once()
    gone(desk)
    assert not kept_in(program.data)


def press(notice: Notice) -> None:
    assert notice.action is not None
    notice.action.run()


def test_several_windows_tell_once_of_a_job_and_mark_the_one_of_its_picture(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(program, program.settings)
    first, second = (desk.open_window(str(path)) for path in two_pictures(tmp_path))
    qtbot.waitUntil(lambda: first.parts.canvas.is_ready and second.parts.canvas.is_ready)
    for window in desk.windows:
        window.shell.hide()
    QApplication.processEvents()
    told: list[tuple[str, object]] = []
    monkeypatch.setattr(desk.notifier, "tell", lambda title, _text, window: told.append((title, window)))
    for each, picture_hash in (("one", first.session.picture_hash), ("two", "of no window")):
        for state in (State.RUNNING, State.FAILED):
            program.jobs.changed.emit(a_job(each, state, picture_hash=picture_hash))
    assert told == [("The job has failed", first.shell), ("The job has failed", second.shell)]
    for window in tuple(desk.windows):
        window._close_at_once()
    gone(desk)
    for state in (State.RUNNING, State.FAILED):
        program.jobs.changed.emit(a_job("three", state))
    assert len(told) == 2, "nobody is there to be told"


def two_pictures(folder: Path) -> tuple[Path, Path]:
    """Write two pictures that differ."""
    paths = folder / "first.png", folder / "second.png"
    for path, width in zip(paths, (320, 240), strict=True):
        path.write_bytes(picture_bytes(width))
    return paths
