"""What is said beside a shape in progress: the size of a box, and a ring where a click would close a polygon."""

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from picpik_studio.core.tools.box import BoxTool
from picpik_studio.core.tools.polygon import GRIP_PX, PolygonTool
from picpik_studio.ui.canvas.labels import draw_label, label_rect
from picpik_studio.ui.canvas.shape_gesture import ShapeGesture
from picpik_studio.ui.canvas.view import CanvasView

_APART_PX = 16.0
_ROOM_PX = 4
_RING = (QPen(QColor(0, 0, 0, 200), 4.0), QPen(QColor(255, 255, 255), 1.8))


class ShapeMarks:
    """Draws over `view` what belongs to the shape that `gesture` has in progress."""

    def __init__(self, view: CanvasView, gesture: ShapeGesture) -> None:
        self._view = view
        self._gesture = gesture
        self._shown = QRect()
        view.overlays.append(self.draw)
        view.viewport_changed.connect(self.follow)
        gesture.changed.connect(self.follow)

    @property
    def label(self) -> str:
        """The size of the box in pixels of the picture, the wand's tolerance while it is dragged, or nothing."""
        tool = self._gesture.open
        if self._gesture.tolerance is not None:
            return QCoreApplication.translate("Canvas", "Tolerance {number}").format(number=self._gesture.tolerance)
        if not isinstance(tool, BoxTool) or tool.box.is_empty:
            return ""
        text = QCoreApplication.translate("Canvas", "{width} x {height}")
        return text.format(width=tool.box.width, height=tool.box.height)

    @property
    def ring(self) -> QPointF | None:
        """Where a click would close the polygon, in the widget's pixels."""
        tool = self._gesture.open
        if not isinstance(tool, PolygonTool) or not self._gesture.closes:
            return None
        return self._view.to_widget(tool.corners[0])

    def follow(self) -> None:
        """Ask for the marks to be drawn where they are now."""
        ring, now = self.ring, QRect()
        if ring is not None:
            now = _around(ring).toAlignedRect()
        elif self.label:
            now = self._chip().toAlignedRect()
        now = now.adjusted(-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX) if not now.isNull() else now
        for rect in (self._shown, now):
            if not rect.isNull():
                self._view.update(rect)
        self._shown = now

    def draw(self, painter: QPainter) -> bool:
        """Draw ring and label; the painter counts the widget's pixels."""
        if self._shown.isNull():
            return False
        ring = self.ring
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if ring is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for pen in _RING:
                painter.setPen(pen)
                painter.drawEllipse(_around(ring))
        if self.label:
            draw_label(painter, self._chip(), self.label)
        painter.restore()
        return True

    def _chip(self) -> QRectF:
        """Return where the label stands: beside the pointer, but never past the edges of the view."""
        at = self._gesture.position + QPointF(_APART_PX, _APART_PX)
        return label_rect(self._view, at, self.label, room=_ROOM_PX)


def _around(middle: QPointF) -> QRectF:
    return QRectF(middle.x() - GRIP_PX, middle.y() - GRIP_PX, 2 * GRIP_PX, 2 * GRIP_PX)
