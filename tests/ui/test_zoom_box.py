"""The zoom in the bar: typed, given up, chosen by the arrow."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from picpik_studio.ui.options.zoom_box import ZoomBox
from tests.files.making import image_of, photo, stored
from tests.ui.room import Room


@pytest.fixture
def box(room: Room) -> ZoomBox:
    """Return the box of a window with a picture."""
    room.open(stored(image_of(photo(200, 120)), "PNG"))
    room.shell.activateWindow()
    room.wait(room.shell.isActiveWindow)
    return room.window.parts.options.zoom


def type_over(box: ZoomBox, text: str) -> None:
    """Click into the box and type."""
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(12, box.height() // 2))
    assert box.hasFocus()
    QTest.keyClicks(box, text)
    assert box.text() == text


@pytest.mark.parametrize(("text", "zoom"), [("150", 1.5), ("66,7 %", 0.667), ("33.5%", 0.335)])
def test_a_typed_percentage_is_taken_by_enter(room: Room, box: ZoomBox, text: str, zoom: float) -> None:
    type_over(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert room.canvas.viewport.zoom == pytest.approx(zoom)
    assert room.canvas.hasFocus()


def test_esc_gives_up_what_was_typed(room: Room, box: ZoomBox) -> None:
    before = room.canvas.viewport.zoom, box.text()
    type_over(box, "300")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert (room.canvas.viewport.zoom, box.text()) == before
    assert room.canvas.hasFocus()


def test_what_is_no_percentage_changes_nothing(room: Room, box: ZoomBox) -> None:
    before = room.canvas.viewport.zoom, box.text()
    type_over(box, "large")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert (room.canvas.viewport.zoom, box.text()) == before


def test_a_zoom_by_the_wheel_leaves_what_is_being_typed(room: Room, box: ZoomBox) -> None:
    type_over(box, "25")
    room.canvas.zoom_to(2.0)
    assert box.text() == "25"
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == "200 %"


def test_the_arrow_opens_the_menu(room: Room, box: ZoomBox) -> None:
    seen: list[object] = []

    def close() -> None:
        seen.append(QApplication.activePopupWidget())
        box.menu().close()

    room.canvas.setFocus()
    QTimer.singleShot(0, close)
    QTest.mouseClick(box.arrow, Qt.MouseButton.LeftButton)
    assert seen == [box.menu()]
    QApplication.processEvents()
    assert not box.hasFocus()
