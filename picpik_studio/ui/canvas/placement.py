"""Where the picture lies on the screen, to the device pixel.

The viewport of `core` says what is seen; here its corner is set on whole device pixels, so that a dirty rectangle is
drawn exactly as the whole would be, and 100 % means one pixel of the picture for one of the screen at every scale.
"""

import math
from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QTransform

from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.viewport import Viewport


@dataclass(frozen=True)
class Placement:
    """A picture of `size` pixels at `zoom` device pixels a pixel, its corner on the device pixel (`left`, `top`).

    `scale` is the number of device pixels a pixel of the widget.
    """

    zoom: float
    left: int
    top: int
    size: Size
    scale: float

    @classmethod
    def of(cls, viewport: Viewport, size: Size, scale: float) -> Self:
        """Return where a picture of `size` lies under `viewport` (in device pixels)."""
        corner = viewport.to_view(Point(0.0, 0.0))
        return cls(viewport.zoom, round(corner.x), round(corner.y), size, scale)

    @property
    def transform(self) -> QTransform:
        """From image pixels to device pixels."""
        return QTransform(self.zoom, 0, 0, self.zoom, self.left, self.top)

    @property
    def picture(self) -> Rect:
        """The device pixels whose middles the picture covers; at least one."""
        right, bottom = self.left + self.size.width * self.zoom, self.top + self.size.height * self.zoom
        return Rect(
            self.left,
            self.top,
            max(1, math.ceil(right - 0.5) - self.left),
            max(1, math.ceil(bottom - 0.5) - self.top),
        )

    def to_image(self, position: QPointF) -> Point:
        """Return the place in image pixels of a position in the widget."""
        return Point(
            (position.x() * self.scale - self.left) / self.zoom, (position.y() * self.scale - self.top) / self.zoom
        )

    def to_widget(self, point: Point) -> QPointF:
        """Return the position in the widget of a place in image pixels."""
        return QPointF((point.x * self.zoom + self.left) / self.scale, (point.y * self.zoom + self.top) / self.scale)

    def to_device(self, rect: Rect) -> Rect:
        """Return the smallest rectangle of device pixels that holds `rect` (image pixels)."""
        return Rect.spanning(
            rect.x * self.zoom + self.left,
            rect.y * self.zoom + self.top,
            rect.right * self.zoom + self.left,
            rect.bottom * self.zoom + self.top,
        )


def widget_rect(device: Rect, scale: float) -> QRect:
    """Return the smallest rectangle of the widget's pixels that holds `device` (device pixels)."""
    rect = Rect.spanning(device.x / scale, device.y / scale, device.right / scale, device.bottom / scale)
    return QRect(*rect)


def device_rect(rect: QRect, scale: float) -> Rect:
    """Return the smallest rectangle of device pixels that holds `rect` (the widget's pixels)."""
    right, bottom = rect.x() + rect.width(), rect.y() + rect.height()
    return Rect.spanning(rect.x() * scale, rect.y() * scale, right * scale, bottom * scale)
