"""A picture to be looked at closely: fitted, or enlarged and moved by wheel, drag and keys; several move together."""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from picpik_studio.core.arrays import Plane
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.ui import theme

_LARGEST: Final = 16.0
_STEP: Final = 1.25
_NOTCH: Final = 120
_ARROW_PX: Final = 40
_ARROWS: Final = {
    Qt.Key.Key_Left: QPointF(_ARROW_PX, 0),
    Qt.Key.Key_Right: QPointF(-_ARROW_PX, 0),
    Qt.Key.Key_Up: QPointF(0, _ARROW_PX),
    Qt.Key.Key_Down: QPointF(0, -_ARROW_PX),
}


class Place(QObject):
    """What of its picture a sight shows: `zoom` (screen pixels a pixel, None fits) and `centre` (parts of its sides).

    Sights with one place move together.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.zoom: float | None = None
        self.centre = QPointF(0.5, 0.5)

    def go(self, zoom: float | None, centre: QPointF) -> None:
        """Show another part, or the same one larger or smaller."""
        if zoom is None:
            centre = QPointF(0.5, 0.5)
        if (zoom, centre) != (self.zoom, self.centre):
            self.zoom, self.centre = zoom, centre
            self.changed.emit()


class Sight(QWidget):
    """One picture, or what there is instead of it. `+`, `-`, `0` (fit), `1` (100 %) and arrows while it has focus."""

    def __init__(self, place: Place, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = place
        self._pyramid: Pyramid | None = None
        self._levels: tuple[Plane, ...] = ()
        self._images: tuple[QImage, ...] = ()
        self._grip: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(200, 140))
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        place.changed.connect(self.update)

    def show_picture(self, pyramid: Pyramid | None) -> None:
        """Show levels of uint8 HxWx4 BGRX or HxW grey pixels; rows without gaps are not copied."""
        levels = () if pyramid is None else tuple(map(np.ascontiguousarray, pyramid.levels))
        self._images = tuple(map(_image, levels))
        self._pyramid, self._levels = pyramid, levels  # the latter keeps the pixels alive
        self.update()

    @property
    def picture(self) -> QImage | None:
        """The picture at its full size."""
        return self._images[0] if self._images else None

    @property
    def zoom(self) -> float:
        """Screen pixels that a pixel of the picture takes now."""
        fit = self._fit
        return fit if self.place.zoom is None else max(self.place.zoom, min(fit, 1.0))

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Show it at another zoom; the point `at` of the widget stays where it is. Too small is fitted."""
        at = at or QPointF(self.rect().center())
        before = self._target
        if before.isEmpty():
            return
        if zoom <= self._fit:
            self.place.go(None, self.place.centre)
            return
        zoom = min(zoom, _LARGEST)
        size = self._size_at(zoom)
        here = QPointF((at.x() - before.x()) / before.width(), (at.y() - before.y()) / before.height())
        middle = QPointF(self.width() / 2, self.height() / 2)
        x = here.x() + (middle.x() - at.x()) / size.width()
        y = here.y() + (middle.y() - at.y()) / size.height()
        self.place.go(zoom, self._inside(QPointF(x, y), size))

    def move_by(self, step: QPointF) -> None:
        """Move the picture by so many pixels of the widget."""
        size = self._size_at(self.zoom)
        if self.place.zoom is None or size.isEmpty():
            return
        centre = self.place.centre - QPointF(step.x() / size.width(), step.y() / size.height())
        self.place.go(self.place.zoom, self._inside(centre, size))

    # Events

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.zoom_to(self.zoom * _STEP ** (event.angleDelta().y() / _NOTCH), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        if self._grip is not None:
            self.move_by(event.position() - self._grip)
            self._grip = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show it at 100 % there, or all of it again."""
        self.zoom_to(0 if self.place.zoom is not None else max(1.0, 2 * self._fit), event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and move."""
        zooms = {"+": self.zoom * _STEP, "=": self.zoom * _STEP, "-": self.zoom / _STEP, "0": 0.0, "1": 1.0}
        step = _ARROWS.get(Qt.Key(event.key()))
        if event.text() in zooms:
            self.zoom_to(zooms[event.text()])
        elif step is not None and self.place.zoom is not None:
            self.move_by(step)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the level that is next larger than what is seen."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.INSET))
        if self._pyramid is not None:
            zoom = self.zoom
            image = self._images[self._pyramid.level_for(zoom)]
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom < 1)
            painter.drawImage(self._target, image)
        if self.hasFocus():
            theme.draw_focus_ring(painter, self.size())

    # Where it lies

    @property
    def _fit(self) -> float:
        if not self._images:
            return 1.0
        image, ratio = self._images[0], self.devicePixelRatioF()
        return ratio * min(self.width() / image.width(), self.height() / image.height())

    def _size_at(self, zoom: float) -> QSizeF:
        """Return the picture's size in the widget."""
        if not self._images:
            return QSizeF()
        ratio = self.devicePixelRatioF()
        return QSizeF(self._images[0].size()) * (zoom / ratio)

    @property
    def _target(self) -> QRectF:
        """Where the whole picture lies in the widget; a picture that does not move stands on whole pixels."""
        size, centre = self._size_at(self.zoom), self._inside(self.place.centre, self._size_at(self.zoom))
        left = self.width() / 2 - centre.x() * size.width()
        top = self.height() / 2 - centre.y() * size.height()
        return QRectF(QPointF(math.floor(left), math.floor(top)), size)

    def _inside(self, centre: QPointF, size: QSizeF) -> QPointF:
        """Return the nearest centre that leaves no gap where the picture is larger than the widget."""
        return QPointF(
            _kept(centre.x(), self.width() / size.width() if size.width() else 1.0),
            _kept(centre.y(), self.height() / size.height() if size.height() else 1.0),
        )


def _kept(centre: float, seen: float) -> float:
    return 0.5 if seen >= 1 else min(max(centre, seen / 2), 1 - seen / 2)


def _image(pixels: Plane) -> QImage:
    """Return uint8 HxWx4 or HxW pixels as Qt's, not copied."""
    height, width = pixels.shape[:2]
    is_grey = pixels.ndim == 2  # noqa: PLR2004 - rows and columns only
    kind = QImage.Format.Format_Grayscale8 if is_grey else QImage.Format.Format_RGB32
    return QImage(pixels.data, width, height, pixels.strides[0], kind)
