"""What is done with the tools that make a region: lasso, polygon, rectangle, ellipse, wand and bucket."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import NOWHERE, Offset, Point
from picpik_studio.core.signal import Signal
from picpik_studio.core.tools.base import Button, Key, Modifiers, RegionTool, ToolEvent
from picpik_studio.core.tools.combine import Combine, chosen
from picpik_studio.core.tools.later import Runner, at_once
from picpik_studio.core.tools.polygon import PolygonTool
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.select import SelectTool, ToolClick
from picpik_studio.core.tools.settings import ToolName, ToolSettings
from picpik_studio.core.tools.shape import ShapeTool
from picpik_studio.core.tools.wand import WandTool
from picpik_studio.ui.canvas.pointer import PointerEvent, held_by
from picpik_studio.ui.canvas.region_tools import region_tools
from picpik_studio.ui.canvas.tolerance_drag import ToleranceDrag
from picpik_studio.ui.canvas.view import CanvasView

_BUTTONS = (Button.LEFT, Button.RIGHT, Button.ERASER)
_KEYS: Mapping[int, Key] = {
    Qt.Key.Key_Return: Key.ENTER,
    Qt.Key.Key_Enter: Key.ENTER,
    Qt.Key.Key_Escape: Key.ESCAPE,
    Qt.Key.Key_Backspace: Key.BACKSPACE,
    Qt.Key.Key_Delete: Key.BACKSPACE,
    Qt.Key.Key_Space: Key.SPACE,
}


class ShapeGesture:
    """Gives the pointer to the chosen region tool.

    `changed` says that what it has to show may look otherwise, `clicked` that a place was clicked. A shape that is in
    progress between two presses (a polygon) waits while another tool is chosen, follows the pointer when its own is
    chosen again, and is given up when another shape is begun. It stays on what is seen when the canvas changes. Keys
    are offered to it first.
    """

    def __init__(
        self, view: CanvasView, settings: ToolSettings, regions: RegionSettings, run: Runner = at_once
    ) -> None:
        self.changed: Signal[()] = Signal()
        self.clicked: Signal[ToolClick] = Signal()
        self._view = view
        self._settings = settings
        self._regions = regions
        self._run = run
        self._drag = ToleranceDrag(regions)
        self._modifiers = Modifiers.NONE
        self._tools: Mapping[ToolName, RegionTool] = {}
        self._button = Button.NONE
        self._last: PointerEvent | None = None
        self._has_closed = False
        self._document: Document | None = None
        self._origin = NOWHERE
        self._aside: tuple[ToolName, ShapeTool] | None = None

    def set_document(self, document: Document | None, *, is_moving: bool = False) -> None:
        """Work on another document, or on none.

        `is_moving`: on none until the same one is there on another canvas; a shape in progress goes on then.
        """
        if is_moving:
            self._lay_aside()
            return
        aside, self._aside = self._aside, None
        self.cancel()
        self._tools = region_tools(document, self._regions, self._run) if document is not None else {}
        for tool in self._tools.values():
            if isinstance(tool, WandTool):
                tool.previewed.connect(self.changed.emit)
            elif isinstance(tool, SelectTool):
                tool.clicked.connect(self.clicked.emit)
        before, self._document = self._document, document
        origin, self._origin = self._origin, document.origin if document is not None else NOWHERE
        if aside is not None and document is not None and document is before:
            name, shape = aside
            shape.follow_canvas(Offset(origin.dx - self._origin.dx, origin.dy - self._origin.dy))
            self._tools = {**self._tools, name: shape}
            self.changed.emit()

    @property
    def chosen(self) -> RegionTool | None:
        """The region tool that is chosen, or None."""
        return self._tools.get(self._settings.tool)

    @property
    def open(self) -> RegionTool | None:
        """The tool that has a shape in progress, or None."""
        return next((tool for tool in self._tools.values() if tool.is_active), None)

    @property
    def position(self) -> QPointF:
        """Where the pointer was felt last, in the widget's pixels."""
        return self._last.position if self._last is not None else QPointF()

    @property
    def combine(self) -> Combine:
        """What the shape in progress, or the next click, does to what is painted."""
        tool = self.open
        how = tool.combine if isinstance(tool, ShapeTool | WandTool) else None
        otherwise = Combine.ADD if isinstance(self.chosen, SelectTool) else self._regions.combine
        return how or chosen(self._modifiers, self._button, otherwise)

    @property
    def tolerance(self) -> int | None:
        """The wand's tolerance while a drag sets it, or None."""
        return self._regions.tolerance if isinstance(self.open, WandTool) and self._drag.is_dragged else None

    @property
    def closes(self) -> bool:
        """Whether a click would close the polygon in progress, on its first corner."""
        tool = self.open
        return isinstance(tool, PolygonTool) and self._last is not None and tool.is_on_first(self._event(self._last))

    def feel(self, modifiers: Modifiers) -> None:
        """Know which keys are held, whatever has the pointer."""
        if modifiers != self._modifiers:
            self._modifiers = modifiers
            self.changed.emit()

    def press(self, event: PointerEvent) -> bool:
        """Begin a shape, or go on with it."""
        tool = self.chosen
        if tool is None or event.button not in _BUTTONS:
            return False
        if self.open is not tool:
            self.cancel()
        was_open = tool.is_active
        self._button = event.button
        self._hand_over(tool.press, event)
        self._drag.begin(event.position.x())
        self._has_closed = was_open and not tool.is_active
        return True

    def double_click(self, event: PointerEvent) -> bool:
        """Close a shape that goes on between presses; say whether the second press of a fast pair meant that.

        Where the first press has closed it already, the second one begins nothing.
        """
        if self._has_closed:
            return True
        tool = self.open
        if tool is None or tool is not self.chosen:
            return False
        self._hand_over(tool.double_click, event)
        return True

    def move(self, event: PointerEvent) -> None:
        """Go on; without a button too, for a shape that goes on between presses."""
        tool = self.open
        if tool is not None and tool is self.chosen:
            self._drag.go_on(tool, event.position.x())
            self._hand_over(tool.move, event)

    def release(self, event: PointerEvent) -> None:
        """End what ends with its button."""
        tool = self.open
        if tool is not None:
            self._hand_over(tool.release, event)
        self._button = Button.NONE

    def cancel(self) -> None:
        """Give up what is in progress; the document was never touched."""
        self._button = Button.NONE
        tool = self.open
        if tool is not None:
            tool.cancel()
            self._drag.take_back(tool)
            self.changed.emit()

    def follow(self) -> None:
        """Go on to where the pointer is: the picture was moved under it."""
        if self._last is not None:
            self.move(self._last)

    # Keys

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the shape in progress, and to no command."""
        is_in_progress = self.open is not None or self._aside is not None
        return is_in_progress and (event.key() in _KEYS or bool(held_by(event)))

    def key(self, event: QKeyEvent, *, is_down: bool) -> bool:
        """Take in a key that went down or up; say whether it was for a shape in progress."""
        held = held_by(event)
        if held:
            self.feel(self._modifiers | held if is_down else self._modifiers & ~held)
            return self._hold(held, is_down=is_down)
        key, tool = _KEYS.get(event.key()), self.open
        if key is not None and self._aside is not None:
            self._key_aside(key, is_down=is_down)
            return True
        if key is None or tool is None:
            return False
        if not event.isAutoRepeat() or key is Key.BACKSPACE:
            is_taken = tool.key(key, is_down=is_down)
            if not tool.is_active:
                self._drag.take_back(tool)
            self.changed.emit()
            return is_taken
        return True

    def _key_aside(self, key: Key, *, is_down: bool) -> None:
        """Give up a shape that was laid aside, or let go of it; nothing may become of it yet."""
        if key is Key.ESCAPE:
            self._aside = None
        elif key is Key.SPACE and not is_down and self._aside is not None:
            self._aside[1].key(key, is_down=False)

    def _lay_aside(self) -> None:
        for name, tool in self._tools.items():
            if tool.is_active and isinstance(tool, ShapeTool):
                self._aside = name, tool
        if self._aside is None:
            self.cancel()
        self._tools = {}

    def _hold(self, modifier: Modifiers, *, is_down: bool) -> bool:
        """Tell the shape of a modifier: a move to the same place."""
        if self._last is None or self.open is None:
            return False
        before = self._last.modifiers
        self.move(self._last._replace(modifiers=before | modifier if is_down else before & ~modifier))
        return True

    def _hand_over(self, receive: Callable[[ToolEvent], None], event: PointerEvent) -> None:
        self._last = event
        if self._view.to_image(event.position) is not None:
            receive(self._event(event))
            self.changed.emit()

    def _event(self, event: PointerEvent) -> ToolEvent:
        point = self._view.to_image(event.position) or Point(0, 0)
        pixel = self._view.device_scale / self._view.viewport.zoom
        return ToolEvent(point, event.pressure, event.modifiers, self._button, event.time, pixel)
