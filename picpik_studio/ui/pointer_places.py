"""The places of the status bar that change with every move of the pointer.

A stroke must wait for none of it: they are drawn opaquely and are as wide as they will ever be, so that neither what
lies behind them is drawn again nor anything beside them laid out.
"""

import math

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from picpik_studio.ui import theme

_WIDEST_PLACE = "-88888, -88888"
_WIDEST_COLOUR = "888 888 888  #888888"
_SWATCH_PX = 14
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Colour = tuple[int, int, int]


class QuickText(QWidget):
    """A text of one line, in a place that fits `widest` beside `indent` pixels."""

    def __init__(self, widest: str, indent: int, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour_name = colour
        self._widest = widest
        self._indent = indent
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def text(self) -> str:
        """What is shown, or nothing."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)  # drawn by hand: a screen reader finds no label to read
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as the widest text."""
        metrics = self.fontMetrics()
        return QSize(self._indent + metrics.horizontalAdvance(self._widest), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the text."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.WINDOW))
        if self._text:
            self.draw(painter, self.rect())
        painter.end()

    def draw(self, painter: QPainter, place: QRect) -> None:
        """Draw the text into `place`."""
        painter.setPen(QColor(self._colour_name))
        painter.drawText(place.adjusted(self._indent, 0, 0, 0), _LEFT, self._text)


class PointerPlace(QuickText):
    """The pixel of the picture that is pointed at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_WIDEST_PLACE, 0, theme.TEXT, parent)

    def show_place(self, place: tuple[float, float] | None) -> None:
        """Show another pixel, by a place in image pixels; or none."""
        self.show_text("" if place is None else f"{math.floor(place[0])}, {math.floor(place[1])}")


class ColourPlace(QuickText):
    """A swatch and its numbers: red, green, blue, and as they are written for the web."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_WIDEST_COLOUR, _SWATCH_PX + theme.GRID, theme.SECOND, parent)
        self.colour: Colour | None = None

    def show_colour(self, colour: Colour | None) -> None:
        """Show another colour, or none."""
        self.colour = colour
        if colour is None:
            self.show_text("")
        else:
            red, green, blue = colour
            self.show_text(f"{red} {green} {blue}  #{red:02x}{green:02x}{blue:02x}")

    def draw(self, painter: QPainter, place: QRect) -> None:
        """Draw the swatch before the numbers."""
        if self.colour is not None:
            top = place.top() + (place.height() - _SWATCH_PX) // 2
            painter.setPen(QColor(theme.EDGE))
            painter.setBrush(QColor(*self.colour))
            painter.drawRect(place.left(), top, _SWATCH_PX, _SWATCH_PX - 1)
        super().draw(painter, place)
