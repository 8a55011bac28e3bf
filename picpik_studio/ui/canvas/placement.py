"""Where the picture lies on the screen, to the device pixel.

The viewport of `core` says what is seen; here its corner is set on whole device pixels, so that a dirty rectangle is
drawn exactly as the whole would be, and 100 % means one pixel of the picture for one of the screen at every scale.
A view that is turned or mirrored is drawn upright on a stage and turned after that.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Self

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainterPath, QPolygonF, QRegion, QTransform

from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.turn import NONE
from picpik_studio.core.viewport import Viewport
from picpik_studio.ui.canvas.turning import Turning

_NOTHING: Final = 1e-6  # what a product of two floats may be more than it is


@dataclass(frozen=True)
class Placement:
    """A picture of `size` pixels at `zoom` device pixels a pixel, its corner on the device pixel (`left`, `top`).

    `scale` is the number of device pixels a pixel of the widget. `turning` leads from the device pixels that are drawn
    to those of the widget; None when they are the same.
    """

    zoom: float
    left: int
    top: int
    size: Size
    scale: float
    turning: Turning | None = None

    @classmethod
    def of(cls, viewport: Viewport, size: Size, scale: float) -> Self:
        """Return where a picture of `size` lies under `viewport` (in device pixels)."""
        turning = None if viewport.turn.is_none else Turning(viewport.turn, viewport.view)
        if turning is not None:
            viewport = replace(viewport, view=turning.stage, turn=NONE)
        corner = viewport.to_view(Point(0.0, 0.0))
        return cls(viewport.zoom, round(corner.x), round(corner.y), size, scale, turning)

    @property
    def transform(self) -> QTransform:
        """From image pixels to device pixels."""
        return QTransform(self.zoom, 0, 0, self.zoom, self.left, self.top)

    @cached_property
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
        x, y = position.x() * self.scale, position.y() * self.scale
        if self.turning is not None:
            x, y = self.turning.to_stage(x, y)
        return Point((x - self.left) / self.zoom, (y - self.top) / self.zoom)

    def to_widget(self, point: Point) -> QPointF:
        """Return the position in the widget of a place in image pixels."""
        x, y = point.x * self.zoom + self.left, point.y * self.zoom + self.top
        if self.turning is not None:
            x, y = self.turning.to_view(x, y)
        return QPointF(x / self.scale, y / self.scale)

    def to_device(self, rect: Rect) -> Rect:
        """Return the smallest rectangle of device pixels that holds `rect` (image pixels)."""
        (x, y, width, height), zoom = rect, self.zoom
        return Rect.spanning(
            x * zoom + self.left,
            y * zoom + self.top,
            (x + width) * zoom + self.left,
            (y + height) * zoom + self.top,
        )

    def left_of(self, edge: int, clip: Rect) -> QPainterPath:
        """Return what of `clip` lies left of a column of the view (device pixels), where the scene is drawn."""
        path = QPainterPath()
        if self.turning is None:
            path.addRect(clip.x, clip.y, max(0, edge - clip.x), clip.height)
        else:
            path.addPolygon(QPolygonF([QPointF(*corner) for corner in self.turning.left_of(edge)]))
        return path

    def on_widget(self, device: Rect) -> QRect:
        """Return the smallest rectangle of the widget's pixels that shows `device` (as it is drawn)."""
        return widget_rect(device if self.turning is None else self.turning.view_rect(device), self.scale)

    def region(self, parts: Iterable[Rect]) -> QRegion:
        """Return the widget's pixels that show `parts` (as they are drawn); empty ones show nothing."""
        region = QRegion()
        for part in parts:
            if not part.is_empty:
                region = region.united(self.on_widget(part))
        return region


def widget_rect(device: Rect, scale: float) -> QRect:
    """Return the smallest rectangle of the widget's pixels that holds `device` (device pixels)."""
    if scale == 1:
        return QRect(*device)
    rect = Rect.spanning(device.x / scale, device.y / scale, device.right / scale, device.bottom / scale)
    return QRect(*rect)


def device_rect(rect: QRect, scale: float) -> Rect:
    """Return the smallest rectangle of device pixels that holds `rect` (the widget's pixels)."""
    right, bottom = rect.x() + rect.width(), rect.y() + rect.height()
    return Rect.spanning(rect.x() * scale, rect.y() * scale, right * scale, bottom * scale)


def whole_px(device: float) -> int:
    """Return the whole device pixel at which Qt lets begin what lies at a place between two: halves go up."""
    return math.floor(device + 0.5)


def touched_px(device: float) -> int:
    """Return how many device pixels may be seen of something so long, wherever it begins."""
    return max(1, math.ceil(device - _NOTHING))
