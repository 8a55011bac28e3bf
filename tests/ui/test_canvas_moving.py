"""The zoom tool, the hand and turning by hand, felt by a real pointer; and moving the view while a stroke waits."""

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point
from picpik_studio.core.turn import NONE, Turn
from picpik_studio.ui.canvas.canvas import Canvas
from tests.ui.easel import LEFT, MIDDLE, NO_KEYS, RIGHT, Hand, a_canvas, at, open_picture, painted, picture_bytes

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SPOT = QPointF(100, 80)
TURNS = [Turn(30), Turn(90), Turn(270, is_mirrored=True), Turn(0, is_mirrored=True), Turn(213.5, is_mirrored=True)]


@pytest.fixture
def canvas(qtbot: QtBot, session: Session) -> Canvas:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas, picture_bytes(1200, 900))
    canvas.zoom_to(1.0)
    session.tool.size, session.tool.hardness = 10, 1.0
    return canvas


@pytest.fixture
def document(canvas: Canvas, session: Session) -> Document:
    assert canvas.is_ready
    assert session.document is not None
    return session.document


def send(canvas: Canvas, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    """Send one event of a mouse with several buttons."""
    on_screen = QPointF(canvas.mapToGlobal(QPoint(0, 0))) + at
    QApplication.sendEvent(canvas, QMouseEvent(kind, at, on_screen, button, held, NO_KEYS))


def place(canvas: Canvas, position: QPointF) -> Point:
    found = canvas.to_image(position)
    assert found is not None
    return found


def wheel(canvas: Canvas, at: QPointF, turn: int, held: Qt.MouseButton = LEFT) -> None:
    """Turn the wheel."""
    phase = Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(canvas, QWheelEvent(at, at, QPoint(), QPoint(0, turn), held, NO_KEYS, phase, False))


# The zoom tool


def test_a_click_of_the_zoom_tool_comes_nearer_and_with_alt_goes_away(
    canvas: Canvas, session: Session, document: Document
) -> None:
    session.tool.tool = "zoom"
    before = place(canvas, SPOT)
    Hand(canvas).drag(SPOT)
    assert canvas.viewport.zoom == 1.5
    assert place(canvas, SPOT) == pytest.approx(before, abs=1)
    Hand(canvas).drag(SPOT, keys=ALT)
    Hand(canvas).drag(SPOT, keys=ALT)
    assert canvas.viewport.zoom == pytest.approx(0.6667)
    assert place(canvas, SPOT) == pytest.approx(before, abs=2)
    assert not painted(document).any()


def test_dragging_the_zoom_tool_zooms_at_where_the_drag_began(canvas: Canvas, session: Session) -> None:
    session.tool.tool = "zoom"
    before = place(canvas, SPOT)
    hand = Hand(canvas)
    hand.press(SPOT)
    hand.move(SPOT + QPointF(60, 30))
    hand.move(SPOT + QPointF(120, 0))
    assert canvas.viewport.zoom == pytest.approx(2)
    assert place(canvas, SPOT) == pytest.approx(before, abs=1)
    hand.move(SPOT - QPointF(120, 0))
    hand.release(SPOT - QPointF(120, 0))
    assert canvas.viewport.zoom == pytest.approx(0.5)
    assert place(canvas, SPOT) == pytest.approx(before, abs=2)


def test_esc_gives_the_zoom_back(canvas: Canvas, session: Session) -> None:
    session.tool.tool = "zoom"
    before = canvas.viewport
    hand = Hand(canvas)
    hand.press(SPOT)
    hand.move(SPOT + QPointF(90, 0))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.viewport == before
    hand.release(SPOT)
    assert canvas.viewport == before


def test_the_pointer_of_the_zoom_tool_says_which_way_it_goes(canvas: Canvas, session: Session) -> None:
    session.tool.tool = "zoom"
    nearer = canvas.cursor().pixmap().toImage()
    QTest.keyPress(canvas, Qt.Key.Key_Alt)
    away = canvas.cursor().pixmap().toImage()
    QTest.keyRelease(canvas, Qt.Key.Key_Alt)
    assert nearer != away
    assert canvas.cursor().pixmap().toImage() == nearer
    session.tool.tool = "brush"
    QTest.mouseMove(canvas, QPoint(100, 80))
    assert canvas.cursor().shape() == Qt.CursorShape.BlankCursor


# Turning


def test_turning_by_hand_follows_the_pointer_round_the_middle(canvas: Canvas, document: Document) -> None:
    canvas.moving.hold("turn", held=True)
    middle = QPointF(canvas.width() / 2, canvas.height() / 2)
    before = place(canvas, middle)
    hand = Hand(canvas)
    hand.press(middle + QPointF(80, 0))
    hand.move(middle + QPointF(80, 80))
    assert canvas.viewport.turn.degrees == pytest.approx(45)
    hand.release(middle + QPointF(0, 80))
    assert canvas.viewport.turn.degrees == pytest.approx(90)
    assert place(canvas, middle) == pytest.approx(before, abs=1)
    hand.drag(middle + QPointF(80, 0), middle + QPointF(80, -30), keys=SHIFT)
    assert canvas.viewport.turn.degrees == 75
    canvas.moving.hold("turn", held=False)
    hand.drag(middle)
    assert painted(document).any()


def test_esc_takes_the_turn_back_and_twice_makes_upright(canvas: Canvas) -> None:
    canvas.turn_to(Turn(30))
    canvas.moving.hold("turn", held=True)
    hand = Hand(canvas)
    hand.press(QPointF(300, 130))
    hand.move(QPointF(300, 200))
    assert canvas.viewport.turn.degrees > 31
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.viewport.turn == Turn(30)
    hand.release(QPointF(300, 200))
    for seconds, turn in ((1, Turn(30)), (3, Turn(30)), (3.1, NONE)):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, NO_KEYS)
        event.setTimestamp(round(seconds * 1000))
        QApplication.sendEvent(canvas, event)
        assert canvas.viewport.turn == turn


