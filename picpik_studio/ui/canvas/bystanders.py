"""Widgets that lie over the canvas: while the pointer is over one it is not over the picture."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget


class Bystander(QObject):
    """Tells a canvas that the pointer has left it for `widget`, a child of it, of which Qt tells it nothing."""

    def __init__(self, widget: QWidget, canvas: QWidget) -> None:
        super().__init__(widget)
        self._canvas = canvas
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the brush's outline away when the pointer comes."""
        if event.type() == QEvent.Type.Enter:
            QCoreApplication.sendEvent(self._canvas, QEvent(QEvent.Type.Leave))
        return super().eventFilter(watched, event)
