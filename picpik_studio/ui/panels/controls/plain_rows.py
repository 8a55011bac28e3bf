"""Rows without a slider: a number, a text, one of several, a colour."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QLineEdit, QPushButton, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.choice_row import QuietComboBox
from picpik_studio.ui.panels.controls.number import NumberField, decimals
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.subject import Subject

WIDE = 200
"""The width of what a row is set with, in px."""
_NUMBER_PX = 104
_SWATCH = QSize(28, 16)


class NumberRow(ValueRow):
    """A number whose range is too wide for a slider."""

    def __init__(self, about: Subject, parent: QWidget | None = None) -> None:
        super().__init__(about, parent)
        self.number = NumberField(about.low, about.high, about.step, self)
        self.number.setFixedWidth(_NUMBER_PX)
        self.number.setSuffix(f" {about.unit}" if about.unit else "")
        _name(self.number, about)
        self.header.addWidget(self.number)
        self.number.entered.connect(self._take_number)
        self.show_value(about.default)

    def _take_number(self, number: float) -> None:
        self._take(round(number) if self.about.is_whole else round(number, decimals(self.about.step)))

    def _show(self, value: Any) -> None:  # noqa: ANN401 - a value is of its own kind
        self.number.show_number(value)


class TextRow(ValueRow):
    """A line of text; it counts when it is complete."""

    def __init__(self, about: Subject, parent: QWidget | None = None) -> None:
        super().__init__(about, parent)
        self.line = QLineEdit(self)
        self.line.setFixedWidth(WIDE)
        _name(self.line, about)
        self.header.addWidget(self.line)
        self.line.editingFinished.connect(lambda: self._take(self.line.text().strip()))
        self.show_value(about.default)

    def _show(self, value: Any) -> None:  # noqa: ANN401 - as above
        self.line.setText(value)


class OptionRow(ValueRow):
    """One of several; `options` are values and their translated titles."""

    def __init__(self, about: Subject, options: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(about, parent)
        self.box = QuietComboBox(self)
        self.box.setFixedWidth(WIDE)
        for value, title in options:
            self.box.addItem(title, value)
        _name(self.box, about)
        self.header.addWidget(self.box)
        self.box.activated.connect(lambda _: self._take(self.box.currentData()))
        self.show_value(about.default)

    def _show(self, value: Any) -> None:  # noqa: ANN401 - as above
        self.box.setCurrentIndex(self.box.findData(value))


class ColourRow(ValueRow):
    """A colour as #rrggbb; a click opens the system's colours."""

    def __init__(self, about: Subject, parent: QWidget | None = None) -> None:
        super().__init__(about, parent)
        self.button = QPushButton(self)
        self.button.setIconSize(_SWATCH)
        self.button.setProperty("scale", "small")
        _name(self.button, about)
        self.header.addWidget(self.button)
        self.button.clicked.connect(self._choose)
        self.show_value(about.default)

    def _choose(self) -> None:
        dialog = QColorDialog(QColor(self.value), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.about.title)
        dialog.colorSelected.connect(lambda colour: self._take(colour.name()))
        dialog.open()

    def _show(self, value: Any) -> None:  # noqa: ANN401 - as above
        swatch = QPixmap(_SWATCH)
        swatch.fill(Qt.GlobalColor.transparent)
        painter = QPainter(swatch)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.EDGE))
        painter.setBrush(QColor(value))
        painter.drawRoundedRect(0, 0, _SWATCH.width() - 1, _SWATCH.height() - 1, theme.HALF, theme.HALF)
        painter.end()
        self.button.setIcon(swatch)
        self.button.setText(f" {value}")


def _name(control: QWidget, about: Subject) -> None:
    control.setAccessibleName(about.title)
    control.setAccessibleDescription(about.help)
