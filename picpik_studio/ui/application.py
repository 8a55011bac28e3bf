"""Qt's application, which alone is told when a pen comes near the tablet and when it leaves."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTabletEvent
from PySide6.QtWidgets import QApplication

from picpik_studio.core.signal import Signal


class Application(QApplication):
    """`pen_came` and `pen_left` tell when the pen did, in the milliseconds of Qt's events.

    Only what is sent to the application itself passes here: an event filter would see every event of every widget.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self.pen_came: Signal[int] = Signal()
        self.pen_left: Signal[int] = Signal()
        super().__init__(list(arguments))

    def event(self, event: QEvent) -> bool:
        """Tell where the pen is."""
        kind = event.type()
        if kind == QEvent.Type.TabletEnterProximity and isinstance(event, QTabletEvent):
            self.pen_came.emit(event.timestamp())
        elif kind == QEvent.Type.TabletLeaveProximity and isinstance(event, QTabletEvent):
            self.pen_left.emit(event.timestamp())
        return super().event(event)
