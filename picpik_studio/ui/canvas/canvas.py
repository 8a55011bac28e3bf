"""The canvas: the view of a session's document, with what the person does to it by pointer and keys."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from picpik_studio.app.session import Session
from picpik_studio.core.document import Document
from picpik_studio.core.tools.base import Modifiers
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.ui.canvas.at_once import AtOnce
from picpik_studio.ui.canvas.canvas_keys import CanvasKeys
from picpik_studio.ui.canvas.cursor import BrushCursor
from picpik_studio.ui.canvas.devices import Devices
from picpik_studio.ui.canvas.early import EarlyGesture, play
from picpik_studio.ui.canvas.escapes import Escapes
from picpik_studio.ui.canvas.faint import follow_strength, warn_if_faint
from picpik_studio.ui.canvas.feed import Feed
from picpik_studio.ui.canvas.frame_gesture import FrameGesture
from picpik_studio.ui.canvas.gestures import BrushGesture, StrokeGesture
from picpik_studio.ui.canvas.hints import Hints
from picpik_studio.ui.canvas.hot_spot import of_mouse
from picpik_studio.ui.canvas.looks import Looks
from picpik_studio.ui.canvas.moving import Moving
from picpik_studio.ui.canvas.navigation import Navigation
from picpik_studio.ui.canvas.pointer import MOVES, PRESSES, Pointer, PointerEvent
from picpik_studio.ui.canvas.pointer_shape import Chooser, PointerShape
from picpik_studio.ui.canvas.region_cursors import pointer_of
from picpik_studio.ui.canvas.region_preview import RegionPreview
from picpik_studio.ui.canvas.region_tools import region_runner
from picpik_studio.ui.canvas.scene import FilmView
from picpik_studio.ui.canvas.shape_gesture import ShapeGesture
from picpik_studio.ui.canvas.shape_marks import ShapeMarks
from picpik_studio.ui.canvas.shape_outline import ShapeOutline
from picpik_studio.ui.canvas.stroke_tools import stroke_tools
from picpik_studio.ui.canvas.tool_cursors import system_cursor
from picpik_studio.ui.canvas.view import CanvasView

_PAINTING = (QEvent.Type.Paint, QEvent.Type.UpdateRequest)


class Canvas(CanvasView):
    """Shows and paints the document of `session`.

    `pointer_moved` gives the place under the pointer in image pixels, or None; `look_changed` follows in what way the
    picture is shown (view of the repaint area, its inversion, the original); `document_ready` says that there is
    another document to work on, or none; `came_to_rest` that a gesture has ended. `strokes` counts the strokes that
    were kept, `pointer_position` is where the pointer is over the canvas, in its pixels, or None. `keys` decides whose
    a key is. `cursors` say in turn what the pointer looks like, if they care.
    """

    pointer_moved = Signal(object)
    look_changed = Signal()
    document_ready = Signal()
    came_to_rest = Signal()
    _devices: Devices | None = None

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = session.tool
        self._cursor = BrushCursor(self.size)
        self._at_once = AtOnce(self)
        self.pointer_position: QPointF | None = None
        self._origin = QPointF()
        self.strokes = 0
        self.moving = Moving(self, session.tool)
        self._resize = BrushGesture(self, session.tool)
        self._stroke = StrokeGesture(self, session.tool, self._stroke_ended)
        self.shapes = ShapeGesture(self, session.tool, session.regions, region_runner(session.program.tasks))
        self.frames = FrameGesture(self, session)
        self.cursors: list[Chooser] = [self.frames.cursor]
        self._shape = PointerShape(
            self, self.cursors, lambda: pointer_of(self.shapes, session.tool.tool, self.device_scale)
        )
        self._early = EarlyGesture(self, session.tool, lambda: self.feed.is_moving)
        gestures = (*self.moving.gestures, self._resize, self._stroke, self.frames, self.shapes, self._early)
        self.pointer = Pointer(gestures, self.moving.pan)
        self._navigation = Navigation(self, session.tool)
        self._hints = Hints(self, self._resize, self._stroke, lambda: self.pointer_position)
        self.keys = CanvasKeys(self, (self._hints, self.moving), (Escapes(self).key, self._navigation.key))
        self.preview = RegionPreview(self, self.shapes)
        self.outline, self.marks = ShapeOutline(self, self.shapes), ShapeMarks(self, self.shapes)
        self.overlays.append(self._hints.draw, self._cursor.draw)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._devices = Devices(self, self.pointer, lambda: session.program.settings.is_on("finger_paints"))
        self.setAccessibleName(self.tr("Canvas"))
        self.viewport_changed.connect(self._view_moved)
        self.moving.changed.connect(self._place_cursor)
        self.shapes.changed.connect(self._place_cursor)
        self.feed = Feed(session, self)
        self._disconnect = (
            session.tool.changed.connect(lambda _name: self.moving.choose()),
            session.regions.changed.connect(lambda _name: self._place_cursor()),
            follow_strength(session),
            self.feed.ready.connect(self._document_ready),
            self.feed.moving.connect(lambda: self._take_tools(None, is_moving=True)),
            session.canvas.wait_while(lambda: self.pointer.active is not None or self._early.has_any),
            self.feed.film_touched.connect(self.feed.show_film_again),
            self.feed.compared.connect(self.look_changed.emit),
        )
        self.looks = Looks(session, self)
        self.looks.changed.connect(self.look_changed)

    def close_feed(self) -> None:
        """Follow nothing any more; called before the window goes."""
        self.pointer.cancel()
        for disconnect in self._disconnect:
            disconnect()
        self.feed.close()

    # What commands ask for

    @property
    def film_view(self) -> FilmView:
        """How the repaint area is shown."""
        return self.scene.film_view

    def set_film_view(self, view: FilmView) -> None:
        """Show the repaint area in another way."""
        if view != self.scene.film_view:
            self.scene.film_view = view
            self.looks.follow_view()

    @property
    def is_ready(self) -> bool:
        """Whether there is something to paint on."""
        return bool(self._stroke.tools) or self.feed.is_moving

    @property
    def has_stroke(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._stroke.is_active

    # The session

    def _document_ready(self, document: Document | None) -> None:
        early = self._early.take(document)
        self._take_tools(document)
        self.document_ready.emit()
        if early:
            play(early, self.pointer)
            self.gesture_changed()

    def _take_tools(self, document: Document | None, *, is_moving: bool = False) -> None:
        self.pointer.cancel()
        self._stroke.tools = stroke_tools(document, self._session)
        self.shapes.set_document(document, is_moving=is_moving)
        self._place_cursor()

    def _stroke_ended(self, erased: bool) -> None:
        self.strokes += 1
        if isinstance(self._stroke.tool, BrushTool):
            warn_if_faint(self._session, self._stroke.tool.peak, erased=erased)

    # The pointer

    def _view_moved(self) -> None:
        """Keep what follows the pointer under it, now that the picture has moved there."""
        self._place_cursor()
        self._early.view_moved()
        self._stroke.view_moved(self.pointer.last)
        if not self.moving.is_active:
            self.shapes.follow()

    def _place_cursor(self) -> None:
        at = self._resize.anchor or self.pointer_position
        is_brush = self.is_ready and self._settings.is_brush and self.moving.cursor is None
        scale = self.device_scale
        shown, brush = at if is_brush else None, self._stroke.brush
        self.redraw(self._cursor.place(shown, brush, self.viewport.zoom / scale, scale, erases=self._stroke.erases))
        self._hints.refresh(brush, is_brush=is_brush)
        blank = system_cursor(Qt.CursorShape.BlankCursor)
        self._shape.show(self.pointer_position, blank if is_brush else self.moving.cursor)

    def _track(self, position: QPointF | None, told_ms: int | None = None) -> None:
        self.pointer_position = position
        if told_ms is not None and self.has_stroke and self._cursor.position is not None:
            self.redraw(self._cursor.move(position))  # whatever else the brush looks like, a stroke does not change it
            self._hints.follow()
        else:
            self._place_cursor()
        if told_ms is not None:  # a mouse's move: it is seen before anybody else hears of it
            self._at_once.moved(told_ms)
        self._origin = QPointF(self.mapToGlobal(QPoint(0, 0)))
        self.pointer_moved.emit(self.to_image(position) if position is not None else None)

    def _feel(self, event: PointerEvent, kind: QEvent.Type, told_ms: int | None = None) -> None:
        self._hints.feel(event.modifiers)
        self.moving.feel(event.modifiers)
        self.shapes.feel(event.modifiers)
        self.pointer.feel(event, kind)
        if self.pointer.active is None and kind in MOVES:
            self.shapes.move(event)
        self._track(event.position, told_ms)
        if self.pointer.active is None and kind not in (*PRESSES, *MOVES):
            self.came_to_rest.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._feel(PointerEvent.of_mouse(event, self), QEvent.Type.MouseButtonPress)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Close a shape, or take a fast second press for a press."""
        if not self.shapes.double_click(PointerEvent.of_mouse(event, self)):
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, or only show the brush elsewhere."""
        self._feel(PointerEvent.of_mouse(event, self, is_move=True), QEvent.Type.MouseMove, event.timestamp())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a gesture."""
        self._feel(PointerEvent.of_mouse(event, self), QEvent.Type.MouseButtonRelease)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Follow the pen, which would else come as a mouse without pressure."""
        if event.type() == QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._feel(PointerEvent.of_pen(event, self), event.type())
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the brush's outline where the pointer stands: a menu or a dialog may have gone from over it."""
        super().enterEvent(event)
        self._track(of_mouse(self, event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the brush's outline."""
        super().leaveEvent(event)
        if self.pointer.active is None:
            self._track(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, pan, or set the brush."""
        self._navigation.wheel(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the brush's outline under the pointer, which stands still while the canvas moves."""
        super().resizeEvent(event)
        origin = QPointF(self.mapToGlobal(QPoint(0, 0)))
        if self.pointer_position is not None:
            self._track(self.pointer_position + self._origin - origin)
        self._origin = origin

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Know nothing of the keyboard any more."""
        super().focusOutEvent(event)
        self._hints.feel(Modifiers.NONE)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of everything that a release would have ended."""
        super().hideEvent(event)
        self.pointer.cancel()

    # Keys

    def event(self, event: QEvent) -> bool:
        """Take pinches, and keys that no command may have: those of a shape, Esc while a gesture goes on."""
        kind = event.type()
        if kind in _PAINTING:
            return super().event(event)
        is_taken = self._devices is not None and self._devices.take(event, kind)
        if is_taken or (kind == QEvent.Type.NativeGesture and self._navigation.gesture(event)):
            return True
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.keys.claims(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a key, or leave it to the window."""
        if not self.keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Take a key, or leave it to the window."""
        if not self.keys.release(event):
            super().keyReleaseEvent(event)

    def gesture_changed(self) -> None:
        """Show what the pointer does now that its gesture was taken back, or another one has begun."""
        self._place_cursor()
        if self.pointer.active is None:
            self.came_to_rest.emit()

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Keep Tab, which hides the panels; F6 leads to them."""
        return False
