"""Says on the canvas that the painting as a whole, or the canvas itself, is being changed, when that takes a while."""

from PySide6.QtCore import QObject, QTimer

from picpik_studio.app.session import Session
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.chips import Chips

_PATIENCE_MS = 200


class WorkingSign(QObject):
    """A chip among `chips` from 200 ms after something of the session began to be changed until that is done."""

    def __init__(self, session: Session, chips: Chips) -> None:
        super().__init__(chips)
        self._chips = chips
        self._session = session
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._show)
        follow(self, session.reworking.busy, lambda _count: self._follow())
        follow(self, session.canvas.busy, lambda _is_busy: self._follow())

    def _follow(self) -> None:
        if not (self._session.reworking.is_busy or self._session.canvas.is_busy):
            self._timer.stop()
            self._chips.show_chip("working", "")
        elif not self._timer.isActive():
            self._timer.start()

    def _show(self) -> None:
        is_canvas = self._session.canvas.is_busy
        words = self.tr("Changing the canvas…") if is_canvas else self.tr("Changing the repaint area…")
        self._chips.show_chip("working", words)
