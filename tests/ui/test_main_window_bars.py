"""The bars above and below: the brush, the views, the zoom; size, place, frame."""

import math
from collections.abc import Callable
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from picpik_studio.app.commands import BY_ID
from picpik_studio.core.frame import Frame
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.tools.settings import ToolName
from picpik_studio.core.turn import Turn
from picpik_studio.ui import theme
from picpik_studio.ui.asking import Asking, Choice
from picpik_studio.ui.options.brush_row import size_to_slider, slider_to_size
from picpik_studio.ui.options_bar import OptionsBar
from picpik_studio.ui.status_bar import StatusBar
from picpik_studio.ui.tool_handlers import TOOLS
from tests.ui.easel import Hand, at, picture_bytes
from tests.ui.room import Room


@pytest.fixture
def options(room: Room) -> OptionsBar:
    room.open(picture_bytes())
    return room.window.parts.options


@pytest.mark.parametrize("size", [1, 2, 5, 12, 60, 333, 1000, 2000])
def test_sizes_come_back_from_their_places(size: int) -> None:
    assert slider_to_size(size_to_slider(size)) == size


def test_small_sizes_have_most_of_the_way() -> None:
    assert slider_to_size(500) < 300
    assert (slider_to_size(0), slider_to_size(1000)) == (1, 2000)


@pytest.mark.parametrize(
    ("name", "typed", "value"), [("size", "123", 123.0), ("hardness", "35", 0.35), ("opacity", "70", 0.7)]
)
def test_a_typed_number_sets_the_brush(room: Room, options: OptionsBar, name: str, typed: str, value: float) -> None:
    field = options.brush.values[name].number
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert getattr(room.session.tool, name) == pytest.approx(value)
    assert options.brush.values[name].slider.number() == pytest.approx(
        size_to_slider(value) if name == "size" else 1000 * value, abs=1
    )


