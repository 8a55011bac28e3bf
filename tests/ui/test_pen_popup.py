"""The pen's curve by pointer and keys, and the stroke that shows what comes of it."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from picpik_studio.app.settings import Settings
from picpik_studio.core.geometry import Point
from picpik_studio.core.mask import THRESHOLD
from picpik_studio.core.pressure import CURVES, Curve, Pen
from picpik_studio.ui import theme
from picpik_studio.ui.dialogs.preferences import PreferencesDialog
from picpik_studio.ui.panels.controls.plain_rows import OptionRow
from picpik_studio.ui.pen.curve_editor import CurveEditor
from picpik_studio.ui.pen.curve_row import CurveRow
from picpik_studio.ui.pen.popup import PenPopup
from picpik_studio.ui.pen.sample import StrokeSample
from tests.ui.easel import Hand
from tests.ui.easel import Pen as RealPen

Key = Qt.Key


@pytest.fixture
def editor(qtbot: QtBot) -> CurveEditor:
    editor = CurveEditor()
    qtbot.addWidget(editor)
    editor.resize(300, 180)
    editor.show()
    return editor


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def popup(qtbot: QtBot, settings: Settings) -> PenPopup:
    anchor = QPushButton("Pen")
    qtbot.addWidget(anchor)
    anchor.show()
    popup = PenPopup(settings)
    qtbot.addWidget(popup)
    popup.open_below(anchor)
    return popup


def heard(editor: CurveEditor) -> list[Curve]:
    told: list[Curve] = []
    editor.edited.connect(told.append)
    return told


def row_of(popup: PenPopup | PreferencesDialog) -> CurveRow:
    row = popup.rows["pen_curve"]
    assert isinstance(row, CurveRow)
    return row


def double_click(editor: CurveEditor, place: QPointF) -> None:
    QTest.mouseDClick(editor, Qt.MouseButton.LeftButton, pos=place.toPoint())
    QTest.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=place.toPoint())


class TestCurveEditor:
    def test_a_drag_moves_the_nearest_point_and_is_told_once(self, editor: CurveEditor) -> None:
        told = heard(editor)
        start, end = editor.place_of(Point(1, 1)), editor.place_of(Point(0.7, 0.5))
        Hand(editor).drag(start + QPointF(-4, 3), (start + end) / 2, end)
        assert [curve.points for curve in told] == [(Point(0, 0), Point(0.7, 0.5))]

    def test_nothing_near_nothing_moved(self, editor: CurveEditor) -> None:
        told = heard(editor)
        Hand(editor).drag(editor.place_of(Point(0.2, 0.8)), editor.place_of(Point(0.6, 0.6)))
        assert told == []
        assert editor.curve == Curve()

    def test_a_double_click_adds_up_to_four(self, editor: CurveEditor) -> None:
        told = heard(editor)
        for x, y in ((0.3, 0.7), (0.6, 0.8), (0.8, 0.9)):
            double_click(editor, editor.place_of(Point(x, y)))
        assert [len(curve.points) for curve in told] == [3, 4]
        assert told[0].points[1] == pytest.approx((0.3, 0.7), abs=0.01)

    def test_dragged_out_it_is_gone_and_back_it_is_there(self, editor: CurveEditor) -> None:
        editor.show_curve(CURVES["soft"])
        told, place = heard(editor), editor.place_of(CURVES["soft"].points[1])
        out, hand = QPointF(place.x(), -80), Hand(editor)
        hand.press(place)
        hand.move(out)
        assert len(editor.curve.points) == 2
        hand.move(place)
        hand.release(place)
        assert told[-1] == CURVES["soft"]
        hand.drag(place, out)
        assert told[-1].points == (Point(0, 0), Point(1, 1))

    def test_two_points_stay(self, editor: CurveEditor) -> None:
        Hand(editor).drag(editor.place_of(Point(0, 0)), QPointF(-200, 400))
        assert len(editor.curve.points) == 2

    def test_escape_takes_a_drag_back(self, editor: CurveEditor) -> None:
        told, hand = heard(editor), Hand(editor)
        hand.press(editor.place_of(Point(0, 0)))
        hand.move(editor.place_of(Point(0.4, 0.4)))
        QTest.keyClick(editor, Key.Key_Escape)
        hand.release(editor.place_of(Point(0.4, 0.4)))
        assert editor.curve == Curve()
        assert told == []

    def test_keys_do_all_of_it(self, editor: CurveEditor) -> None:
        told = heard(editor)
        QTest.keyClick(editor, Key.Key_Insert)
        assert list(told[-1].points) == [Point(0, 0), Point(0.5, 0.5), Point(1, 1)]
        QTest.keyClick(editor, Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(editor, Key.Key_Left)
        assert told[-1].points[1] == pytest.approx((0.49, 0.6))
        QTest.keyClick(editor, Key.Key_PageDown)
        QTest.keyClick(editor, Key.Key_Right)
        assert told[-1].points[0] == pytest.approx((0.01, 0))
        QTest.keyClick(editor, Key.Key_PageUp)
        QTest.keyClick(editor, Key.Key_Delete)
        assert len(told[-1].points) == 2
        before = len(told)
        QTest.keyClick(editor, Key.Key_Delete)
        assert len(told) == before

    def test_every_curve_that_can_be_drawn_can_be_kept(self, editor: CurveEditor) -> None:
        told = heard(editor)
        double_click(editor, editor.place_of(Point(0.3337, 0.4)))
        for x in (0.31, 0.33, 0.351, 0.355):
            Hand(editor).drag(editor.place_of(editor.curve.points[0]), editor.place_of(Point(x, 0.2)))
        assert all(Curve.parse(str(curve)) == curve for curve in told)


class TestSample:
    @pytest.fixture
    def sample(self, qtbot: QtBot) -> StrokeSample:
        sample = StrokeSample()
        qtbot.addWidget(sample)
        sample.resize(300, sample.height())
        sample.show()
        return sample

    def test_it_swells_as_the_curve_says(self, sample: StrokeSample) -> None:
        widths = {}
        for name, curve in CURVES.items():
            sample.show_pen(Pen(curve=curve))
            widths[name] = (sample.pixels >= THRESHOLD).sum(axis=0)[80]
        assert widths["firm"] < widths["linear"] < widths["soft"]

    def test_it_fades_where_opacity_is_what_changes(self, sample: StrokeSample) -> None:
        sample.show_pen(Pen(sizes=False, fades=True))
        strength = sample.pixels.max(axis=0)
        assert strength[40] < THRESHOLD < strength[260]
        sample.show_pen(Pen(is_felt=False))
        assert (sample.pixels.max(axis=0)[20:280] == 255).all()

    @pytest.mark.parametrize("width", [297, 298, 300])
    def test_the_stroke_is_seen_at_every_width(self, sample: StrokeSample, width: int) -> None:
        sample.resize(width, sample.height())
        image = sample.grab().toImage()
        seen = [image.pixelColor(x, sample.height() // 2).name() for x in (width // 2, width - 20)]
        assert seen == [theme.FILM] * 2

    def test_a_real_pen_draws_on_it(self, sample: StrokeSample) -> None:
        RealPen(sample).draw(QPointF(50, 20), QPointF(80, 20), pressure=0.5)
        columns = np.flatnonzero((sample.pixels >= THRESHOLD).any(axis=0))
        assert (columns[0], columns[-1]) == pytest.approx((43, 86), abs=2)


class TestPopup:
    def test_a_preset_is_kept_and_shown(self, popup: PenPopup, settings: Settings) -> None:
        row = row_of(popup)
        row.presets["soft"].click()
        assert settings.get("pen_curve") == str(CURVES["soft"])
        assert row.editor.curve == CURVES["soft"]
        row.presets["soft"].click()
        assert [name for name, button in row.presets.items() if button.isChecked()] == ["soft"]

    def test_what_is_not_felt_has_no_curve(self, popup: PenPopup, settings: Settings) -> None:
        pressure = popup.rows["pen_pressure"]
        assert isinstance(pressure, OptionRow)
        pressure.box.setCurrentIndex(pressure.box.findData("none"))
        pressure.box.activated.emit(pressure.box.currentIndex())
        assert settings.get("pen_pressure") == "none"
        assert [control.isEnabled() for control in (row_of(popup).editor, row_of(popup).presets["soft"])] == [False] * 2
        settings.set("pen_pressure", "both")
        assert row_of(popup).editor.isEnabled()

    def test_a_bent_curve_is_kept_at_the_release(self, popup: PenPopup, settings: Settings) -> None:
        editor = row_of(popup).editor
        hand = Hand(editor)
        hand.press(editor.place_of(Point(1, 1)))
        hand.move(editor.place_of(Point(1, 0.6)))
        assert settings.get("pen_curve") == "0,0 1,1"
        hand.release(editor.place_of(Point(1, 0.6)))
        assert Curve.parse(settings.text("pen_curve")).points[1] == pytest.approx((1, 0.6), abs=0.01)

    def test_the_keys_are_at_the_curve_and_escape_closes(self, popup: PenPopup) -> None:
        assert popup.focusWidget() is row_of(popup).editor
        QTest.keyClick(row_of(popup).editor, Key.Key_Escape)
        assert not popup.isVisible()

    def test_preferences_have_it_too(self, qtbot: QtBot, settings: Settings) -> None:
        dialog = PreferencesDialog(settings)
        qtbot.addWidget(dialog)
        row_of(dialog).presets["firm"].click()
        assert settings.get("pen_curve") == str(CURVES["firm"])
        dialog.reset_all()
        assert row_of(dialog).editor.curve == Curve()
