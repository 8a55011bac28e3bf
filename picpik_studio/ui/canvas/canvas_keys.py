"""Whose a key of the canvas is: the selection's, a shape's, the gesture's that goes on, the view's."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from picpik_studio.core.tools.base import Modifiers
from picpik_studio.ui.canvas.pointer import held_by

if TYPE_CHECKING:
    from picpik_studio.ui.canvas.canvas import Canvas


class KeyTaker(Protocol):
    """What may have keys of the canvas before it and before commands."""

    def claims(self, event: QKeyEvent) -> bool:
        """Whether it wants a key that is pressed now."""

    def take(self, event: QKeyEvent) -> None:
        """Do what a key says that it claims."""


class KeyWatcher(Protocol):
    """What follows the keys that are held, and takes none."""

    def key(self, event: QKeyEvent, *, is_down: bool) -> None:
        """Know that a key goes down or up."""


class CanvasKeys:
    """Asks in order: the `takers`, a shape in progress, Esc for the gesture that goes on, then `others`.

    `watchers` hear of every key.
    """

    def __init__(
        self, canvas: "Canvas", watchers: Sequence[KeyWatcher], others: Sequence[Callable[[QKeyEvent], bool]]
    ) -> None:
        self.takers: list[KeyTaker] = []
        self._canvas = canvas
        self._watchers = watchers
        self._others = others

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key is not for a command now, nor for the menu bar, which Alt leads to where nobody claims it."""
        canvas = self._canvas
        if held_by(event) is Modifiers.ALT and canvas.pointer_position is not None:
            return True
        is_escape = event.key() == Qt.Key.Key_Escape
        is_claimed = canvas.shapes.claims(event) or any(taker.claims(event) for taker in self.takers)
        return is_claimed or (is_escape and canvas.pointer.active is not None)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key says; say whether it is done with."""
        for watcher in self._watchers:
            watcher.key(event, is_down=True)
        taker = next((each for each in self.takers if each.claims(event)), None)
        if taker is not None:
            taker.take(event)
            return True
        if self._canvas.shapes.key(event, is_down=True):
            return True
        if event.key() == Qt.Key.Key_Escape and self._canvas.pointer.cancel():
            self._canvas.gesture_changed()
            return True
        return any(take(event) for take in self._others)

    def release(self, event: QKeyEvent) -> bool:
        """Follow a key that is let go; say whether it is done with."""
        for watcher in self._watchers:
            watcher.key(event, is_down=False)
        return self._canvas.shapes.key(event, is_down=False)
