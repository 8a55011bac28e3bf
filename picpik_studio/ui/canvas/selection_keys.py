"""The keys that belong to a selection while it is previewed: Enter, Esc, Backspace."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from picpik_studio.app.session import Session
from picpik_studio.core.tools.base import Button
from picpik_studio.core.tools.combine import chosen
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.pointer import modifiers_of

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier


class SelectionKeys(QObject):
    """Takes keys of `canvas` before commands do, unless a shape or another gesture is in progress.

    Enter paints what is previewed, as the other tools would: as is set, Shift adds, Alt subtracts, both intersect. Esc
    drops it, Backspace takes the last click back.
    """

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._selecting = session.selecting
        self._regions = session.regions
        self._canvas = canvas
        canvas.keys.takers.append(self)

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key is for the selection."""
        if self._canvas.shapes.open is not None or self._canvas.pointer.active is not None:
            return False
        if event.modifiers() & _COMMANDS:
            return False
        selecting, key = self._selecting, event.key()
        if key in _ENTER:
            return selecting.preview.found is not None
        if event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key == Qt.Key.Key_Escape:
            return selecting.is_open
        return key == Qt.Key.Key_Backspace and bool(selecting.clicks)

    def take(self, event: QKeyEvent) -> None:
        """Do what a claimed key says."""
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                how = chosen(modifiers_of(event.modifiers()), Button.NONE, self._regions.combine)
                self._selecting.take(how.value)
        elif event.key() == Qt.Key.Key_Escape:
            self._selecting.drop()
        else:
            self._selecting.take_back_click()
