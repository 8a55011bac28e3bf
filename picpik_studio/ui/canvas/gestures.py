"""What can be done with a button held down on the canvas: set the brush, paint."""

import math
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF

from picpik_studio.core.brush import Brush
from picpik_studio.core.geometry import Point
from picpik_studio.core.tools.base import Button, Modifiers, StrokeTool, ToolEvent
from picpik_studio.core.tools.settings import RETOUCHERS, ToolName, ToolSettings
from picpik_studio.ui.canvas.pointer import PointerEvent
from picpik_studio.ui.canvas.view import CanvasView

_HARDNESS_PX = 250.0
_SAME_PX = 2.0


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
    """Left paints or erases with the tool, right and the pen's eraser end erase. Without `tools` nothing happens.

    `ended` is called after each stroke that was kept, with whether it erased.
    """

    def __init__(self, view: CanvasView, settings: ToolSettings, ended: Callable[[bool], None]) -> None:
        self._view = view
        self._settings = settings
        self._ended = ended
        self._button = Button.NONE
        self._is_erasing = False
        self._brush = settings.brush
        self._point = Point(0, 0)
        self._moved_under: PointerEvent | None = None
        self._drawing: StrokeTool | None = None
        self.tools: Mapping[ToolName, StrokeTool] = {}

    @property
    def tool(self) -> StrokeTool | None:
        """What draws: as long as a stroke lasts the tool that has begun it, else the chosen one."""
        if self._drawing is not None and self._drawing.is_active:
            return self._drawing
        return self.tools.get(self._settings.tool, self.tools.get("brush"))

    @property
    def erases(self) -> bool:
        """Whether the stroke, or the next one with the left button, erases (or takes a result away)."""
        if self.is_active:
            return self._is_erasing
        is_other = self._button in (Button.RIGHT, Button.ERASER)
        if self._settings.tool in RETOUCHERS:
            return is_other != (self._settings.tool == "restore")
        return self._settings.mode == "erase" or is_other

    @property
    def brush(self) -> Brush:
        """What the stroke is painted with, or the next one: keys that set it meanwhile are heard after the stroke.

        As in Photoshop; a stroke that changed its width at a slip of the other hand would have to be painted anew.
        """
        return self._brush if self.is_active else self._settings.brush

    @property
    def is_active(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._drawing is not None and self._drawing.is_active

    def press(self, event: PointerEvent) -> bool:
        """Begin a stroke."""
        is_meant = self._settings.is_brush and event.button in (Button.LEFT, Button.RIGHT, Button.ERASER)
        if self.tool is None or not is_meant:
            return False
        self._button = event.button
        self._is_erasing = self.erases
        self._brush = self._settings.brush
        self._moved_under = None
        self._drawing = self.tool
        self._hand_over(self.tool.press, event)
        return True

    def move(self, event: PointerEvent) -> None:
        """Draw on."""
        tool = self.tool
        if tool is not None:
            self._jump()
            self._hand_over(tool.move, event)

    def view_moved(self, pointer: PointerEvent | None) -> None:
        """Know that the picture has moved under the pointer, which was felt last where `pointer` says."""
        self._moved_under = pointer

    def release(self, event: PointerEvent) -> None:
        """Keep the stroke."""
        if self.tool is None:
            return
        erased = self.erases
        self._jump()
        self._hand_over(self.tool.release, event)
        self._button = Button.NONE
        self._ended(erased)

    def cancel(self) -> None:
        """Take the stroke back."""
        self._button = Button.NONE
        if self.tool is not None:
            self.tool.cancel()

    def _jump(self) -> None:
        """Begin anew where the pointer is now, without a line, when the picture has moved under it by some pixels."""
        if self._moved_under is None or self.tool is None:
            return
        event, self._moved_under = self._moved_under, None
        now = self._view.to_image(event.position)
        pixel = self._view.device_scale / self._view.viewport.zoom
        if now is not None and math.dist(self._point, now) > _SAME_PX * pixel:
            self._hand_over(self.tool.jump, event)

    def _hand_over(self, receive: Callable[[ToolEvent], None], event: PointerEvent) -> None:
        placement = self._view.scene.placement
        if placement is not None:
            self._point = point = placement.to_image(event.position)
            pixel = placement.scale / placement.zoom
            receive(ToolEvent(point, event.pressure, event.modifiers, self._button, event.time, pixel))
