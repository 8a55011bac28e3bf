"""Small crosses on the spots that the edge blur dissolves: dark, with a light one inside, to be seen on anything."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QLineF, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from picpik_studio.app.session import Session
from picpik_studio.core.dissolving import DissolvingSpot
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.crowd import Crowd
from picpik_studio.ui.canvas.footprint_line import SHOWN
from picpik_studio.ui.canvas.labels import draw_label, label_rect
from picpik_studio.ui.canvas.layer import Layer

_ARM_PX: Final = 5.0
_SIDE_PX: Final = 16
_APART_PX: Final = 28.0
_LABELLED: Final = 12
_BESIDE_PX: Final = 2.0
_ROOM_PX: Final = 4.0


class DissolvingMarks:
    """Draws them over the canvas of a session while its footprint is shown; where many are near each other, one.

    Where there are few, each says how many of its pixels survive. They are quiet where the service, this computer's,
    repaints what is painted all the same.
    """

    def __init__(self, session: Session, canvas: Canvas) -> None:
        self._session = session
        self._canvas = canvas
        self._spots: tuple[DissolvingSpot, ...] = ()
        self._crowd = Crowd()
        self.layer = Layer(canvas, self._draw_marks)
        canvas.overlays.insert(1, self.draw)
        follow(canvas, session.dissolving.changed, self._follow)
        follow(canvas, session.changed, lambda topic: self._follow() if topic == "connection" else None)
        follow(canvas, session.program.settings.changed, lambda name: canvas.update() if name == SHOWN else None)
        self._follow()

    @property
    def are_shown(self) -> bool:
        """Whether there are crosses to be seen, in sight or not."""
        if not self._spots or self._canvas.film_view == "off" or self._canvas.feed.is_compared:
            return False
        return self._session.program.settings.is_on(SHOWN)

    def draw(self, painter: QPainter) -> bool:
        """Draw the crosses that are in sight; the painter counts the widget's pixels."""
        are_shown = self.are_shown
        if are_shown:
            self.layer.draw(painter)
        return are_shown

    @staticmethod
    def label(spot: DissolvingSpot) -> str:
        """Return what is written beside the cross of `spot`."""
        text = QCoreApplication.translate("Canvas", "{survivors} of {area} px survive")
        return text.format(survivors=QLocale().toString(spot.survivors), area=QLocale().toString(spot.area))

    def _follow(self) -> None:
        found = self._session.dissolving.found
        self._spots = found.spots if found is not None else ()
        self._crowd = Crowd(spot.rect for spot in self._spots)
        self.layer.forget()
        self._canvas.update()

    def _draw_marks(self, painter: QPainter, place: QTransform) -> None:
        half = _SIDE_PX / 2
        seen = self._canvas.rect().toRectF().adjusted(-half, -half, half, half)
        cross = _cross(theme.WARNING if is_loss(self._session) else theme.TEXT, self._canvas.device_scale)
        marked = [self._spots[index] for index in self._crowd.standing_out(place, seen, _APART_PX)]
        for spot in marked:
            middle = _middle(place, spot)
            painter.drawImage(middle - QPointF(half, half), cross)
            if len(marked) <= _LABELLED:
                draw_label(painter, self._beside(middle, self.label(spot)), self.label(spot))

    def _beside(self, middle: QPointF, text: str) -> QRectF:
        """Return where `text` stands: to the right of the cross, or to the left where there is no room for it."""
        half = _SIDE_PX / 2 + _BESIDE_PX
        right = label_rect(self._canvas, middle + QPointF(half, -half), text, room=_ROOM_PX)
        if right.left() >= middle.x() + half:
            return right
        return label_rect(self._canvas, middle - QPointF(half + right.width(), half), text, room=_ROOM_PX)


def is_loss(session: Session) -> bool:
    """Whether what dissolves is lost by the service that is chosen; this computer's repaints all that is painted."""
    found = session.dissolving.found
    return found is not None and (found.is_kept or not session.connection.is_local)


def _middle(place: QTransform, spot: DissolvingSpot) -> QPointF:
    rect = spot.rect
    return place.map(QPointF(rect.x + rect.width / 2, rect.y + rect.height / 2))


def _cross(colour: str, scale: float) -> QImage:
    """Return a cross on nothing, sharp on a screen of `scale` device pixels a pixel."""
    side = round(_SIDE_PX * scale)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QRectF(0, 0, _SIDE_PX, _SIDE_PX).center()
    falling, rising = QPointF(_ARM_PX, _ARM_PX), QPointF(_ARM_PX, -_ARM_PX)
    lines = [QLineF(middle - arm, middle + arm) for arm in (falling, rising)]
    for tone, width in (("#000000", 5.0), (colour, 2.0)):
        painter.setPen(QPen(QColor(tone), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLines(lines)
    painter.end()
    return image