# Painting in a turned view


@pytest.mark.parametrize("turn", TURNS, ids=str)
@pytest.mark.parametrize("zoom", [0.4, 1.0, 6.0])
def test_a_click_in_a_turned_view_paints_the_pixel_that_is_seen_there(
    canvas: Canvas, session: Session, document: Document, turn: Turn, zoom: float
) -> None:
    canvas.turn_to(turn)
    canvas.zoom_to(zoom)
    session.tool.size = 1
    middle = place(canvas, QPointF(180, 130))
    for dx, dy in ((0, 0), (7, -4), (-9, -11), (5, 12)):
        x, y = int(middle.x + dx), int(middle.y + dy)
        Hand(canvas).drag(at(canvas, x + 0.5, y + 0.5))
        assert np.argwhere(painted(document)).tolist() == [[y, x]]
        Hand(canvas).drag(at(canvas, x + 0.5, y + 0.5), button=RIGHT)
        assert not painted(document).any()


@pytest.mark.parametrize("turn", TURNS, ids=str)
def test_a_stroke_in_a_turned_view_is_the_one_of_the_upright_view(
    canvas: Canvas, document: Document, turn: Turn
) -> None:
    canvas.zoom_to(2.0)
    middle = place(canvas, QPointF(180, 130))
    path = [(middle.x + dx, middle.y + dy) for dx, dy in ((-20, -9), (-3, 14), (8, -6), (22, 5))]
    Hand(canvas).drag(*(at(canvas, *point) for point in path))
    upright = document.mask.pixels.copy()
    document.fill_mask(0)
    canvas.turn_to(turn)
    Hand(canvas).drag(*(at(canvas, *point) for point in path))
    assert painted(document).any()
    assert np.abs(document.mask.pixels.astype(int) - upright).max() <= 1


# Moving the view while a stroke is drawn


def expect(document: Document, *lines: tuple[Point, Point]) -> None:
    """Demand that what is painted is all within 7 pixels of these lines, and that each is painted along its middle."""
    found = painted(document)
    near = np.zeros_like(found)
    for start, end in lines:
        for share in np.linspace(0, 1, 60):
            assert found[int(start.y + (end.y - start.y) * share), int(start.x + (end.x - start.x) * share)]
        cv2.line(near, [int(start.x), int(start.y)], [int(end.x), int(end.y)], 1, thickness=15)
    assert not found[near == 0].any()


