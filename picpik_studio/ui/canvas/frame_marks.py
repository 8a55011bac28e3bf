"""What is drawn of the frame: its line, its grips, how large it is sent, and a veil over what is not sent."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from picpik_studio.app.session import Session
from picpik_studio.core.frame import Frame
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.labels import corner_place, draw_label, label_rect
from picpik_studio.ui.status_bar import percent

SHOWN: Final = "show_frame"
_VEIL: Final = QColor(0, 0, 0, 110)
_LINES: Final = ((QColor(0, 0, 0, 190), 3.0), (QColor(theme.ACCENT), 1.5))
_GRIP_PX: Final = 4.5
_ROOM_PX: Final = 6.0


class FrameMarks(QObject):
    """Draws the frame of `canvas` while its tool is chosen, or always when the setting says so."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._session = session
        canvas.overlays.insert(0, self.draw)
        canvas.frames.changed.connect(self._refresh)
        canvas.look_changed.connect(self._refresh)
        follow(self, session.tool.changed, lambda name: self._refresh() if name == "tool" else None)
        follow(self, session.program.settings.changed, lambda name: self._refresh() if name == SHOWN else None)

    @property
    def is_shown(self) -> bool:
        """Whether there is a frame to be seen."""
        canvas = self._canvas
        is_wanted = canvas.frames.is_on or self._session.program.settings.is_on(SHOWN)
        return is_wanted and canvas.is_ready and canvas.frames.frame is not None and not canvas.feed.is_compared

    @property
    def label(self) -> str:
        """How large the frame is, and at what size it is sent."""
        frame = self._canvas.frames.frame
        return words_of(frame) if frame is not None else ""

    def draw(self, painter: QPainter) -> bool:
        """Draw; the painter counts the widget's pixels."""
        frame = self._canvas.frames.frame if self.is_shown else None
        if frame is None:
            return False
        frames = (frame, *self._canvas.frames.others)
        shapes = [self._shape(each) for each in frames]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._canvas.frames.is_on:
            self._draw_veil(painter, shapes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in _LINES:
            painter.setPen(QPen(colour, width))
            for shape in shapes:
                painter.drawPolygon(QPolygonF(shape))
        if self._canvas.frames.is_on:
            draw_grips(painter, shapes[0])
        self._draw_labels(painter, labels_of(frames), shapes)
        painter.restore()
        return True

    def _shape(self, frame: Frame) -> list[QPointF]:
        """Return the corners of a frame in the widget's pixels."""
        places = (self._canvas.to_widget(corner) for corner in corners_of(frame.rect))
        return [place for place in places if place is not None]

    def _draw_veil(self, painter: QPainter, shapes: list[list[QPointF]]) -> None:
        """Darken what is in none of the frames."""
        path, sent = QPainterPath(), QPainterPath()
        path.addRect(self._canvas.rect().toRectF())
        for shape in shapes:
            sent.addPolygon(QPolygonF(shape))
            sent.closeSubpath()
        painter.fillPath(path.subtracted(sent), _VEIL)

    def _draw_labels(self, painter: QPainter, labels: list[str], shapes: list[list[QPointF]]) -> None:
        """Write at each frame of which anything is in sight; words alone at the edge would belong to nothing."""
        seen = QPolygonF(self._canvas.rect().toRectF())
        for text, shape in zip(labels, shapes, strict=True):
            if seen.intersects(QPolygonF(shape)):
                at = corner_place(shape, room=_ROOM_PX)
                draw_label(painter, label_rect(self._canvas, at, text, room=_ROOM_PX), text)

    def _refresh(self) -> None:
        self._canvas.update()


def draw_grips(painter: QPainter, corners: list[QPointF]) -> None:
    """Draw a grip at every corner and in the middle of every edge."""
    painter.setPen(QPen(QColor(0, 0, 0, 190), 1.0))
    painter.setBrush(QColor("#ffffff"))
    for corner, following in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        for place in (corner, (corner + following) / 2):
            painter.drawEllipse(place, _GRIP_PX, _GRIP_PX)


def corners_of(rect: Rect) -> tuple[Point, Point, Point, Point]:
    """Return the corners of a rectangle, in document pixels, all the way round."""
    return (
        Point(rect.x, rect.y),
        Point(rect.right, rect.y),
        Point(rect.right, rect.bottom),
        Point(rect.x, rect.bottom),
    )


def labels_of(frames: Sequence[Frame]) -> list[str]:
    """Return what is written at each frame; where they are several, also which of the requests it is."""
    words = [words_of(frame) for frame in frames]
    if len(frames) == 1:
        return words
    numbered = QCoreApplication.translate("Canvas", "{number} of {count}")
    return [f"{numbered.format(number=number, count=len(frames))} · {text}" for number, text in enumerate(words, 1)]


def words_of(frame: Frame) -> str:
    """Return how large a frame is and at what size it is sent."""
    translate = QCoreApplication.translate
    size = translate("Canvas", "{width} x {height} px").format(width=frame.rect.width, height=frame.rect.height)
    if not frame.is_scaled:
        return f"{size} · {translate('Canvas', 'sent at its own size')}"
    if frame.is_stretched:
        sent = translate("Canvas", "stretched to {width} x {height}")
        return f"{size} · {sent.format(width=frame.sent.width, height=frame.sent.height)}"
    return f"{size} · {translate('Canvas', 'sent at {percent}').format(percent=percent(frame.scale))}"
