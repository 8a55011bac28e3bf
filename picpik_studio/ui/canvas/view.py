"""The widget that shows the scene: where it is seen from, what is out of date, and nothing of what is done to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from picpik_studio.core.geometry import Offset, Point, Rect, Size, gathered
from picpik_studio.core.turn import NONE, Turn
from picpik_studio.core.viewport import Viewport
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.backing import Backing
from picpik_studio.ui.canvas.overlays import Overlays
from picpik_studio.ui.canvas.placement import Placement, touched_px, whole_px
from picpik_studio.ui.canvas.regions import device_rects
from picpik_studio.ui.canvas.scene import Scene
from picpik_studio.ui.canvas.wait_ahead import WaitAhead

FIT_MARGIN_PX = 24
TINY_PX = 32
_CLOSEST_FIT = 8.0
_STEPS = (
    0.01,
    0.02,
    0.03,
    0.05,
    0.0833,
    0.125,
    0.1667,
    0.25,
    0.3333,
    0.5,
    0.6667,
    1,
    1.5,
    2,
    3,
    4,
    6,
    8,
    12,
    16,
    32,
    64,
)
_SAME = 1.02
_WASTE = 15_000  # device pixels: as many are made ready and copied in the time that one rectangle more takes
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class CanvasView(QWidget):
    """Shows a `scene` through a viewport that counts device pixels.

    `viewport_changed` follows every change of zoom, place or size, `turn_changed` after it one of how the view is
    turned or mirrored; `resized` tells what stands on the widget of its size (an event filter would be called for every
    move of the pointer too). `overlays` draw what lies over the scene. Each places itself by `to_widget` and asks for
    its own repaint by `update`.
    """

    viewport_changed = Signal()
    turn_changed = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = Scene()
        self.overlays = Overlays()
        self.is_fitted = True
        self._enlarges = False
        self._has_ring = False
        self._stands_still = False
        self._adapted_to = (0, 0, 1.0)
        self._viewport = Viewport()
        self._size: Size | None = None
        self._around: Rect | None = None
        self._backing = Backing(self.scene.draw)
        self._ahead = WaitAhead(self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(160, 120))

    # What is seen

    @property
    def viewport(self) -> Viewport:
        """What is seen, in device pixels."""
        return self._viewport

    @property
    def device_scale(self) -> float:
        """Device pixels a pixel of the widget."""
        return self.devicePixelRatioF()

    @property
    def pixels_drawn(self) -> int:
        """How many device pixels of the scene were drawn since the beginning; a counter for benchmarks."""
        return self._backing.pixels_drawn

    def set_picture_size(self, size: Size | None) -> None:
        """Show a picture of another size, upright and fitted, but not larger than it is unless it is tiny.

        None shows nothing.
        """
        self._around = self._around if size == self._size else None  # another picture is fitted by itself
        self._size = size
        if not self._viewport.turn.is_none:
            self._set_viewport(replace(self._viewport, turn=NONE))
        if size is None:
            self.scene.placement = None
        self.fit(enlarge=size is not None and max(size) <= TINY_PX)
        self.refresh()

    def fit(self, *, enlarge: bool = True) -> None:
        """Show the whole picture, and keep it so while the widget changes its size, until it is zoomed or panned."""
        if self._size is None:
            return
        fitted = self._viewport.fit_rect(self._around or Rect.of(self._size), round(FIT_MARGIN_PX * self.device_scale))
        self._enlarges = enlarge
        if not enlarge and fitted.zoom > 1:
            fitted = fitted.actual_size()
        self._set_viewport(fitted)
        self.is_fitted = True

    def look_around(self, rect: Rect | None) -> None:
        """Let `rect` (image pixels) be what is fitted and moved about in, instead of the picture; None ends it."""
        if rect != self._around:
            self._around = rect
            if self.is_fitted:
                self.fit(enlarge=self._enlarges)

    def follow_canvas(self, size: Size, way: Offset) -> None:
        """Show a picture that is `size` now, and leave its pixels, which have moved in it, where they are seen."""
        self._size, self.is_fitted = size, False
        centre = self._viewport.centre
        self._set_viewport(replace(self._viewport, centre=Point(centre.x + way.dx, centre.y + way.dy)))

    def show_rect(self, rect: Rect) -> None:
        """Show `rect` (image pixels, not empty) as large as it can be seen whole with a margin, up to 800 %."""
        fitted = self._viewport.fit_rect(rect, round(FIT_MARGIN_PX * self.device_scale))
        self._move(replace(fitted, zoom=min(fitted.zoom, _CLOSEST_FIT)))

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Show the picture at `zoom` device pixels a pixel; what is `at` a position (the middle) stays there."""
        position = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        fixed = Point(position.x() * self.device_scale, position.y() * self.device_scale)
        moved = self._viewport.zoomed_at(fixed, zoom / self._viewport.zoom)
        self._move(replace(moved, zoom=zoom))  # exactly: at 100 % nothing is interpolated

    def zoom_step(self, direction: int, at: QPointF | None = None) -> None:
        """Go to the next of the usual zooms, nearer (1) or farther away (-1)."""
        self.zoom_to(_next_step(self._viewport.zoom, direction), at)

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let the widget's right and bottom border move without the picture, unless it is fitted."""
        self._stands_still = True
        try:
            yield
        finally:
            self._stands_still = False

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by `dx`, `dy` pixels of the widget."""
        self._move(self._viewport.panned(dx * self.device_scale, dy * self.device_scale))

    def turn_to(self, turn: Turn, at: QPointF | None = None) -> None:
        """Turn and mirror the view; what is `at` a position (the middle) stays there."""
        position = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        fixed = Point(position.x() * self.device_scale, position.y() * self.device_scale)
        was_fitted = self.is_fitted and at is None
        self._move(self._viewport.turned_at(fixed, turn))
        if was_fitted:
            self.fit(enlarge=self._enlarges)

    def look(self, viewport: Viewport) -> None:
        """Go back to what was seen by an earlier `viewport`."""
        self._move(replace(viewport, view=self._viewport.view))

    def to_image(self, position: QPointF) -> Point | None:
        """Return the place in image pixels of a position in the widget, or None without a picture."""
        return self.scene.placement.to_image(position) if self.scene.placement is not None else None

    def to_widget(self, point: Point) -> QPointF | None:
        """Return the position in the widget of a place in image pixels, or None without a picture."""
        return self.scene.placement.to_widget(point) if self.scene.placement is not None else None

    # What is out of date

    def update(self, *what: Any) -> None:  # noqa: ANN401 - Qt's: nothing, a rectangle, a region or four numbers
        """Copy the scene anew, everywhere or there, and ask what may lie over it."""
        self.overlays.ask_all()
        super().update(*what)

    def redraw(self, region: QRegion) -> None:
        """Copy the scene anew there; what lies over it is the same as before, but for its place."""
        super().update(region)

    def refresh(self) -> None:
        """Draw everything anew."""
        self._backing.mark_all()
        self.update()

    def refresh_image(self, *rects: Rect) -> None:
        """Draw anew what has changed inside `rects` (image pixels)."""
        placement, reach = self.scene.placement, self.scene.reach
        if placement is not None:
            changed = gathered((placement.to_device(rect).expanded(reach) for rect in rects), _WASTE)
            self.redraw(placement.region(self._backing.mark(rect) for rect in changed))

    def refresh_part(self, rect: Rect) -> None:
        """Draw anew what is seen inside `rect` (device pixels of the widget)."""
        placement = self.scene.placement
        if placement is not None:
            drawn = rect if placement.turning is None else placement.turning.stage_rect(rect)
            super().update(placement.on_widget(self._backing.mark(drawn)))

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bring the scene up to date and copy it; then draw what lies over it."""
        self._adapt_to_screen()
        self._backing.refresh()
        painter, scale, wanted = QPainter(self), self.device_scale, event.region()
        if scale != 1:
            _count_device_pixels(painter)
        turning = self.scene.placement.turning if self.scene.placement is not None else None
        self._backing.copy_to(painter, device_rects(wanted, scale, Rect.of(self._viewport.view)), turning)
        painter.resetTransform()
        painter.setClipRegion(wanted)  # so that an overlay knows what is wanted
        self.overlays.draw(painter)
        if self._has_ring:
            theme.draw_focus_ring(painter, self.size())
        painter.end()
        self._ahead.painted(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is in the middle there, or the whole picture in sight."""
        super().resizeEvent(event)
        self._adapt_to_screen()
        self.resized.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show a ring when the keyboard brought the focus here."""
        super().focusInEvent(event)
        self._has_ring = event.reason() in _BY_KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._has_ring = False
        self.update()

    def _adapt_to_screen(self) -> None:
        """Follow the widget's size and the screen's scale."""
        look = width, height, scale = self.width(), self.height(), self.device_scale
        if look == self._adapted_to:  # asked at every paint
            return
        is_same_scale, self._adapted_to = scale == self._adapted_to[2], look
        size = Size(touched_px(width * scale), touched_px(height * scale))
        if size == self._viewport.view and is_same_scale:
            return
        was_fitted = self.is_fitted
        before = self._viewport.view
        self._viewport = self._viewport.resized(size)
        if was_fitted and self._size is not None:
            self.fit(enlarge=self._enlarges)
        elif self._stands_still:
            across, down = (before.width - size.width) / 2, (before.height - size.height) / 2
            self._set_viewport(self._viewport.panned(across, down))
        else:
            self._set_viewport(self._viewport)

    def _move(self, viewport: Viewport) -> None:
        if self._size is None:
            return
        room = self._around or Rect.of(self._size)
        x = min(max(viewport.centre.x, float(room.x)), float(room.right))
        y = min(max(viewport.centre.y, float(room.y)), float(room.bottom))
        self.is_fitted = False
        self._set_viewport(replace(viewport, centre=Point(x, y)))

    def _set_viewport(self, viewport: Viewport) -> None:
        turn, self._viewport = self._viewport.turn, viewport
        self._backing.resize(viewport.turn.stage(viewport.view))
        before = self.scene.placement
        if self._size is not None:
            self.scene.placement = Placement.of(viewport, self._size, self.device_scale)
        now = self.scene.placement
        is_whole = self.scene.before is None  # the line of a wipe stays where it is while the picture moves
        if is_whole and before is not None and now is not None and _is_drawn_alike(before, now):
            self._backing.shift(now.left - before.left, now.top - before.top)
            self.update()
        else:
            self.refresh()
        self.viewport_changed.emit()
        if turn != viewport.turn:
            self.turn_changed.emit()


def _next_step(zoom: float, direction: int) -> float:
    """Return the next of the usual zooms, larger (1) or smaller (-1)."""
    larger = [step for step in _STEPS if step > zoom * _SAME]
    smaller = [step for step in _STEPS if step < zoom / _SAME]
    return (larger or _STEPS[-1:])[0] if direction > 0 else (smaller or _STEPS[:1])[-1]


def _count_device_pixels(painter: QPainter) -> None:
    """Let `painter` count whole device pixels from where its widget begins, which may lie between two."""
    place = painter.deviceTransform()
    exact = QTransform.fromTranslate(whole_px(place.dx()), whole_px(place.dy()))
    painter.setWorldTransform(exact * place.inverted()[0])


def _is_drawn_alike(one: Placement, other: Placement) -> bool:
    """Whether the picture is the same, to the pixel, but for its place on the stage."""
    return replace(one, left=other.left, top=other.top, turning=other.turning) == other
