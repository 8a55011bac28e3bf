"""The rows: a slider with its number, a box, a seed, a size; each with a way back to the default."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.parameters import FIELDS, FIELDS_BY_NAME
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.ui.panels.controls.choice_row import ChoiceRow
from picpik_studio.ui.panels.controls.number import decimals
from picpik_studio.ui.panels.controls.rect_row import RectRow
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.seed_row import SeedRow
from picpik_studio.ui.panels.controls.size_row import SizeRow
from picpik_studio.ui.panels.controls.slider_row import SliderRow
from picpik_studio.ui.panels.controls.subject import Subject, subject
from picpik_studio.ui.panels.controls.switch_row import SwitchRow

LEFT = Qt.MouseButton.LeftButton
SLIDERS = [field.name for field in FIELDS if field.kind in {"int", "float"} and field.name != "seed"]


def shown(qtbot: QtBot, widget: QWidget, width: int = 316) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, widget.sizeHint().height())
    with qtbot.waitExposed(widget):
        widget.show()


def slider_row(qtbot: QtBot, name: str = "mask_blur") -> SliderRow:
    row = SliderRow(subject(FIELDS_BY_NAME[name]))
    shown(qtbot, row)
    return row


def heard(row: ValueRow) -> list[object]:
    values: list[object] = []
    row.edited.connect(values.append)
    return values


def type_over(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def turn_wheel(widget: QWidget) -> None:
    """Turn a real wheel over a widget: the window system gives it to whoever lies there."""
    window = widget.window()
    place = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, -120))


@pytest.mark.parametrize("name", SLIDERS)
def test_a_slider_has_its_fields_own_range(qtbot: QtBot, name: str) -> None:
    field, row = FIELDS_BY_NAME[name], slider_row(qtbot, name)
    values = heard(row)
    row.slider.setFocus()
    QTest.keyClick(row.slider, Qt.Key.Key_End)
    assert row.value == field.high
    QTest.keyClick(row.slider, Qt.Key.Key_Home)
    assert row.value == field.low
    QTest.keyClick(row.slider, Qt.Key.Key_Right)
    assert field.low is not None
    assert field.step is not None
    assert row.value == pytest.approx(field.low + field.step)
    assert row.number.value() == pytest.approx(row.value)
    assert all(isinstance(value, int) for value in values) == (field.kind == "int")


def test_a_click_on_the_track_jumps_and_a_drag_follows(qtbot: QtBot) -> None:
    row = slider_row(qtbot)
    width, middle = row.slider.width(), row.slider.height() // 2
    QTest.mousePress(row.slider, LEFT, pos=QPoint(width - 1, middle))
    assert row.value == 64
    QTest.mouseMove(row.slider, QPoint(width // 2, middle))
    QTest.mouseRelease(row.slider, LEFT, pos=QPoint(width // 2, middle))
    assert row.value == 32
    QTest.mouseMove(row.slider, QPoint(0, middle))
    assert row.value == 32


def test_the_right_button_moves_no_slider(qtbot: QtBot) -> None:
    row = slider_row(qtbot)
    QTest.mouseClick(row.slider, Qt.MouseButton.RightButton, pos=QPoint(1, 5))
    assert row.value == 12


def test_a_typed_number_moves_the_slider(qtbot: QtBot) -> None:
    row = slider_row(qtbot, "refer_strength")
    values = heard(row)
    type_over(row.number, "1.25")
    assert values == [1.25]
    assert row.slider.number() == pytest.approx(1.25)


def test_a_typed_number_beyond_the_range_becomes_its_end(qtbot: QtBot) -> None:
    row = slider_row(qtbot)
    type_over(row.number, "99")
    assert row.value == 64


def test_the_reset_shows_only_when_there_is_something_to_reset(qtbot: QtBot) -> None:
    row = slider_row(qtbot)
    assert row.reset_button.isHidden()
    type_over(row.number, "20")
    assert row.reset_button.isVisible()
    QTest.mouseClick(row.reset_button, LEFT)
    assert row.value == 12
    assert row.reset_button.isHidden()


def test_a_double_click_on_the_slider_gives_the_default(qtbot: QtBot) -> None:
    row = slider_row(qtbot)
    row.show_value(50)
    QTest.mouseDClick(row.slider, LEFT, pos=QPoint(10, 9))
    assert row.value == 12


def test_a_models_own_default_is_what_reset_gives(qtbot: QtBot) -> None:
    row = slider_row(qtbot, "steps")
    row.show_default(28)
    assert row.reset_button.isVisible()
    assert "28" in row.toolTip()
    QTest.mouseClick(row.reset_button, LEFT)
    assert row.value == 28


def test_a_calm_slider_tells_when_it_is_let_go(qtbot: QtBot) -> None:
    row = SliderRow(Subject("Quality", "", 95, 50, 100), is_calm=True)
    shown(qtbot, row)
    values = heard(row)
    QTest.mousePress(row.slider, LEFT, pos=QPoint(0, 9))
    assert values == []
    assert row.number.value() == 50
    QTest.mouseRelease(row.slider, LEFT, pos=QPoint(0, 9))
    assert values == [50]


@pytest.mark.parametrize("part", ["slider", "number"])
def test_the_wheel_scrolls_the_panel_and_changes_nothing(qtbot: QtBot, part: str) -> None:
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    row = SliderRow(subject(FIELDS_BY_NAME["mask_blur"]))
    column.addWidget(row)
    column.addSpacing(2000)
    area.setWidget(inside)
    shown(qtbot, area)
    control = getattr(row, part)
    control.setFocus()
    turn_wheel(control)
    assert row.value == 12
    assert area.verticalScrollBar().value() > 0


def test_showing_a_value_is_silent(qtbot: QtBot) -> None:
    row = slider_row(qtbot)
    values = heard(row)
    row.show_value(33)
    assert values == []


def test_every_control_says_what_it_is(qtbot: QtBot) -> None:
    row = slider_row(qtbot)
    field = FIELDS_BY_NAME["mask_blur"]
    assert row.slider.accessibleName() == row.number.accessibleName() == field.title
    assert row.slider.accessibleDescription() == field.help
    assert field.help in row.toolTip()
    assert "0 to 64" in row.toolTip()


def test_a_box_is_ticked_by_mouse_and_by_keyboard(qtbot: QtBot) -> None:
    row = SwitchRow(subject(FIELDS_BY_NAME["invert_mask"]))
    shown(qtbot, row)
    values = heard(row)
    QTest.mouseClick(row.box, LEFT, pos=QPoint(8, row.box.height() // 2))
    QTest.keyClick(row.box, Qt.Key.Key_Space)
    assert values == [True, False]


def test_a_sampler_is_chosen_or_typed(qtbot: QtBot) -> None:
    row = ChoiceRow(subject(FIELDS_BY_NAME["sampler"]))
    shown(qtbot, row)
    values = heard(row)
    row.show_choices(["DPM++ 2M", "Euler", "DPM++ 2M"])
    assert [row.box.itemText(place) for place in range(row.box.count())] == ["Euler", "DPM++ 2M"]
    type_over(row._editor(), "LCM")
    assert values == ["LCM"]
    turn_wheel(row.box)
    assert row.value == "LCM"
    row.show_choices(["Heun"])
    assert row.box.currentText() == "LCM"


class TestSeed:
    def test_minus_one_reads_random(self, qtbot: QtBot) -> None:
        row = SeedRow(subject(FIELDS_BY_NAME["seed"]))
        shown(qtbot, row)
        assert row.number.text() == "Random"

    def test_the_die_makes_it_random_again(self, qtbot: QtBot) -> None:
        row = SeedRow(subject(FIELDS_BY_NAME["seed"]))
        shown(qtbot, row)
        values = heard(row)
        type_over(row.number, "2147483647")
        QTest.mouseClick(row.die, LEFT)
        assert values == [2147483647, -1]

    def test_reuse_asks_only_when_a_result_is_shown(self, qtbot: QtBot) -> None:
        row = SeedRow(subject(FIELDS_BY_NAME["seed"]))
        shown(qtbot, row)
        QTest.mouseClick(row.reuse, LEFT)
        assert not row.reuse.isEnabled()
        row.show_reusable(77)
        assert "77" in row.reuse.toolTip()
        with qtbot.waitSignal(row.reuse_wanted):
            QTest.mouseClick(row.reuse, LEFT)

    def test_there_is_no_second_way_back(self, qtbot: QtBot) -> None:
        row = SeedRow(subject(FIELDS_BY_NAME["seed"]))
        shown(qtbot, row)
        row.show_value(5)
        assert row.reset_button.isHidden()


class TestSize:
    def row(self, qtbot: QtBot) -> SizeRow:
        row = SizeRow(subject(FIELDS_BY_NAME["width"]), subject(FIELDS_BY_NAME["height"]))
        shown(qtbot, row)
        return row

    def test_from_the_frame_shows_the_frames_own_numbers(self, qtbot: QtBot) -> None:
        row = self.row(qtbot)
        row.show_own(Size(640, 512))
        assert (row.across.number.value(), row.down.number.value()) == (640, 512)
        assert row.from_frame.isChecked()
        assert not row.across.number.isEnabled()

    def test_unticked_the_numbers_are_the_persons(self, qtbot: QtBot) -> None:
        row = self.row(qtbot)
        row.show_own(Size(640, 512))
        across: list[object] = []
        down: list[object] = []
        row.across.edited.connect(across.append)
        row.down.edited.connect(down.append)
        QTest.mouseClick(row.from_frame, LEFT, pos=QPoint(8, row.from_frame.height() // 2))
        assert (across, down) == ([640], [512])
        type_over(row.across.number, "1024")
        QTest.mouseClick(row.swap, LEFT)
        assert (row.across.value, row.down.value) == (512, 1024)
        QTest.mouseClick(row.from_frame, LEFT, pos=QPoint(8, row.from_frame.height() // 2))
        assert (across[-1], down[-1]) == (None, None)

    def test_a_side_that_is_set_elsewhere_unticks_the_box(self, qtbot: QtBot) -> None:
        row = self.row(qtbot)
        row.across.show_value(256)
        assert not row.from_frame.isChecked()
        assert row.down.number.isEnabled()


def test_a_rectangle_is_four_numbers(qtbot: QtBot) -> None:
    row = RectRow()
    shown(qtbot, row)
    rects: list[object] = []
    row.edited.connect(rects.append)
    row.show_rect(Rect(-8, 4, 100, 50))
    assert rects == []
    type_over(row.numbers[2], "120")
    assert rects == [Rect(-8, 4, 120, 50)]


@pytest.mark.parametrize(("step", "places"), [(1, 0), (8, 0), (0.5, 1), (0.01, 2), (0.05, 2)])
def test_a_step_says_how_many_decimals_there_are(step: float, places: int) -> None:
    assert decimals(step) == places
