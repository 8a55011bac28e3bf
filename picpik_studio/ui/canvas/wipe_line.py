"""The line of the wipe slider: left of it the picture is seen as it was opened, right of it as it is now."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from picpik_studio.core.geometry import Rect
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.bystanders import Bystander
from picpik_studio.ui.canvas.canvas import Canvas

WIDTH_PX: Final = 27
_KNOB_PX: Final = 11.0
_ARROW_PX: Final = 4.0
_GAP_PX: Final = 2.5
_DARK, _LIGHT = QColor(0, 0, 0, 150), QColor("#ffffff")


class WipeLine(QWidget):
    """Stands over `canvas` while that compares by it, upright however the view is turned, and is dragged sideways.

    `share` is its place, 0 at the canvas's left edge and 1 at its right one; it begins in the middle.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.share = 0.5
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setVisible(False)
        self.setAccessibleName(self.tr("Wipe slider"))
        self.setToolTip(self.tr("Drag sideways: left of the line the picture as it was opened"))
        Bystander(self, canvas)
        canvas.look_changed.connect(self.follow_canvas)
        canvas.document_ready.connect(self.follow_canvas)
        canvas.resized.connect(self._place)

    def follow_canvas(self) -> None:
        """Come and go with the comparison; each begins in the middle, and holding the original ends none."""
        feed = self._canvas.feed
        if feed.compare != "wipe":
            self.share = 0.5
        self.setVisible(feed.compare == "wipe" and not feed.is_original_held)
        self.lower()  # chips, navigator and bars lie over it
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it; what other buttons do is the canvas's matter."""
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it."""
        self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave it there."""
        event.setAccepted(event.button() is Qt.MouseButton.LeftButton)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, and a knob in its middle."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        for colour, width in ((_DARK, 4.0), (_LIGHT, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(middle.x(), 0), QPointF(middle.x(), self.height()))
        painter.setPen(QPen(_DARK, 1))
        painter.setBrush(QColor(theme.ACCENT))
        painter.drawEllipse(middle, _KNOB_PX, _KNOB_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_LIGHT)
        for side in (-1, 1):
            painter.drawPolygon(_arrow(middle, side))
        painter.end()

    def _drag(self, event: QMouseEvent) -> None:
        is_held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        event.setAccepted(is_held)
        if is_held:
            place = self.mapToParent(event.position()).x()
            self.share = min(max(place / max(1, self._canvas.width()), 0.0), 1.0)
            self._place()

    def _place(self) -> None:
        """Stand at its share of the canvas, and have drawn anew what lies on the other side of the line now."""
        canvas = self._canvas
        x = round(self.share * canvas.width())
        self.setGeometry(x - WIDTH_PX // 2, 0, WIDTH_PX, canvas.height())
        scene, edge = canvas.scene, round(x * canvas.device_scale)
        first, last = sorted((scene.wipe_edge, edge))
        scene.wipe_edge = edge
        canvas.refresh_part(Rect(first - 1, 0, last - first + 2, canvas.viewport.view.height))


def _arrow(middle: QPointF, side: int) -> QPolygonF:
    """Return a small triangle that points to the left (-1) or to the right (1)."""
    foot, tip = middle.x() + side * _GAP_PX, middle.x() + side * (_GAP_PX + _ARROW_PX)
    up, down = middle.y() - _ARROW_PX, middle.y() + _ARROW_PX
    return QPolygonF([QPointF(foot, up), QPointF(tip, middle.y()), QPointF(foot, down)])
