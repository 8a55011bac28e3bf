"""The footprint over the canvas, by real strokes."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.core.contour import contours
from picpik_studio.core.frame import document_weight, frame_around
from picpik_studio.ui.canvas.footprint_line import FootprintLine, footprint_lines, path_within
from tests.ui.easel import RIGHT, Hand, a_canvas, at, open_picture
from tests.ui.test_canvas_view import seen


def test_the_line_stands_around_what_a_stroke_may_change_and_goes_with_its_setting(
    qtbot: QtBot, session: Session
) -> None:
    canvas = a_canvas(qtbot, session)
    line = FootprintLine(session, canvas)
    document = open_picture(qtbot, session, canvas)
    assert not line.is_shown
    Hand(canvas).drag(at(canvas, 100, 80), at(canvas, 160, 90))
    qtbot.waitUntil(lambda: line.is_shown)
    shown = seen(canvas)
    session.program.settings.set("show_footprint", False)
    assert not line.is_shown
    assert (shown != seen(canvas)).any()
    session.program.settings.set("show_footprint", True)
    qtbot.waitUntil(lambda: line.is_shown)
    document.clear_mask()
    qtbot.waitUntil(lambda: not line.is_shown)


def test_the_line_is_clear_again_after_a_stroke_that_was_given_up_or_changed_nothing(
    qtbot: QtBot, session: Session
) -> None:
    canvas = a_canvas(qtbot, session)
    line = FootprintLine(session, canvas)
    open_picture(qtbot, session, canvas)
    hand = Hand(canvas)
    hand.drag(at(canvas, 100, 80), at(canvas, 160, 90))
    qtbot.waitUntil(lambda: line.is_shown)
    hand.press(at(canvas, 40, 150))
    hand.move(at(canvas, 80, 150))
    assert line.is_stale
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not line.is_stale)
    hand.release(at(canvas, 80, 150))
    hand.press(at(canvas, 40, 20), RIGHT)
    assert line.is_stale
    hand.release(at(canvas, 40, 20))
    qtbot.waitUntil(lambda: not line.is_stale)


def test_a_line_that_is_found_while_the_next_stroke_is_drawn_is_that_of_before(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    line = FootprintLine(session, canvas)
    open_picture(qtbot, session, canvas)
    hand = Hand(canvas)
    hand.drag(at(canvas, 100, 80), at(canvas, 160, 90))
    hand.press(at(canvas, 40, 150))
    hand.move(at(canvas, 80, 150))
    qtbot.waitUntil(lambda: line.is_shown)
    assert line.is_stale
    hand.release(at(canvas, 80, 150))
    qtbot.waitUntil(lambda: not line.is_stale)


def test_the_lines_are_those_of_the_weight_at_their_place(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    Hand(canvas).drag(at(canvas, 200, 120), at(canvas, 240, 150))
    values = session.parameters.values
    mask = document.mask.pixels
    frame = frame_around(mask, values.invert_mask, values.mask_blur, values.padding)
    assert frame is not None
    inside, weight = document_weight(frame, mask, values.mask_blur, invert=values.invert_mask)
    wanted = [(polygon + np.array(inside[:2])).tolist() for polygon in contours(weight)]
    assert [polygon.tolist() for polygon in footprint_lines(mask, values)] == wanted


def test_a_path_has_the_lines_in_sight() -> None:
    square = np.array([[0, 0], [10, 0], [10, 10], [0, 10]], np.int32)
    path = path_within([square, square + 100], QRectF(-1, -1, 20, 20))
    places = [(path.elementAt(i).x, path.elementAt(i).y) for i in range(path.elementCount())]
    assert places == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert [path.elementAt(i).isMoveTo() for i in range(5)] == [True, False, False, False, False]
    corner = path_within([square], QRectF(8, 8, 5, 5))
    assert [(corner.elementAt(i).x, corner.elementAt(i).y) for i in range(corner.elementCount())] == [
        (10, 0),
        (10, 10),
        (0, 10),
    ]
    assert path_within([square], QRectF(20, 20, 5, 5)).isEmpty()
