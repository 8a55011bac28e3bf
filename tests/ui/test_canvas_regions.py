"""What is shown while a region is made: the wand's live region, cursors, sizes, rings; and lassos that stay fast."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Rect
from picpik_studio.core.tools.combine import Combine
from picpik_studio.core.tools.settings import ToolName
from picpik_studio.core.tools.wand import WandTool
from picpik_studio.core.turn import Turn
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.region_cursors import region_cursor
from picpik_studio.ui.canvas.region_preview import marked
from tests.ui.easel import MIDDLE, NO_KEYS, Hand, a_canvas, at, open_picture, painted

X11_ALT, X11_LOGO = 0xFFE7, 0xFFEB


def send_meta(canvas: Canvas, kind: QEvent.Type, keysym: int) -> None:
    """What Qt calls Meta on X11: Alt, when it goes down after Shift, or the logo key."""
    key = Qt.Key.Key_Meta
    QApplication.sendEvent(canvas, QKeyEvent(kind, key, Qt.KeyboardModifier.ShiftModifier, 64, keysym, 0))


def shown(canvas: Canvas) -> int:
    """Return how many pixels the wand shows now."""
    tool = canvas.shapes.open
    region = tool.preview() if isinstance(tool, WandTool) else None
    return int((region[1] > 0).sum()) if region is not None else 0


def has_ring(canvas: Canvas) -> bool:
    return canvas.marks.ring is not None


def is_open(canvas: Canvas) -> bool:
    return canvas.shapes.open is not None


def wheel(canvas: Canvas, position: QPointF) -> None:
    on_screen = QPointF(canvas.mapToGlobal(QPoint(0, 0))) + position
    event = QWheelEvent(
        position,
        on_screen,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        NO_KEYS,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_the_wand_shows_its_region_and_dragging_sideways_changes_it(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.tool = "wand"
    place = at(canvas, 100.5, 100.5)
    before = canvas.grab().toImage().pixelColor(place.toPoint())
    hand = Hand(canvas)
    hand.press(place)
    qtbot.waitUntil(lambda: shown(canvas) > 0)
    narrow = shown(canvas)
    assert canvas.grab().toImage().pixelColor(place.toPoint()) != before
    hand.move(place + QPointF(3, 0))
    assert session.regions.tolerance == 32, "a trembling hand changes nothing"
    assert canvas.marks.label == ""
    hand.move(place + QPointF(44, 0))
    assert session.regions.tolerance == 52
    assert canvas.marks.label == "Tolerance 52"
    qtbot.waitUntil(lambda: shown(canvas) > narrow)
    session.regions.tolerance = 10
    qtbot.waitUntil(lambda: shown(canvas) < narrow)
    assert not document.history.can_undo
    wanted = shown(canvas)
    hand.release(place)
    qtbot.waitUntil(lambda: document.history.can_undo)
    assert painted(document).sum() == wanted
    assert not is_open(canvas)
    assert canvas.marks.label == ""


def test_escape_takes_the_tolerance_back_too(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.tool = "wand"
    hand = Hand(canvas)
    hand.press(at(canvas, 100, 100))
    hand.move(at(canvas, 100, 100) + QPointF(100, 0))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert session.regions.tolerance == 32
    hand.release(at(canvas, 200, 100))
    assert not document.history.can_undo


def test_no_more_of_a_region_is_drawn_than_is_seen_with_an_edge_around_it() -> None:
    plane = np.full((40, 60), 255, np.uint8)
    plane[10:30, 20:40] = 0
    codes = marked((Rect(100, 200, 60, 40), plane), Rect(110, 200, 50, 40), 2)
    assert codes.shape == (20, 25)
    assert (codes[8, 8], codes[2, 3], codes[0, 0], codes[5, 4]) == (0, 1, 2, 2)


def test_the_region_is_shown_where_it_is_in_a_turned_view(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.tool = "wand"
    canvas.turn_to(Turn(90.0, is_mirrored=True))
    inside, outside = at(canvas, 100, 100), at(canvas, 250, 30)
    before = canvas.grab().toImage()
    hand = Hand(canvas)
    hand.press(inside)
    qtbot.waitUntil(lambda: shown(canvas) > 0)
    after = canvas.grab().toImage()
    assert after.pixelColor(inside.toPoint()) != before.pixelColor(inside.toPoint())
    assert after.pixelColor(outside.toPoint()) == before.pixelColor(outside.toPoint())
    hand.release(inside)


@pytest.mark.parametrize("tool", ["lasso", "polygon", "rectangle", "ellipse", "wand", "bucket"])
def test_the_pointer_says_what_a_click_would_do(qtbot: QtBot, session: Session, tool: ToolName) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.tool = tool
    scale = canvas.device_scale

    def says(how: Combine) -> bool:
        return canvas.cursor().pixmap().toImage() == region_cursor(tool, how, scale).pixmap().toImage()

    Hand(canvas).move(at(canvas, 50, 50))
    assert says(Combine.ADD)
    QTest.keyPress(canvas, Qt.Key.Key_Alt)
    assert says(Combine.SUBTRACT)
    QTest.keyPress(canvas, Qt.Key.Key_Shift, Qt.KeyboardModifier.AltModifier)
    assert says(Combine.INTERSECT)
    QTest.keyRelease(canvas, Qt.Key.Key_Alt, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyRelease(canvas, Qt.Key.Key_Shift)
    assert says(Combine.ADD)
    QTest.keyPress(canvas, Qt.Key.Key_Shift)
    send_meta(canvas, QEvent.Type.KeyPress, X11_ALT)
    assert says(Combine.INTERSECT)
    send_meta(canvas, QEvent.Type.KeyRelease, X11_ALT)
    send_meta(canvas, QEvent.Type.KeyPress, X11_LOGO)
    QTest.keyRelease(canvas, Qt.Key.Key_Shift)
    assert says(Combine.ADD)
    session.regions.swap()
    assert says(Combine.SUBTRACT)


def test_a_box_says_its_size_while_it_is_dragged(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.tool = "ellipse"
    hand = Hand(canvas)
    hand.press(at(canvas, 40, 40))
    assert canvas.marks.label == ""
    hand.move(at(canvas, 140, 120))
    assert canvas.marks.label == "100 x 80"
    hand.release(at(canvas, 140, 120))
    assert canvas.marks.label == ""


@pytest.mark.parametrize("zoom", [0.5, 1, 4])
def test_a_ring_shows_where_a_click_closes_at_any_zoom(qtbot: QtBot, session: Session, zoom: float) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    canvas.zoom_to(zoom)
    session.tool.tool = "polygon"
    corners = [QPointF(100, 100), QPointF(160, 100), QPointF(160, 150)]
    for corner in corners:
        Hand(canvas).drag(corner)
    Hand(canvas).move(corners[0] + QPointF(9, 0))
    assert not has_ring(canvas)
    near = corners[0] + QPointF(7, 0)
    Hand(canvas).move(near)
    assert has_ring(canvas)
    Hand(canvas).drag(near)
    assert not has_ring(canvas)
    assert document.history.undo_label == "Polygon"


def test_a_long_lasso_places_only_what_is_new(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.tool = "lasso"
    hand = Hand(canvas)
    hand.press(at(canvas, 20, 20))
    for i in range(1500):
        hand.move(at(canvas, 20 + i * 0.17, 100 + 60 * np.sin(i / 40)))
    pieces = canvas.outline.pieces
    before = pieces.placed_count
    for i in range(100):
        hand.move(at(canvas, 150 + i, 180))
    assert pieces.placed_count - before < 100 * 70
    hand.release(at(canvas, 150, 180))


def test_a_lasso_looks_as_if_it_were_drawn_at_once(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.tool = "lasso"
    hand = Hand(canvas)
    hand.press(at(canvas, 20, 20))
    for i in range(300):
        hand.move(at(canvas, 20 + i * 0.8, 100 + 60 * np.sin(i / 20)))
    bit_by_bit = canvas.grab().toImage()
    canvas.outline.pieces._points = ()
    canvas.outline.follow()
    canvas.repaint()
    assert canvas.grab().toImage() == bit_by_bit
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.grab().toImage() != bit_by_bit
    hand.release(at(canvas, 20, 20))


def test_a_lasso_goes_on_over_panning_zooming_and_leaving_the_window(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.tool = "lasso"
    hand, other = Hand(canvas), Hand(canvas)
    hand.press(at(canvas, 40, 40))
    hand.move(at(canvas, 140, 40))
    there = at(canvas, 140, 40)
    other.press(there, MIDDLE)
    other.move(there + QPointF(30, 20))
    other.release(there + QPointF(30, 20))
    assert is_open(canvas)
    assert (at(canvas, 140, 40) - there - QPointF(30, 20)).manhattanLength() < 1
    wheel(canvas, at(canvas, 140, 40))
    hand.move(at(canvas, 140, 120))
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    hand.move(QPointF(-80, -50))
    hand.move(at(canvas, 40, 120))
    hand.release(at(canvas, 40, 120))
    assert not is_open(canvas)
    assert document.history.undo_label == "Lasso"
    assert painted(document)[110, 130]
    assert not painted(document)[130:, 150:].any()
