"""A stroke to try the pen's settings by: pressed more and more from left to right, or drawn by the person's own pen."""

import math
from functools import cache

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTabletEvent, qRgba
from PySide6.QtWidgets import QSizePolicy, QWidget

from picpik_studio.core.arrays import Plane, plane
from picpik_studio.core.brush import Brush
from picpik_studio.core.geometry import Point, Size
from picpik_studio.core.mask import THRESHOLD
from picpik_studio.core.pressure import Pen
from picpik_studio.core.stroke import Stroke, Tip
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.images import indexed_image
from picpik_studio.ui.panels.controls.text import tip
from picpik_studio.ui.pen.curve_editor import MARGIN

_HEIGHT = 52
_BRUSH_PART = 0.5
_WAVE_PART = 0.12
_STEPS = 64
_WORD = 4


class StrokeSample(QWidget):
    """Shows what a stroke looks like with a `Pen`; what would be too faint to be repainted is grey.

    Its place of each pressure lies under that of the curve editor. A real pen may draw on it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pen = Pen()
        self.pixels: Plane = plane(1, 1)
        self._own: Stroke | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("A stroke to try"))
        self.setToolTip(
            tip(
                self.tr("A stroke to try"),
                self.tr("Pressed more and more from left to right. Draw here with your pen to try your own hand."),
                self.tr("What is grey is too faint to be repainted."),
            )
        )

    def sizeHint(self) -> QSize:
        """Return the size of a line with room for the brush."""
        return QSize(240, _HEIGHT)

    def show_pen(self, pen: Pen) -> None:
        """Draw the stroke with another pen."""
        self._pen = pen
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the stroke as long as there is room."""
        super().resizeEvent(event)
        self._draw()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw what the person's own pen draws, on an empty strip."""
        scale = self.devicePixelRatioF()
        point, touch = Point(event.position().x() * scale, event.position().y() * scale), event.pressure()
        if event.type() == QEvent.Type.TabletPress:
            self.pixels = self._empty()
            self._own = Stroke(self._tip(), _size(self.pixels), point, self._pen.touch(touch))
            self._paint_dabs(self._own, None, 0)
        elif event.type() == QEvent.Type.TabletRelease:
            self._own = None
        elif self._own is not None:
            self._paint_dabs(self._own, point, touch)
        event.accept()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the strip and the stroke."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.LINE))
        painter.setBrush(QColor(theme.INSET))
        frame = self.rect().adjusted(MARGIN, 0, -MARGIN, -1)
        painter.drawRoundedRect(frame, theme.HALF, theme.HALF)
        image = indexed_image(self.pixels, _colours())
        image.setDevicePixelRatio(self.devicePixelRatioF())
        painter.setClipRect(frame)
        painter.drawImage(0, 0, image)

    def _draw(self) -> None:
        """Draw a slight wave along which the pressure grows from 0 to 1."""
        self.pixels = self._empty()
        size = _size(self.pixels)
        margin = MARGIN * self.devicePixelRatioF()
        path = [
            Point(
                margin + (size.width - 2 * margin) * i / _STEPS,
                size.height * (0.5 + _WAVE_PART * math.sin(2 * math.pi * i / _STEPS)),
            )
            for i in range(_STEPS + 1)
        ]
        stroke = Stroke(self._tip(), size, path[0], self._pen.touch(0.0))
        self._paint_dabs(stroke, None, 0)
        for i in range(1, _STEPS + 1):
            self._paint_dabs(stroke, path[i], i / _STEPS)
        self.update()

    def _paint_dabs(self, stroke: Stroke, point: Point | None, pressure: float) -> None:
        for dab in stroke.start() if point is None else stroke.to(point, self._pen.touch(pressure)):
            dab.paint(self.pixels)

    def _tip(self) -> Tip:
        return Tip(Brush(_HEIGHT * _BRUSH_PART * self.devicePixelRatioF()))

    def _empty(self) -> Plane:
        scale = self.devicePixelRatioF()
        width = math.ceil(max(self.width(), 1) * scale / _WORD) * _WORD  # no padding: an image lies over the array
        return plane(width, math.ceil(self.height() * scale))


def _size(pixels: Plane) -> Size:
    return Size(pixels.shape[1], pixels.shape[0])


@cache
def _colours() -> list[int]:
    """Return the colour of each value of the mask: the film's, or grey below the 50 % rule."""
    film, faint = QColor(theme.FILM), QColor(theme.SECOND)
    chosen = [film if value >= THRESHOLD else faint for value in range(256)]
    return [qRgba(colour.red(), colour.green(), colour.blue(), value) for value, colour in enumerate(chosen)]
