"""The gestures that move the view and never touch the picture: the hand, the zoom tool, turning by hand."""

import math
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor, QKeyEvent

from picpik_studio.core.signal import Signal
from picpik_studio.core.tools.base import Button, Modifiers
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.core.viewport import Viewport
from picpik_studio.ui.canvas.pointer import Gesture, PointerEvent, held_by
from picpik_studio.ui.canvas.tool_cursors import icon_cursor, system_cursor
from picpik_studio.ui.canvas.view import CanvasView

Held = Literal["", "hand", "zoom", "turn"]

TURN_STEP = 15.0
_DRAG_PX = 4.0
_DOUBLING_PX = 120.0
_BY_TOOL: Mapping[str, Held] = MappingProxyType({"hand": "hand", "zoom": "zoom"})


class PanGesture:
    """Moves the picture: the middle button always, the left one while `is_wanted`.

    It may come in between another gesture, which waits until it is over (`presses_between` and what follows).
    """

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._last: QPointF | None = None
        self._is_between = False
        self.is_wanted = False

    @property
    def is_active(self) -> bool:
        """Whether the picture is being moved."""
        return self._last is not None

    def press(self, event: PointerEvent) -> bool:
        """Take hold of the picture."""
        if event.button is Button.MIDDLE or (self.is_wanted and event.button is Button.LEFT):
            self._last = event.position
        return self.is_active

    def move(self, event: PointerEvent) -> None:
        """Move it."""
        if self._last is not None:
            moved = event.position - self._last
            self._last = event.position
            self._view.pan(moved.x(), moved.y())

    def release(self, event: PointerEvent) -> None:
        """Let it go."""
        self.move(event)
        self.cancel()

    def cancel(self) -> None:
        """Let it go where it is."""
        self._last, self._is_between = None, False

    # In between another gesture

    def press_between(self, event: PointerEvent) -> None:
        """Take hold of the picture by the middle button."""
        if event.button is Button.MIDDLE:
            self._last, self._is_between = event.position, True

    def move_between(self, before: PointerEvent, event: PointerEvent) -> bool:
        """Move the picture if it is held; say whether it is."""
        if self.is_wanted and not self._is_between:
            self._last, self._is_between = before.position, True
        if self._is_between:
            self.move(event)
        return self._is_between

    def release_between(self, event: PointerEvent) -> None:
        """Let go of the middle button."""
        if event.button is Button.MIDDLE and self._is_between:
            self.release(event)

    def follow_wish(self, *, is_wanted: bool) -> None:
        """Begin or cease to be what the left button does."""
        self.is_wanted = is_wanted
        if self._is_between and not is_wanted:
            self.cancel()


class ZoomGesture:
    """A click comes nearer, with Alt it goes farther away; dragging right and left zooms at where the drag began."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._start: tuple[QPointF, Viewport] | None = None
        self._is_drag = False
        self.is_wanted = False

    @property
    def is_active(self) -> bool:
        """Whether the button is down."""
        return self._start is not None

    def press(self, event: PointerEvent) -> bool:
        """Begin with the zoom as it is."""
        if self.is_wanted and event.button is Button.LEFT:
            self._start, self._is_drag = (event.position, self._view.viewport), False
        return self.is_active

    def move(self, event: PointerEvent) -> None:
        """Zoom as far as the pointer went: to twice the size for each 120 pixels to the right."""
        if self._start is None:
            return
        position, viewport = self._start
        across = event.position.x() - position.x()
        self._is_drag = self._is_drag or abs(across) >= _DRAG_PX
        if self._is_drag:
            self._view.zoom_to(viewport.zoom * 2 ** (across / _DOUBLING_PX), position)

    def release(self, event: PointerEvent) -> None:
        """Take a press that hardly moved for a click."""
        self.move(event)
        if self._start is not None and not self._is_drag:
            self._view.zoom_step(-1 if Modifiers.ALT in event.modifiers else 1, event.position)
        self._start = None

    def cancel(self) -> None:
        """Go back to the zoom as it was."""
        if self._start is not None:
            self._view.look(self._start[1])
        self._start = None


class TurnGesture:
    """Turns the view about its middle, as a sheet of paper; with Shift in steps of 15 degrees."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._start: tuple[float, Viewport] | None = None
        self.is_wanted = False

    @property
    def is_active(self) -> bool:
        """Whether the view is being turned."""
        return self._start is not None

    def press(self, event: PointerEvent) -> bool:
        """Take hold of the sheet."""
        if self.is_wanted and event.button is Button.LEFT:
            self._start = self._direction(event.position), self._view.viewport
        return self.is_active

    def move(self, event: PointerEvent) -> None:
        """Turn it."""
        if self._start is None:
            return
        direction, viewport = self._start
        turn = viewport.turn.by(self._direction(event.position) - direction)
        if Modifiers.SHIFT in event.modifiers:
            turn = replace(turn, degrees=round(turn.degrees / TURN_STEP) * TURN_STEP)
        self._view.turn_to(turn, self._middle)  # a fitted view would swell and shrink under the hand

    def release(self, event: PointerEvent) -> None:
        """Let it lie."""
        self.move(event)
        self._start = None

    def cancel(self) -> None:
        """Turn it back."""
        if self._start is not None:
            self._view.look(self._start[1])
        self._start = None

    def _direction(self, position: QPointF) -> float:
        """Return where a position lies from the middle, in degrees clockwise."""
        away = position - self._middle
        return math.degrees(math.atan2(away.y(), away.x()))

    @property
    def _middle(self) -> QPointF:
        return QPointF(self._view.width() / 2, self._view.height() / 2)


