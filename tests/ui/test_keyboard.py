"""Whose the keyboard is in the furnished window: the canvas's after a click, and Space and Enter from everywhere."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from picpik_studio.app.session_state import ShownResult
from picpik_studio.ui.main_window import MainWindow
from picpik_studio.ui.panels.controls.slider_row import SliderRow
from picpik_studio.ui.panels.controls.switch_row import SwitchRow
from tests.ui.easel import Hand, at, picture_bytes
from tests.ui.room import Room
from tests.ui.test_canvas_feed import a_patch

Pick = Callable[[MainWindow], QWidget]

CLICKED: dict[str, Pick] = {
    "a check box": lambda window: cast("SwitchRow", window.parts.parameters.rows["invert_mask"]).box,
    "a slider": lambda window: cast("SliderRow", window.parts.parameters.rows["batch_size"]).slider,
    "a header": lambda window: window.parts.parameters.sections["sampling"].header,
    "a tab": lambda window: window.parts.parameters.pages.tabs,
}


@pytest.fixture
def easel(room: Room) -> Room:
    """Give a window with a picture that has the keyboard."""
    room.shell.activateWindow()
    room.open(picture_bytes())
    room.wait(room.canvas.hasFocus)
    return room


def click(room: Room, widget: QWidget) -> None:
    """Press and let go the mouse as the system tells it: to the window."""
    place = widget.mapTo(room.shell, QPoint(widget.width() // 2, widget.height() // 2))
    QApplication.processEvents()  # what was made just now has its place
    for way in (QPoint(5, 5), place):
        QTest.mouseMove(room.shell.windowHandle(), way)
    QTest.mouseClick(room.shell.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


def show(room: Room) -> None:
    """Show a result."""
    room.session._state.shown = ShownResult("job", 0, a_patch())
    room.session.changed.emit("shown")
    room.window.display.refresh()


def key(code: Qt.Key) -> None:
    """Type a key where the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, code)


def test_a_picture_that_was_opened_has_the_keyboard(room: Room) -> None:
    room.shell.activateWindow()
    room.shell.tools.findChildren(QToolButton)[0].setFocus()
    room.open(picture_bytes())
    assert room.shell.focusWidget() is room.canvas


def test_a_picture_does_not_take_the_keyboard_from_who_types(room: Room) -> None:
    room.shell.activateWindow()
    room.window.parts.parameters.prompt.edit.setFocus()
    room.open(picture_bytes())
    assert room.shell.focusWidget() is room.window.parts.parameters.prompt.edit


@pytest.mark.parametrize("name", CLICKED)
def test_a_click_leaves_the_keyboard_to_the_canvas(easel: Room, name: str) -> None:
    click(easel, CLICKED[name](easel.window))
    assert easel.canvas.hasFocus()


def test_a_click_on_what_was_made_later_does_too_and_is_still_a_click(easel: Room) -> None:
    late, clicks = QPushButton("Late", easel.window.parts.parameters.footer), []
    late.clicked.connect(lambda: clicks.append(1))
    late.show()
    late.raise_()
    click(easel, late)
    assert clicks == [1]
    assert easel.canvas.hasFocus()
    key(Qt.Key.Key_Space)
    assert clicks == [1], "Space is the canvas's"


def test_a_click_on_a_button_ends_what_is_typed_and_takes_it_over(easel: Room) -> None:
    row = easel.window.parts.parameters.rows["batch_size"]
    assert isinstance(row, SliderRow)
    line = row.number.lineEdit()
    row.number.setFocus()
    line.selectAll()
    QTest.keyClicks(row.number, "3")
    button, sent = QPushButton("Costly", easel.window.parts.parameters.footer), []
    button.clicked.connect(lambda: sent.append(easel.session.parameters.get("batch_size")))
    button.show()
    button.raise_()
    click(easel, button)
    assert sent == [3], "what is paid for is what was typed"
    assert easel.canvas.hasFocus()


