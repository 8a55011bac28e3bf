"""The curve of a pen's pressure, drawn as it is and bent by its points."""

import math
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from picpik_studio.core.geometry import Point
from picpik_studio.core.pressure import Curve
from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.text import tip

MARGIN = 9
"""How far the curve's square lies inside of the widget's edges, in px: a point on its border is seen whole."""

_HEIGHT = 150
_WORDS_PX = 16
_QUARTERS = 4
_GRASP_PX = 12.0
_OUT_PX = 28.0
_HANDLE_PX = 4.5
_STEP, _LARGE_STEP = 0.01, 0.1
_ARROWS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_NEXT: Mapping[int, int] = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ADDS = (Qt.Key.Key_Insert, Qt.Key.Key_Plus)


class CurveEditor(QWidget):
    """Bends a `Curve`: `moved` tells each curve on the way, `edited` the one that a person has come to.

    A point is dragged, or moved by the arrow keys; a double click adds one, dragging it out takes it away.
    """

    moved = Signal(object)
    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve = Curve()
        self.chosen = 0
        self._before: Curve | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        title = self.tr("Curve of the pen's pressure")
        self.setAccessibleName(title)
        self.setToolTip(
            tip(
                title,
                self.tr("Drag a point. A double click adds one, dragging it out of the square takes it away."),
                self.tr("Keys: arrows (with Shift in larger steps), Page Up and Page Down, Insert, Delete."),
            )
        )

    def show_curve(self, curve: Curve) -> None:
        """Show `curve`, in silence; a drag that goes on ends."""
        self._before = None
        self._show(curve)

    def place_of(self, point: Point) -> QPointF:
        """Return where a point of the curve lies, in the widget's pixels."""
        square = self._square
        return QPointF(square.left() + point.x * square.width(), square.bottom() - point.y * square.height())

    def sizeHint(self) -> QSize:
        """Return a size in which a point can be placed to a hundredth."""
        return QSize(240, _HEIGHT)

    # By the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the point that is nearest, if one is near."""
        place = event.position()
        near = min(range(len(self.curve.points)), key=lambda index: self._distance(index, place))
        if event.button() is Qt.MouseButton.LeftButton and self._distance(near, place) <= _GRASP_PX:
            self.chosen, self._before = near, self.curve
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a point, and hold it; on a point it is a second press."""
        self.mousePressEvent(event)
        if self._before is None and event.button() is Qt.MouseButton.LeftButton:
            before = self.curve
            if self._add(self._point_at(event.position())):
                self._before = self.curve
            else:
                self._show(before)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the point that is held; far outside it is taken away, until it comes back."""
        if self._before is None:
            return
        place = event.position()
        room = self._square.adjusted(-_OUT_PX, -_OUT_PX, _OUT_PX, _OUT_PX)
        rest = None if room.contains(place) else self._before.without_point(self.chosen)
        self._show(rest or self._before.moved(self.chosen, self._point_at(place)), keep_chosen=True)
        self.moved.emit(self.curve)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go, and tell of the curve."""
        if self._before is not None and event.button() is Qt.MouseButton.LeftButton:
            self._before = None
            self._show(self.curve)
            self.edited.emit(self.curve)

    # By keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, choose, add and take away points; Esc takes a drag back."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self._before is not None:
            self._show(self._before)
            self._before = None
            self.moved.emit(self.curve)
        elif key in _ARROWS:
            step = _LARGE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
            point, (dx, dy) = self.curve.points[self.chosen], _ARROWS[key]
            self._tell(self.curve.moved(self.chosen, _rounded(point.x + dx * step, point.y + dy * step)))
        elif key in _NEXT:
            self.chosen = (self.chosen + _NEXT[key]) % len(self.curve.points)
            self.update()
        elif key in _REMOVES:
            self._tell(self.curve.without_point(self.chosen))
        elif key in _ADDS:
            if self._add(self._middle_of_widest()):
                self.edited.emit(self.curve)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which point the keys move."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _tell(self, curve: Curve | None) -> None:
        if curve is not None and curve != self.curve:
            self._show(curve)
            self.edited.emit(curve)

    def _add(self, point: Point) -> bool:
        """Add a point and choose it, if there is room; say whether there was."""
        curve = self.curve.with_point(point)
        if curve is None:
            return False
        old = self.curve.points
        self._show(curve)
        self.chosen = next(index for index, each in enumerate(curve.points) if each not in old)
        self.moved.emit(curve)
        return True

    def _middle_of_widest(self) -> Point:
        """Return the point of the curve midway between those two that are furthest apart."""
        pairs = zip(self.curve.points, self.curve.points[1:], strict=False)
        left, right = max(pairs, key=lambda pair: pair[1].x - pair[0].x)
        middle = (left.x + right.x) / 2
        return _rounded(middle, self.curve(middle))

    def _show(self, curve: Curve, *, keep_chosen: bool = False) -> None:
        self.curve = curve
        if not keep_chosen:
            self.chosen = min(self.chosen, len(curve.points) - 1)
        self.update()

    # Where things are

    @property
    def _square(self) -> QRectF:
        return QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN - _WORDS_PX)

    def _point_at(self, place: QPointF) -> Point:
        square = self._square
        return _rounded((place.x() - square.left()) / square.width(), (square.bottom() - place.y()) / square.height())

    def _distance(self, index: int, place: QPointF) -> float:
        away = self.place_of(self.curve.points[index]) - place
        return math.hypot(away.x(), away.y())

    # What is seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the square, the curve and its points."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_square(painter)
        accent = QColor(theme.ACCENT if self.isEnabled() else theme.DISABLED)
        painter.setPen(QPen(accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(self._line())
        for index, point in enumerate(self.curve.points):
            is_chosen = index == self.chosen and (self.hasFocus() or self._before is not None)
            painter.setPen(QPen(accent, 2))
            painter.setBrush(accent if is_chosen else QColor(theme.TEXT if self.isEnabled() else theme.DISABLED))
            radius = _HANDLE_PX + (1.5 if is_chosen else 0)
            painter.drawEllipse(self.place_of(point), radius, radius)

    def _draw_square(self, painter: QPainter) -> None:
        square = self._square
        painter.setPen(QColor(theme.ACCENT if self.hasFocus() else theme.LINE))
        painter.setBrush(QColor(theme.INSET))
        painter.drawRoundedRect(square.adjusted(-0.5, -0.5, 0.5, 0.5), theme.HALF, theme.HALF)
        painter.setPen(QColor(theme.PANEL))
        for i in range(1, _QUARTERS):
            x, y = square.left() + square.width() * i / _QUARTERS, square.top() + square.height() * i / _QUARTERS
            painter.drawLine(QPointF(x, square.top() + 1), QPointF(x, square.bottom() - 1))
            painter.drawLine(QPointF(square.left() + 1, y), QPointF(square.right() - 1, y))
        painter.setPen(QColor(theme.SECOND if self.isEnabled() else theme.DISABLED))
        words = QRectF(square.left(), square.bottom() + MARGIN / 2, square.width(), _WORDS_PX)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, self.tr("Light touch"))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, self.tr("Firm"))

    def _line(self) -> QPolygonF:
        count = max(2, round(self._square.width() / 2))
        return QPolygonF([self.place_of(Point(i / count, self.curve(i / count))) for i in range(count + 1)])


def _rounded(x: float, y: float) -> Point:
    """Return a point to a hundredth: what is written of a curve is then what was seen."""
    return Point(round(x, 2), round(y, 2))