def test_the_middle_button_pans_while_a_stroke_waits(canvas: Canvas, document: Document) -> None:
    both = LEFT | MIDDLE
    start, turning_point, away = QPointF(150, 100), QPointF(200, 100), QPointF(90, 160)
    first, second = place(canvas, start), place(canvas, turning_point)
    send(canvas, QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
    send(canvas, QEvent.Type.MouseMove, turning_point, Qt.MouseButton.NoButton, LEFT)
    send(canvas, QEvent.Type.MouseButtonPress, turning_point, MIDDLE, both)
    send(canvas, QEvent.Type.MouseMove, QPointF(140, 120), Qt.MouseButton.NoButton, both)
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    send(canvas, QEvent.Type.MouseMove, away, Qt.MouseButton.NoButton, both)
    send(canvas, QEvent.Type.MouseButtonRelease, away, MIDDLE, LEFT)
    assert place(canvas, away) == pytest.approx(second, abs=1)
    last = away + QPointF(0, 40)
    send(canvas, QEvent.Type.MouseMove, last, Qt.MouseButton.NoButton, LEFT)
    send(canvas, QEvent.Type.MouseButtonRelease, last, LEFT, Qt.MouseButton.NoButton)
    expect(document, (first, second), (second, place(canvas, last)))
    assert document.history.can_undo
    document.undo()
    assert not painted(document).any(), "it was one stroke"


def test_space_pans_while_a_stroke_waits(canvas: Canvas, document: Document) -> None:
    start, turning_point, away = QPointF(150, 100), QPointF(200, 100), QPointF(110, 150)
    first, second = place(canvas, start), place(canvas, turning_point)
    hand = Hand(canvas)
    hand.press(start)
    hand.move(turning_point)
    canvas.moving.hold("hand", held=True)
    hand.move(QPointF(160, 130))
    hand.move(away)
    canvas.moving.hold("hand", held=False)
    assert canvas.has_stroke
    last = away + QPointF(30, 30)
    hand.move(last)
    hand.release(last)
    expect(document, (first, second), (second, place(canvas, last)))


def test_the_wheel_zooms_while_a_stroke_is_drawn(canvas: Canvas, document: Document) -> None:
    start, turning_point = QPointF(150, 100), QPointF(200, 100)
    first, second = place(canvas, start), place(canvas, turning_point)
    hand = Hand(canvas)
    hand.press(start)
    hand.move(turning_point)
    wheel(canvas, turning_point, 240)
    assert canvas.viewport.zoom > 1.4
    last = turning_point + QPointF(0, 60)
    hand.move(last)
    hand.release(last)
    expect(document, (first, second), (second, place(canvas, last)))


def test_where_the_picture_has_moved_under_the_pointer_no_line_leads(canvas: Canvas, document: Document) -> None:
    start, turning_point = QPointF(150, 100), QPointF(180, 100)
    first, second = place(canvas, start), place(canvas, turning_point)
    hand = Hand(canvas)
    hand.press(start)
    hand.move(turning_point)
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Down)
    third = place(canvas, turning_point)
    assert third.y - second.y == 192
    last = turning_point + QPointF(25, 0)
    hand.move(last)
    hand.release(last)
    expect(document, (first, second), (third, place(canvas, last)))


def test_smoothing_keeps_its_distance_over_a_jump(canvas: Canvas, session: Session, document: Document) -> None:
    session.tool.smoothing = 0.25
    start, turning_point = QPointF(100, 100), QPointF(200, 100)
    hand = Hand(canvas)
    hand.press(start)
    hand.move(turning_point)
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Down)
    last = turning_point + QPointF(60, 0)
    hand.move(last)
    hand.release(last)
    string = 40
    first, second = place(canvas, start - QPointF(0, 192)), place(canvas, turning_point - QPointF(string, 192))
    third, fourth = place(canvas, turning_point - QPointF(string, 0)), place(canvas, last)
    expect(document, (first, second), (third, fourth))


def test_the_middle_button_pans_while_a_lasso_waits(canvas: Canvas, session: Session, document: Document) -> None:
    session.tool.tool = "lasso"
    corners = [QPointF(150, 80), QPointF(200, 80), QPointF(200, 130)]
    seen = [place(canvas, corner) for corner in corners]
    both = LEFT | MIDDLE
    send(canvas, QEvent.Type.MouseButtonPress, corners[0], LEFT, LEFT)
    for corner in corners[1:]:
        send(canvas, QEvent.Type.MouseMove, corner, Qt.MouseButton.NoButton, LEFT)
    send(canvas, QEvent.Type.MouseButtonPress, corners[2], MIDDLE, both)
    send(canvas, QEvent.Type.MouseMove, QPointF(60, 190), Qt.MouseButton.NoButton, both)
    send(canvas, QEvent.Type.MouseButtonRelease, QPointF(60, 190), MIDDLE, LEFT)
    last = at(canvas, seen[0].x, seen[2].y)
    send(canvas, QEvent.Type.MouseMove, last, Qt.MouseButton.NoButton, LEFT)
    send(canvas, QEvent.Type.MouseButtonRelease, last, LEFT, Qt.MouseButton.NoButton)
    found = np.argwhere(painted(document))
    assert found.min(axis=0).tolist() == pytest.approx([seen[0].y, seen[0].x], abs=1.5)
    assert found.max(axis=0).tolist() == pytest.approx([seen[2].y, seen[2].x], abs=1.5)
    assert len(found) == pytest.approx(50 * 50, rel=0.05)


def test_esc_while_the_hand_is_in_between_takes_the_stroke_back(canvas: Canvas, document: Document) -> None:
    both = LEFT | MIDDLE
    send(canvas, QEvent.Type.MouseButtonPress, SPOT, LEFT, LEFT)
    send(canvas, QEvent.Type.MouseButtonPress, SPOT, MIDDLE, both)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.moving.is_active
    assert not painted(document).any()
    send(canvas, QEvent.Type.MouseButtonRelease, SPOT, MIDDLE, LEFT)
    send(canvas, QEvent.Type.MouseButtonRelease, SPOT, LEFT, Qt.MouseButton.NoButton)
    Hand(canvas).drag(SPOT)
    assert painted(document).any()
