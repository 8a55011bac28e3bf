"""The command palette: found by a few letters, run by Enter, closed by Esc with the focus where it was."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from picpik_studio.app.commands import COMMANDS, WHY_NOT
from picpik_studio.ui.palette import Palette
from picpik_studio.ui.palette_delegate import HEIGHT, KEYS, MORE
from tests.ui.easel import painted, picture_bytes
from tests.ui.room import Room


@pytest.fixture
def palette(room: Room) -> Palette:
    room.open(picture_bytes())
    room.shell.activateWindow()
    room.canvas.setFocus()
    room.window.display.refresh()
    return opened(room)


def opened(room: Room) -> Palette:
    room.window.run("help.palette")
    palette = QApplication.activePopupWidget()
    assert isinstance(palette, Palette)
    return palette


def rows(palette: Palette) -> list[str]:
    return [palette.model.item(row).data(Qt.ItemDataRole.UserRole) for row in range(palette.model.rowCount())]


def gone() -> None:
    """Let Qt delete what was closed."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_every_command_is_in_it(palette: Palette) -> None:
    assert {*rows(palette), "help.palette"} == {command.id for command in COMMANDS}


def test_enter_runs_what_was_found(room: Room, palette: Palette) -> None:
    QTest.keyClicks(palette.search, "repaint everything")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    gone()
    document = room.session.document
    assert document is not None
    assert painted(document).all()
    assert QApplication.activePopupWidget() is None
    assert room.canvas.hasFocus()


def test_esc_closes_and_the_focus_is_where_it_was(room: Room, palette: Palette) -> None:
    QTest.keyClick(palette, Qt.Key.Key_Escape)
    gone()
    assert QApplication.activePopupWidget() is None
    assert room.canvas.hasFocus()


def test_what_cannot_be_done_says_why_and_is_not_run(room: Room, palette: Palette) -> None:
    palette.search.setText("redo")
    item = palette.model.item(0)
    assert item.data(Qt.ItemDataRole.UserRole) == "edit.redo"
    assert item.data(MORE) == WHY_NOT["redo"]
    assert item.data(KEYS) == "Ctrl+Shift+Z"
    assert not item.isEnabled()
    assert not palette.grab().isNull()
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert room.said == []


def test_the_arrows_move_and_what_was_used_comes_first(room: Room, palette: Palette) -> None:
    QTest.keyClicks(palette.search, "zoom")
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    used = palette.list.currentIndex().data(Qt.ItemDataRole.UserRole)
    assert used == rows(palette)[1]
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    gone()
    assert rows(opened(room))[0] == used


def test_it_is_as_high_as_what_was_found(palette: Palette) -> None:
    whole = palette.height()
    QTest.keyClicks(palette.search, "mirror")
    assert palette.list.height() == palette.model.rowCount() * HEIGHT
    assert palette.height() < whole
    palette.search.clear()
    assert palette.height() == whole


def test_what_is_not_found_is_said(palette: Palette) -> None:
    palette.search.setText("xyzzy")
    assert palette.remark.isVisible()
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.isVisible()


def test_it_stands_at_the_top_middle_of_the_window(room: Room, palette: Palette) -> None:
    window, own = room.shell.geometry(), palette.geometry()
    assert abs(own.center().x() - window.center().x()) < 5  # px; the offscreen platform has a frame
    assert own.top() - window.top() < window.height() // 4
