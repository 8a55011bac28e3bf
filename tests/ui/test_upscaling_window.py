"""Upscale in the window: from the strip's menu and the job's, by a dialog, with the real service of this computer."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from picpik_studio.app.action import Action
from picpik_studio.app.job import State
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.files.images import decode_result, encode_png
from picpik_studio.ui.dialogs.upscale import UpscaleDialog
from tests.engine.service import texture
from tests.ui.room import Room

pytestmark = pytest.mark.usefixtures("lent_engine")

LEFT = Qt.MouseButton.LeftButton


def with_result(room: Room) -> None:
    """Open a picture, have a part of it erased, and wait for the result."""
    document = room.open(encode_png(texture(200, 160)))
    with document.begin("a dab") as editor:
        area = Rect(80, 60, 40, 30)
        editor.touch(area)[area.slices] = 255
        editor.announce(area)
    room.session.erase()
    room.wait(lambda: room.session.shown is not None)


def dialog(room: Room) -> UpscaleDialog:
    def found() -> list[UpscaleDialog]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, UpscaleDialog) and each.isVisible()]

    room.wait(lambda: bool(found()))
    return found()[0]


def test_the_shown_result_is_made_twice_as_large_and_comes_into_the_strip(room: Room) -> None:
    with_result(room)
    room.shell.activateWindow()
    QTest.keyClick(room.canvas, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(room)
    assert asked.size_px == Size(400, 320)
    assert "makes up no detail" in asked.about.text()
    asked.width_px.setValue(300)
    assert asked.size_px == Size(300, 240)
    QTest.mouseClick(asked.largest, LEFT)
    assert asked.size_px == Size(4096, 3277)
    QTest.mouseClick(asked.factors[0], LEFT)
    QTest.mouseClick(asked.upscale, LEFT)
    jobs = room.session.program.jobs
    room.wait(lambda: len(jobs.all) == 2 and jobs.all[1].is_ended)
    job = jobs.all[1]
    assert (job.action, job.state) == (Action.UPSCALE, State.FINISHED)
    assert decode_result(job.results[0].path.read_bytes()).shape == (320, 400, 4)
    row = room.window.parts.jobs.row(job.id)
    assert row is not None
    assert row.prompt.text() == "Upscale 400 x 320"
    strip = room.window.parts.results.results
    room.wait(lambda: strip.data(strip.index(2)) == "400 x 320")  # the job is told of after it has ended
    actions = room.window.parts.jobs.doings
    assert (actions.can("upscale", job), actions.can("use_parameters", job)) == (True, False)


def test_the_menus_of_strip_and_job_have_it(room: Room) -> None:
    with_result(room)
    (job,) = room.session.program.jobs.all
    strip = room.window.parts.results
    place = strip.list.visualRect(strip.results.index(1)).center()
    strip.list.customContextMenuRequested.emit(place)
    menus = [each for each in strip.findChildren(QMenu) if each.isVisible()]
    titles = [action.text().partition("\t")[0] for action in menus[0].actions() if action.text()]
    assert {"Upscale the result…", "Save the result alone…"} <= set(titles)
    menus[0].close()
    strip.list.customContextMenuRequested.emit(strip.list.visualRect(strip.results.index(0)).center())
    strip.list.customContextMenuRequested.emit(QPoint(4000, 10))
    assert not [each for each in strip.findChildren(QMenu) if each.isVisible()]
    assert room.window.parts.jobs.doings.do("upscale", job)
    dialog(room).reject()


def test_a_result_is_saved_alone(room: Room) -> None:
    with_result(room)
    (job,) = room.session.program.jobs.all
    target = job.results[0].path.with_name("saved.png")
    room.answers.files = [target, None]
    room.window.run("result.save_file")
    room.wait(target.exists)
    saved, came = target.read_bytes(), job.results[0].path.read_bytes()
    assert b"DigitalSourceType" in saved
    is_whole = saved.startswith(came[:33]) and saved.endswith(
        came[33:]
    )  # as it came, behind what says how it came about
    assert is_whole
    room.window.run("result.save_file")
    assert room.answers.asked[-1].startswith("Save the result alone: ")
    room.wait(lambda: any("saved.png" in said for said in room.said))
