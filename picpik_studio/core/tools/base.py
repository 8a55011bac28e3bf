"""What every tool is fed with and answers to; plain values, so that tools are tested without a window."""

from enum import Enum, IntFlag
from typing import NamedTuple, Protocol

from picpik_studio.core.geometry import Point


class Modifiers(IntFlag):
    """The keys that are held down."""

    NONE = 0
    SHIFT = 1
    CTRL = 2
    ALT = 4


class Button(Enum):
    """What presses: a button of the mouse, or an end of the pen (its tip is LEFT)."""

    NONE = "none"
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    ERASER = "eraser"


ERASERS = (Button.RIGHT, Button.ERASER)
"""What erases, whatever the tool is set to."""


class Key(Enum):
    """The keys that a tool may want for itself while it is active."""

    ENTER = "enter"
    ESCAPE = "escape"
    BACKSPACE = "backspace"
    SPACE = "space"


class ToolEvent(NamedTuple):
    """One pointer event. `point` is in image pixels, `pressure` 0 to 1 (None: a mouse), `time` in seconds.

    `pixel` is how many image pixels one of the screen shows, for what is meant for the eye or the hand.

    While a button is down every event carries it as `button`. A key of `modifiers` that goes down or up without the
    pointer is a move to the same point.
    """

    point: Point
    pressure: float | None = None
    modifiers: Modifiers = Modifiers.NONE
    button: Button = Button.LEFT
    time: float = 0.0
    pixel: float = 1.0


class Tool(Protocol):
    """What a pointer does to a document. `press` begins, `move` goes on, `release` ends; `cancel` takes all back."""

    @property
    def is_active(self) -> bool:
        """Whether it is between press and release."""

    def press(self, event: ToolEvent) -> None:
        """Begin."""

    def move(self, event: ToolEvent) -> None:
        """Go on; without a press before it does nothing."""

    def release(self, event: ToolEvent) -> None:
        """End, and keep what was done."""

    def cancel(self) -> None:
        """End, and leave the document exactly as it was before the press."""


class StrokeTool(Tool, Protocol):
    """A tool that draws along the pointer's path."""

    def jump(self, event: ToolEvent) -> None:
        """Go on from another place, without a line that leads there."""


class RegionTool(Tool, Protocol):
    """A tool that makes a region, which then becomes one edit; it may go on between a release and the next press."""

    def double_click(self, event: ToolEvent) -> None:
        """Take in the second press of a fast pair while it is active."""

    def key(self, key: Key, *, is_down: bool = True) -> bool:
        """Take in a key; return whether it was for this tool."""


def gives_up(tool: Tool, key: Key, *, is_down: bool) -> bool:
    """Have Escape and Backspace cancel a tool that is active; return whether the key was for that."""
    is_meant = tool.is_active and key in {Key.ESCAPE, Key.BACKSPACE}
    if is_meant and is_down:
        tool.cancel()
    return is_meant
