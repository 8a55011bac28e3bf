"""A part of a panel that unfolds."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.icons import pixmap

_HEIGHT = 32
_ARROW = 14


class SectionHeader(QAbstractButton):
    """The line that is clicked: an arrow, the title, and while it is folded what stands inside."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._summary = ""

    def show_summary(self, summary: str) -> None:
        """Say what stands inside."""
        self._summary = summary
        self.setAccessibleDescription(summary)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the line."""
        return QSize(160, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw arrow, title and summary."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.RAISED))
            painter.drawRoundedRect(self.rect(), theme.RADIUS, theme.RADIUS)
        arrow = pixmap(
            "chevron-down" if self.isChecked() else "chevron-right",
            theme.SECOND,
            _ARROW,
            scale=self.devicePixelRatioF(),
        )
        painter.drawPixmap(theme.HALF, (self.height() - _ARROW) // 2, arrow)
        left = self._draw_title(painter)
        if not self.isChecked():
            self._draw_summary(painter, left + theme.GRID)
        if self.hasFocus():
            theme.draw_focus_ring(painter, self.size())

    def _draw_title(self, painter: QPainter) -> int:
        """Draw the title; return where it ends."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.TEXT))
        place = self.rect().adjusted(theme.HALF + _ARROW + 6, 0, -theme.HALF, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
        return place.left() + painter.fontMetrics().horizontalAdvance(self.text())

    def _draw_summary(self, painter: QPainter, left: int) -> None:
        painter.setFont(self.font())
        painter.setPen(QColor(theme.SECOND))
        place = QRect(left, 0, self.width() - left - theme.GRID, self.height())
        text = painter.fontMetrics().elidedText(self._summary, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


class Section(QWidget):
    """A header and what it unfolds; add widgets to `content`.

    `chosen` tells what a person made of it, by mouse or key: unfolded (True) or folded.
    """

    chosen = Signal(bool)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = SectionHeader(title, self)
        self._inside = QWidget(self)
        self.content = QVBoxLayout(self._inside)
        self.content.setContentsMargins(0, theme.HALF, 0, theme.GRID)
        self.content.setSpacing(theme.GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._inside)
        self._inside.hide()
        self.header.toggled.connect(self._inside.setVisible)
        self.header.clicked.connect(self.chosen)

    @property
    def is_unfolded(self) -> bool:
        """Whether the content shows."""
        return self.header.isChecked()

    def unfold(self, *, is_unfolded: bool = True) -> None:
        """Show the content, or hide it."""
        self.header.setChecked(is_unfolded)
