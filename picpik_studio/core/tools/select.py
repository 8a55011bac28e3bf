"""Naming places by clicks: what is there is wanted, or is not."""

from typing import NamedTuple

from picpik_studio.core.geometry import Point
from picpik_studio.core.signal import Signal
from picpik_studio.core.tools.base import ERASERS, Modifiers, ToolEvent
from picpik_studio.core.tools.click import ClickTool


class ToolClick(NamedTuple):
    """A click: its place in image pixels, whether it excludes, and how many image pixels one of the screen shows."""

    point: Point
    excludes: bool
    pixel: float


class SelectTool(ClickTool):
    """Tells of each click by `clicked`, at its release; Alt, the right button or the pen's eraser end excludes.

    The document is never touched: what is found at the places is somebody else's to paint.
    """

    def __init__(self) -> None:
        super().__init__()
        self.clicked: Signal[ToolClick] = Signal()

    def act(self, press: ToolEvent) -> None:
        """Tell of the place."""
        excludes = Modifiers.ALT in press.modifiers or press.button in ERASERS
        self.clicked.emit(ToolClick(press.point, excludes, press.pixel))
