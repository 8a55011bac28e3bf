"""The polygon."""

import math

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point
from picpik_studio.core.tools.base import Modifiers, ToolEvent
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.shape import ShapeTool, moved, snapped
from picpik_studio.texts import QT_TRANSLATE_NOOP

GRIP_PX = 8.0
"""How near to the first corner a press counts as on it, in pixels of the screen."""

_LEAST_CORNERS = 3


class PolygonTool(ShapeTool):
    """Every press is a corner; Enter, a double click or a press on the first corner closes.

    Shift, pressed after the first corner, puts the next one in a direction of a multiple of 45 degrees from the last.
    Backspace takes the last corner back. A press within `GRIP_PX` of the first corner counts as on it.
    """

    label = QT_TRANSLATE_NOOP("Edit", "Polygon")
    is_closed = False

    def __init__(self, document: Document, settings: RegionSettings) -> None:
        super().__init__(document, settings)
        self._corners: list[Point] = []
        self._loose = Point(0, 0)

    @property
    def outline(self) -> tuple[Point, ...]:
        """The corners so far and the place of the next one, in image pixels."""
        return (*self._corners, self._loose) if self.is_active else ()

    @property
    def corners(self) -> tuple[Point, ...]:
        """The corners that are set, in image pixels."""
        return tuple(self._corners) if self.is_active else ()

    def is_on_first(self, event: ToolEvent) -> bool:
        """Whether a press there would close the polygon: it has three corners, and is on the first of them."""
        has_enough = self.is_active and len(self._corners) >= _LEAST_CORNERS
        return has_enough and math.dist(event.point, self._corners[0]) <= GRIP_PX * event.pixel

    def press(self, event: ToolEvent) -> None:
        """Set a corner, or close on the first one."""
        if not self.is_active:
            super().press(event)
            return
        self.move(event)
        if self._is_moving:
            return
        if self.is_on_first(event):
            self.close()
        elif self._loose != self._corners[-1]:
            self._corners.append(self._loose)

    def release(self, event: ToolEvent) -> None:
        """Let go of the button; the polygon goes on."""
        self.move(event)

    def close(self) -> None:
        """End the polygon with the corners that are set, and combine it with the mask."""
        if self.is_active:
            self._loose = self._corners[0]
        super().close()

    def _start(self, point: Point) -> None:
        self._corners, self._loose = [point], point

    def _go_on(self, point: Point, constraints: Modifiers) -> None:
        self._loose = snapped(self._corners[-1], point) if Modifiers.SHIFT in constraints else point

    def _translate(self, dx: float, dy: float) -> None:
        self._corners = [moved(point, dx, dy) for point in self._corners]
        self._loose = moved(self._loose, dx, dy)

    def _step_back(self) -> None:
        self._corners.pop()
        if not self._corners:
            self.cancel()
