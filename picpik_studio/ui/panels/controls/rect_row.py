"""A rectangle of the picture as four numbers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from picpik_studio.core.geometry import Rect
from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.number import NumberField
from picpik_studio.ui.panels.controls.text import label

_FAR = 100_000


class RectRow(QWidget):
    """Left, top, width and height in document pixels; `edited` tells a person's rectangle."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        titles = (self.tr("Left"), self.tr("Top"), self.tr("Width"), self.tr("Height"))
        self.numbers = tuple(NumberField(-_FAR if place < 2 else 1, _FAR, 1, self) for place in range(4))  # noqa: PLR2004 - left and top may be negative
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.GRID)
        layout.setVerticalSpacing(theme.HALF)
        layout.setColumnStretch(4, 1)
        for place, (title, number) in enumerate(zip(titles, self.numbers, strict=True)):
            number.setAccessibleName(title)
            number.entered.connect(lambda _: self.edited.emit(self.rect_value()))
            layout.addWidget(label(title, "second", self), place // 2, 2 * (place % 2))
            layout.addWidget(number, place // 2, 2 * (place % 2) + 1)

    def rect_value(self) -> Rect:
        """Return the rectangle that the numbers say."""
        left, top, width, height = (round(number.value()) for number in self.numbers)
        return Rect(left, top, width, height)

    def show_rect(self, rect: Rect) -> None:
        """Show a rectangle, in silence."""
        for number, value in zip(self.numbers, rect, strict=True):
            number.show_number(value)
