"""The canvas frame: the picture's edges, dragged outwards for more of it and inwards to crop."""

from typing import Final

from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtGui import QCursor

from picpik_studio.app.canvas_drafting import CanvasDrafting
from picpik_studio.app.session import Session
from picpik_studio.core.box_drag import Grip, grip_at
from picpik_studio.core.canvas_draft import CanvasDraft
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.tools.base import Button, Modifiers
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.grip_cursors import grip_cursor
from picpik_studio.ui.canvas.pointer import PointerEvent

REACH_PX: Final = 10.0
_SNAP_PX: Final = 7.0
_ROOM_SHARE: Final = 0.12
"""How much of the longer side is free around the canvas while the tool is chosen, so that one can drag past it."""

_TICK_MS: Final = 16
_FASTEST_PX: Final = 24.0


class CanvasFrameGesture(QObject):
    """Drags the draft of one session while the canvas tool is chosen; Esc takes the drag back.

    Shift keeps the ratio, Alt drags about the middle, Ctrl lets go of the picture's edges, to which the frame is drawn.
    Past the border of the view the picture moves along.
    """

    def __init__(self, session: Session, canvas: Canvas, drafting: CanvasDrafting) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._drafting = drafting
        self._before: CanvasDraft | None = None
        self._grip: Grip | None = None
        self._start = Point(0, 0)
        self._last: PointerEvent | None = None
        self._was_seen = False
        self._pan = QTimer(self)
        self._pan.setInterval(_TICK_MS)
        self._pan.timeout.connect(self._pan_on)
        canvas.pointer.add(self)
        canvas.cursors.append(self.cursor)
        canvas.document_ready.connect(self._give_room)
        follow(self, session.tool.changed, lambda name: self._give_room() if name == "tool" else None)
        canvas.viewport_changed.connect(self._note_whether_seen)
        follow(self, drafting.changed, self._follow_draft)

    @property
    def is_on(self) -> bool:
        """Whether the canvas tool is chosen."""
        return self._session.tool.tool == "canvas"

    @property
    def is_dragging(self) -> bool:
        """Whether a drag goes on."""
        return self._before is not None

    @property
    def position(self) -> QPointF | None:
        """Where the pointer drags, in the canvas's pixels; None while nothing is dragged."""
        return self._last.position if self._last is not None and self.is_dragging else None

    def cursor(self, position: QPointF | None) -> QCursor | None:
        """Return the pointer for a position in the view, or None where this tool is not chosen."""
        if not self.is_on or self._drafting.draft is None:
            return None
        point = self._canvas.to_image(position) if position is not None else None
        return grip_cursor(self._grip if self.is_dragging else self._grip_at(point), self._canvas.viewport.turn)

    def press(self, event: PointerEvent) -> bool:
        """Take hold of the frame."""
        point, draft = self._canvas.to_image(event.position), self._drafting.draft
        if not self.is_on or event.button is not Button.LEFT or point is None or draft is None:
            return False
        self._grip = self._grip_at(point)
        if self._grip is None or not self._canvas.is_ready:
            return False
        self._before, self._start, self._last = draft, point, event
        return True

    def move(self, event: PointerEvent) -> None:
        """Let the frame follow the pointer."""
        self._last = event
        point, before, grip = self._canvas.to_image(event.position), self._before, self._grip
        if point is None or before is None or grip is None:
            return
        step = point.x - self._start.x, point.y - self._start.y
        if Modifiers.CTRL not in event.modifiers:
            step = before.pulled(grip, step, self._pixels(_SNAP_PX))
        keeps, about = Modifiers.SHIFT in event.modifiers, Modifiers.ALT in event.modifiers
        self._drafting.put(before.dragged(grip, step, keeps_ratio=keeps, about_middle=about))
        if not self._beyond().isNull() and not self._pan.isActive():
            self._pan.start()

    def release(self, event: PointerEvent) -> None:
        """Keep the frame; a click without a drag changes nothing."""
        if self._last is None or event.position != self._canvas.to_widget(self._start):
            self.move(event)
        self._end()

    def cancel(self) -> None:
        """Take the frame back as it was."""
        if self._before is not None:
            self._drafting.put(self._before)
        self._end()

    def _end(self) -> None:
        self._pan.stop()
        self._before = self._grip = self._last = None
        self._give_room()
        self._canvas.update()

    def _grip_at(self, point: Point | None) -> Grip | None:
        draft = self._drafting.draft
        if point is None or draft is None:
            return None
        return grip_at(draft.rect, point, self._pixels(REACH_PX))

    def _pixels(self, shown: float) -> float:
        """Return how many pixels of the picture so many of the canvas show."""
        return shown * self._canvas.device_scale / self._canvas.viewport.zoom

    # The view

    def _give_room(self) -> None:
        """Let the view show the frame with room around it while the tool is chosen; not in the middle of a drag."""
        draft, placement, preview = self._drafting.draft, self._canvas.scene.placement, self._session.preview
        if self.is_dragging:
            return
        if not self.is_on or (draft is None and preview is None):
            self._canvas.look_around(None)
        elif draft is not None and placement is not None and placement.size == draft.size:
            self._canvas.look_around(_with_room(draft.rect.united(Rect.of(draft.size))))
        elif preview is not None and placement is not None and placement.size == preview.size:
            self._canvas.look_around(_with_room(Rect.of(preview.size)))  # where it will be once it can be worked on

    def _follow_draft(self) -> None:
        """Show all of a frame that was seen whole, and is not any more since a size or a ratio was chosen."""
        self._give_room()
        draft, placement = self._drafting.draft, self._canvas.scene.placement
        is_of_this = draft is not None and placement is not None and placement.size == draft.size
        if self.is_on and is_of_this and not self.is_dragging and self._was_seen and not self._is_seen:
            self._canvas.fit(enlarge=False)
        self._note_whether_seen()

    @property
    def _is_seen(self) -> bool:
        """Whether all of the frame is in sight."""
        draft, viewport = self._drafting.draft, self._canvas.viewport
        return draft is not None and Rect.of(viewport.view).encloses(viewport.to_view_rect(draft.rect))

    def _note_whether_seen(self) -> None:
        self._was_seen = self._is_seen

    def _beyond(self) -> QPointF:
        """Return how far the pointer is past the border of the view."""
        if self._last is None:
            return QPointF()
        at, canvas = self._last.position, self._canvas
        x = min(at.x(), 0.0) + max(at.x() - canvas.width(), 0.0)
        y = min(at.y(), 0.0) + max(at.y() - canvas.height(), 0.0)
        return QPointF(x, y)

    def _pan_on(self) -> None:
        """Move the picture a little under a pointer that is past the border, and the frame along with it."""
        beyond, draft = self._beyond(), self._drafting.draft
        if beyond.isNull() or self._last is None or draft is None:
            self._pan.stop()
            return
        whole = draft.rect.united(Rect.of(draft.size))
        self._canvas.is_fitted = False  # or more room around would make it fit once more, under the hand
        self._canvas.look_around(whole.expanded(max(whole.size)))
        self._canvas.pan(-_slowed(beyond.x()), -_slowed(beyond.y()))
        self.move(self._last)


def _with_room(whole: Rect) -> Rect:
    return whole.expanded(round(_ROOM_SHARE * max(whole.size)))


def _slowed(beyond: float) -> float:
    return min(max(beyond / 4, -_FASTEST_PX), _FASTEST_PX)
