"""Thin lines between the pixels of the picture, once they are large enough to be told apart."""

import math
from typing import Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from picpik_studio.app.settings import Settings
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.view import CanvasView

SHOWN: Final = "show_pixel_grid"
FROM_ZOOM: Final = 8.0
"""The zoom, in device pixels a pixel, from which the lines are drawn."""

_DARK, _LIGHT = QColor(0, 0, 0, 64), QColor(255, 255, 255, 44)


class PixelGrid:
    """Draws the lines over a view while the setting says so; a dark and a light one each, seen on every colour."""

    def __init__(self, settings: Settings, view: CanvasView) -> None:
        self._settings = settings
        self._view = view
        view.overlays.insert(0, self.draw)
        follow(view, settings.changed, lambda name: view.update() if name == SHOWN else None)

    def draw(self, painter: QPainter) -> bool:
        """Draw the lines; the painter counts the widget's pixels."""
        view, placement = self._view, self._view.scene.placement
        if placement is None or view.viewport.zoom < FROM_ZOOM or not self._settings.is_on(SHOWN):
            return False
        lines = self._lines(view.viewport.visible_rect.intersected(Rect.of(placement.size)))
        pixel = 1 / view.device_scale
        painter.save()
        for colour, beside in ((_DARK, 0.0), (_LIGHT, pixel)):
            painter.setPen(QPen(colour, 0, Qt.PenStyle.SolidLine))
            painter.drawLines([line.translated(beside, beside) for line in lines])
        painter.restore()
        return True

    def _lines(self, part: Rect) -> list[QLineF]:
        """Return the edges of the pixels inside `part` (image pixels) on the widget, set on whole device pixels."""
        ends = [(Point(x, part.y), Point(x, part.bottom)) for x in range(part.x, part.right + 1)]
        ends += [(Point(part.x, y), Point(part.right, y)) for y in range(part.y, part.bottom + 1)]
        return [QLineF(self._place(start), self._place(end)) for start, end in ends]

    def _place(self, point: Point) -> QPointF:
        place, scale = self._view.to_widget(point) or QPointF(), self._view.device_scale
        return QPointF((math.floor(place.x() * scale) + 0.5) / scale, (math.floor(place.y() * scale) + 0.5) / scale)
