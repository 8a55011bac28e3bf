"""Mouse, pen and fingers, by the events that Qt itself would send."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QEventPoint, QMouseEvent, QPointingDevice, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.notices import Notice
from picpik_studio.app.session import Session
from picpik_studio.core.pressure import Pen
from picpik_studio.ui.canvas.canvas import Canvas
from tests.ui.easel import LEFT, NO_KEYS, NONE, Hand, a_canvas, at, open_picture, painted

Kind = QEvent.Type
TYPE, POINTER, ABLE = QPointingDevice.DeviceType, QPointingDevice.PointerType, QPointingDevice.Capability
PEN = QPointingDevice("pen", 7, TYPE.Stylus, POINTER.Pen, ABLE.Pressure | ABLE.Position, 1, 3)
SCREEN = QPointingDevice("touch", 8, TYPE.TouchScreen, POINTER.Finger, ABLE.Position, 5, 0)
STATES = {
    Kind.TouchBegin: QEventPoint.State.Pressed,
    Kind.TouchUpdate: QEventPoint.State.Updated,
    Kind.TouchEnd: QEventPoint.State.Released,
    Kind.TouchCancel: QEventPoint.State.Released,
}


def pen(canvas: Canvas, kind: Kind, where: QPointF, pressure: float, time: int = 1000) -> None:
    button = NONE if kind == Kind.TabletMove else LEFT
    held = NONE if kind == Kind.TabletRelease or pressure == 0 else LEFT
    event = QTabletEvent(kind, PEN, where, where, pressure, 0, 0, 0, 0, 0, NO_KEYS, button, held)
    event.setTimestamp(time)
    QApplication.sendEvent(canvas, event)
    assert event.isAccepted(), "else Qt makes a mouse event of it"


def mouse(canvas: Canvas, kind: Kind, where: QPointF, device: QPointingDevice | None = None, time: int = 1000) -> None:
    device = device or QPointingDevice.primaryPointingDevice()
    button, held = (NONE if kind == Kind.MouseMove else LEFT), (NONE if kind == Kind.MouseButtonRelease else LEFT)
    event = QMouseEvent(kind, where, where, where, button, held, NO_KEYS, device)
    event.setTimestamp(time)
    QApplication.sendEvent(canvas, event)


def touch(canvas: Canvas, kind: Kind, *places: QPointF, time: int = 9000) -> None:
    corner = QPointF(canvas.mapToGlobal(QPoint(0, 0)))
    points = [QEventPoint(number, STATES[kind], place + corner, place + corner) for number, place in enumerate(places)]
    event = QTouchEvent(kind, SCREEN, NO_KEYS, points)
    event.setTimestamp(time)
    QApplication.sendEvent(canvas, event)


def swipe(canvas: Canvas, *places: QPointF, time: int = 9000) -> None:
    touch(canvas, Kind.TouchBegin, places[0], time=time)
    for place in places[1:]:
        touch(canvas, Kind.TouchUpdate, place, time=time)
    touch(canvas, Kind.TouchEnd, places[-1], time=time)


def test_pressure_makes_the_stroke_swell(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size, session.tool.hardness = 30, 1
    pen(canvas, Kind.TabletPress, at(canvas, 40, 80), 0.1)
    pen(canvas, Kind.TabletMove, at(canvas, 240, 80), 1.0)
    pen(canvas, Kind.TabletRelease, at(canvas, 240, 80), 0.0)
    widths = painted(document).sum(axis=0, dtype=int)[45:235]
    assert widths[0] <= 5
    assert widths[-1] >= 28
    assert (abs(widths[1:] - widths[:-1]) <= 2).all(), "it swells without steps"


@pytest.mark.parametrize("device", [PEN, SCREEN])
def test_a_mouse_event_that_was_made_of_another_paints_nothing(
    qtbot: QtBot, session: Session, device: QPointingDevice
) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    for kind in (Kind.MouseButtonPress, Kind.MouseMove, Kind.MouseButtonRelease):
        mouse(canvas, kind, at(canvas, 100, 100), device)
    assert not document.history.can_undo


def test_the_mouse_that_goes_along_with_a_pen_paints_nothing(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size = 10
    pen(canvas, Kind.TabletPress, at(canvas, 40, 80), 1.0)
    mouse(canvas, Kind.MouseButtonPress, at(canvas, 40, 80))
    mouse(canvas, Kind.MouseMove, at(canvas, 40, 180))
    pen(canvas, Kind.TabletMove, at(canvas, 90, 80), 1.0)
    mouse(canvas, Kind.MouseMove, at(canvas, 90, 180), time=5000)
    pen(canvas, Kind.TabletRelease, at(canvas, 90, 80), 0.0)
    mouse(canvas, Kind.MouseButtonRelease, at(canvas, 90, 80))
    assert not painted(document)[120:].any()
    document.undo()
    assert not document.history.can_undo
    mouse(canvas, Kind.MouseButtonPress, at(canvas, 90, 180), time=4000)
    mouse(canvas, Kind.MouseButtonRelease, at(canvas, 90, 180), time=4000)
    assert painted(document)[180, 90], "the mouse is a mouse again when the pen has gone"


def test_a_pen_that_left_without_a_release_ends_the_stroke(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    pen(canvas, Kind.TabletPress, at(canvas, 40, 80), 1.0)
    pen(canvas, Kind.TabletMove, at(canvas, 60, 80), 0.0)
    assert not canvas.has_stroke
    assert document.history.can_undo


def test_a_stroke_that_the_pen_left_too_faint_is_said(qtbot: QtBot, session: Session) -> None:
    said: list[Notice] = []
    session.program.notices.shown.connect(said.append)
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.pen = Pen(sizes=False, fades=True)
    pen(canvas, Kind.TabletPress, at(canvas, 40, 80), 0.2)
    pen(canvas, Kind.TabletMove, at(canvas, 80, 80), 0.3)
    pen(canvas, Kind.TabletRelease, at(canvas, 80, 80), 0.0)
    assert [notice.kind for notice in said] == ["warning"]
    assert "30 %" in said[0].text
    assert said[0].action is not None
    said[0].action.run()
    assert not session.tool.pen.fades


def test_one_finger_moves_the_picture_and_paints_nothing(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    before = at(canvas, 0, 0)
    swipe(canvas, QPointF(100, 100), QPointF(120, 95), QPointF(140, 90))
    assert (at(canvas, 0, 0) - before).toPoint() == QPoint(40, -10)
    assert not document.history.can_undo


def test_two_fingers_zoom_and_what_is_between_them_stays(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    zoom, point = canvas.viewport.zoom, canvas.to_image(QPointF(150, 100))
    touch(canvas, Kind.TouchBegin, QPointF(130, 100), QPointF(170, 100))
    touch(canvas, Kind.TouchUpdate, QPointF(110, 100), QPointF(190, 100))
    touch(canvas, Kind.TouchEnd, QPointF(110, 100), QPointF(190, 100))
    assert canvas.viewport.zoom == pytest.approx(2 * zoom)
    assert canvas.to_image(QPointF(150, 100)) == pytest.approx(point, abs=1)


def test_a_finger_paints_where_that_is_wished_and_a_second_one_takes_it_back(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.program.settings.set("finger_paints", value=True)
    session.tool.size = 10
    swipe(canvas, at(canvas, 40, 80), at(canvas, 90, 80))
    assert painted(document)[80, 40:91].all()
    document.undo()
    touch(canvas, Kind.TouchBegin, at(canvas, 40, 80))
    touch(canvas, Kind.TouchUpdate, at(canvas, 60, 80))
    touch(canvas, Kind.TouchUpdate, at(canvas, 60, 80), at(canvas, 90, 80))
    touch(canvas, Kind.TouchEnd, at(canvas, 60, 80), at(canvas, 90, 80))
    assert not document.history.can_undo
    assert not painted(document).any()


@pytest.mark.parametrize("wished", [False, True])
def test_a_palm_does_nothing_while_a_pen_is_near(qtbot: QtBot, session: Session, *, wished: bool) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.program.settings.set("finger_paints", value=wished)
    before = at(canvas, 0, 0)
    pen(canvas, Kind.TabletMove, at(canvas, 50, 50), 0.0, time=8800)
    swipe(canvas, QPointF(100, 100), QPointF(140, 90))
    assert at(canvas, 0, 0) == before
    assert not document.history.can_undo


def test_a_finger_disturbs_no_stroke_of_the_pen(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size = 10
    zoom = canvas.viewport.zoom
    pen(canvas, Kind.TabletPress, at(canvas, 40, 80), 1.0)
    touch(canvas, Kind.TouchBegin, QPointF(130, 100), QPointF(170, 100), time=70_000)
    touch(canvas, Kind.TouchUpdate, QPointF(110, 100), QPointF(190, 100), time=70_000)
    pen(canvas, Kind.TabletMove, at(canvas, 90, 80), 1.0)
    pen(canvas, Kind.TabletRelease, at(canvas, 90, 80), 0.0)
    assert canvas.viewport.zoom == zoom
    assert painted(document)[80, 40:91].all()
    document.undo()
    assert not document.history.can_undo


def test_a_mouse_alone_is_never_dropped(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    Hand(canvas).drag(at(canvas, 40, 80), at(canvas, 90, 80))
    assert document.history.can_undo


def near(kind: Kind, time: int) -> None:
    """Say that the pen has come or left, as Qt does it: to the application alone."""
    nowhere = QPointF()
    event = QTabletEvent(kind, PEN, nowhere, nowhere, 0, 0, 0, 0, 0, 0, NO_KEYS, NONE, NONE)
    event.setTimestamp(time)
    application = QApplication.instance()
    assert application is not None
    QApplication.sendEvent(application, event)


def test_a_pen_is_near_from_its_coming_to_its_leaving(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    session.tool.size = 10
    before = at(canvas, 0, 0)
    near(Kind.TabletEnterProximity, 50_000)
    swipe(canvas, QPointF(100, 100), QPointF(140, 90), time=52_000)
    mouse(canvas, Kind.MouseButtonPress, at(canvas, 90, 80), time=52_000)
    mouse(canvas, Kind.MouseButtonRelease, at(canvas, 90, 80), time=52_000)
    assert at(canvas, 0, 0) == before
    assert not document.history.can_undo, "it has not moved for two seconds, but it is there"
    near(Kind.TabletLeaveProximity, 53_000)
    mouse(canvas, Kind.MouseButtonPress, at(canvas, 90, 80), time=53_050)
    assert not canvas.has_stroke, "what the system made of its last move"
    mouse(canvas, Kind.MouseButtonPress, at(canvas, 90, 80), time=53_200)
    mouse(canvas, Kind.MouseButtonRelease, at(canvas, 90, 80), time=53_200)
    assert document.history.can_undo


def test_a_pen_whose_leaving_was_never_told_gives_the_mouse_back(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    document = open_picture(qtbot, session, canvas)
    near(Kind.TabletEnterProximity, 50_000)
    pen(canvas, Kind.TabletMove, at(canvas, 50, 50), 0.0, time=51_000)
    mouse(canvas, Kind.MouseButtonPress, at(canvas, 90, 80), time=56_001)
    mouse(canvas, Kind.MouseButtonRelease, at(canvas, 90, 80), time=56_001)
    assert document.history.can_undo
    near(Kind.TabletLeaveProximity, 57_000)
