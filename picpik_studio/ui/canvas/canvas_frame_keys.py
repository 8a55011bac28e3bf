"""The keys that belong to the canvas frame while it is another one than the canvas: Enter and Esc."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from picpik_studio.app.canvas_drafting import CanvasDrafting
from picpik_studio.app.session import Session
from picpik_studio.ui.actions import Actions
from picpik_studio.ui.canvas.canvas import Canvas

_COMMANDS = {
    Qt.Key.Key_Return: "canvas.apply",
    Qt.Key.Key_Enter: "canvas.apply",
    Qt.Key.Key_Escape: "canvas.reset",
}


class CanvasFrameKeys(QObject):
    """Takes keys of `canvas` before a shown result has them, unless a shape or a gesture is in progress.

    Enter applies the frame, Esc puts it back; where nothing was drafted both are free.
    """

    def __init__(self, session: Session, canvas: Canvas, drafting: CanvasDrafting, actions: Actions) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._drafting = drafting
        self._actions = actions
        canvas.keys.takers.insert(0, self)

    def take(self, event: QKeyEvent) -> None:
        """Do what a claimed key says."""
        if not event.isAutoRepeat():
            self._actions.triggered.emit(_COMMANDS[Qt.Key(event.key())])

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key is for the frame."""
        is_bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_free = self._canvas.shapes.open is None and self._canvas.pointer.active is None
        is_on = self._session.tool.tool == "canvas" and self._drafting.is_changed
        return event.key() in _COMMANDS and is_bare and is_free and is_on
