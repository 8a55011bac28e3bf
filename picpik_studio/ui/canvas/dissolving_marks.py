"""Small crosses on the spots that the edge blur dissolves: dark, with a light one inside, to be seen on anything."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from picpik_studio.app.session import Session
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.crowd import boxes_of, standing_out
from picpik_studio.ui.canvas.layer import Layer

_ARM_PX: Final = 5.0
_SIDE_PX: Final = 16
_APART_PX: Final = 28.0


class DissolvingMarks:
    """Draws them over the canvas of a session while the repaint area is shown; where many are near each other, one."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        self._dissolving = session.dissolving
        self._canvas = canvas
        self._boxes = boxes_of(())
        self.layer = Layer(canvas, self._draw_crosses)
        canvas.overlays.insert(1, self.draw)
        follow(canvas, session.dissolving.changed, self._follow)
        self._follow()

    def draw(self, painter: QPainter) -> None:
        """Draw the crosses that are in sight; the painter counts the widget's pixels."""
        if len(self._boxes) and self._canvas.film_view != "off" and not self._canvas.feed.is_compared:
            self.layer.draw(painter)

    def _follow(self) -> None:
        found = self._dissolving.found
        self._boxes = boxes_of(found.places if found is not None else ())
        self.layer.forget()
        self._canvas.update()

    def _draw_crosses(self, painter: QPainter, place: QTransform) -> None:
        half = _SIDE_PX / 2
        seen = self._canvas.rect().toRectF().adjusted(-half, -half, half, half)
        cross = _cross(self._canvas.device_scale)
        for left, top, right, bottom in self._boxes[standing_out(self._boxes, place, seen, _APART_PX)].tolist():
            middle = place.map(QPointF((left + right) / 2, (top + bottom) / 2))
            painter.drawImage(middle - QPointF(half, half), cross)


def _cross(scale: float) -> QImage:
    """Return a cross on nothing, sharp on a screen of `scale` device pixels a pixel."""
    side = round(_SIDE_PX * scale)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QRectF(0, 0, _SIDE_PX, _SIDE_PX).center()
    falling, rising = QPointF(_ARM_PX, _ARM_PX), QPointF(_ARM_PX, -_ARM_PX)
    lines = [QLineF(middle - arm, middle + arm) for arm in (falling, rising)]
    for colour, width in (("#000000", 5.0), (theme.WARNING, 2.0)):
        painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLines(lines)
    painter.end()
    return image
