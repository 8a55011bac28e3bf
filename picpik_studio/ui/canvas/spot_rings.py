"""Rings round the missed spots, large enough to be found at every zoom; the current one stands out."""

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

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
        """Put a spot into the middle, near enough to be seen."""
        rect, view = spot.rect, self._view
        wished = _SEEN_PX / max(rect.width, rect.height)
        if view.viewport.zoom / view.device_scale < min(wished, _CLOSEST):
            view.zoom_to(min(wished, _CLOSEST) * view.device_scale)
        place = view.to_widget(_middle(rect))
        if place is not None:
            view.pan(view.width() / 2 - place.x(), view.height() / 2 - place.y())

    def _ring(self, painter: QPainter, rect: Rect, colour: str, width: float) -> None:
        centre, corner = self._view.to_widget(_middle(rect)), self._view.to_widget(Point(rect.x, rect.y))
        if centre is None or corner is None:
            return
        radius = max(_LEAST_PX, math.hypot(corner.x() - centre.x(), corner.y() - centre.y()) + _BESIDE_PX)
        if (
            not self._view.rect()
            .adjusted(-round(radius), -round(radius), round(radius), round(radius))
            .contains(centre.toPoint())
        ):
            return
        for tone, line in (("#000000", width + 2), (colour, width)):
            painter.setPen(QPen(QColor(tone), line))
            painter.drawEllipse(QPointF(centre), radius, radius)


def _middle(rect: Rect) -> Point:
    return Point(rect.x + rect.width / 2, rect.y + rect.height / 2)
