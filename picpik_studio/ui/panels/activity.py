"""A thin bar that moves while something goes on whose end nobody knows."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimerEvent
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from picpik_studio.ui import theme

_HEIGHT = 3
_INTERVAL_MS = 50
_STEPS = 30
_SHARE = 0.3


class ActivityBar(QWidget):
    """Moves as long as it is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = 0
        self._timer = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Working"))

    def sizeHint(self) -> QSize:
        """Return the height of a thick line."""
        return QSize(60, _HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to move."""
        super().showEvent(event)
        if not self._timer:
            self._timer = self.startTimer(_INTERVAL_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stand still while nobody sees it."""
        super().hideEvent(event)
        if self._timer:
            self.killTimer(self._timer)
            self._timer = 0

    def timerEvent(self, _event: QTimerEvent) -> None:
        """Move on."""
        self._step = (self._step + 1) % _STEPS
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the groove and the part that moves in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        painter.setBrush(QColor(theme.LINE))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        length = self.width() * _SHARE
        left = (self.width() + length) * self._step / _STEPS - length
        painter.setBrush(QColor(theme.ACCENT))
        painter.setClipRect(self.rect())
        painter.drawRoundedRect(QRectF(left, 0, length, self.height()), radius, radius)
