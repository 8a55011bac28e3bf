"""What the wand would take, shown between its press and its release."""

import math

import cv2
import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QTransform

from picpik_studio.core.arrays import Plane
from picpik_studio.core.fill import Region
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.tools.wand import WandTool
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.affine import to_widget
from picpik_studio.ui.canvas.images import indexed_image
from picpik_studio.ui.canvas.shape_gesture import ShapeGesture
from picpik_studio.ui.canvas.view import CanvasView

_EDGE = 2
_STRENGTH = 110
_EDGE_KERNEL = np.ones((3, 3), np.uint8)


class RegionPreview:
    """Draws the wand's region over `view`, with a light edge; no more of it than is seen, no finer than the screen."""

    def __init__(self, view: CanvasView, gesture: ShapeGesture) -> None:
        self._view = view
        self._gesture = gesture
        self._was_shown = False
        view.overlays.append(self.draw)
        gesture.changed.connect(self.follow)

    def follow(self) -> None:
        """Draw anew when there is something to be seen, or was."""
        is_shown = self._region() is not None
        if is_shown or self._was_shown:
            self._view.update()
        self._was_shown = is_shown

    def draw(self, painter: QPainter) -> bool:
        """Draw the region; the painter counts the widget's pixels."""
        region = self._region() if self._was_shown else None
        if region is not None:
            draw_region(painter, self._view, region)
        return region is not None

    def _region(self) -> Region | None:
        tool = self._gesture.open
        return tool.preview() if isinstance(tool, WandTool) else None


def draw_region(painter: QPainter, view: CanvasView, region: Region, least: int = 1) -> None:
    """Draw what of `region` is in sight of `view`: from the value `least` on it is inside."""
    transform = to_widget(view)
    step = max(1, math.floor(1 / view.viewport.zoom))
    seen = _seen(view).expanded(2 * step).intersected(region[0])
    if transform is None or seen.is_empty:
        return
    codes = marked(region, seen, step, least)
    painter.save()
    painter.setTransform(QTransform.fromTranslate(seen.x, seen.y).scale(step, step) * transform, combine=True)
    painter.drawImage(QPointF(0, 0), indexed_image(codes, _table()))
    painter.restore()


def _seen(view: CanvasView) -> Rect:
    """Return the part of the picture that is in sight, in whole pixels."""
    corners = [view.to_image(QPointF(x, y)) for x in (0.0, float(view.width())) for y in (0.0, float(view.height()))]
    places = [corner or Point(0, 0) for corner in corners]
    left, top = math.floor(min(p.x for p in places)), math.floor(min(p.y for p in places))
    right, bottom = math.ceil(max(p.x for p in places)), math.ceil(max(p.y for p in places))
    return Rect(left, top, right - left, bottom - top)


def marked(region: Region, seen: Rect, step: int, least: int = 1) -> Plane:
    """Return every `step`-th pixel of `region` inside `seen`: 0 outside, 1 from `least` on, 2 along its edge."""
    rect, plane = region
    part = plane[seen.translated(-rect.x, -rect.y).slices][::step, ::step]
    inside = cv2.copyMakeBorder((part >= least).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    codes = inside * np.uint8(_EDGE) - cv2.erode(inside, _EDGE_KERNEL)
    return np.ascontiguousarray(codes[1:-1, 1:-1], np.uint8)


def _table() -> tuple[int, ...]:
    colour = QColor(theme.ACCENT)
    colour.setAlpha(_STRENGTH)
    return 0, colour.rgba(), QColor(theme.TEXT).rgba()
