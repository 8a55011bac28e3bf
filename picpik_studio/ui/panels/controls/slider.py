"""A slider between two numbers: thin, filled from its zero, with a notch at the default; deaf to the wheel."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from picpik_studio.ui import theme

HEIGHT = 18
_RADIUS = 6.0
_TRACK = 3.0
_MARGIN = 8.0
_PAGE = 10


class ValueSlider(QSlider):
    """Chooses a number from `low` to `high` in steps; `moved` tells of a person's choice.

    A double-click emits `reset_wanted`; a click on the track jumps there; the wheel scrolls what is behind.
    """

    moved = Signal(float)
    reset_wanted = Signal()

    def __init__(self, low: float, high: float, step: float, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._low, self._step, self._default = low, step, low
        self.setRange(0, round((high - low) / step))
        self.setPageStep(_PAGE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.valueChanged.connect(self._tell)

    def number(self) -> float:
        """Return the chosen number."""
        return self._low + self.sliderPosition() * self._step

    def show_number(self, number: float) -> None:
        """Move to the step nearest `number`, in silence."""
        was_blocked = self.blockSignals(True)
        self.setValue(round((number - self._low) / self._step))
        self.blockSignals(was_blocked)
        self.update()

    def show_default(self, default: float) -> None:
        """Move the notch."""
        self._default = default
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width that a narrow panel has, and the height of a row."""
        return QSize(120, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the least that can still be grasped."""
        return QSize(60, HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel behind."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the place that is pressed."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pressed pointer."""
        if self.isSliderDown():
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay where the pointer lets go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the default."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.reset_wanted.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track, fill, notch and handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        handle = self._place(self.number())
        origin = self._place(min(max(0.0, self._low), self._high))
        self._bar(painter, _MARGIN, self.width() - _MARGIN, theme.EDGE)
        self._bar(painter, min(origin, handle), max(origin, handle), theme.ACCENT)
        painter.setBrush(QColor(theme.SECOND))
        painter.drawRect(QRectF(self._place(self._default) - 0.5, middle + 4, 1, 3))
        self._handle(painter, QPointF(handle, middle))

    @property
    def _high(self) -> float:
        return self._low + self.maximum() * self._step

    def _place(self, number: float) -> float:
        share = (number - self._low) / (self._high - self._low)
        return _MARGIN + share * (self.width() - 2 * _MARGIN)

    def _go_to(self, x: float) -> None:
        share = (x - _MARGIN) / max(1.0, self.width() - 2 * _MARGIN)
        self.setSliderPosition(round(min(1.0, max(0.0, share)) * self.maximum()))
        self.update()

    def _bar(self, painter: QPainter, left: float, right: float, colour: str) -> None:
        painter.setBrush(QColor(colour))
        bar = QRectF(left, (self.height() - _TRACK) / 2, right - left, _TRACK)
        painter.drawRoundedRect(bar, _TRACK / 2, _TRACK / 2)

    def _handle(self, painter: QPainter, centre: QPointF) -> None:
        if self.hasFocus() or self.isSliderDown():
            painter.setBrush(QColor(theme.ACCENT))
            painter.drawEllipse(centre, _RADIUS + 2, _RADIUS + 2)
            painter.setBrush(QColor(theme.PANEL))
            painter.drawEllipse(centre, _RADIUS + 0.5, _RADIUS + 0.5)
        painter.setBrush(QColor(theme.TEXT if self.isEnabled() else theme.DISABLED))
        painter.drawEllipse(centre, _RADIUS - 0.5, _RADIUS - 0.5)

    def _tell(self) -> None:
        self.moved.emit(self.number())
