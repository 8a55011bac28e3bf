"""A tool that acts once, at the place where it was pressed."""

from abc import ABC, abstractmethod

from picpik_studio.core.tools.base import Key, ToolEvent, gives_up


class ClickTool(ABC):
    """Acts on each press when it is released; Escape and Backspace give it up before. Each subclass says how."""

    def __init__(self) -> None:
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
        del event

    def release(self, event: ToolEvent) -> None:
        """Act at the place of the press."""
        del event
        press, self._press = self._press, None
        if press is not None:
            self.act(press)

    @abstractmethod
    def act(self, press: ToolEvent) -> None:
        """Do what a click at `press` does."""

    def double_click(self, event: ToolEvent) -> None:
        """Do nothing: the first press has not ended."""
        del event

    def key(self, key: Key, *, is_down: bool = True) -> bool:
        """Take in a key; return whether it was for this tool: Escape and Backspace give the press up."""
        return gives_up(self, key, is_down=is_down)

    def cancel(self) -> None:
        """Forget the press; the document was never touched."""
        self._press = None
