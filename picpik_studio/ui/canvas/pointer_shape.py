"""What the system's pointer looks like over the canvas."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from picpik_studio.ui.canvas.tool_cursors import system_cursor

Chooser = Callable[[QPointF | None], QCursor | None]
"""Says what the pointer looks like at a position in the widget, if it cares."""


class PointerShape:
    """Gives `widget` its pointer, and tells the window system only of another one.

    `choosers` are asked in turn; `otherwise` says what it looks like when none of them cares.
    """

    def __init__(self, widget: QWidget, choosers: Iterable[Chooser], otherwise: Callable[[], QCursor]) -> None:
        self._widget = widget
        self._choosers = choosers
        self._otherwise = otherwise
        self._last = system_cursor(Qt.CursorShape.ArrowCursor)

    def show(self, at: QPointF | None, held: QCursor | None) -> None:
        """Show `held`, or whatever the pointer looks like `at` a position."""
        chosen = (each for choose in self._choosers if (each := choose(at)) is not None)
        shape = held or next(chosen, None) or self._otherwise()
        if shape is not self._last:
            self._last = shape
            self._widget.setCursor(shape)
