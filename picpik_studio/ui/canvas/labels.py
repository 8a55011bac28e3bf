"""A few words in a dark box over the canvas, never past its edges."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from picpik_studio.ui import theme

_BACKGROUND_ALPHA: Final = 225


def label_rect(view: QWidget, at: QPointF, text: str, *, room: float) -> QRectF:
    """Return where `text` stands: its box begins `at` a place, but stays `room` pixels off the edges of `view`."""
    metrics = view.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 2 * theme.GRID, metrics.height() + theme.GRID
    x = min(max(at.x(), room), view.width() - width - room)
    y = min(max(at.y(), room), view.height() - height - room)
    return QRectF(x, y, width, height)


def corner_place(corners: Sequence[QPointF], *, room: float) -> QPointF:
    """Return the place of a label that belongs to a shape, `room` pixels beside one of its `corners`.

    It is the one nearest to the upper left of all: in a turned view nothing of the shape may be there itself.
    """
    upper_left = QPolygonF(corners).boundingRect().topLeft()
    corner = min(corners, key=lambda each: (round((each - upper_left).manhattanLength()), each.x()))
    return corner + QPointF(room, room)


def draw_label(painter: QPainter, rect: QRectF, text: str, *, is_warning: bool = False) -> None:
    """Draw `text` in its box; the painter counts the widget's pixels."""
    background = QColor(theme.WARNING if is_warning else theme.WINDOW)
    background.setAlpha(_BACKGROUND_ALPHA)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(background)
    painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
    painter.setPen(QColor(theme.ON_ACCENT if is_warning else theme.TEXT))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