def test_what_is_typed_counts_when_it_is_submitted_by_its_key(easel: Room) -> None:
    document = easel.session.document
    row = easel.window.parts.parameters.rows["batch_size"]
    assert document is not None
    assert isinstance(row, SliderRow)
    row.number.setFocus()
    row.number.lineEdit().selectAll()
    QTest.keyClicks(row.number, "3")
    QTest.keyClick(row.number, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert easel.session.parameters.get("batch_size") == 3
    assert row.number.hasFocus()


def test_space_over_the_picture_pans_and_presses_nothing(easel: Room) -> None:
    button, clicks = QPushButton("Costly", easel.window.parts.parameters.footer), []
    button.clicked.connect(lambda: clicks.append(1))
    button.show()
    button.setFocus()
    hand, before = Hand(easel.canvas), at(easel.canvas, 0, 0)
    hand.move(at(easel.canvas, 50, 50))
    QTest.keyPress(button, Qt.Key.Key_Space)
    hand.drag(at(easel.canvas, 50, 50), at(easel.canvas, 80, 50))
    focused = QApplication.focusWidget()
    assert focused is easel.canvas
    QTest.keyRelease(focused, Qt.Key.Key_Space)
    assert at(easel.canvas, 0, 0).x() > before.x()
    assert not easel.session.is_mask_modified
    assert not clicks
    assert easel.canvas.moving.cursor is None, "Space was let go"


def test_a_tap_of_space_over_the_picture_presses_nothing(easel: Room) -> None:
    button, clicks = QPushButton("Costly", easel.window.parts.parameters.footer), []
    button.clicked.connect(lambda: clicks.append(1))
    button.show()
    button.setFocus()
    Hand(easel.canvas).move(at(easel.canvas, 50, 50))
    key(Qt.Key.Key_Space)
    assert not clicks
    Hand(easel.canvas).move(QPointF(10, 10))
    easel.canvas._track(None)
    key(Qt.Key.Key_Space)
    assert clicks == [1], "a button that was gone to by Tab is pressed by Space beside the picture"


def test_space_over_the_picture_hides_no_accepted_result(easel: Room) -> None:
    document = easel.session.document
    assert document is not None
    document.add_patch(a_patch())
    easel.window.run("patch.page")
    Hand(easel.canvas).move(at(easel.canvas, 50, 50))
    key(Qt.Key.Key_Space)
    assert document.patches[0].is_visible


@pytest.mark.parametrize("code", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize(
    "focused",
    [
        lambda window: window.parts.patches.list,
        lambda window: window.parts.parameters.footer.submit,
        lambda window: window.parts.results.list,
        lambda window: window.shell.tools.findChildren(QToolButton)[0],
    ],
)
def test_enter_accepts_the_shown_result_from_everywhere(easel: Room, focused: Pick, code: Qt.Key) -> None:
    document = easel.session.document
    assert document is not None
    document.fill_mask(255)
    document.add_patch(replace(a_patch(), id="other", job_id="other"))
    easel.window.run("patch.page")
    show(easel)
    QApplication.processEvents()
    widget = focused(easel.window)
    widget.setFocus()
    assert widget.hasFocus()
    key(code)
    assert len(document.patches) == 2


def test_enter_in_a_text_is_the_texts(easel: Room) -> None:
    document = easel.session.document
    assert document is not None
    show(easel)
    easel.window.parts.parameters.prompt.edit.setFocus()
    key(Qt.Key.Key_Return)
    assert not document.patches
    assert easel.window.parts.parameters.prompt.edit.toPlainText() == "\n"


@pytest.mark.parametrize("how", ["wipe", "difference"])
@pytest.mark.parametrize("from_list", [False, True])
def test_esc_ends_a_comparison_before_it_leaves_the_result(easel: Room, how: str, from_list: bool) -> None:
    show(easel)
    easel.window.run(f"view.{how}")
    if from_list:
        easel.window.parts.results.list.setFocus()
    key(Qt.Key.Key_Escape)
    assert not easel.canvas.feed.compare
    assert easel.session.shown is not None
    key(Qt.Key.Key_Escape)
    assert easel.session.shown is None


def test_what_loses_its_place_gives_the_keyboard_to_the_canvas(easel: Room) -> None:
    document = easel.session.document
    assert document is not None
    document.add_patch(a_patch())
    easel.window.run("patch.page")
    assert easel.window.parts.patches.list.hasFocus()
    easel.window.run("edit.undo")
    assert easel.canvas.hasFocus()


def test_an_accepted_result_is_not_offered_once_more(easel: Room) -> None:
    document = easel.session.document
    assert document is not None
    for _ in range(2):
        show(easel)
        key(Qt.Key.Key_Return)
    accept = easel.window.parts.results.accept
    assert len(document.patches) == 1
    assert not easel.shell.commands["result.accept"].isEnabled()
    assert not accept.isEnabled()
    assert "is accepted already" in easel.window.parts.signs.text("result")
    easel.window.run("edit.undo")
    easel.window.display.refresh()
    assert accept.isEnabled()
    assert "is accepted already" not in easel.window.parts.signs.text("result")
    key(Qt.Key.Key_Return)
    assert len(document.patches) == 1
