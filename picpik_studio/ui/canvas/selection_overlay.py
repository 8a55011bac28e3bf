"""What was found, and where it was clicked, over the picture: nothing of it is painted yet."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from picpik_studio.app.selecting import Selecting
from picpik_studio.app.selection import Click
from picpik_studio.core.mask import THRESHOLD
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.region_preview import draw_region
from picpik_studio.ui.canvas.view import CanvasView

_RADIUS = 8.0
_ARM = 4.0


class SelectionOverlay:
    """Draws the preview of `selecting` and its clicks over `view`."""

    def __init__(self, selecting: Selecting, view: CanvasView) -> None:
        self._selecting = selecting
        self._view = view
        view.overlays.append(self.draw)
        follow(view, selecting.changed, view.update)

    def draw(self, painter: QPainter) -> bool:
        """Draw all of it; the painter counts the widget's pixels."""
        region = self._selecting.preview.region
        if region is not None and not region[0].is_empty:
            draw_region(painter, self._view, region, THRESHOLD)
        for click in self._selecting.clicks:
            self._draw_click(painter, click)
        return region is not None or bool(self._selecting.clicks)

    def _draw_click(self, painter: QPainter, click: Click) -> None:
        """Draw a plus where something is wanted, and a minus where it is not."""
        place = self._view.to_widget(click.point)
        if place is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.TEXT), 1.5))
        painter.setBrush(QColor(theme.ERROR if click.excludes else theme.ACCENT))
        painter.drawEllipse(QRectF(place.x() - _RADIUS, place.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS))
        pen = QPen(QColor(theme.ON_ACCENT), 2.0)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(place - QPointF(_ARM, 0), place + QPointF(_ARM, 0))
        if not click.excludes:
            painter.drawLine(place - QPointF(0, _ARM), place + QPointF(0, _ARM))
        painter.restore()
