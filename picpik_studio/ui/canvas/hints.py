"""What is drawn beside the brush while it is being used: its measures as they are set, its string, the line to come."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QRadialGradient
from PySide6.QtWidgets import QWidget

from picpik_studio.core.brush import Brush
from picpik_studio.core.tools.base import Modifiers
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.retouch import RetouchBrush
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.gestures import BrushGesture, StrokeGesture
from picpik_studio.ui.canvas.labels import draw_label, label_rect
from picpik_studio.ui.canvas.view import CanvasView

_LINES = (QPen(QColor(0, 0, 0, 160), 3.0), QPen(QColor(255, 255, 255, 220), 1.2))
_ROOM_PX = 6.0
_STEPS = 12
_DRAWS_LINES = (BrushTool, RetouchBrush)
_FILM_ALPHA = 0.5
_DOT_PX = 2.5


def measures(brush: Brush) -> str:
    """Return a brush's size and hardness as they are written beside it."""
    text = QCoreApplication.translate("Canvas", "{size} px · {hardness} %")
    return text.format(size=f"{brush.size:.0f}", hardness=round(brush.hardness * 100))


def draw_brush(painter: QPainter, view: QWidget, middle: QPointF, brush: Brush, zoom: float) -> None:
    """Draw what `brush` would paint at `middle`, and beside it, inside of `view`, its measures.

    `zoom` is the widget's pixels an image pixel.
    """
    outer = brush.outer * zoom
    gradient = QRadialGradient(middle, outer)
    colour = QColor(theme.FILM)
    inner = max(brush.inner, 0) / brush.outer
    for i in range(_STEPS + 1):
        t = i / _STEPS
        colour.setAlphaF(_FILM_ALPHA * brush.opacity * (1 - t * t * (3 - 2 * t)))
        gradient.setColorAt(inner + (1 - inner) * t, colour)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawEllipse(middle, outer, outer)
    text = measures(brush)
    width = label_rect(view, middle, text, room=_ROOM_PX).width()
    below = QPointF(middle.x() - width / 2, middle.y() + outer + _ROOM_PX)
    draw_label(painter, label_rect(view, below, text, room=_ROOM_PX), text)
    painter.restore()


def draw_line(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """Draw a thin line that is seen on anything, with a dot where it begins."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in _LINES:
        painter.setPen(pen)
        painter.drawLine(start, end)
        painter.drawEllipse(start, _DOT_PX, _DOT_PX)
    painter.restore()


class Hints:
    """Draws over the canvas the brush while it is set, the string while one pulls it, and with Shift the line to come.

    `position` tells where the pointer is over the canvas. Shift is followed by the canvas's own events (`feel`, `key`):
    what Qt says of the keyboard between them may be a key that was let go meanwhile.
    """

    def __init__(
        self, view: CanvasView, setting: BrushGesture, stroke: StrokeGesture, position: Callable[[], QPointF | None]
    ) -> None:
        self._view = view
        self._modifiers = Modifiers.NONE
        self._is_brush = False
        self._setting = setting
        self._stroke = stroke
        self._position = position
        self._drawn = QRect()
        self._brush = Brush()

    def feel(self, modifiers: Modifiers) -> None:
        """Know whether Shift is held."""
        if modifiers != self._modifiers:  # at nearly every move they are the same
            self._modifiers = modifiers
            self.refresh(self._brush, is_brush=self._is_brush)

    def key(self, event: QKeyEvent, *, is_down: bool) -> None:
        """Know when Shift goes down or up."""
        if event.key() == Qt.Key.Key_Shift:
            self.feel(Modifiers.SHIFT if is_down else Modifiers.NONE)

    def refresh(self, brush: Brush, *, is_brush: bool) -> None:
        """Follow what is in hand: the `brush`, if `is_brush`."""
        self._brush, self._is_brush = brush, is_brush
        self.follow()

    def follow(self) -> None:
        """Draw anew where something was drawn, and where something is now."""
        line = self._line()
        now = QRect()
        if self._setting.anchor is not None:
            now = self._view.rect()
        elif line is not None:
            room = round(_ROOM_PX)
            now = QRectF(*line).normalized().toAlignedRect().adjusted(-room, -room, room, room)
        if now.isValid() or self._drawn.isValid():
            self._view.update(now.united(self._drawn))
        self._drawn = now

    def draw(self, painter: QPainter) -> bool:
        """Draw; the painter counts the widget's pixels."""
        if not self._drawn.isValid():
            return False
        line = self._line()
        if self._setting.anchor is not None:
            zoom = self._view.viewport.zoom / self._view.device_scale
            draw_brush(painter, self._view, self._setting.anchor, self._brush, zoom)
        elif line is not None:
            draw_line(painter, *line)
        return True

    def _line(self) -> tuple[QPointF, QPointF] | None:
        tool, position = self._stroke.tool, self._position()
        if not isinstance(tool, _DRAWS_LINES) or position is None or not self._is_brush:
            return None
        start = tool.place if tool.is_active else tool.last_point if Modifiers.SHIFT in self._modifiers else None
        place = self._view.to_widget(start) if start is not None else None
        if place is None or (place - position).manhattanLength() < _ROOM_PX:
            return None
        return place, position
