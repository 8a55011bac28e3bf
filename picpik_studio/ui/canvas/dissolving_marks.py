"""Small crosses on the spots that the edge blur dissolves: dark, with a light one inside, to be seen on anything."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Point
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.canvas import Canvas

_ARM_PX: Final = 5.0
_MOST: Final = 2000


class DissolvingMarks:
    """Draws them over the canvas of a session while the repaint area is shown."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        self._dissolving = session.dissolving
        self._canvas = canvas
        canvas.overlays.insert(1, self.draw)
        follow(canvas, session.dissolving.changed, canvas.update)

    def draw(self, painter: QPainter) -> None:
        """Draw the crosses that are in sight; the painter counts the widget's pixels."""
        found = self._dissolving.found
        if found is None or self._canvas.film_view == "off" or self._canvas.feed.is_original_held:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rect in found.places[:_MOST]:
            middle = self._canvas.to_widget(Point(rect.x + rect.width / 2, rect.y + rect.height / 2))
            if middle is not None and self._canvas.rect().contains(middle.toPoint()):
                _cross(painter, middle)
        painter.restore()


def _cross(painter: QPainter, middle: QPointF) -> None:
    falling, rising = QPointF(_ARM_PX, _ARM_PX), QPointF(_ARM_PX, -_ARM_PX)
    lines = [QLineF(middle - arm, middle + arm) for arm in (falling, rising)]
    for colour, width in (("#000000", 5.0), (theme.WARNING, 2.0)):
        painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLines(lines)
