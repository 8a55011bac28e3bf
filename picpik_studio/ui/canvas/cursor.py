"""The brush's outline under the pointer: what it will repaint, how far it reaches, and whether it erases."""

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion

from picpik_studio.core.brush import Brush
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.placement import whole_px
from picpik_studio.ui.canvas.regions import rects_of

_LIGHT = QColor(255, 255, 255, 255)
_SOFT = QColor(255, 255, 255, 150)
_DARK = QColor(0, 0, 0, 200)
_DARK_SOFT = QColor(0, 0, 0, 90)
_FAINT = QColor(theme.WARNING)
_ROOM_PX = 4
_KEPT_UP_TO_PX = 900
_CROSS_BELOW_PX = 4.0
_CROSS_PX = 9.0
_APART_PX = 2.5
_SIGN_PX = 4.0
_LARGE_PX = 128
_STEPS_OF_LARGE = (0.4, 0.63, 0.8, 0.93)
_STEPS_OF_SMALL = (math.sqrt(0.5),)
"""Up to which heights, as shares of the radius, the boxes along a circle reach that are beside each other."""


class Ring(NamedTuple):
    """How the outline looks: radii in the widget's pixels, and what it says.

    `has_cross`: the circles are too small, or too large, to show where the middle is.
    """

    outer: float
    repainted: float
    erases: bool
    is_faint: bool
    scale: float
    has_cross: bool

    @property
    def reach(self) -> int:
        """The widget's pixels from the middle to the outermost one that is drawn."""
        return math.ceil(max(self.outer, _CROSS_PX)) + _ROOM_PX

    @property
    def free(self) -> float:
        """Return how far from the middle nothing is drawn but a sign."""
        return (self.outer if self.is_faint else min(self.outer, self.repainted)) - _ROOM_PX


_NO_RING = Ring(0, 0, erases=False, is_faint=False, scale=1, has_cross=False)


class BrushCursor:
    """Circles round a position in the widget; each line is white with a dark edge, so that it is seen on anything.

    The strong circle holds what is painted with 50 % or more, the thin one all that the brush touches. A brush that
    never reaches 50 % is drawn in the warning's colour, dashed: it repaints nothing, or frees nothing. An eraser has a
    minus in its middle; a brush wider than the view, whose size `room` tells, has a cross, for its circles may be out
    of sight. Drawing wide circles takes milliseconds, so they are drawn once for a brush and then copied.
    """

    def __init__(self, room: Callable[[], QSize] | None = None) -> None:
        self.position: QPointF | None = None
        self._room = room
        self._ring = _NO_RING
        self._look: tuple[object, ...] = ()
        self._reach = 0
        self._touched = self._region = QRegion()
        self._image: QImage | None = None

    def place(self, position: QPointF | None, brush: Brush, zoom: float, scale: float, *, erases: bool) -> QRegion:
        """Move to `position` (None hides it); return what to draw anew.

        `zoom` is the widget's pixels an image pixel, `scale` device pixels a pixel of the widget.
        """
        room = self._room().toTuple() if self._room is not None else ()
        look = (brush, zoom, scale, erases, room)
        if look != self._look:
            self._look = look
            outer = brush.outer * zoom
            has_cross = outer < _CROSS_BELOW_PX or (bool(room) and 2 * outer > min(room))
            ring = Ring(outer, repainted_radius(brush) * zoom, erases, brush.is_faint, scale, has_cross)
            if ring != self._ring:
                self._ring, self._touched, self._image = ring, _touched(ring), None
                self._reach = ring.reach
        return self.move(position)

    def move(self, position: QPointF | None) -> QRegion:
        """Move to `position` (None hides it) and look as before; return what to draw anew."""
        before, self.position = self._region, position
        self._region = (
            QRegion() if position is None else self._touched.translated(whole_px(position.x()), whole_px(position.y()))
        )
        return before.united(self._region)

    def draw(self, painter: QPainter) -> bool:
        """Draw the outline; the painter counts the widget's pixels.

        Its middle lies on a whole device pixel, so that a part of it that is drawn anew fits to the others.
        """
        if self.position is None:
            return True  # it comes back with the pointer, without a word to anybody
        ring = self._ring
        if self._reach <= _KEPT_UP_TO_PX and ring.scale == round(ring.scale):
            self._copy(painter, self.position)
            return True
        place = painter.deviceTransform()
        at = place.map(self.position)
        painter.save()
        painter.setWorldTransform(place.inverted()[0] * painter.worldTransform())  # it counts device pixels now
        painter.translate(whole_px(at.x()), whole_px(at.y()))
        if self._reach > _KEPT_UP_TO_PX:
            painter.scale(ring.scale, ring.scale)
            _draw_ring(painter, ring)
        else:
            reach = _device_reach(ring)
            painter.drawImage(-reach, -reach, self._kept)
        painter.restore()
        return True

    @property
    def _kept(self) -> QImage:
        """The outline as it is copied."""
        if self._image is None:
            self._image = _drawn(self._ring)
        return self._image

    def _copy(self, painter: QPainter, middle: QPointF) -> None:
        """Copy the outline on a screen of a whole scale, where every widget begins on a whole device pixel."""
        scale, reach, image = self._ring.scale, _device_reach(self._ring), self._kept
        corner = QPointF((whole_px(middle.x() * scale) - reach) / scale, (whole_px(middle.y() * scale) - reach) / scale)
        wanted = painter.clipRegion()
        if wanted.isEmpty():
            painter.drawImage(corner, image)
            return
        # One at a time: in a clip of many Qt draws line by line, in twice the time.
        for rect in rects_of(wanted.intersected(self._region)):
            painter.setClipRect(rect)
            painter.drawImage(corner, image)
        painter.setClipRegion(wanted)


