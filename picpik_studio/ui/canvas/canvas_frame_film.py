"""The film over the overlap of a drafted canvas: what of the old picture would be repainted and has no film yet."""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTransform

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect
from picpik_studio.core.mask import THRESHOLD
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.images import indexed_image
from picpik_studio.ui.canvas.scene import Scene

_BESIDE_PX: Final = 2
_VALUES: Final = 256


def draw_overlap(painter: QPainter, canvas: Canvas, place: QTransform, overlap: tuple[Rect, ...], film: QColor) -> None:
    """Lay `film` over rectangles of the picture but where the repaint area's own film lies, which it would double.

    `place` leads from the picture's pixels to the widget's, which the painter counts.
    """
    mask, view = _filmed(canvas.scene), place.inverted()[0].mapRect(QRectF(canvas.rect()))
    seen = Rect.spanning(view.left(), view.top(), view.right(), view.bottom()).expanded(_BESIDE_PX)
    step = max(1, math.floor(1 / (math.sqrt(abs(place.determinant())) * canvas.device_scale)))
    table = [film.rgba()] * THRESHOLD + [0] * (_VALUES - THRESHOLD)
    painter.save()
    painter.setTransform(place, combine=True)
    for part in (rect.intersected(seen) for rect in overlap):
        if mask is None or part.is_empty:
            painter.fillRect(QRectF(*part), film)
            continue
        codes = np.ascontiguousarray(mask[part.slices][::step, ::step])
        height, width = codes.shape
        painter.save()
        painter.setClipRect(QRectF(*part), Qt.ClipOperation.IntersectClip)
        painter.drawImage(QRectF(part.x, part.y, width * step, height * step), indexed_image(codes, table))
        painter.restore()
    painter.restore()


def bands_of(inside: Rect, kept: Rect) -> tuple[Rect, ...]:
    """Return what `inside` has around `kept`, which lies in it, as rectangles of which no two share a pixel."""
    above = Rect(inside.x, inside.y, inside.width, kept.y - inside.y)
    left = Rect(inside.x, kept.y, kept.x - inside.x, kept.height)
    right = Rect(kept.right, kept.y, inside.right - kept.right, kept.height)
    below = Rect(inside.x, kept.bottom, inside.width, inside.bottom - kept.bottom)
    return tuple(band for band in (above, left, right, below) if not band.is_empty)


def _filmed(scene: Scene) -> Plane | None:
    """Return the plane whose film is seen, uint8 of the picture's size; None where no film is."""
    is_seen = scene.film_view == "film" and not scene.is_film_hidden
    return scene.film.mask if scene.film is not None and is_seen else None
