"""Qt's application: how it draws, and what it alone is told: when a pen comes near the tablet and when it leaves."""

import os
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage, QTabletEvent
from PySide6.QtWidgets import QApplication

from picpik_studio.core.signal import Signal

_DRAWS_ALONE: Final = "QT_NO_GUI_THREADPOOL"
"""Else Qt hands whatever is 96 rows high and more to other threads, and waits for them: that takes longer than to draw
it, and on a busy machine as long as it takes the system to let them run (3 to 8 ms of a stroke's 10)."""


class Application(QApplication):
    """`pen_came` and `pen_left` tell when the pen did, in the milliseconds of Qt's events.

    Only what is sent to the application itself passes here: an event filter would see every event of every widget.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self.pen_came: Signal[int] = Signal()
        self.pen_left: Signal[int] = Signal()
        is_ours = _DRAWS_ALONE not in os.environ
        os.environ.setdefault(_DRAWS_ALONE, "1")
        super().__init__(list(arguments))
        if is_ours:
            _let_qt_look()
            del os.environ[_DRAWS_ALONE]

    def event(self, event: QEvent) -> bool:
        """Tell where the pen is."""
        kind = event.type()
        if kind == QEvent.Type.TabletEnterProximity and isinstance(event, QTabletEvent):
            self.pen_came.emit(event.timestamp())
        elif kind == QEvent.Type.TabletLeaveProximity and isinstance(event, QTabletEvent):
            self.pen_left.emit(event.timestamp())
        return super().event(event)


def _let_qt_look() -> None:
    """Have Qt read `_DRAWS_ALONE`, which it does once, when it converts a picture first.

    So it need not stay in the environment, where the engine and every program that is opened from here would get it.
    """
    QImage(1, 1, QImage.Format.Format_RGB32).convertToFormat(QImage.Format.Format_RGBA64)
