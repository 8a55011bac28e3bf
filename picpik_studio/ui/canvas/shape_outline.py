"""The outline of a shape in progress: white with a dark edge, so that it is seen on anything.

A long lasso must not grow slow: its points are kept in pieces, each placed once for a view, and only pieces that touch
what is drawn anew are drawn.
"""

import math

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QRegion, QTransform

from picpik_studio.core.geometry import Point
from picpik_studio.core.tools.shape import ShapeTool
from picpik_studio.ui.canvas.affine import to_widget
from picpik_studio.ui.canvas.shape_gesture import ShapeGesture
from picpik_studio.ui.canvas.view import CanvasView

_PENS = (QPen(QColor(0, 0, 0, 200), 3.0), QPen(QColor(255, 255, 255), 1.2))
_ROOM_PX = 4
_PIECE = 16
_STEP_PX = 40.0


class Pieces:
    """A line of many points, placed in the widget in pieces of up to 16 sides; `placed_count` counts for benchmarks."""

    def __init__(self) -> None:
        self.placed_count = 0
        self._points: tuple[Point, ...] = ()
        self._transform = QTransform()
        self._pieces: list[tuple[QPolygonF, QRect]] = []

    @property
    def are_none(self) -> bool:
        """Whether there is no line."""
        return not self._pieces

    def take(self, points: tuple[Point, ...], transform: QTransform) -> QRegion:
        """Show `points`; return what of the widget looks otherwise now."""
        same = _common(self._points, points) if transform == self._transform else 0
        first = max(same - 1, 0) // _PIECE
        before = self._region(first)
        del self._pieces[first:]
        self._points, self._transform = points, transform
        for start in range(first * _PIECE, max(len(points) - 1, 0), _PIECE):
            part = points[start : start + _PIECE + 1]
            placed = transform.map(QPolygonF([QPointF(*point) for point in part]))
            self.placed_count += len(part)
            self._pieces.append((placed, _roomy(placed.boundingRect())))
        return before.united(self._region(first))

    def inside(self, painter: QPainter) -> list[QPolygonF]:
        """Return the pieces that touch what `painter` is clipped to; without a clip, all."""
        region = painter.clipRegion()
        return [piece for piece, rect in self._pieces if region.isEmpty() or region.intersects(rect)]

    def _region(self, first: int) -> QRegion:
        result = QRegion()
        for _piece, rect in self._pieces[first:]:
            result = result.united(rect)
        return result


class ShapeOutline:
    """Draws the shape that `gesture` has in progress over `view`; only what looks otherwise is drawn anew."""

    def __init__(self, view: CanvasView, gesture: ShapeGesture) -> None:
        self._view = view
        self._gesture = gesture
        self.pieces = Pieces()
        self._closing = QLineF()
        view.overlays.append(self.draw)
        view.viewport_changed.connect(self.follow)
        gesture.changed.connect(self.follow)

    def follow(self) -> None:
        """Ask for the shape to be drawn where it is now."""
        tool, transform = self._gesture.open, to_widget(self._view)
        outline = tool.outline if isinstance(tool, ShapeTool) and transform is not None else ()
        transform = transform or QTransform()
        changed = self.pieces.take(outline, transform).united(_along(self._closing))
        self._closing = QLineF()
        if outline and isinstance(tool, ShapeTool) and tool.is_closed:
            self._closing = QLineF(transform.map(QPointF(*outline[-1])), transform.map(QPointF(*outline[0])))
        changed = changed.united(_along(self._closing))
        if not changed.isEmpty():
            self._view.update(changed)

    def draw(self, painter: QPainter) -> bool:
        """Draw the outline; the painter counts the widget's pixels, and its clip says which of them are wanted."""
        if self.pieces.are_none and self._closing.isNull():
            return False
        pieces = self.pieces.inside(painter)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in _PENS:
            painter.setPen(pen)
            for piece in pieces:
                painter.drawPolyline(piece)
            if not self._closing.isNull():  # a line of no length is a dot in the corner of the widget
                painter.drawLine(self._closing)
        painter.restore()
        return True


def _common(before: tuple[Point, ...], now: tuple[Point, ...]) -> int:
    """Return how many points at the beginning are alike; all of the shorter one, or all but its last, else none."""
    count = min(len(before), len(now))
    for length in (count, count - 1):
        if length > 0 and before[:length] == now[:length]:
            return length
    return 0


def _along(line: QLineF) -> QRegion:
    """Return the widget's pixels at a line: small squares along it, not the whole rectangle that it crosses."""
    result = QRegion()
    if line.isNull():
        return result
    steps = max(1, math.ceil(line.length() / _STEP_PX))
    for i in range(steps):
        start, end = line.pointAt(i / steps), line.pointAt((i + 1) / steps)
        result = result.united(_roomy(QRectF(start, end).normalized()))
    return result


def _roomy(rect: QRectF) -> QRect:
    return rect.toAlignedRect().adjusted(-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX)
