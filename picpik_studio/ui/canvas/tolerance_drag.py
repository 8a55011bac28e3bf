"""Dragging sideways with the wand sets its tolerance."""

from picpik_studio.core.tools.base import RegionTool
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.wand import WandTool

_DEAD_PX = 4.0
_FOR_A_STEP_PX = 2.0


class ToleranceDrag:
    """Two pixels of the screen to the right make one step more; the first four are a hand that trembles.

    `is_dragged`: the pointer has gone farther than those since `begin`.
    """

    def __init__(self, settings: RegionSettings) -> None:
        self._settings = settings
        self._start = 0.0
        self._before = settings.tolerance
        self.is_dragged = False

    def begin(self, x: float) -> None:
        """Begin with the tolerance as it is, at a place across the widget."""
        self._start, self._before, self.is_dragged = x, self._settings.tolerance, False

    def go_on(self, tool: RegionTool, x: float) -> None:
        """Follow the pointer, if it is the wand's."""
        way = x - self._start
        beyond = max(abs(way) - _DEAD_PX, 0.0) * (1 if way > 0 else -1)
        if beyond and isinstance(tool, WandTool):
            self.is_dragged = True
            self._settings.tolerance = self._before + round(beyond / _FOR_A_STEP_PX)

    def take_back(self, tool: RegionTool) -> None:
        """Set the tolerance as it was, when it is the wand that was given up."""
        if isinstance(tool, WandTool):
            self._settings.tolerance = self._before
