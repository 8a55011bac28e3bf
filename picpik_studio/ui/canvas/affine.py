"""The whole way from the picture to the widget as one transform, for what has many points."""

from PySide6.QtGui import QTransform

from picpik_studio.core.geometry import Point
from picpik_studio.ui.canvas.view import CanvasView

_FAR = 1024.0


def to_widget(view: CanvasView) -> QTransform | None:
    """Return the transform from image pixels to the widget's, turned and mirrored as the view is; None without one."""
    origin, right, down = (view.to_widget(point) for point in (Point(0, 0), Point(_FAR, 0), Point(0, _FAR)))
    if origin is None or right is None or down is None:
        return None
    across, along = (right - origin) / _FAR, (down - origin) / _FAR
    return QTransform(across.x(), across.y(), along.x(), along.y(), origin.x(), origin.y())
