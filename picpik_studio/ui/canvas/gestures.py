"""What can be done with a button held down on the canvas: pan, set the brush, paint."""

from collections.abc import Callable

from PySide6.QtCore import QPointF

from picpik_studio.core.tools.base import Button, Modifiers, Tool, ToolEvent
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.ui.canvas.pointer import PointerEvent
from picpik_studio.ui.canvas.view import CanvasView

_HARDNESS_PX = 250.0


class PanGesture:
    """Moves the picture: the middle button always, the left one with the hand, or while Space is held (`is_held`)."""

    def __init__(self, view: CanvasView, settings: ToolSettings) -> None:
        self._view = view
        self._settings = settings
        self._last: QPointF | None = None
        self.is_held = False

    @property
    def is_hand(self) -> bool:
        """Whether the left button moves the picture."""
        return self.is_held or self._settings.tool == "hand"

    @property
    def is_active(self) -> bool:
        """Whether the picture is being moved."""
        return self._last is not None

    def press(self, event: PointerEvent) -> bool:
        """Take hold of the picture."""
        if event.button is Button.MIDDLE or (self.is_hand and event.button is Button.LEFT):
            self._last = event.position
        return self.is_active

    def move(self, event: PointerEvent) -> None:
        """Move it."""
        if self._last is not None:
            self._view.pan(event.position.x() - self._last.x(), event.position.y() - self._last.y())
            self._last = event.position

    def release(self, event: PointerEvent) -> None:
        """Let it go."""
        self.move(event)
        self._last = None

    def cancel(self) -> None:
        """Let it go where it is."""
        self._last = None


class BrushGesture:
    """Alt and the right button: sideways the brush's size, up and down its hardness."""

    def __init__(self, view: CanvasView, settings: ToolSettings) -> None:
        self._view = view
        self._settings = settings
        self._start: tuple[QPointF, float, float] | None = None

    @property
    def anchor(self) -> QPointF | None:
        """Where the brush is shown while it is being set."""
        return self._start[0] if self._start is not None else None

    def press(self, event: PointerEvent) -> bool:
        """Begin with the brush as it is."""
        if self._settings.is_brush and event.button is Button.RIGHT and Modifiers.ALT in event.modifiers:
            self._start = event.position, self._settings.size, self._settings.hardness
        return self._start is not None

    def move(self, event: PointerEvent) -> None:
        """Follow the pointer: the edge of the brush goes as far as the pointer went."""
        if self._start is None:
            return
        position, size, hardness = self._start
        pixel = self._view.viewport.zoom / self._view.device_scale
        self._settings.size = size + 2 * (event.position.x() - position.x()) / pixel
        self._settings.hardness = hardness - (event.position.y() - position.y()) / _HARDNESS_PX

    def release(self, event: PointerEvent) -> None:
        """Keep the brush as it is now."""
        self.move(event)
        self._start = None

    def cancel(self) -> None:
        """Take the brush back as it was."""
        if self._start is not None:
            _position, self._settings.size, self._settings.hardness = self._start
        self._start = None


class StrokeGesture:
    """Left paints or erases with the tool, right and the pen's eraser end erase. Without a tool nothing happens.

    `ended` is called after each stroke that was kept, with whether it erased.
    """

    def __init__(self, view: CanvasView, settings: ToolSettings, ended: Callable[[bool], None]) -> None:
        self._view = view
        self._settings = settings
        self._ended = ended
        self._button = Button.NONE
        self.tool: Tool | None = None

    @property
    def erases(self) -> bool:
        """Whether the stroke, or the next one with the left button, erases."""
        return self._settings.mode == "erase" or self._button in (Button.RIGHT, Button.ERASER)

    @property
    def is_active(self) -> bool:
        """Whether a stroke is being drawn."""
        return self.tool is not None and self.tool.is_active

    def press(self, event: PointerEvent) -> bool:
        """Begin a stroke."""
        is_meant = self._settings.is_brush and event.button in (Button.LEFT, Button.RIGHT, Button.ERASER)
        if self.tool is None or not is_meant:
            return False
        self._button = event.button
        self._hand_over(self.tool.press, event)
        return True

    def move(self, event: PointerEvent) -> None:
        """Draw on."""
        if self.tool is not None:
            self._hand_over(self.tool.move, event)

    def release(self, event: PointerEvent) -> None:
        """Keep the stroke."""
        if self.tool is None:
            return
        erased = self.erases
        self._hand_over(self.tool.release, event)
        self._button = Button.NONE
        self._ended(erased)

    def cancel(self) -> None:
        """Take the stroke back."""
        self._button = Button.NONE
        if self.tool is not None:
            self.tool.cancel()

    def _hand_over(self, receive: Callable[[ToolEvent], None], event: PointerEvent) -> None:
        point = self._view.to_image(event.position)
        if point is not None:
            pixel = self._view.device_scale / self._view.viewport.zoom
            receive(ToolEvent(point, event.pressure, event.modifiers, self._button, event.time, pixel))
