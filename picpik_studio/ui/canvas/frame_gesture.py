"""The frame on the canvas: what is sent, dragged by corners, edges and middle, or drawn anew."""

from typing import Final

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor

from picpik_studio.app.parameters import FrameMode
from picpik_studio.app.session import Session
from picpik_studio.core.box_drag import Grip, dragged, grip_at, spanned
from picpik_studio.core.frame import Frame, custom_frame
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.tools.base import Button, Modifiers
from picpik_studio.ui.canvas.grip_cursors import grip_cursor
from picpik_studio.ui.canvas.pointer import PointerEvent
from picpik_studio.ui.canvas.view import CanvasView

_REACH_PX: Final = 10.0


class FrameGesture(QObject):
    """Drags the frame of one session while the frame tool is chosen; Esc takes the drag back.

    `frame` is the one that is shown: while one is dragged it follows the pointer, before what was asked for is known.
    `changed` follows it. Shift keeps the frame's shape at a corner.
    """

    changed = Signal()

    def __init__(self, view: CanvasView, session: Session) -> None:
        super().__init__(view)
        self._view = view
        self._session = session
        self._found: Frame | None = None
        self._others: tuple[Frame, ...] = ()
        self._before: FrameMode | None = None
        self._grip: Grip | None = None
        self._start = Point(0, 0)
        self._rect = Rect(0, 0, 1, 1)

    @property
    def is_on(self) -> bool:
        """Whether the frame tool is chosen."""
        return self._session.tool.tool == "frame"

    @property
    def frame(self) -> Frame | None:
        """The frame as it would be sent, or None; a rectangle is there although nothing is painted in it yet."""
        mode, document = self._session.parameters.values.frame_mode, self._session.document
        if document is None or not isinstance(mode, Rect) or mode.intersected(Rect.of(document.size)).is_empty:
            return self._found
        frame = custom_frame(mode, document.size)
        return self._found if self._found is not None and self._found.rect == frame.rect else frame

    @property
    def is_dragging(self) -> bool:
        """Whether a drag goes on."""
        return self._before is not None

    @property
    def others(self) -> tuple[Frame, ...]:
        """What is sent beside it, each in a frame of its own."""
        return () if isinstance(self._session.parameters.values.frame_mode, Rect) else self._others

    def show_frames(self, frames: tuple[Frame, ...]) -> None:
        """Take the frames that were found for what is painted and set; the first one can be dragged."""
        self._found, self._others = frames[0] if frames else None, frames[1:]
        self.changed.emit()

    def cursor(self, position: QPointF | None) -> QCursor | None:
        """Return the pointer for a position in the view, or None where this tool is not chosen."""
        if not self.is_on:
            return None
        point = self._view.to_image(position) if position is not None else None
        grip = self._grip if self.is_dragging else self._grip_at(point)
        return grip_cursor(grip, self._view.viewport.turn, beside=Qt.CursorShape.CrossCursor)

    def press(self, event: PointerEvent) -> bool:
        """Take hold of the frame, or begin a new one beside it."""
        point = self._view.to_image(event.position)
        if not self.is_on or event.button is not Button.LEFT or point is None or self._session.document is None:
            return False
        self._start = point
        self._before = self._session.parameters.values.frame_mode
        self._grip = self._grip_at(point)
        if self._grip is not None and self.frame is not None:
            self._rect = self.frame.rect
        return True

    def move(self, event: PointerEvent) -> None:
        """Let the frame follow the pointer."""
        point, document = self._view.to_image(event.position), self._session.document
        if point is None or document is None:
            return
        rect = self._dragged(point, keeps_shape=Modifiers.SHIFT in event.modifiers)
        if not rect.intersected(Rect.of(document.size)).is_empty:
            self._session.parameters.set("frame_mode", rect)
            self.changed.emit()

    def release(self, event: PointerEvent) -> None:
        """Keep the frame; a click without a drag changes nothing."""
        if event.position != self._view.to_widget(self._start):
            self.move(event)
        self._end()

    def cancel(self) -> None:
        """Take the frame back as it was."""
        if self._before is not None:
            self._session.parameters.set("frame_mode", self._before)
        self._end()

    def _end(self) -> None:
        self._before = self._grip = None
        self.changed.emit()

    def _dragged(self, point: Point, *, keeps_shape: bool) -> Rect:
        if self._grip is None:
            return spanned(self._start, point)
        dx, dy = point.x - self._start.x, point.y - self._start.y
        ratio = self._rect.width / self._rect.height if keeps_shape and self._grip.is_corner else None
        return dragged(self._rect, self._grip, dx, dy, ratio=ratio)

    def _grip_at(self, point: Point | None) -> Grip | None:
        """Return what of the frame is held at a place."""
        frame = self.frame
        if point is None or frame is None:
            return None
        return grip_at(frame.rect, point, _REACH_PX * self._view.device_scale / self._view.viewport.zoom)