def repainted_radius(brush: Brush) -> float:
    """Return the distance from the middle, in image pixels, up to which `brush` paints with 50 % or more.

    The fall-off is 1 - 3t^2 + 2t^3 of t from `inner` to `outer`; the t at which it comes to 128 of the peak has the
    closed form t = 1/2 - sin(asin(1 - 2s) / 3) with s = 1 - 127.5 / peak (the inverse of smoothstep; stamps are
    rounded).
    """
    if brush.is_faint:
        return 0.0
    share = 1 - 127.5 / brush.peak
    t = 0.5 - math.sin(math.asin(1 - 2 * share) / 3)
    return max(0.0, brush.inner + t * (brush.outer - brush.inner))


def _touched(ring: Ring) -> QRegion:
    """Return the pixels that the outline round 0, 0 touches: not what lies well inside of all circles."""
    reach = ring.reach
    sign = math.ceil(_CROSS_PX) + _ROOM_PX
    if ring.free <= sign * math.sqrt(2):
        return _square(reach)
    boxes = _along(ring.free, reach)
    has_sign = ring.erases or ring.has_cross
    return boxes.united(_square(sign)) if has_sign else boxes


def _along(free: float, reach: int) -> QRegion:
    """Return boxes that hold all between the circles of radius `free` and `reach` round 0, 0.

    A box more costs a journey to the screen, 3 us, and saves drawing, 1 us for each 300 pixels or so.
    """
    result = QRegion()
    below = 0
    for share in _STEPS_OF_LARGE if free > _LARGE_PX else _STEPS_OF_SMALL:
        above = math.floor(share * free)
        inner = math.floor(math.sqrt(free * free - above * above))
        outer = _half_width(reach, below)
        for top in {below, 1 - above} if below else {1 - above}:
            height = above - below if below else 2 * above - 1
            for left in (inner, -outer):
                result = result.united(QRegion(left, top, outer - inner + 1, height))
        below = above
    outer = _half_width(reach, below)
    for top in (below, -reach):
        result = result.united(QRegion(-outer, top, 2 * outer + 1, reach - below + 1))
    return result


def _half_width(reach: int, row: int) -> int:
    return min(reach, math.ceil(math.sqrt((reach + 1) ** 2 - row * row)))


def _square(reach: int) -> QRegion:
    return QRegion(-reach, -reach, 2 * reach + 1, 2 * reach + 1)


def _device_reach(ring: Ring) -> int:
    """Return the device pixels from the middle to the outermost one that is drawn."""
    return math.ceil(ring.reach * ring.scale)


def _drawn(ring: Ring) -> QImage:
    """Return the outline on nothing, in device pixels, round the corner of the middle one.

    It has the screen's scale where that is whole, else 1.
    """
    reach = _device_reach(ring)
    image = QImage(2 * reach + 1, 2 * reach + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.translate(reach, reach)
    painter.scale(ring.scale, ring.scale)
    _draw_ring(painter, ring)
    painter.end()
    image.setDevicePixelRatio(ring.scale if ring.scale == round(ring.scale) else 1.0)
    return image


def _draw_ring(painter: QPainter, ring: Ring) -> None:
    """Draw the outline round 0, 0."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if ring.has_cross:
        _draw_cross(painter)
    if ring.is_faint:
        _draw_circle(painter, ring.outer, (QPen(_DARK, 3.25), QPen(_FAINT, 1.5, Qt.PenStyle.DashLine)))
    else:
        if ring.outer - ring.repainted > _APART_PX:
            _draw_circle(painter, ring.outer, (QPen(_DARK_SOFT, 2.75), QPen(_SOFT, 1.0)))
        _draw_circle(painter, ring.repainted, (QPen(_DARK, 4.0), QPen(_LIGHT, 1.6)))
    if ring.erases and ring.outer > 2 * _SIGN_PX:
        for pen in (QPen(_DARK, 3.5), QPen(_LIGHT, 1.5)):
            painter.setPen(pen)
            painter.drawLine(QPointF(-_SIGN_PX, 0), QPointF(_SIGN_PX, 0))


def _draw_circle(painter: QPainter, radius: float, pens: tuple[QPen, QPen]) -> None:
    for pen in pens:
        painter.setPen(pen)
        painter.drawEllipse(QRectF(-radius, -radius, 2 * radius, 2 * radius))


def _draw_cross(painter: QPainter) -> None:
    for pen in (QPen(_DARK, 4.0), QPen(_LIGHT, 1.6)):
        painter.setPen(pen)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            towards = QPointF(dx, dy)
            painter.drawLine(towards * (_CROSS_BELOW_PX + 1), towards * _CROSS_PX)
