"""What is drawn of the canvas frame: the new area as it would begin, what is cut away, lines, grips and numbers."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QLineF, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from picpik_studio.app.canvas_drafting import CanvasDrafting
from picpik_studio.app.session import Session
from picpik_studio.core.canvas_draft import CanvasDraft
from picpik_studio.core.document import DocumentEvent, MaskChanged, PixelsChanged
from picpik_studio.core.geometry import Rect
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow, follow_document
from picpik_studio.ui.canvas.affine import to_widget
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.canvas_frame_fill import CanvasFrameFill
from picpik_studio.ui.canvas.canvas_frame_film import bands_of, draw_overlap
from picpik_studio.ui.canvas.canvas_frame_gesture import CanvasFrameGesture
from picpik_studio.ui.canvas.frame_marks import corners_of, draw_grips
from picpik_studio.ui.canvas.labels import corner_place, draw_label, label_rect
from picpik_studio.ui.words import error_text

_VEIL: Final = QColor(0, 0, 0, 150)
_DARK: Final = QColor(0, 0, 0, 190)
_THIRDS: Final = QColor(255, 255, 255, 90)
_DASHES: Final = (5.0, 4.0)
_ROOM_PX: Final = 6.0
_BESIDE_PX: Final = 18.0


class CanvasFrameMarks(QObject):
    """Draws the draft over `canvas` while its tool is chosen; one that waits to be applied is a dashed line."""

    def __init__(self, session: Session, canvas: Canvas, drafting: CanvasDrafting, gesture: CanvasFrameGesture) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._drafting = drafting
        self._gesture = gesture
        self._fill = CanvasFrameFill(canvas)
        canvas.overlays.append(self.draw)
        canvas.document_ready.connect(self._forget)
        canvas.look_changed.connect(self._forget)
        follow(self, drafting.changed, canvas.update)
        follow(self, session.tool.changed, lambda name: canvas.update() if name == "tool" else None)
        follow_document(self, session, self._follow_document, but=MaskChanged)

    @property
    def is_shown(self) -> bool:
        """Whether there is a frame to be seen."""
        if not (self._gesture.is_on or self._drafting.is_changed):
            return False
        canvas, draft = self._canvas, self._drafting.draft
        placement = canvas.scene.placement
        is_of_this = draft is not None and placement is not None and placement.size == draft.size
        return is_of_this and canvas.is_ready and not canvas.feed.is_compared

    @property
    def label(self) -> str:
        """How large the canvas would be, and what is added and cut away; or why it cannot be."""
        problem, draft = self._drafting.problem, self._drafting.draft
        if problem is not None:
            return error_text(problem)
        return words_of(draft) if draft is not None else ""

    def draw(self, painter: QPainter) -> bool:
        """Draw; the painter counts the widget's pixels."""
        if not self.is_shown:
            return False
        draft, place = self._drafting.draft, to_widget(self._canvas)
        if draft is None or place is None:
            return False
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frame = _corners(place, draft.rect)
        if self._gesture.is_on:
            self._draw_new(painter, place, draft)
            self._draw_lines(painter, place, draft)
            draw_grips(painter, frame)
            self._draw_label(painter, frame)
        else:
            _draw_line(painter, frame, _DASHES)
        painter.restore()
        return True

    def _draw_new(self, painter: QPainter, place: QTransform, draft: CanvasDraft) -> None:
        """Draw the new area with what it begins with and the film over it, and darken what is cut away."""
        picture = Rect.of(draft.size)
        inside, plan = picture.intersected(draft.rect), self._drafting.plan
        if plan is not None and draft.grows:
            new = _around(place, draft.rect, inside)
            self._fill.draw(painter, place, plan, new)
            if not self._canvas.scene.inverted and not self._canvas.scene.films_keep:
                film = QColor(self._canvas.scene.film_colour)
                film.setAlphaF(self._session.program.settings.number("overlay_opacity") / 100)
                painter.fillPath(new, film)
                overlap = bands_of(inside, kept_of(draft, plan.overlap_px))
                draw_overlap(painter, self._canvas, place, overlap, film)
        painter.fillPath(_around(place, picture, inside), _VEIL)

    def _draw_lines(self, painter: QPainter, place: QTransform, draft: CanvasDraft) -> None:
        """Draw the edge of the picture inside a larger canvas, thirds while one drags, and the frame."""
        if draft.grows:
            _draw_line(painter, _corners(place, Rect.of(draft.size).intersected(draft.rect)), _DASHES, "#ffffff", 1.0)
        if self._gesture.is_dragging:
            painter.setPen(QPen(_THIRDS, 1.0))
            painter.drawLines(_thirds(place, draft.rect))
        _draw_line(painter, _corners(place, draft.rect))

    def _draw_label(self, painter: QPainter, frame: list[QPointF]) -> None:
        """Say the numbers: beside the pointer while one drags, else in the frame's corner."""
        at = self._gesture.position
        at = at + QPointF(_BESIDE_PX, _BESIDE_PX) if at is not None else corner_place(frame, room=_ROOM_PX)
        is_wrong = self._drafting.problem is not None
        rect = label_rect(self._canvas, at, self.label, room=_ROOM_PX)
        draw_label(painter, rect, self.label, is_warning=is_wrong)

    def _follow_document(self, event: DocumentEvent) -> None:
        if isinstance(event, PixelsChanged):
            self._forget()

    def _forget(self) -> None:
        self._fill.forget()
        self._canvas.update()


