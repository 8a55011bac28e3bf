"""The bar under the menu: what it shows has room at the smallest window, and nothing moves with what is shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from picpik_studio.core.tools.combine import Combine
from picpik_studio.ui.canvas.scene import FILM_VIEWS
from picpik_studio.ui.options.region_row import RegionRow
from picpik_studio.ui.options.shape_row import ShapeRow
from picpik_studio.ui.options_bar import OptionsBar
from picpik_studio.ui.pen.popup import PenPopup
from picpik_studio.ui.tool_handlers import TOOLS
from tests.ui.easel import picture_bytes
from tests.ui.room import Room


@pytest.fixture
def bar(room: Room) -> OptionsBar:
    room.shell.resize(960, 640)
    QApplication.processEvents()
    assert room.shell.width() == 960
    return room.window.parts.options


def places(bar: OptionsBar) -> list[tuple[int, int]]:
    QApplication.processEvents()
    widgets: list[QWidget] = [bar.tool, *bar.brush.values.values(), bar.view, bar.zoom]
    return [(widget.x(), widget.width()) for widget in widgets]


@pytest.mark.parametrize("text", ["6400 %", "88.8 %", "100 %"])
def test_every_zoom_can_be_read_at_the_smallest_window(bar: OptionsBar, text: str) -> None:
    bar.zoom.setText(text)
    QApplication.processEvents()
    assert bar.zoom.sizeHint().width() <= bar.zoom.width()
    assert bar.rect().contains(bar.zoom.geometry())


def test_every_view_can_be_read_and_moves_nothing(room: Room, bar: OptionsBar) -> None:
    before = places(bar)
    for view in FILM_VIEWS:
        room.canvas.set_film_view(view)
        assert places(bar) == before
        assert bar.view.sizeHint().width() <= bar.view.width()


def test_the_zoom_and_the_eraser_move_nothing(room: Room, bar: OptionsBar) -> None:
    before = places(bar)
    for zoom in ("-", "0.5 %", "6400 %"):
        bar.zoom.setText(zoom)
        assert places(bar) == before
    room.session.tool.mode = "erase"
    assert places(bar) == before


def test_every_row_begins_at_the_same_place(room: Room, bar: OptionsBar) -> None:
    before = places(bar)
    starts = set()
    for command_id in TOOLS:
        room.window.run(command_id)
        QApplication.processEvents()
        starts.add(bar._stack.x())
        assert bar.tool.sizeHint().width() <= bar.tool.width()
    assert len(starts) == 1
    room.window.run("brush.paint")
    assert places(bar) == before


def test_no_label_is_cut_at_the_smallest_window(bar: OptionsBar) -> None:
    labels = [label for label in bar.findChildren(QLabel) if label.text() and label.isVisible()]
    assert len(labels) == 4
    for label in labels:
        assert label.width() >= label.sizeHint().width(), label.text()
    for value in bar.brush.values.values():
        assert value.rect().contains(value.number.geometry())


def test_the_view_says_its_name_where_there_is_room(room: Room, bar: OptionsBar) -> None:
    bar.resize(600, bar.height())
    assert bar.view.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    room.shell.resize(1280, 800)
    QApplication.processEvents()
    assert bar.view.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon


def test_spacing_and_smoothing_give_way_where_there_is_no_room(room: Room, bar: OptionsBar) -> None:
    stroke = bar.brush.stroke
    assert not stroke.numbers.isVisible()
    assert stroke.rect().contains(stroke.button.geometry())
    room.shell.resize(1440, 900)
    QApplication.processEvents()
    assert stroke.numbers.isVisible()
    for value in (*bar.brush.values.values(), *stroke.values.values()):
        assert value.rect().contains(value.number.geometry())
        assert value.width() >= value.minimumSizeHint().width()
    room.shell.resize(960, 640)
    QApplication.processEvents()
    assert room.shell.width() == 960
    assert not stroke.numbers.isVisible()


def test_spacing_and_smoothing_are_typed(room: Room, bar: OptionsBar) -> None:
    tool = room.session.tool
    for name, text, wanted in (("spacing", "150", 1.5), ("smoothing", "30", 0.3)):
        number = bar.brush.stroke.values[name].number
        number.selectAll()
        QTest.keyClicks(number, text)
        QTest.keyClick(number, Qt.Key.Key_Return)
        assert getattr(tool, name) == wanted
    tool.smoothing = 0
    assert bar.brush.stroke.values["smoothing"].number.text() == "0 %"


def test_the_pen_button_opens_what_a_stroke_is_made_of(bar: OptionsBar) -> None:
    bar.brush.stroke.button.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, PenPopup)
    assert set(popup.rows) == {"pen_pressure", "pen_curve", "brush_spacing", "brush_smoothing"}
    popup.close()


def test_the_buttons_choose_how_a_region_is_combined_and_x_swaps(room: Room, bar: OptionsBar) -> None:
    def chosen() -> Combine:
        return room.session.regions.combine

    room.window.run("tool.lasso")
    row = bar.rows["lasso"]
    assert isinstance(row, ShapeRow)
    QTest.mouseClick(row.combine.buttons[Combine.INTERSECT], Qt.MouseButton.LeftButton)
    assert chosen() is Combine.INTERSECT
    for expected in (Combine.ADD, Combine.SUBTRACT, Combine.ADD):
        room.window.run("brush.swap")
        assert chosen() is expected
        assert [how for how, button in row.combine.buttons.items() if button.isChecked()] == [expected]
    assert room.session.tool.mode == "paint"
    room.window.run("brush.paint")
    room.window.run("brush.swap")
    assert (room.session.tool.mode, chosen()) == ("erase", Combine.ADD)


def test_the_wand_is_set_in_its_row(room: Room, bar: OptionsBar) -> None:
    regions = room.session.regions
    room.window.run("tool.wand")
    row = bar.rows["wand"]
    assert isinstance(row, RegionRow)
    row.tolerance.number.setValue(77)
    row.contiguous.click()
    assert (regions.tolerance, regions.contiguous) == (77, False)
    row.tolerance.slider.reset_wanted.emit()
    regions.contiguous = True
    assert (row.tolerance.number.value(), row.contiguous.isChecked()) == (32, True)


def test_the_status_bar_says_what_the_chosen_tool_does(room: Room) -> None:
    for command_id in TOOLS:
        room.window.run(command_id)
        assert room.shell.bar._hint.text()
    room.window.run("tool.polygon")
    assert "Enter" in room.shell.bar._hint.text()
    room.shell.bar.show_doing("Opening")
    assert not room.shell.bar._hint.isVisible()


def test_a_tool_that_is_chosen_by_its_key_leaves_the_keyboard_to_the_canvas(room: Room, bar: OptionsBar) -> None:
    room.open(picture_bytes())
    room.shell.activateWindow()
    room.session.tool.tool = "wand"
    row = bar.rows["wand"]
    assert isinstance(row, RegionRow)
    row.contiguous.setFocus()
    QTest.keyClick(row.contiguous, Qt.Key.Key_B)
    assert room.session.tool.is_brush
    assert QApplication.focusWidget() is room.canvas
    bar.brush.values["size"].number.setFocus()
    room.session.tool.mode = "erase"
    assert QApplication.focusWidget() is bar.brush.values["size"].number


def test_a_number_that_was_typed_gives_the_keyboard_back(room: Room, bar: OptionsBar) -> None:
    room.open(picture_bytes())
    room.shell.activateWindow()
    number = bar.brush.values["size"].number
    for key, size in ((Qt.Key.Key_Return, 80), (Qt.Key.Key_Enter, 80), (Qt.Key.Key_Escape, 60)):
        room.session.tool.size = 60
        number.setFocus()
        number.selectAll()
        QTest.keyClicks(number, "80")
        QTest.keyClick(number, key)
        assert QApplication.focusWidget() is room.canvas
        assert (room.session.tool.size, number.text()) == (size, f"{size} px")
