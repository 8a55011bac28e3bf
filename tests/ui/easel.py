"""A canvas with a real session, a picture on it, and a hand that moves a real pointer."""

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.hot_spot import of_mouse
from picpik_studio.ui.canvas.view import CanvasView

LEFT = Qt.MouseButton.LeftButton
RIGHT = Qt.MouseButton.RightButton
MIDDLE = Qt.MouseButton.MiddleButton
NONE = Qt.MouseButton.NoButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


def picture_bytes(width: int = 300, height: int = 200) -> bytes:
    """Return a PNG in which neighbouring pixels differ."""
    y, x = np.mgrid[:height, :width]
    pixels = np.dstack([x % 256, y % 256, (x + y) % 256]).astype(np.uint8)
    return bytes(cv2.imencode(".png", pixels)[1].tobytes())


def open_picture(qtbot: QtBot, session: Session, canvas: Canvas, data: bytes | None = None) -> Document:
    """Open a picture and wait until it can be painted on."""
    before = session.document
    session.open_bytes(data or picture_bytes(), "easel.png")
    qtbot.waitUntil(lambda: session.document is not None and session.document is not before and canvas.is_ready)
    assert session.document is not None
    return session.document


def a_canvas(qtbot: QtBot, session: Session, size: tuple[int, int] = (360, 260)) -> Canvas:
    """Return a shown canvas that follows `session`."""
    canvas = Canvas(session)
    qtbot.addWidget(canvas, before_close_func=lambda widget: widget.close_feed())
    canvas.resize(*size)
    canvas.show()
    return canvas


def at(canvas: Canvas, x: float, y: float) -> QPointF:
    """Return the position in the widget of a place in image pixels."""
    assert canvas.scene.placement is not None
    return canvas.scene.placement.to_widget(Point(x, y))


def told(widget: QWidget, at: QPointF) -> QPointF:
    """Return how Qt tells a place that a mouse points at: by the corner of a device pixel, whose middle is meant."""
    return at - (of_mouse(widget, at) - at) if isinstance(widget, CanvasView) else at


class Hand:
    """A mouse over a widget: real events, sent through the application."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._held = NONE
        self._keys = NO_KEYS

    def press(self, at: QPointF, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._held, self._keys = button, keys
        self._send(QEvent.Type.MouseButtonPress, at, button)

    def move(self, at: QPointF) -> None:
        self._send(QEvent.Type.MouseMove, at, NONE)

    def release(self, at: QPointF) -> None:
        button, self._held = self._held, NONE
        self._send(QEvent.Type.MouseButtonRelease, at, button)
        self._keys = NO_KEYS

    def drag(self, *path: QPointF, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.press(path[0], button, keys)
        for position in path[1:]:
            self.move(position)
        self.release(path[-1])

    def _send(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        at = told(self._widget, at)
        on_screen = QPointF(self._widget.mapToGlobal(QPoint(0, 0))) + at
        QApplication.sendEvent(self._widget, QMouseEvent(kind, at, on_screen, button, self._held, self._keys))


class Pen:
    """A pen over a widget."""

    def __init__(self, widget: QWidget, *, eraser: bool = False) -> None:
        self._widget = widget
        kind = QPointingDevice.PointerType.Eraser if eraser else QPointingDevice.PointerType.Pen
        self._device = QPointingDevice(
            "pen", 7, QPointingDevice.DeviceType.Stylus, kind, QPointingDevice.Capability.Pressure, 1, 3
        )

    def draw(self, *path: QPointF, pressure: float = 1.0) -> None:
        for position in path:
            kind = QEvent.Type.TabletPress if position is path[0] else QEvent.Type.TabletMove
            self._send(kind, position, pressure)
        self._send(QEvent.Type.TabletRelease, path[-1], pressure)

    def _send(self, kind: QEvent.Type, at: QPointF, pressure: float) -> None:
        button = NONE if kind == QEvent.Type.TabletMove else LEFT
        held = NONE if kind == QEvent.Type.TabletRelease else LEFT
        event = QTabletEvent(kind, self._device, at, at, pressure, 0, 0, 0, 0, 0, NO_KEYS, button, held)
        QApplication.sendEvent(self._widget, event)


def painted(document: Document) -> Pixels:
    """Return where the mask repaints, as 0 or 1."""
    return (document.mask.pixels >= 128).astype(np.uint8)
