"""Shapes, wand and bucket by a real pointer and real keys."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.core.tools.settings import ToolName
from tests.ui.easel import LEFT, MIDDLE, NO_KEYS, RIGHT, Hand, a_canvas, at, open_picture, painted

ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize("tool", ["rectangle", "ellipse", "lasso"])
def test_a_drag_is_one_step_and_the_right_button_takes_it_away(qtbot: QtBot, session: Session, tool: ToolName) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.tool = tool
    path = at(canvas, 40, 40), at(canvas, 140, 40), at(canvas, 140, 120)
    Hand(canvas).drag(*path)
    assert painted(document)[70, 110]
    assert not painted(document)[130, 30]
    Hand(canvas).drag(*path, button=RIGHT)
    assert not document.mask.pixels.any()
    assert document.undo()
    assert document.undo()
    assert not document.history.can_undo


def test_escape_gives_a_shape_up_and_its_outline_is_seen_until_then(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.tool = "rectangle"
    edge = at(canvas, 140, 80).toPoint()
    before = canvas.grab().toImage().pixelColor(edge)
    hand = Hand(canvas)
    hand.press(at(canvas, 40, 40))
    hand.move(at(canvas, 140, 120))
    assert canvas.grab().toImage().pixelColor(edge) != before
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.grab().toImage().pixelColor(edge) == before
    hand.release(at(canvas, 140, 120))
    assert not document.history.can_undo


def test_a_polygon_takes_corners_back_and_closes_by_enter(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.tool = "polygon"
    for x, y in ((40, 40), (140, 40), (140, 120), (280, 190)):
        Hand(canvas).drag(at(canvas, x, y))
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, NO_KEYS)
    asked.ignore()
    QApplication.sendEvent(canvas, asked)
    assert asked.isAccepted(), "Enter belongs to the open shape before any command"
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert painted(document)[60, 120]
    assert not painted(document)[150, 200]
    assert document.history.undo_label == "Polygon"


def test_an_open_polygon_leaves_the_corner_of_the_canvas_alone(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.tool = "polygon"
    before = canvas.grab().toImage().pixelColor(0, 0)
    for x, y in ((40, 40), (140, 40)):
        Hand(canvas).drag(at(canvas, x, y))
    assert canvas.shapes.open
    assert canvas.grab().toImage().pixelColor(0, 0) == before


def test_a_double_click_closes_a_polygon_and_panning_does_not(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.tool = "polygon"
    for x, y in ((40, 40), (140, 40)):
        Hand(canvas).drag(at(canvas, x, y))
    Hand(canvas).drag(QPointF(100, 100), QPointF(120, 110), button=MIDDLE)
    assert canvas.shapes.open
    corner = at(canvas, 140, 120).toPoint()
    QTest.mouseClick(canvas, LEFT, NO_KEYS, corner)
    QTest.mouseDClick(canvas, LEFT, NO_KEYS, corner)
    assert not canvas.shapes.open
    assert painted(document)[60, 120]


def test_space_moves_a_rectangle_in_progress(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.tool = "rectangle"
    hand = Hand(canvas)
    hand.press(at(canvas, 40, 40))
    hand.move(at(canvas, 80, 80))
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    hand.move(at(canvas, 180, 80))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    hand.release(at(canvas, 180, 80))
    assert painted(document)[40:80, 140:180].all()
    assert painted(document).sum() == 40 * 40


def test_wand_and_bucket_are_steps_of_their_own(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.tool = "wand"
    Hand(canvas).drag(at(canvas, 100.5, 100.5))
    qtbot.waitUntil(lambda: document.history.undo_label == "Magic wand")
    assert painted(document)[100, 100]
    session.tool.tool = "bucket"
    Hand(canvas).drag(at(canvas, 100.5, 100.5), keys=ALT)
    qtbot.waitUntil(lambda: document.history.undo_label == "Empty region")
    assert not document.mask.pixels.any()
