"""Pointers drawn from the icons of the tools, for what the system has no pointer."""

from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor, QPainter, QPixmap

from picpik_studio.ui import icons

_SIDE_PX = 26
_ICON_PX = 20
_EDGE_PX = 1.0
_MIDDLE = 0.46  # of the icon's side: where the lens of a magnifying glass has its middle
_AROUND = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)


@cache
def system_cursor(shape: Qt.CursorShape) -> QCursor:
    """Return one of the system's pointers; the same object for the same shape."""
    return QCursor(shape)


@cache
def icon_cursor(name: str, scale: float) -> QCursor:
    """Return the icon `name` as a pointer, white with a dark edge, for a screen of `scale` device pixels a pixel."""
    result = QPixmap(round(_SIDE_PX * scale), round(_SIDE_PX * scale))
    result.setDevicePixelRatio(scale)
    result.fill(Qt.GlobalColor.transparent)
    corner = QPointF(1, 1) * ((_SIDE_PX - _ICON_PX) / 2)
    painter = QPainter(result)
    for x, y in _AROUND:
        dark = icons.pixmap(name, "#000000", _ICON_PX, scale=scale)
        painter.drawPixmap(corner + QPointF(x, y) * _EDGE_PX, dark)
    painter.drawPixmap(corner, icons.pixmap(name, "#ffffff", _ICON_PX, scale=scale))
    painter.end()
    hot = round(corner.x() + _MIDDLE * _ICON_PX)
    return QCursor(result, hot, hot)