def words_of(draft: CanvasDraft) -> str:
    """Return how large a drafted canvas is, and at which sides it gains or loses how much."""
    translate = QCoreApplication.translate
    size = translate("Canvas", "{width} x {height} px").format(width=draft.rect.width, height=draft.rect.height)
    names = (
        translate("Canvas", "left {pixels}"),
        translate("Canvas", "top {pixels}"),
        translate("Canvas", "right {pixels}"),
        translate("Canvas", "bottom {pixels}"),
    )
    sides = [name.format(pixels=f"{px:+d}") for name, px in zip(names, draft.margins, strict=True) if px]
    return " · ".join((size, *sides))


def kept_of(draft: CanvasDraft, overlap: int) -> Rect:
    """Return what of the picture would not be repainted, with so much overlap along the edges that grow."""
    inside = Rect.of(draft.size).intersected(draft.rect)
    left, top, right, bottom = (min(overlap, side) if grown > 0 else 0 for grown, side in _sides(draft, inside))
    return Rect(inside.x + left, inside.y + top, inside.width - left - right, inside.height - top - bottom)


def _sides(draft: CanvasDraft, inside: Rect) -> list[tuple[int, int]]:
    """Return what each side gains, and the most of it that is repainted."""
    across, down = inside.width // 4, inside.height // 4
    return list(zip(draft.margins, (across, down, across, down), strict=True))


def _corners(place: QTransform, rect: Rect) -> list[QPointF]:
    return [place.map(QPointF(*corner)) for corner in corners_of(rect)]


def _around(place: QTransform, outer: Rect, inner: Rect) -> QPainterPath:
    """Return what `outer` has around `inner`, which lies in it: the one less the other goes wrong in a turned view.

    There edges that lie on each other do so but for the last bit, and the rest is taken for the difference.
    """
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for rect in (outer, inner):
        path.addPolygon(QPolygonF(_corners(place, rect)))
        path.closeSubpath()
    return path


def _thirds(place: QTransform, rect: Rect) -> list[QLineF]:
    """Return the lines that part a rectangle into nine."""
    lines = []
    for share in (1 / 3, 2 / 3):
        x, y = rect.x + rect.width * share, rect.y + rect.height * share
        lines.append(QLineF(x, rect.y, x, rect.bottom))
        lines.append(QLineF(rect.x, y, rect.right, y))
    return [place.map(line) for line in lines]


def _draw_line(
    painter: QPainter,
    corners: list[QPointF],
    dashes: tuple[float, ...] = (),
    colour: str = theme.ACCENT,
    width: float = 1.5,
) -> None:
    """Draw round a shape, with a dark edge so that it is seen on any picture."""
    shape = QPolygonF(corners)
    painter.setPen(QPen(_DARK, 2 * width))
    painter.drawPolygon(shape)
    pen = QPen(QColor(colour), width)
    if dashes:
        pen.setDashPattern(list(dashes))
    painter.setPen(pen)
    painter.drawPolygon(shape)
