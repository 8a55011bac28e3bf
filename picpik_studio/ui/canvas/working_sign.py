"""Says on the canvas that the painting is being changed as a whole, when that takes a while."""

from PySide6.QtCore import QObject, QTimer

from picpik_studio.app.session import Session
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.chips import Chips

_PATIENCE_MS = 200


class WorkingSign(QObject):
    """A chip among `chips` from 200 ms after the session's painting began to be changed until that is done."""

    def __init__(self, session: Session, chips: Chips) -> None:
        super().__init__(chips)
        self._chips = chips
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._show)
        follow(self, session.reworking.busy, self._follow)

    def _follow(self, count: int) -> None:
        if not count:
            self._timer.stop()
            self._chips.show_chip("working", "")
        elif not self._timer.isActive():
            self._timer.start()

    def _show(self) -> None:
        self._chips.show_chip("working", self.tr("Changing the repaint area…"))
