"""Rings round the missed spots, drawn out round long ones, large enough to be found; the current one stands out."""

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPainterPathStroker, QPen, QTransform

from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.spots import Spot
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.affine import to_widget
from picpik_studio.ui.canvas.crowd import Crowd
from picpik_studio.ui.canvas.layer import Layer
from picpik_studio.ui.canvas.view import CanvasView

_LEAST_PX = 11.0
_BESIDE_PX = 5.0
_ROOM_PX = 2  # for the line of a ring
_APART_PX = 2 * _LEAST_PX
_SEEN_PX = 48.0
_CLOSEST = 8.0
_ROOM = 0.8  # of the window: a spot is not larger than this when it is brought into view


class SpotRings:
    """Draws on a view what the session's finder has found, and brings a spot into view.

    Where many are near each other the largest has a ring, and the current one always.
    """

    def __init__(self, session: Session, view: CanvasView) -> None:
        self._missed = session.missed
        self._view = view
        self._spots: tuple[Spot, ...] = ()
        self._crowd = Crowd()
        self.layer = Layer(view, self._draw_rings)
        view.overlays.append(self.draw)
        follow(view, session.missed.changed, self._follow)
        self._follow()

    def draw(self, painter: QPainter) -> bool:
        """Draw every ring that is in sight."""
        if self._spots:
            self.layer.draw(painter)
        current = self._missed.current
        place = to_widget(self._view) if current is not None else None
        if current is not None and place is not None:
            painter.save()
            _draw_ring(painter, place, current.rect, theme.ACCENT, 3.0)
            painter.restore()
        return bool(self._spots) or current is not None

    def _follow(self) -> None:
        """Draw what was found; the rings of before stay when only the current one is another."""
        if self._spots is not self._missed.spots:
            self._spots = self._missed.spots
            self._crowd = Crowd(spot.rect for spot in self._spots)
            self.layer.forget()
        self._view.update()

    def _draw_rings(self, painter: QPainter, place: QTransform) -> None:
        reach = _LEAST_PX + _ROOM_PX
        seen = self._view.rect().toRectF().adjusted(-reach, -reach, reach, reach)
        dot = _small_ring(self._view.device_scale)
        for index in self._crowd.standing_out(place, seen, _APART_PX):
            rect = self._spots[index].rect
            if _radius(place, rect) > _LEAST_PX or rect.width != rect.height:
                _draw_ring(painter, place, rect, "#ffffff", 1.5)
            else:
                middle = place.map(QPointF(rect.x + rect.width / 2, rect.y + rect.height / 2))
                painter.drawImage(middle - QPointF(reach, reach), dot)

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


def _radius(place: QTransform, rect: Rect) -> float:
    """Return how far a ring is from the middle of a rectangle's ends, in pixels of the widget."""
    half = min(rect.width, rect.height) / 2
    return max(_LEAST_PX, math.hypot(half, half) * math.sqrt(abs(place.determinant())) + _BESIDE_PX)


def _draw_ring(painter: QPainter, place: QTransform, rect: Rect, colour: str, width: float) -> None:
    one, other = (place.map(QPointF(*end)) for end in _ends(rect))
    ring = _ring_round(one, other, _radius(place, rect))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for tone, line in (("#000000", width + 2), (colour, width)):
        painter.setPen(QPen(QColor(tone), line))
        painter.drawPath(ring)


def _small_ring(scale: float) -> QImage:
    """Return the ring round a spot that is small on the screen, on nothing."""
    side = 2 * (_LEAST_PX + _ROOM_PX)
    image = QImage(round(side * scale), round(side * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _draw_ring(painter, QTransform.fromTranslate(side / 2, side / 2), Rect(0, 0, 0, 0), "#ffffff", 1.5)
    painter.end()
    return image


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
