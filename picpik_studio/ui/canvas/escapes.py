"""Esc twice: the view stands upright again."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from picpik_studio.core.turn import NONE
from picpik_studio.ui.canvas.view import CanvasView


class Escapes:
    """Takes in the keys that nobody else wanted on `view`."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._first: int | None = None

    def key(self, event: QKeyEvent) -> bool:
        """Make the view upright at the second of two fast presses of Esc; say whether the key was that."""
        first, self._first = self._first, None
        if event.key() != Qt.Key.Key_Escape or event.isAutoRepeat():
            return False
        if first is None or event.timestamp() - first > QApplication.doubleClickInterval():
            self._first = event.timestamp()
            return False
        self._view.turn_to(NONE)
        return True
