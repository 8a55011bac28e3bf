"""Widgets that lie over the canvas: while the pointer is over one it is not over the picture."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtWidgets import QWidget


class Bystander(QObject):
    """Tells a canvas that the pointer has left it for `widget`, a child of it, of which Qt tells it nothing.

    Nor does Qt tell it that the pointer is back when the widget goes from under it.
    """

    def __init__(self, widget: QWidget, canvas: QWidget) -> None:
        super().__init__(widget)
        self._canvas = canvas
        self._has_pointer = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the brush's outline away when the pointer comes, and bring it back when the widget goes."""
        kind = event.type()
        if kind == QEvent.Type.Enter:
            self._has_pointer = True
            QCoreApplication.sendEvent(self._canvas, QEvent(QEvent.Type.Leave))
        elif kind == QEvent.Type.Leave:
            self._has_pointer = False
        elif kind == QEvent.Type.Hide and self._has_pointer:
            self._has_pointer = False
            self._give_back(QPointF(QCursor.pos()))
        return super().eventFilter(watched, event)

    def _give_back(self, pointer: QPointF) -> None:
        at = self._canvas.mapFromGlobal(pointer)
        if self._canvas.isVisible() and self._canvas.rect().contains(at.toPoint()):
            in_window = QPointF(self._canvas.window().mapFromGlobal(pointer))
            QCoreApplication.sendEvent(self._canvas, QEnterEvent(at, in_window, pointer))
