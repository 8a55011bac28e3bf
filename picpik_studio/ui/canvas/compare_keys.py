"""The key that belongs to a comparison while it is on: Esc ends it."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from picpik_studio.ui.canvas.canvas import Canvas


class CompareKeys(QObject):
    """Takes Esc of `canvas` before a shown result is left, unless a shape or a gesture is in progress."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        canvas.keys.takers.append(self)

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key is for the comparison."""
        is_bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_free = self._canvas.shapes.open is None and self._canvas.pointer.active is None
        return event.key() == Qt.Key.Key_Escape and is_bare and is_free and bool(self._canvas.feed.compare)

    def take(self, event: QKeyEvent) -> None:
        """End it."""
        if not event.isAutoRepeat():
            self._canvas.feed.compare_by("")
