"""Whose the keyboard of a window is: the canvas's, wherever nobody types and no control was gone to by keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from picpik_studio.ui.areas import Areas
from picpik_studio.ui.key_names import keys_in_order
from picpik_studio.ui.panels.job_row import JobRow
from picpik_studio.ui.parts import Parts
from picpik_studio.ui.shell import Shell
from picpik_studio.ui.typed import is_typed_in

_ENTER = {Qt.Key.Key_Return: "Return", Qt.Key.Key_Enter: "Enter"}
_POINTED_AT = (QAbstractButton, QAbstractSlider, QComboBox, QTabBar)
"""What needs no keyboard once it was clicked."""


class Keyboard(QObject):
    """Follows the focus of one window, and looks at the keys before the widget that has it.

    A click on a button, a slider or a choice leaves the keyboard to the canvas, as does the end of a widget that had
    it. Over the canvas the keys that are held, Space above all, move the view whatever has the focus; and Enter
    accepts, Esc ends a comparison, from everywhere where nobody types.
    """

    def __init__(self, shell: Shell, parts: Parts, areas: Areas) -> None:
        super().__init__(shell)
        self._shell = shell
        self._parts = parts
        self._areas = areas
        self._watched: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are not for the widget that has the focus."""
        if not isinstance(event, QKeyEvent) or watched is not self._watched:
            return False
        if event.type() is QEvent.Type.KeyRelease:
            return self._shell.holds.release(event)
        act = self._meant(event)
        if act is None:
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            act()
        return True

    # Focus

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        if new is None or new.window() is not self._shell or new is self._parts.canvas:
            return
        if self._is_lost(old, new) or self._is_clicked(new):
            self._areas.focus_canvas()
        elif not is_typed_in(new):
            self._watched = new
            new.installEventFilter(self)

    def _is_lost(self, old: QWidget | None, new: QWidget) -> bool:
        """Whether a widget had to give the focus up, and not to one of its kind that a panel has put in its place."""
        if old is None or not isValid(old) or old.window() is not self._shell:
            return False
        return not _can_have_it(old) and type(old) is not type(new)

    def _is_clicked(self, widget: QWidget) -> bool:
        is_pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton and widget.underMouse()
        return is_pressed and isinstance(widget, _POINTED_AT) and not is_typed_in(widget)

    # Keys

    def _meant(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key does here instead of what it does in the widget that has the focus."""
        canvas, holds = self._parts.canvas, self._shell.holds
        if canvas.is_ready and canvas.pointer_position is not None and holds.claims(event):
            return lambda: holds.press(event)
        if event.key() in _ENTER and not self._is_of_row():
            return self._entered(event)
        if event.key() == Qt.Key.Key_Escape and canvas.feed.compare and canvas.keys.claims(event):
            return lambda: canvas.keys.press(event)
        return None

    def _entered(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what Enter does on the canvas: for a shape, a frame, a selection, or else for the shown result."""
        keys, accept = self._parts.canvas.keys, self._shell.commands["result.accept"]
        if keys.claims(event):
            return lambda: keys.press(event)
        is_bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_its_key = _ENTER[Qt.Key(event.key())] in keys_in_order("result.accept")
        if not (is_bare and is_its_key and accept.isEnabled()):
            return None
        return lambda: None if event.isAutoRepeat() else accept.trigger()

    def _is_of_row(self) -> bool:
        """Whether a job has the focus whose result is not the shown one: Enter shows it."""
        shown, row = self._parts.session.shown, self._watched
        return isinstance(row, JobRow) and (shown is None or shown.job_id != row.job.id)


def _can_have_it(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()
