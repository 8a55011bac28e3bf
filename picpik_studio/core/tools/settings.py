"""How the tools are set."""

from typing import Literal

from picpik_studio.core.brush import MAX_SIZE, MIN_SIZE, Brush
from picpik_studio.core.signal import Signal

Mode = Literal["paint", "erase"]

_DEFAULT = Brush()


class ToolSettings:
    """Size (diameter, image pixels), hardness and opacity (0 to 1) and mode of the brush; values are kept in range.

    `changed` says the name of what has another value now.
    """

    def __init__(self) -> None:
        self.changed: Signal[str] = Signal()
        self._size = _DEFAULT.size
        self._hardness = _DEFAULT.hardness
        self._opacity = _DEFAULT.opacity
        self._mode: Mode = "paint"

    @property
    def size(self) -> float:
        """Diameter, 1 to 2000 image pixels."""
        return self._size

    @size.setter
    def size(self, value: float) -> None:
        self._set("size", min(max(float(value), MIN_SIZE), MAX_SIZE))

    @property
    def hardness(self) -> float:
        """How much of the radius is fully painted, 0 to 1."""
        return self._hardness

    @hardness.setter
    def hardness(self, value: float) -> None:
        self._set("hardness", min(max(float(value), 0.0), 1.0))

    @property
    def opacity(self) -> float:
        """How strongly is painted, 0 to 1; below one half nothing is repainted."""
        return self._opacity

    @opacity.setter
    def opacity(self, value: float) -> None:
        self._set("opacity", min(max(float(value), 0.0), 1.0))

    @property
    def mode(self) -> Mode:
        """Whether the brush paints or erases."""
        return self._mode

    @mode.setter
    def mode(self, value: Mode) -> None:
        self._set("mode", value)

    @property
    def brush(self) -> Brush:
        """The brush as it is set now."""
        return Brush(self._size, self._hardness, self._opacity)

    def reset(self) -> None:
        """Take the default brush and paint."""
        self.size, self.hardness, self.opacity = _DEFAULT.size, _DEFAULT.hardness, _DEFAULT.opacity
        self.mode = "paint"

    def _set(self, name: str, value: float | str) -> None:
        if getattr(self, f"_{name}") != value:
            setattr(self, f"_{name}", value)
            self.changed.emit(name)
