"""What the press of a key means where no shortcut caught it: a digit, or a sign that was typed."""

import sys
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from picpik_studio.app.keyboards import digit_typed

_LAST_DIGIT: Final = 9
_ROW_STARTS: Final = {"linux": 10, "win32": 2}
"""The scan code of the key for 1; those for 2 to 9 and 0 follow."""

_ALTGR: Final = Qt.KeyboardModifier.GroupSwitchModifier | Qt.KeyboardModifier.KeypadModifier
_CTRL_ALT: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def digit_of(event: QKeyEvent) -> int | None:
    """Return the digit of a bare key, or None: on French keyboards, too, where digits themselves need Shift."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    digit = event.key() - Qt.Key.Key_0
    if 0 <= digit <= _LAST_DIGIT:
        return digit
    by_sign = digit_typed(event.text())
    return _by_place(event) if by_sign is None and event.text() in ("'", "-") else by_sign


def types(event: QKeyEvent) -> bool:
    """Whether a key types a sign: nothing is held with it but Shift and AltGr, which Windows tells as Ctrl with Alt."""
    held = event.modifiers() & ~(_ALTGR | Qt.KeyboardModifier.ShiftModifier)
    return not held or held == _CTRL_ALT


def _by_place(event: QKeyEvent) -> int | None:
    """Return the digit that stands at the place of a key in the uppermost row, where the system tells places."""
    place = event.nativeScanCode() - _ROW_STARTS.get(sys.platform, event.nativeScanCode() + 1)
    return (place + 1) % 10 if 0 <= place <= _LAST_DIGIT else None
