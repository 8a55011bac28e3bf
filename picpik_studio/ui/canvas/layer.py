"""A picture over the view that is drawn once for each view, so that a moving cursor costs no more than a copy."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from picpik_studio.ui.canvas.affine import to_widget
from picpik_studio.ui.canvas.view import CanvasView


class Layer:
    """Keeps what `content` draws over `view`: it is given a painter and the way from the picture to it.

    The painter counts the widget's pixels. `drawn_count` counts how often it was drawn anew.
    """

    def __init__(self, view: CanvasView, content: Callable[[QPainter, QTransform], None]) -> None:
        self.drawn_count = 0
        self._view = view
        self._content = content
        self._image = QImage()
        self._place: QTransform | None = None

    def forget(self) -> None:
        """Draw it anew the next time, for it shall look otherwise."""
        self._image, self._place = QImage(), None

    def draw(self, painter: QPainter, opacity: float = 1.0) -> None:
        """Copy it to where it belongs; the painter counts the widget's pixels."""
        place = to_widget(self._view)
        if place is None:
            return
        size = self._view.size() * self._view.device_scale
        if place != self._place or size != self._image.size():
            self._place = place
            self._draw_anew(place, size)
        painter.setOpacity(opacity)
        painter.drawImage(0, 0, self._image)
        painter.setOpacity(1.0)

    def _draw_anew(self, place: QTransform, size: QSize) -> None:
        self.drawn_count += 1
        self._image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        self._image.setDevicePixelRatio(self._view.device_scale)
        self._image.fill(Qt.GlobalColor.transparent)
        inner = QPainter(self._image)
        self._content(inner, place)
        inner.end()
