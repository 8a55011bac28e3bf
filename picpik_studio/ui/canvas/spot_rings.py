"""Rings round the missed spots, drawn out round long ones, large enough to be found; the current one stands out."""

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen

from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.spots import Spot
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.view import CanvasView

_LEAST_PX = 11.0
_BESIDE_PX = 5.0
_MOST = 2000
_SEEN_PX = 48.0
_CLOSEST = 8.0
_ROOM = 0.8  # of the window: a spot is not larger than this when it is brought into view


class SpotRings:
    """Draws on a view what the session's finder has found, and brings a spot into view."""

    def __init__(self, session: Session, view: CanvasView) -> None:
        self._missed = session.missed
        self._view = view
        view.overlays.append(self.draw)
        follow(view, session.missed.changed, view.update)

    def draw(self, painter: QPainter) -> None:
        """Draw every ring that is in sight."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        current = self._missed.current
        for spot in self._missed.spots[:_MOST]:
            if spot is not current:
                self._ring(painter, spot.rect, "#ffffff", 1.5)
        if current is not None:
            self._ring(painter, current.rect, theme.ACCENT, 3.0)
        painter.restore()

    def bring_into_view(self, spot: Spot) -> None:
        """Put a spot into the middle, near enough to be seen and far enough off to be seen whole."""
        rect, view = spot.rect, self._view
        side = max(rect.width, rect.height)
        nearest, farthest = _ROOM * min(view.width(), view.height()) / side, min(_SEEN_PX / side, _CLOSEST)
        zoom = view.viewport.zoom / view.device_scale
        wished = max(min(zoom, nearest), farthest)
        if wished != zoom:
            view.zoom_to(wished * view.device_scale)
        place = view.to_widget(_middle(rect))
        if place is not None:
            view.pan(view.width() / 2 - place.x(), view.height() / 2 - place.y())

    def _ring(self, painter: QPainter, rect: Rect, colour: str, width: float) -> None:
        ends = [self._view.to_widget(end) for end in _ends(rect)]
        corner = self._view.to_widget(Point(rect.x, rect.y))
        if ends[0] is None or ends[1] is None or corner is None:
            return
        to_corner = min(math.hypot(corner.x() - end.x(), corner.y() - end.y()) for end in ends if end is not None)
        ring = _ring_round(ends[0], ends[1], max(_LEAST_PX, to_corner + _BESIDE_PX))
        if not ring.boundingRect().intersects(self._view.rect().toRectF()):
            return
        for tone, line in (("#000000", width + 2), (colour, width)):
            painter.setPen(QPen(QColor(tone), line))
            painter.drawPath(ring)


def _ring_round(one: QPointF, other: QPointF, radius: float) -> QPainterPath:
    """Return a circle, drawn out from one point to the other."""
    path = QPainterPath(one)
    if (other - one).manhattanLength() < 1:
        path.addEllipse(one, radius, radius)
        return path
    path.lineTo(other)
    stroker = QPainterPathStroker()
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setWidth(2 * radius)
    return stroker.createStroke(path)


def _ends(rect: Rect) -> tuple[Point, Point]:
    """Return the middles of the squares at both ends of a rectangle, which are one in a square."""
    middle, half = _middle(rect), min(rect.width, rect.height) / 2
    x, y = rect.width / 2 - half, rect.height / 2 - half
    return Point(middle.x - x, middle.y - y), Point(middle.x + x, middle.y + y)


def _middle(rect: Rect) -> Point:
    return Point(rect.x + rect.width / 2, rect.y + rect.height / 2)
