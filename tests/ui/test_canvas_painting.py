"""Painting with a real pointer on a real session."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.notices import Notice
from picpik_studio.app.session import Session
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.hints import measures
from tests.ui.easel import LEFT, MIDDLE, RIGHT, Hand, Pen, a_canvas, at, open_picture, painted, told

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def outlined(canvas: Canvas) -> float:
    """Return how many of the widget's pixels the brush's outline reaches."""
    return canvas._cursor._ring.outer


def test_a_drag_paints_and_one_undo_takes_it_back(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size = 20
    Hand(canvas).drag(at(canvas, 50, 50), at(canvas, 120, 50), at(canvas, 200, 90))
    area = painted(document)
    assert area[50, 50:121].all()
    assert area[90, 200]
    assert not area[150].any()
    assert document.undo()
    assert not painted(document).any()


def test_the_right_button_erases(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    document.fill_mask(255)
    session.tool.size = 30
    Hand(canvas).drag(at(canvas, 100, 100), at(canvas, 150, 100), button=RIGHT)
    assert not painted(document)[100, 100:150].any()
    assert painted(document)[10, 10]
    assert session.tool.mode == "paint"


def test_a_stroke_leaves_the_widget_and_comes_back(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size = 12
    hand = Hand(canvas)
    hand.press(at(canvas, 280, 100))
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    hand.move(QPointF(900, -300))
    hand.move(at(canvas, 150, 10))
    hand.release(at(canvas, 100, 100))
    assert painted(document)[100, 290] or painted(document)[90, 285]
    assert painted(document)[55, 124:126].any()
    assert document.history.can_undo
    document.undo()
    assert not painted(document).any()


def test_shift_click_draws_a_straight_line(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size = 10
    hand = Hand(canvas)
    hand.drag(at(canvas, 40, 40))
    hand.drag(at(canvas, 240, 40), keys=SHIFT)
    assert painted(document)[40, 40:241].all()


def test_escape_aborts_the_stroke(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    hand = Hand(canvas)
    hand.press(at(canvas, 100, 100))
    hand.move(at(canvas, 150, 100))
    assert canvas.has_stroke
    assert painted(document).any()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not painted(document).any()
    assert not document.history.can_undo
    hand.move(at(canvas, 180, 100))
    hand.release(at(canvas, 180, 100))
    assert not painted(document).any()


def test_escape_belongs_to_the_stroke_before_any_command(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)

    def is_claimed() -> bool:
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        asked.ignore()
        QApplication.sendEvent(canvas, asked)
        return asked.isAccepted()

    assert not is_claimed()
    hand = Hand(canvas)
    hand.press(at(canvas, 100, 100))
    assert is_claimed()
    hand.release(at(canvas, 100, 100))
    assert not is_claimed()


def test_a_size_that_is_set_in_the_middle_of_a_stroke_is_that_of_the_next_one(qtbot: QtBot, session: Session) -> None:
    """Neither the paint nor the outline follows before the release, or the two would tell different things."""
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size, session.tool.hardness = 20, 1
    hand = Hand(canvas)
    hand.move(at(canvas, 60, 100))
    hand.press(at(canvas, 60, 100))
    narrow = outlined(canvas)
    session.tool.size = 60
    assert outlined(canvas) == narrow
    hand.move(at(canvas, 200, 100))
    hand.release(at(canvas, 200, 100))
    assert painted(document)[:, 130].sum() == 20
    assert outlined(canvas) > narrow
    hand.drag(at(canvas, 60, 100), at(canvas, 200, 100))
    assert painted(document)[:, 130].sum() == 60
    hand.press(at(canvas, 60, 100))
    wide = outlined(canvas)
    session.tool.size = 20
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert outlined(canvas) < wide
    hand.release(at(canvas, 60, 100))


def test_another_button_does_not_disturb_a_stroke(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size = 10
    hand, other = Hand(canvas), Hand(canvas)
    hand.press(at(canvas, 40, 100))
    other.press(at(canvas, 60, 100), RIGHT)
    other.release(at(canvas, 60, 100))
    hand.move(at(canvas, 200, 100))
    hand.release(at(canvas, 200, 100))
    assert painted(document)[100, 40:201].all()


def test_a_release_that_never_came_is_made_up(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    Hand(canvas).press(at(canvas, 40, 100))
    Hand(canvas).move(at(canvas, 60, 100))
    assert not canvas.has_stroke
    assert document.history.can_undo


def test_hiding_the_canvas_lets_go_of_the_stroke(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    Hand(canvas).press(at(canvas, 40, 100))
    canvas.hide()
    assert not document.is_editing


def test_two_fast_clicks_are_two_dabs(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size = 10
    QTest.mouseDClick(canvas, LEFT, Qt.KeyboardModifier.NoModifier, at(canvas, 100, 100).toPoint())
    assert painted(document)[100, 100]


def test_a_pen_paints_and_its_other_end_erases(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size = 16
    Pen(canvas).draw(at(canvas, 40, 60), at(canvas, 140, 60))
    assert painted(document)[60, 40:141].all()
    Pen(canvas, eraser=True).draw(at(canvas, 80, 60), at(canvas, 90, 60))
    assert not painted(document)[60, 80:91].any()
    assert painted(document)[60, 50]


def test_the_middle_button_pans_and_paints_nothing(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    before = at(canvas, 0, 0)
    Hand(canvas).drag(QPointF(100, 100), QPointF(130, 90), QPointF(140, 80), button=MIDDLE)
    assert (at(canvas, 0, 0) - before).toPoint() == QPointF(40, -20).toPoint()
    assert not painted(document).any()


def test_the_hand_pans_with_the_left_button(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    before = at(canvas, 0, 0)
    canvas.moving.hold("hand", held=True)
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    hand = Hand(canvas)
    hand.press(QPointF(100, 100))
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    hand.move(QPointF(120, 100))
    hand.release(QPointF(120, 100))
    canvas.moving.hold("hand", held=False)
    assert at(canvas, 0, 0).x() == before.x() + 20
    assert not painted(document).any()
    assert canvas.cursor().shape() == Qt.CursorShape.BlankCursor


def test_alt_and_the_right_button_set_the_brush(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size, session.tool.hardness = 40, 0.5
    Hand(canvas).drag(QPointF(100, 100), QPointF(130, 50), button=RIGHT, keys=ALT)
    assert session.tool.size == 100
    assert session.tool.hardness == 0.7
    assert not painted(document).any()


def test_escape_gives_the_brush_back(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.size = 40
    hand = Hand(canvas)
    hand.press(QPointF(100, 100), RIGHT, ALT)
    hand.move(QPointF(150, 100))
    assert session.tool.size > 40
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert session.tool.size == 40


def test_a_stroke_too_faint_to_count_is_said_once_with_a_way_out(qtbot: QtBot, session: Session) -> None:
    said: list[Notice] = []
    session.program.notices.shown.connect(said.append)
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.opacity = 0.4
    Hand(canvas).drag(at(canvas, 100, 100))
    assert document.mask.pixels.max() == 102
    assert [notice.kind for notice in said] == ["warning"]
    assert "40 %" in said[0].text
    assert said[0].action is not None
    said[0].action.run()
    assert session.tool.opacity == 1
    session.tool.opacity = 0.4
    Hand(canvas).drag(at(canvas, 100, 100), button=RIGHT)
    assert [notice.key for notice in said] == ["faint", "faint"], "an eraser that frees nothing says so in its place"
    assert "eraser" in said[1].text
    session.tool.opacity = 0.6
    Hand(canvas).drag(at(canvas, 100, 100), button=RIGHT)
    assert len(said) == 2


def test_the_place_under_the_pointer_is_told(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    places: list[object] = []
    canvas.pointer_moved.connect(places.append)
    Hand(canvas).move(at(canvas, 12, 34))
    assert places == [(12, 34)]
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert places[-1] is None


def test_the_outline_is_there_again_before_the_pointer_moves(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    place = at(canvas, 60, 80)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    without = canvas.grab().toImage()
    corner = told(canvas, place)
    QApplication.sendEvent(canvas, QEnterEvent(corner, corner, QPointF(canvas.mapToGlobal(corner))))
    assert canvas.pointer_position == place
    entered = canvas.grab().toImage()
    assert entered != without

    Hand(canvas).move(place)
    assert canvas.grab().toImage() == entered, "where a move shows it"


def test_a_small_stroke_draws_a_small_part_of_the_screen(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.size = 10
    canvas.grab()
    drawn = canvas.pixels_drawn
    QApplication.sendEvent(canvas, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    Hand(canvas).drag(at(canvas, 100, 100), at(canvas, 110, 100))
    canvas.grab()
    assert 0 < canvas.pixels_drawn - drawn < 2000


def test_without_a_document_nothing_happens(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    Hand(canvas).drag(QPointF(10, 10), QPointF(50, 50))
    Hand(canvas).drag(QPointF(10, 10), QPointF(50, 50), button=MIDDLE)
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert canvas.grab().toImage().pixelColor(20, 20).name() == theme.SURROUND


def test_the_brush_that_is_being_set_shows_itself_and_its_measures(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.size, session.tool.hardness = 40, 0.5
    hand = Hand(canvas)
    hand.move(QPointF(150, 100))
    before = canvas.grab().toImage()
    hand.press(QPointF(150, 100), RIGHT, ALT)
    hand.move(QPointF(160, 95))
    assert measures(session.tool.brush) == "60 px · 52 %"
    during = canvas.grab().toImage()
    assert during.pixelColor(150, 105) != before.pixelColor(150, 105), "what it would paint"
    assert during.pixelColor(125, 148) != before.pixelColor(125, 148), "the chip below"
    hand.release(QPointF(160, 95))
    assert canvas.grab().toImage().pixelColor(125, 148) == before.pixelColor(125, 148)


def test_a_string_is_drawn_from_the_brush_to_the_pointer(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.size, session.tool.smoothing = 4, 1
    before = canvas.grab().toImage()
    hand = Hand(canvas)
    hand.press(QPointF(100, 100))
    hand.move(QPointF(180, 100))
    assert canvas.grab().toImage().pixelColor(140, 100) != before.pixelColor(140, 100)
    hand.release(QPointF(180, 100))


def test_the_line_to_come_is_seen_while_shift_is_down_and_a_brush_in_hand(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    hand = Hand(canvas)
    hand.drag(at(canvas, 30, 30))
    hand.move(at(canvas, 230, 130))
    half = at(canvas, 130, 80).toPoint()

    def seen() -> QColor:
        return canvas.grab().toImage().pixelColor(half)

    before = seen()
    QTest.keyPress(canvas, Qt.Key.Key_Shift)
    assert seen() != before
    session.tool.tool = "lasso"
    assert seen() == before
    session.tool.tool = "brush"
    assert seen() != before
    QTest.keyRelease(canvas, Qt.Key.Key_Shift)
    assert seen() == before
