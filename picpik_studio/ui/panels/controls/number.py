"""A number to type: right-aligned, without arrows, deaf to the wheel."""

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QWidget

WIDTH = 64


class NumberField(QDoubleSpinBox):
    """A number from `low` to `high`; `entered` tells of a person's number when it is complete.

    Up and Down go by `step`. Esc takes back what was typed, and is then for the panel around. Where nothing was typed
    Undo and Redo are the window's.
    """

    entered = Signal(float)

    def __init__(self, low: float, high: float, step: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(decimals(step))
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)
        self.setProperty("steps", "none")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("scale", "small")
        self.setFixedWidth(WIDTH)
        self.lineEdit().setTextMargins(0, 0, 4, 0)
        self.valueChanged.connect(self.entered)

    def show_number(self, number: float) -> None:
        """Show `number`, in silence."""
        was_blocked = self.blockSignals(True)
        self.setValue(number)
        self.blockSignals(was_blocked)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let a number beyond the limits be typed; it becomes the nearest one when it is complete."""
        judged = super().validate(text, position)
        if self._typed(text) is not None:
            state = QValidator.State.Acceptable if self._is_inside(text) else QValidator.State.Intermediate
            return state, text, position
        return judged

    def fixup(self, text: str) -> str:
        """Return the nearest number that may be."""
        typed = self._typed(text)
        number = self.value() if typed is None else min(max(typed, self.minimum()), self.maximum())
        return f"{self.prefix()}{self.textFromValue(number)}{self.suffix()}"

    def _typed(self, text: str) -> float | None:
        """Return the number that a text is, whatever the limits; None when it is none."""
        bare = text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip()
        number, is_number = self.locale().toDouble(bare)
        return number if is_number else None

    def _is_inside(self, text: str) -> bool:
        typed = self._typed(text)
        return typed is not None and self.minimum() <= typed <= self.maximum()

    def event(self, event: QEvent) -> bool:
        """Leave Undo and Redo to the window while there is nothing of its own to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            line, key = self.lineEdit(), QKeySequence.StandardKey
            if event.matches(key.Undo) or event.matches(key.Redo):
                return super().event(event) if line.isModified() else False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the number of before at Esc, and let the panel around have the key too."""
        if event.key() == Qt.Key.Key_Escape:
            self.lineEdit().setText(f"{self.prefix()}{self.textFromValue(self.value())}{self.suffix()}")
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel behind."""
        event.ignore()


def decimals(step: float) -> int:
    """Return how many decimals a number in steps of `step` has."""
    return max(0, math.ceil(-math.log10(step) - 1e-9))
