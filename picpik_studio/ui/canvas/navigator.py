"""The whole picture, small, in a corner of the canvas, with what of it is seen; a click or a drag goes there."""

import copy
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QWidget

from picpik_studio.app.session import Session
from picpik_studio.core.document import MaskChanged
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow, follow_document
from picpik_studio.ui.canvas.bystanders import Bystander
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.placement import Placement
from picpik_studio.ui.canvas.scene import Scene

SHOWN: Final = "show_navigator"
_LARGEST_PX: Final = 192
_LEAST_PX: Final = 24
_EDGE_PX: Final = 6
_MARGIN_PX: Final = 20
_PAUSE_MS: Final = 120
_NOTCH: Final = 120
_ZOOM_A_NOTCH: Final = 1.25


class Navigator(QWidget):
    """A small view of a canvas's document, upright whatever the canvas's turn, there while a part is out of sight.

    Strokes show a moment after they end.
    """

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._settings = session.program.settings
        self._canvas = canvas
        self._image = QImage()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._draw_picture)
        self.setAccessibleName(self.tr("Navigator"))
        self.setToolTip(self.tr("The whole picture: click or drag to go there, turn the wheel to zoom"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        Bystander(self, canvas)
        canvas.viewport_changed.connect(self._follow_view)
        canvas.look_changed.connect(self._pause.start)
        canvas.document_ready.connect(self.follow_canvas)
        canvas.resized.connect(self._stay)
        follow(self, self._settings.changed, lambda name: self.follow_canvas() if name == SHOWN else None)
        follow_document(self, session, lambda _event: self._pause.start(), but=MaskChanged)
        self.follow_canvas()

    def follow_canvas(self) -> None:
        """Come and go with the setting and with what is seen, and take the picture's shape."""
        placement = self._canvas.scene.placement
        self.setVisible(self._settings.is_on(SHOWN) and self._is_of_use())
        if self.isVisibleTo(self._canvas) and placement is not None:
            self._place(placement.size)
            self._draw_picture()

    def _follow_view(self) -> None:
        if self._settings.is_on(SHOWN) and self._is_of_use() != self.isVisibleTo(self._canvas):
            self.follow_canvas()
        self.update()

    def _is_of_use(self) -> bool:
        """Whether there is a picture, and a part of it out of sight."""
        placement, viewport = self._canvas.scene.placement, self._canvas.viewport
        if placement is None or not self._canvas.is_ready:
            return False
        box = viewport.to_view_rect(Rect.of(placement.size))
        return box.intersected(Rect.of(viewport.view)) != box

    def _stay(self) -> None:
        """Stay in the canvas's corner."""
        self.move(self._corner())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, darker where it is out of sight, and the frame of what is seen."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.PANEL))
        place = self._picture_place()
        painter.drawImage(place, self._image)
        seen = self._seen()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(place)
        for colour, width in ((QColor(0, 0, 0, 160), 3.0), (QColor(theme.ACCENT), 1.5)):
            painter.setPen(QPen(colour, width))
            painter.drawPolygon(seen)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.LINE), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the middle of what is seen."""
        canvas = self._canvas
        canvas.zoom_to(canvas.viewport.zoom * _ZOOM_A_NOTCH ** (event.angleDelta().y() / _NOTCH))
        event.accept()

    def _go(self, position: QPointF) -> None:
        """Bring the place under `position` into the middle of the canvas."""
        canvas, placement = self._canvas, self._canvas.scene.placement
        if placement is None:
            return
        place, scale = self._picture_place(), self._scale(placement.size)
        wanted = canvas.to_widget(Point((position.x() - place.x()) / scale, (position.y() - place.y()) / scale))
        if wanted is not None:
            canvas.pan(canvas.width() / 2 - wanted.x(), canvas.height() / 2 - wanted.y())

    def _place(self, size: Size) -> None:
        scale = self._scale(size)
        width, height = (max(_LEAST_PX, round(side * scale)) for side in size)
        self.setFixedSize(width + 2 * _EDGE_PX, height + 2 * _EDGE_PX)
        self.move(self._corner())

    def _corner(self) -> QPoint:
        canvas = self._canvas
        return QPoint(canvas.width() - self.width() - _MARGIN_PX, canvas.height() - self.height() - _MARGIN_PX)

    def _scale(self, size: Size) -> float:
        return _LARGEST_PX / max(size)

    def _picture_place(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)

    def _seen(self) -> QPolygonF:
        """Return what of the picture is seen, on this widget; turned as the canvas is."""
        canvas, placement = self._canvas, self._canvas.scene.placement
        if placement is None:
            return QPolygonF()
        place, scale = self._picture_place(), self._scale(placement.size)
        width, height = canvas.width(), canvas.height()
        corners = (QPointF(0, 0), QPointF(width, 0), QPointF(width, height), QPointF(0, height))
        points = [canvas.to_image(corner) for corner in corners]
        return QPolygonF([QPointF(place.x() + p.x * scale, place.y() + p.y * scale) for p in points if p is not None])

    def _draw_picture(self) -> None:
        """Draw the canvas's scene small: from the smallest level, so that it costs next to nothing."""
        placement = self._canvas.scene.placement
        if placement is None or not self.isVisibleTo(self._canvas):
            return
        ratio = self.devicePixelRatioF()
        place = self._picture_place()
        device = Size(max(1, round(place.width() * ratio)), max(1, round(place.height() * ratio)))
        image = QImage(*device, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.SURROUND))
        scene: Scene = copy.copy(self._canvas.scene)
        scene.placement = Placement(self._scale(placement.size) * ratio, 0, 0, placement.size, ratio)
        painter = QPainter(image)
        scene.draw(painter, Rect.of(device))
        painter.end()
        self._image = image
        self.update()
