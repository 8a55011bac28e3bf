"""The button that waits for a key to be pressed."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from picpik_studio.app.key_texts import caught

_HELD: Final = Qt.KeyboardModifier
_KEPT: Final = _HELD.ShiftModifier | _HELD.ControlModifier | _HELD.AltModifier | _HELD.MetaModifier
_ALONE: Final = frozenset(
    {
        *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
        *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown),
        *(Qt.Key.Key_Super_L, Qt.Key.Key_Super_R),
    }
)
"""Keys that are held with others."""


class KeyCatcher(QPushButton):
    """Once it is pressed, the next key is `caught`, as a portable text, whatever it means elsewhere; Esc leaves it."""

    caught = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.toggled.connect(self._show_state)
        self._show_state()

    def event(self, event: QEvent) -> bool:
        """Take every key while one is waited for, Tab and the commands' keys too."""
        if self.isChecked() and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.KeyPress:
                self._take(event)
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Wait no more."""
        super().focusOutEvent(event)
        self.setChecked(False)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _ALONE or event.isAutoRepeat():
            return
        self.setChecked(False)
        if event.key() == Qt.Key.Key_Escape and not event.modifiers() & _KEPT:
            return
        key = caught(pressed(event))
        if key:
            self.caught.emit(key)

    def _show_state(self) -> None:
        waits = self.isChecked()
        self.setText(self.tr("Press the key, or Esc…") if waits else self.tr("Add a key…"))


def pressed(event: QKeyEvent) -> str:
    """Return what was pressed as a portable key text; the numeric pad counts as the keys that it doubles."""
    held = event.modifiers() & _KEPT
    return QKeySequence(held.value | event.key()).toString(QKeySequence.SequenceFormat.PortableText)
