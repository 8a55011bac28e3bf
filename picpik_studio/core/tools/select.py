"""Naming places by clicks: what is there is wanted, or is not."""

from typing import NamedTuple

from picpik_studio.core.geometry import Point
from picpik_studio.core.signal import Signal
from picpik_studio.core.tools.base import ERASERS, Key, Modifiers, ToolEvent


class ToolClick(NamedTuple):
    """A click: its place in image pixels, whether it excludes, and how many image pixels one of the screen shows."""

    point: Point
    excludes: bool
    pixel: float


class SelectTool:
    """Tells of each click by `clicked`, at its release; Alt, the right button or the pen's eraser end excludes.

    The document is never touched: what is found at the places is somebody else's to paint.
    """

    def __init__(self) -> None:
        self.clicked: Signal[ToolClick] = Signal()
        self._press: ToolEvent | None = None

    @property
    def is_active(self) -> bool:
        """Whether it is between press and release."""
        return self._press is not None

    def press(self, event: ToolEvent) -> None:
        """Remember the place; a second button is ignored."""
        self._press = self._press or event

    def move(self, event: ToolEvent) -> None:
        """Do nothing: the place is that of the press."""

    def release(self, event: ToolEvent) -> None:
        """Tell of the place of the press."""
        del event
        press, self._press = self._press, None
        if press is not None:
            excludes = Modifiers.ALT in press.modifiers or press.button in ERASERS
            self.clicked.emit(ToolClick(press.point, excludes, press.pixel))

    def double_click(self, event: ToolEvent) -> None:
        """Do nothing: the first press has not ended."""
        del event

    def key(self, key: Key, *, is_down: bool = True) -> bool:
        """Take in a key; return whether it was for this tool: Escape and Backspace give the press up."""
        if not self.is_active or key not in {Key.ESCAPE, Key.BACKSPACE}:
            return False
        if is_down:
            self.cancel()
        return True

    def cancel(self) -> None:
        """Forget the press."""
        self._press = None
