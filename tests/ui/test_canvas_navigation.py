"""Zooming and panning by wheel, trackpad, pinch and arrows."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.ui.canvas.canvas import Canvas
from tests.ui.easel import Hand, a_canvas, at, open_picture, picture_bytes

NO_KEYS = Qt.KeyboardModifier.NoModifier
SPOT = QPointF(100, 80)
_TOUCHPAD = QPointingDevice(
    "pad", 5, QInputDevice.DeviceType.TouchPad, QPointingDevice.PointerType.Finger, QInputDevice.Capability.Scroll, 2, 0
)


@pytest.fixture
def canvas(qtbot: QtBot, session: Session) -> Canvas:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas, picture_bytes(1200, 900))
    return canvas


def turn(
    canvas: Canvas,
    angle: tuple[int, int],
    *,
    pixels: tuple[int, int] = (0, 0),
    keys: Qt.KeyboardModifier = NO_KEYS,
    touchpad: bool = False,
) -> None:
    device = _TOUCHPAD if touchpad else QPointingDevice.primaryPointingDevice()
    phase = Qt.ScrollPhase.ScrollUpdate if pixels != (0, 0) else Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        SPOT,
        SPOT,
        QPoint(*pixels),
        QPoint(*angle),
        Qt.MouseButton.NoButton,
        keys,
        phase,
        False,
        Qt.MouseEventSource.MouseEventNotSynthesized,
        device,
    )
    QApplication.sendEvent(canvas, event)


def test_the_wheel_zooms_at_the_cursor(canvas: Canvas) -> None:
    before, zoom = canvas.to_image(SPOT), canvas.viewport.zoom
    turn(canvas, (0, 120))
    after = canvas.to_image(SPOT)
    assert canvas.viewport.zoom == pytest.approx(1.25 * zoom)
    assert before is not None
    assert after is not None
    assert after.x == pytest.approx(before.x, abs=0.5 / zoom + 1)
    turn(canvas, (0, -240))
    assert canvas.viewport.zoom == pytest.approx(zoom / 1.25)


def test_the_wheel_stops_at_100_percent(canvas: Canvas) -> None:
    canvas.zoom_to(0.9)
    turn(canvas, (0, 120))
    assert canvas.viewport.zoom == 1
    turn(canvas, (0, 120))
    assert canvas.viewport.zoom == 1.25


def test_half_a_notch_is_half_the_way(canvas: Canvas) -> None:
    zoom = canvas.viewport.zoom
    turn(canvas, (0, 60))
    assert canvas.viewport.zoom == pytest.approx(zoom * 1.25**0.5)


def test_with_alt_the_wheel_sets_the_size(canvas: Canvas, session: Session) -> None:
    session.tool.size = 100
    turn(canvas, (120, 0), keys=Qt.KeyboardModifier.AltModifier)
    assert session.tool.size == pytest.approx(110)
    turn(canvas, (0, -120), keys=Qt.KeyboardModifier.AltModifier)
    assert session.tool.size == pytest.approx(100)


def test_with_shift_the_wheel_pans_sideways(canvas: Canvas) -> None:
    canvas.zoom_to(1)
    before = at(canvas, 0, 0)
    turn(canvas, (0, 120), keys=Qt.KeyboardModifier.ShiftModifier)
    moved = at(canvas, 0, 0) - before
    assert (moved.x(), moved.y()) == (80, 0)


def test_a_trackpad_pans_and_with_ctrl_zooms(canvas: Canvas) -> None:
    canvas.zoom_to(1)
    before = at(canvas, 0, 0)
    turn(canvas, (24, 48), pixels=(12, -30), touchpad=True)
    moved = at(canvas, 0, 0) - before
    assert (moved.x(), moved.y()) == (12, -30)
    turn(canvas, (0, 60), pixels=(0, 30), touchpad=True, keys=Qt.KeyboardModifier.ControlModifier)
    assert canvas.viewport.zoom == pytest.approx(1.25**0.5)


def test_a_trackpad_without_pixels_pans_too(canvas: Canvas) -> None:
    canvas.zoom_to(1)
    before = at(canvas, 0, 0)
    turn(canvas, (0, 120), touchpad=True)
    assert (at(canvas, 0, 0) - before).y() == 80
    assert canvas.viewport.zoom == 1


def test_pinching_zooms_at_the_fingers(canvas: Canvas) -> None:
    zoom = canvas.viewport.zoom
    kind = Qt.NativeGestureType.ZoomNativeGesture
    event = QNativeGestureEvent(kind, _TOUCHPAD, 2, SPOT, SPOT, SPOT, 0.25, QPointF())
    QApplication.sendEvent(canvas, event)
    assert canvas.viewport.zoom == pytest.approx(1.25 * zoom)
    fitted = Qt.NativeGestureType.SmartZoomNativeGesture
    QApplication.sendEvent(canvas, QNativeGestureEvent(fitted, _TOUCHPAD, 2, SPOT, SPOT, SPOT, 0.0, QPointF()))
    assert canvas.viewport.zoom == pytest.approx(zoom)


def test_arrows_pan(canvas: Canvas) -> None:
    canvas.zoom_to(1)
    before = at(canvas, 0, 0)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    moved = at(canvas, 0, 0) - before
    assert (moved.x(), moved.y()) == (-64, -64)
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert at(canvas, 0, 0) - before == moved


def test_the_outline_follows_the_zoom(canvas: Canvas, session: Session) -> None:
    Hand(canvas).move(QPointF(100, 80))
    session.tool.size = 40
    canvas.zoom_to(1)
    small = canvas._cursor._ring.outer
    canvas.zoom_to(4)
    assert canvas._cursor._ring.outer > 3 * small
