"""The button that shows the chosen main model and unfolds the list of all."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.icons import pixmap

_HEIGHT = 44
_ICON = 16
_ARROW = 14


class ModelButton(QAbstractButton):
    """Two lines: a model's name and what is to be said of it; a badge when it is official; an arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._below = ""
        self._is_official = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_model(self, name: str, below: str, *, is_official: bool) -> None:
        """Show a model, or what stands in the way of choosing one."""
        self._below, self._is_official = below, is_official
        self.setText(name)
        self.setAccessibleDescription(below)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of two lines."""
        return QSize(160, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame, the lines, the badge and the arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.EDGE if self.underMouse() else theme.LINE))
        painter.setBrush(QColor(theme.RAISED if self.underMouse() else theme.INSET))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), theme.RADIUS, theme.RADIUS)
        inside = self.rect().adjusted(10, 5, -theme.GRID, -5)
        inside.setRight(self._picture(painter, "chevron-down", theme.SECOND, _ARROW, inside))
        if self._is_official:
            inside.setRight(self._picture(painter, "badge-check", theme.ACCENT, _ICON, inside))
        top = Qt.AlignmentFlag.AlignTop if self._below else Qt.AlignmentFlag.AlignVCenter
        self._line(painter, inside, self.text(), theme.TEXT, top)
        self._line(painter, inside, self._below, theme.SECOND, Qt.AlignmentFlag.AlignBottom)
        if self.hasFocus():
            theme.draw_focus_ring(painter, self.size())

    def _picture(self, painter: QPainter, name: str, colour: str, side: int, inside: QRect) -> int:
        """Draw an icon at the right end of `inside`; return where that ends now."""
        picture = pixmap(name, colour, side, scale=self.devicePixelRatioF())
        painter.drawPixmap(inside.right() - side, (self.height() - side) // 2, picture)
        return inside.right() - side - theme.GRID

    def _line(self, painter: QPainter, inside: QRect, text: str, colour: str, where: Qt.AlignmentFlag) -> None:
        painter.setPen(QColor(colour))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, inside.width())
        painter.drawText(inside, where | Qt.AlignmentFlag.AlignLeft, elided)
