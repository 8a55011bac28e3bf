"""How the new area of a drafted canvas would begin: what will be done to the picture, done to a small copy of it."""

import copy
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QTransform

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.outpaint import CanvasPlan, Prefill
from picpik_studio.core.prefill import prefilled
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.images import photo_image
from picpik_studio.ui.canvas.photo import checkers
from picpik_studio.ui.canvas.placement import Placement

_PICTURE_PX: Final = 800
_CANVAS_PX: Final = 1400
_OPAQUE: Final = 255


class CanvasFrameFill:
    """Draws the new area of a plan over one canvas. The small copy is kept until it is forgotten."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._small: tuple[float, Pixels] | None = None

    def forget(self) -> None:
        """Look at the picture anew the next time: it has changed."""
        self._small = None

    def draw(self, painter: QPainter, place: QTransform, plan: CanvasPlan, area: QPainterPath) -> None:
        """Draw what fills `area` (the widget's pixels); `place` leads there from the picture's."""
        placement = self._canvas.scene.placement
        if placement is None:
            return
        scale = _scale_of(placement.size, plan.rect.size)
        pixels = self._filled(plan, placement.size, scale)
        painter.save()
        painter.setClipPath(area, Qt.ClipOperation.IntersectClip)
        if plan.prefill is Prefill.TRANSPARENT:
            corner = place.map(QPointF(plan.rect.x, plan.rect.y))
            painter.fillRect(area.boundingRect(), self._checkers(corner))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(place, combine=True)
        painter.drawImage(QRectF(*plan.rect), photo_image(pixels, has_alpha=True))
        painter.restore()

    def _filled(self, plan: CanvasPlan, size: Size, scale: float) -> Pixels:
        """Return the new canvas, uint8 BGRA, `scale` times as large as it would be."""
        if self._small is None or self._small[0] != scale:
            self._small = scale, self._small_picture(size, scale)
        small, rect, inside = self._small[1], plan.rect, Rect.of(size).intersected(plan.rect)
        old = _scaled(inside, scale).intersected(Rect(0, 0, small.shape[1], small.shape[0]))
        whole = _scaled(rect, scale).united(old)
        ink = np.array([[(*plan.colour[::-1], _OPAQUE)]], np.uint8)
        part = np.ascontiguousarray(small[old.slices])
        return prefilled(part, old.translated(-whole.x, -whole.y), whole.size, plan.prefill, ink)

    def _small_picture(self, size: Size, scale: float) -> Pixels:
        """Return the picture as it is seen, without the film over it."""
        width, height = max(1, round(size.width * scale)), max(1, round(size.height * scale))
        pixels = np.empty((height, width, 4), np.uint8)
        scene = copy.copy(self._canvas.scene)
        scene.film = scene.before = None
        scene.placement = Placement(scale, 0, 0, size, 1.0)
        image = photo_image(pixels, has_alpha=False)
        painter = QPainter(image)
        scene.draw(painter, Rect(0, 0, width, height))
        painter.end()
        pixels[..., 3] = _OPAQUE
        return pixels

    def _checkers(self, corner: QPointF) -> QBrush:
        """Return the squares of a picture with that corner, in the widget's pixels."""
        brush, scale = checkers(self._canvas.device_scale), self._canvas.device_scale
        brush.setTransform(QTransform(1 / scale, 0, 0, 1 / scale, corner.x(), corner.y()))
        return brush


def _scale_of(size: Size, whole: Size) -> float:
    """Return how small the copy of a picture is, in steps: so that not each move of a drag asks for another one."""
    scale = min(1.0, _PICTURE_PX / max(size))
    while max(whole) * scale > _CANVAS_PX:
        scale /= 2
    return scale


def _scaled(rect: Rect, scale: float) -> Rect:
    """Return a rectangle with both ends rounded, and at least one pixel of it."""
    x, y, right, bottom = (round(side * scale) for side in (rect.x, rect.y, rect.right, rect.bottom))
    return Rect(x, y, max(1, right - x), max(1, bottom - y))
