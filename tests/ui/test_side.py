"""The side of a furnished window: room for what matters, and what a person arranged comes back."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.job import State
from picpik_studio.app.program import Program
from picpik_studio.ui.panels.side import EMPTY_PX, JOBS_PX, SidePanels
from tests.ui.easel import picture_bytes
from tests.ui.room import Room
from tests.ui.stage import a_job

LEFT = Qt.MouseButton.LeftButton
MATTERS = ("mask_blur", "refer_strength", "invert_mask", "batch_size", "seed")


def side_of(room: Room) -> SidePanels:
    side = room.shell.side.findChild(SidePanels)
    assert side is not None
    return side


def test_what_matters_is_seen_without_scrolling_at_1280_by_800(room: Room) -> None:
    QApplication.processEvents()
    panel = room.window.parts.parameters
    port = panel.area.viewport().rect()
    for name in MATTERS:
        row = panel.rows[name]
        top = row.mapTo(panel.area.viewport(), QPoint())
        assert port.contains(top), name
        assert port.contains(top + QPoint(0, row.height() - 1)), name


def test_the_list_of_jobs_grows_when_there_is_one(room: Room) -> None:
    QApplication.processEvents()
    side, jobs = side_of(room), room.window.parts.jobs
    assert side.sizes()[1] == EMPTY_PX
    jobs._show(a_job("one", State.FAILED))
    one = side.sizes()[1]
    assert EMPTY_PX < one < JOBS_PX
    for name in ("two", "three", "four"):
        jobs._show(a_job(name, State.FAILED))
    assert side.sizes()[1] == JOBS_PX
    for name in ("one", "two", "three", "four"):
        jobs._rows.pop(name).deleteLater()
    jobs._count()
    assert side.sizes()[1] == EMPTY_PX


def test_a_persons_division_stays(room: Room) -> None:
    QApplication.processEvents()
    side, jobs = side_of(room), room.window.parts.jobs
    side.moveSplitter(300, 1)
    side.splitterMoved.emit(300, 1)
    chosen = side.sizes()
    jobs._show(a_job("one", State.FAILED))
    room.shell.resize(room.shell.width() + 10, room.shell.height())
    QApplication.processEvents()
    assert side.sizes() == chosen


def test_folding_comes_back_in_the_next_window(qtbot: QtBot, program: Program) -> None:
    room = Room(qtbot, program)
    for name in ("frame", "prompt"):
        QTest.mouseClick(room.window.parts.parameters.sections[name].header, LEFT)
    room.leave()
    another = Room(qtbot, program)
    panel = another.window.parts.parameters
    assert panel.folding == {"frame": True, "prompt": True}
    assert all(panel.sections[name].is_unfolded for name in ("frame", "prompt"))
    another.leave()


def test_two_pages_share_submit_and_the_jobs(room: Room) -> None:
    room.open(picture_bytes())
    parts = room.window.parts
    pages = parts.parameters.pages
    assert pages.current is parts.parameters.area
    where = parts.parameters.footer.submit.mapTo(room.shell, QPoint())
    QTest.mouseClick(pages.tabs, LEFT, pos=pages.tabs.tabRect(1).center())
    assert pages.current is parts.repaint_area
    assert parts.repaint_area.isVisible()
    assert not parts.parameters.area.isVisible()
    assert parts.jobs.isVisible()
    assert parts.parameters.footer.submit.mapTo(room.shell, QPoint()) == where


def test_pages_change_by_keyboard_and_f6_goes_on(room: Room) -> None:
    room.open(picture_bytes())
    room.shell.activateWindow()
    room.canvas.setFocus()
    parts = room.window.parts
    tabs = parts.parameters.pages.tabs
    room.window.run("view.next_area")
    assert QApplication.focusWidget() is tabs
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert parts.parameters.pages.current is parts.repaint_area
    QTest.keyClick(tabs, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert parts.repaint_area.isAncestorOf(focused)
    room.window.run("view.next_area")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not parts.parameters.isAncestorOf(focused)
