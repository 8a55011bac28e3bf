"""The outline of a shape in progress: white with a dark edge, so that it is seen on anything."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from picpik_studio.core.tools.shape import ShapeTool
from picpik_studio.ui.canvas.shape_gesture import ShapeGesture
from picpik_studio.ui.canvas.view import CanvasView

_PENS = (QPen(QColor(0, 0, 0, 200), 3.0), QPen(QColor(255, 255, 255), 1.2))
_ROOM_PX = 4


class ShapeOutline:
    """Draws the shape that `gesture` has in progress over `view`; only where it was and is now is drawn anew."""

    def __init__(self, view: CanvasView, gesture: ShapeGesture) -> None:
        self._view = view
        self._gesture = gesture
        self._shown = QRect()
        view.overlays.append(self.draw)
        view.viewport_changed.connect(self.follow)
        gesture.changed.connect(self.follow)

    def follow(self) -> None:
        """Ask for the shape to be drawn where it is now."""
        points = self._points()
        now = points.boundingRect().toAlignedRect().adjusted(-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX)
        now = QRect() if points.isEmpty() else now
        if not (now.isNull() and self._shown.isNull()):
            self._view.update(self._shown.united(now))
        self._shown = now

    def draw(self, painter: QPainter) -> None:
        """Draw the outline; the painter counts the widget's pixels."""
        points = self._points()
        if points.isEmpty():
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in _PENS:
            painter.setPen(pen)
            painter.drawPolyline(points)
        painter.restore()

    def _points(self) -> QPolygonF:
        tool = self._gesture.open
        if not isinstance(tool, ShapeTool):
            return QPolygonF()
        outline = tool.outline
        closed = (*outline, *outline[:1]) if tool.is_closed else outline
        placed = [self._view.to_widget(point) for point in closed]
        return QPolygonF([QPointF(position) for position in placed if position is not None])
