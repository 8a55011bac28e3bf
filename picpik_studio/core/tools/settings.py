"""How the tools are set."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from picpik_studio.core.brush import MAX_SIZE, MIN_SIZE, Brush
from picpik_studio.core.signal import Signal

Mode = Literal["paint", "erase"]

ToolName = Literal["brush", "eraser", "lasso", "polygon", "rectangle", "ellipse", "wand", "bucket", "hand", "zoom"]

BRUSHES: Mapping[Mode, ToolName] = MappingProxyType({"paint": "brush", "erase": "eraser"})
"""The tools that are a brush, by what they do."""

_DEFAULT = Brush()


class ToolSettings:
    """The chosen tool, and size (diameter, image pixels), hardness, opacity (0 to 1) and mode of the brush.

    Numbers are kept in range. `changed` says the name of what has another value now.
    """

    def __init__(self) -> None:
        self.changed: Signal[str] = Signal()
        self._size = _DEFAULT.size
        self._hardness = _DEFAULT.hardness
        self._opacity = _DEFAULT.opacity
        self._mode: Mode = "paint"
        self._tool: ToolName = "brush"

    @property
    def tool(self) -> ToolName:
        """What the left button does. Brush and eraser are one tool in two modes, so `mode` goes along with them."""
        return self._tool

    @tool.setter
    def tool(self, value: ToolName) -> None:
        mode = next((mode for mode, tool in BRUSHES.items() if tool == value), self._mode)
        self._set(tool=value, mode=mode)

    @property
    def is_brush(self) -> bool:
        """Whether brush or eraser is chosen."""
        return self._tool in BRUSHES.values()

    @property
    def size(self) -> float:
        """Diameter, 1 to 2000 image pixels."""
        return self._size

    @size.setter
    def size(self, value: float) -> None:
        self._set(size=min(max(float(value), MIN_SIZE), MAX_SIZE))

    @property
    def hardness(self) -> float:
        """How much of the radius is fully painted, 0 to 1."""
        return self._hardness

    @hardness.setter
    def hardness(self, value: float) -> None:
        self._set(hardness=min(max(float(value), 0.0), 1.0))

    @property
    def opacity(self) -> float:
        """How strongly is painted, 0 to 1; below one half nothing is repainted."""
        return self._opacity

    @opacity.setter
    def opacity(self, value: float) -> None:
        self._set(opacity=min(max(float(value), 0.0), 1.0))

    @property
    def mode(self) -> Mode:
        """Whether the brush paints or erases; while it is chosen the tool goes along."""
        return self._mode

    @mode.setter
    def mode(self, value: Mode) -> None:
        self._set(mode=value, tool=BRUSHES[value] if self.is_brush else self._tool)

    @property
    def brush(self) -> Brush:
        """The brush as it is set now."""
        return Brush(self._size, self._hardness, self._opacity)

    def reset(self) -> None:
        """Take the default brush and paint."""
        self.size, self.hardness, self.opacity = _DEFAULT.size, _DEFAULT.hardness, _DEFAULT.opacity
        self.mode = "paint"

    def _set(self, **values: float | str) -> None:
        """Take the values, and tell of those that are new once all of them are there."""
        new = [name for name, value in values.items() if getattr(self, f"_{name}") != value]
        for name in new:
            setattr(self, f"_{name}", values[name])
        for name in new:
            self.changed.emit(name)
