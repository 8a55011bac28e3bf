"""Zooming and panning without a button: the wheel, the trackpad, two fingers, the arrow keys."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QNativeGestureEvent, QWheelEvent

from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.ui.canvas import hot_spot
from picpik_studio.ui.canvas.twist import Twist
from picpik_studio.ui.canvas.view import CanvasView

_NOTCH = 120
_ZOOM_A_NOTCH = 1.25
_SIZE_A_NOTCH = 1.1
_PIXELS_A_NOTCH = 80.0
_ARROW_PX = 64
_ARROWS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class Navigation:
    """The wheel zooms at the cursor, with Shift it pans sideways, with Alt it sets the brush's size.

    A trackpad (which scrolls by pixels) pans, and with Ctrl it zooms; pinching zooms and turns everywhere.
    """

    def __init__(self, view: CanvasView, settings: ToolSettings) -> None:
        self._view = view
        self._settings = settings
        self._twist = Twist(view)

    def wheel(self, event: QWheelEvent) -> None:
        """Do what the wheel or the trackpad says."""
        held, at = event.modifiers(), hot_spot.of_mouse(self._view, event.position())
        turn = event.angleDelta()
        amount = turn.y() or turn.x()  # Alt turns a wheel sideways
        if held & Qt.KeyboardModifier.AltModifier:
            self._settings.size *= _SIZE_A_NOTCH ** (amount / _NOTCH)
        elif held & Qt.KeyboardModifier.ControlModifier:
            self._zoom(amount, at)
        elif _is_trackpad(event):
            moved = QPointF(event.pixelDelta()) if event.hasPixelDelta() else QPointF(turn) * _PIXELS_A_NOTCH / _NOTCH
            self._view.pan(moved.x(), moved.y())
        elif held & Qt.KeyboardModifier.ShiftModifier:
            self._view.pan(amount / _NOTCH * _PIXELS_A_NOTCH, 0)
        else:
            self._zoom(amount, at)
        event.accept()

    def gesture(self, event: QEvent) -> bool:
        """Zoom with two fingers on a trackpad; say whether the event was that. Those on a screen come as touches."""
        return isinstance(event, QNativeGestureEvent) and self._native(event)

    def key(self, event: QKeyEvent) -> bool:
        """Pan with the arrow keys; say whether the key was one."""
        direction = _ARROWS.get(event.key())
        if direction is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        self._view.pan(direction[0] * _ARROW_PX, direction[1] * _ARROW_PX)
        return True

    def _native(self, event: QNativeGestureEvent) -> bool:
        kind = event.gestureType()
        if kind == Qt.NativeGestureType.ZoomNativeGesture:
            self._view.zoom_to(self._view.viewport.zoom * (1 + event.value()), event.position())
        elif kind == Qt.NativeGestureType.BeginNativeGesture:
            self._twist.begin()
        elif kind == Qt.NativeGestureType.RotateNativeGesture:
            self._twist.by(event.value(), event.position())
        elif kind == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._view.fit()
        else:
            return False
        event.accept()
        return True

    def _zoom(self, amount: float, at: QPointF) -> None:
        zoom = self._view.viewport.zoom
        wanted = zoom * _ZOOM_A_NOTCH ** (amount / _NOTCH)
        if abs(amount) >= _NOTCH and (zoom < 1 < wanted or wanted < 1 < zoom):
            wanted = 1.0  # a wheel stops at 100 % on its way
        self._view.zoom_to(wanted, at)


def _is_trackpad(event: QWheelEvent) -> bool:
    is_touched = event.device().type() == QInputDevice.DeviceType.TouchPad
    return is_touched or (event.hasPixelDelta() and event.phase() != Qt.ScrollPhase.NoScrollPhase)