class Moving:
    """These gestures together, and which of them the left button begins: by the chosen tool, or by a key that is held.

    `changed` says that it may be another one now, or look otherwise.
    """

    def __init__(self, view: CanvasView, settings: ToolSettings) -> None:
        self.changed: Signal[()] = Signal()
        self._view = view
        self._settings = settings
        self._held: list[Held] = []
        self._modifiers = Modifiers.NONE
        self.pan = PanGesture(view)
        self.zoom = ZoomGesture(view)
        self.turn = TurnGesture(view)
        self.gestures: tuple[Gesture, ...] = (self.turn, self.zoom, self.pan)

    @property
    def wanted(self) -> Held:
        """What the left button moves, or ""."""
        return self._held[-1] if self._held else _BY_TOOL.get(self._settings.tool, "")

    @property
    def is_active(self) -> bool:
        """Whether the view is being moved."""
        return self.pan.is_active or self.zoom.is_active or self.turn.is_active

    def is_held(self, what: Held) -> bool:
        """Whether a key or a command makes the left button do that."""
        return what in self._held

    def hold(self, what: Held, *, held: bool) -> None:
        """Begin or end the time in which a key makes the left button do something else."""
        self._held = [each for each in self._held if each != what] + ([what] if held else [])
        self.choose()

    def choose(self) -> None:
        """Follow the chosen tool and the keys."""
        wanted = self.wanted
        self.pan.follow_wish(is_wanted=wanted == "hand")
        self.zoom.is_wanted = wanted == "zoom"
        self.turn.is_wanted = wanted == "turn"
        self.changed.emit()

    def feel(self, modifiers: Modifiers) -> None:
        """Know the keys that are held: with Alt the zoom tool goes farther away."""
        if modifiers != self._modifiers:  # at nearly every move they are the same
            self._modifiers = modifiers
            self.changed.emit()

    def key(self, event: QKeyEvent, *, is_down: bool) -> None:
        """Know when Alt goes down or up."""
        if held_by(event) is Modifiers.ALT:
            self.feel(Modifiers.ALT if is_down else Modifiers.NONE)

    @property
    def cursor(self) -> QCursor | None:
        """What the pointer looks like when the view is meant; None when it is not."""
        if self.pan.is_active:
            return system_cursor(Qt.CursorShape.ClosedHandCursor)
        wanted = self.wanted
        if not wanted:
            return None
        if wanted == "hand":
            return system_cursor(Qt.CursorShape.OpenHandCursor)
        scale = self._view.device_scale
        if wanted == "zoom":
            return icon_cursor("zoom-out" if Modifiers.ALT in self._modifiers else "zoom-in", scale)
        return icon_cursor("rotate-cw", scale)
