"""A number to type: right-aligned, without arrows, deaf to the wheel."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QWidget

WIDTH = 64


class NumberField(QDoubleSpinBox):
    """A number from `low` to `high`; `entered` tells of a person's number when it is complete.

    Up and Down go by `step`.
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel behind."""
        event.ignore()


def decimals(step: float) -> int:
    """Return how many decimals a number in steps of `step` has."""
    return max(0, math.ceil(-math.log10(step) - 1e-9))
