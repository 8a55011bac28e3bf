"""Which place a mouse or a pen points at, to the device pixel.

A mouse points at a whole device pixel, and Qt tells its corner: what is meant is its middle. And a widget may begin
between two device pixels, at a screen scale of 125 % for example, while the picture is drawn on whole ones.
"""

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QWidget

from picpik_studio.ui.canvas.placement import whole_px

_HALF = 0.5
_MIDDLE = QPointF(_HALF, _HALF)


def of_mouse(widget: QWidget, position: QPointF) -> QPointF:
    """Return where in `widget` the middle of the device pixel lies that Qt tells as `position`, as it is drawn."""
    scale = widget.devicePixelRatioF()
    if scale == 1:
        return position + _MIDDLE
    half = _HALF / scale
    return of_pen(widget, position) + QPointF(half, half)


def of_pen(widget: QWidget, position: QPointF) -> QPointF:
    """Return where in `widget` a pen is, which knows parts of a pixel, as it is drawn."""
    scale = widget.devicePixelRatioF()
    origin = QPointF(widget.mapTo(widget.window(), QPoint(0, 0))) * scale
    beside = QPointF(origin.x() - whole_px(origin.x()), origin.y() - whole_px(origin.y()))
    return position + beside / scale
