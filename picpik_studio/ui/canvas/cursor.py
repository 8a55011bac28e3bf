"""The brush's outline under the pointer: what it will repaint, how far it reaches, and whether it erases."""

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from picpik_studio.core.brush import Brush
from picpik_studio.ui import theme

_LIGHT = QColor(255, 255, 255, 235)
_DARK = QColor(0, 0, 0, 170)
_DARK_SOFT = QColor(0, 0, 0, 90)
_FAINT = QColor(theme.WARNING)
_SOFT = QColor(255, 255, 255, 150)
_ROOM_PX = 4
_ARCS = 24
_WHOLE_UP_TO_PX = 96
_CROSS_BELOW_PX = 4.0
_CROSS_PX = 9.0
_APART_PX = 2.5
_SIGN_PX = 4.0


class BrushCursor:
    """Circles round a position in the widget; each line is white with a dark edge, so that it is seen on anything.

    The strong circle holds what is painted with 50 % or more, the thin one all that the brush touches. A brush that
    never reaches 50 % is drawn in the warning's colour, dashed; an eraser has a minus in its middle.
    """

    def __init__(self) -> None:
        self.position: QPointF | None = None
        self._outer = 0.0
        self._repainted = 0.0
        self._erases = False
        self._is_faint = False

    def place(self, position: QPointF | None, brush: Brush, zoom: float, *, erases: bool) -> QRegion:
        """Move to `position` (None hides it), `zoom` widget pixels an image pixel; return what to draw anew."""
        before = self.region()
        self.position = position
        self._outer = brush.outer * zoom
        self._repainted = repainted_radius(brush) * zoom
        self._erases = erases
        self._is_faint = brush.is_faint and not erases
        return before.united(self.region())

    def region(self) -> QRegion:
        """Return the widget's pixels that the outline touches: a band along the circles, never the whole disc."""
        if self.position is None:
            return QRegion()
        x, y = self.position.x(), self.position.y()
        radius = max(self._outer, _CROSS_PX) + _ROOM_PX
        whole = QRectF(x - radius, y - radius, 2 * radius, 2 * radius).toAlignedRect()
        if self._outer <= _WHOLE_UP_TO_PX:
            return QRegion(whole)
        room = _SIGN_PX + _ROOM_PX
        result = QRegion(QRectF(x - room, y - room, 2 * room, 2 * room).toAlignedRect())
        for circle in {self._outer, self._repainted}:
            for i in range(_ARCS):
                result += _arc_box(x, y, circle, i)
        return result

    def draw(self, painter: QPainter) -> None:
        """Draw the outline; the painter counts the widget's pixels."""
        if self.position is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._outer < _CROSS_BELOW_PX:
            self._draw_cross(painter, self.position)
        if self._is_faint:
            self._draw_circle(painter, self._outer, QPen(_FAINT, 1.5, Qt.PenStyle.DashLine))
        else:
            if self._outer - self._repainted > _APART_PX:
                self._draw_circle(painter, self._outer, QPen(_SOFT, 1.0), _DARK_SOFT)
            self._draw_circle(painter, self._repainted, QPen(_LIGHT, 1.25))
        if self._erases and self._repainted > 2 * _SIGN_PX:
            for pen in (QPen(_DARK, 3.5), QPen(_LIGHT, 1.5)):
                painter.setPen(pen)
                painter.drawLine(self.position - QPointF(_SIGN_PX, 0), self.position + QPointF(_SIGN_PX, 0))
        painter.restore()

    def _draw_circle(self, painter: QPainter, radius: float, pen: QPen, edge: QColor = _DARK) -> None:
        if self.position is None:
            return
        painter.setPen(QPen(edge, pen.widthF() + 1.75))
        painter.drawEllipse(self.position, radius, radius)
        painter.setPen(pen)
        painter.drawEllipse(self.position, radius, radius)

    @staticmethod
    def _draw_cross(painter: QPainter, middle: QPointF) -> None:
        for pen in (QPen(_DARK, 3.0), QPen(_LIGHT, 1.25)):
            painter.setPen(pen)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                towards = QPointF(dx, dy)
                painter.drawLine(middle + towards * (_CROSS_BELOW_PX + 1), middle + towards * _CROSS_PX)


def repainted_radius(brush: Brush) -> float:
    """Return the distance from the middle, in image pixels, up to which `brush` paints with 50 % or more.

    The fall-off is 1 - 3t^2 + 2t^3 of t from `inner` to `outer`; the t at which it comes to 128 of the peak has the
    closed form t = 1/2 - sin(asin(1 - 2s) / 3) with s = 1 - 128 / peak (the inverse of smoothstep).
    """
    if brush.is_faint:
        return 0.0
    share = 1 - 128 / brush.peak
    t = 0.5 - math.sin(math.asin(1 - 2 * share) / 3)
    return max(0.0, brush.inner + t * (brush.outer - brush.inner))


def _arc_box(x: float, y: float, radius: float, number: int) -> QRect:
    """Return the box of the `number`th of the arcs that a circle is cut into, with room for the line."""
    start, end = 2 * math.pi * number / _ARCS, 2 * math.pi * (number + 1) / _ARCS
    xs = sorted((x + radius * math.cos(start), x + radius * math.cos(end)))
    ys = sorted((y + radius * math.sin(start), y + radius * math.sin(end)))
    box = QRectF(xs[0], ys[0], xs[1] - xs[0], ys[1] - ys[0])
    sagitta = radius * (1 - math.cos(math.pi / _ARCS))
    room = _ROOM_PX + sagitta
    return box.adjusted(-room, -room, room, room).toAlignedRect()