def test_the_slider_sets_the_brush_and_a_double_click_resets_it(room: Room, options: OptionsBar) -> None:
    value = options.brush.values["opacity"]
    middle = QPoint(value.slider.width() // 2, value.slider.height() // 2)
    QTest.mouseClick(value.slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert room.session.tool.opacity == pytest.approx(0.5, abs=0.03)
    assert value.number.value() == pytest.approx(50, abs=3)
    value.slider.reset_wanted.emit()
    assert room.session.tool.opacity == 1


def test_what_is_set_elsewhere_is_shown(room: Room, options: OptionsBar) -> None:
    room.session.tool.size = 77
    assert options.brush.values["size"].number.value() == 77
    room.session.tool.mode = "erase"
    assert options.tool.text() == "Eraser"


def test_the_menu_of_views_shows_and_sets(room: Room, options: OptionsBar) -> None:
    actions = {action.data(): action for action in options.view.menu().actions()}
    assert actions["film"].isChecked()
    actions["black_white"].trigger()
    assert room.canvas.film_view == "black_white"
    assert options.view.text().strip() == "Black and white"
    assert actions["black_white"].isChecked()
    assert not actions["film"].isChecked()


def test_the_menu_of_zooms_sets(room: Room, options: OptionsBar) -> None:
    titles = {action.text(): action for action in options.zoom.menu().actions()}
    titles["200 %"].trigger()
    assert room.canvas.viewport.zoom == 2
    assert options.zoom.text() == "200 %"


def test_without_a_picture_there_is_no_zoom(room: Room) -> None:
    assert not room.window.parts.options.zoom.isEnabled()
    assert room.shell.bar._zoom.isHidden()


@pytest.mark.parametrize("tool", get_args(ToolName))
def test_nothing_is_cut_off_in_the_smallest_window(room: Room, options: OptionsBar, tool: ToolName) -> None:
    room.session.tool.tool = tool
    room.shell.resize(*theme.MINIMUM_WINDOW)
    for _ in range(3):  # what gives way is hidden first, then the rest takes its room
        QApplication.processEvents()
    assert room.shell.width() == theme.MINIMUM_WINDOW[0]
    for widget in (*options.findChildren(QToolButton), *options.findChildren(QLabel), *options.findChildren(QCheckBox)):
        if widget.isVisible():
            assert widget.width() >= widget.sizeHint().width() - 1, widget
            assert options.rect().contains(QRect(widget.mapTo(options, QPoint(0, 0)), widget.size()))


@pytest.mark.parametrize("command_id", TOOLS)
def test_the_bar_shows_the_row_of_the_chosen_tool(room: Room, options: OptionsBar, command_id: str) -> None:
    room.window.run(command_id)
    assert options.tool.text() == BY_ID[command_id].title
    assert [row for row in set(options.rows.values()) if row.isVisible()] == [options.rows[TOOLS[command_id]]]


def test_every_control_has_a_name_and_a_tooltip(options: OptionsBar) -> None:
    reached = [widget for widget in options.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    controls = [widget for widget in reached if widget.isVisible() and not isinstance(widget, QLineEdit)]
    assert len(controls) >= 10
    assert [widget for widget in controls if not (widget.accessibleName() and widget.toolTip())] == []


def test_the_place_under_the_pointer(room: Room, options: OptionsBar) -> None:
    assert options.isVisible()
    Hand(room.canvas).move(at(room.canvas, 12.4, 99.7))
    room.wait(lambda: room.shell.bar._pointer.text == "12, 99")


def test_the_place_under_a_pointer_that_stands_still_is_told_when_the_picture_moves(
    room: Room, options: OptionsBar
) -> None:
    canvas, told = room.canvas, options.window().findChild(StatusBar)
    assert isinstance(told, StatusBar)
    spot = at(canvas, 30.5, 40.5)

    def is_true() -> bool:
        place = canvas.to_image(spot)
        return place is not None and told._pointer.text == f"{math.floor(place.x)}, {math.floor(place.y)}"

    Hand(canvas).move(spot)
    acts: tuple[Callable[[], None], ...] = (
        lambda: QTest.keyClick(canvas, Qt.Key.Key_Left),
        lambda: canvas.zoom_to(3.0),
        lambda: canvas.zoom_to(0.01, spot),
        lambda: canvas.turn_to(Turn(30)),
        canvas.fit,
    )
    for act in acts:
        act()
        room.wait(is_true)
    canvas.moving.hold("hand", held=True)
    Hand(canvas).drag(at(canvas, 9, 9), spot)
    room.wait(is_true)


def test_the_frame_is_told_after_a_stroke(room: Room, options: OptionsBar) -> None:
    assert options.isVisible()
    assert room.shell.bar._frame.text() == ""
    Hand(room.canvas).drag(at(room.canvas, 100, 100))
    room.wait(lambda: room.shell.bar._frame.text() == "Sends 304 x 200 px")


def test_a_scaled_frame_says_how_much(room: Room) -> None:
    room.window.display._show_frame(Frame(Rect(0, 0, 4000, 3000), Size(2560, 1920)), ())
    assert room.shell.bar._frame.text() == "Sends 2560 x 1920 px · at 64 %"
    room.window.display._show_frame(None, ())
    assert room.shell.bar._frame.text() == ""


def test_the_status_bar_says_what_goes_on(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.show_doing("Opening…")
    assert bar._doing.isVisible()
    assert bar._progress.isVisible()
    bar.show_doing("")
    assert not bar._progress.isVisible()
    bar.show_pointer(None)
    assert bar._pointer.text == ""


@pytest.mark.parametrize(("press", "expected"), [("Keep", "keep"), ("Throw away", "throw"), ("Cancel", None)])
def test_a_real_question_is_answered_by_its_buttons(qtbot: QtBot, press: str, expected: str | None) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    seen: list[tuple[str, str, bool]] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append((box.text(), box.informativeText(), box.defaultButton().text() == "Keep"))
        next(button for button in box.findChildren(QPushButton) if button.text().replace("&", "") == press).click()

    QTimer.singleShot(20, answer)
    choices = (Choice("keep", "Keep"), Choice("throw", "Throw away", is_harmful=True))
    assert Asking(window).decision("Title", "What now?", "It is late.", choices) == expected
    assert seen == [("What now?", "It is late.", True)]
    QApplication.processEvents()


def test_esc_at_a_question_is_no_answer(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    QTimer.singleShot(20, lambda: QTest.keyClick(_modal(), Qt.Key.Key_Escape))
    assert not Asking(window).confirm("Close", "One job is still running.", "Close")
    QApplication.processEvents()


def _modal() -> QDialog:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QDialog)
    return box
