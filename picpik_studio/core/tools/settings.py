"""How the tools are set."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from picpik_studio.core.brush import MAX_SIZE, MAX_SPACING, MIN_SIZE, Brush
from picpik_studio.core.pressure import Pen
from picpik_studio.core.signal import Signal

Mode = Literal["paint", "erase"]

ToolName = Literal[
    "brush",
    "eraser",
    "lasso",
    "polygon",
    "rectangle",
    "ellipse",
    "wand",
    "bucket",
    "select",
    "restore",
    "pick",
    "frame",
    "canvas",
    "hand",
    "zoom",
]

BRUSHES: Mapping[Mode, ToolName] = MappingProxyType({"paint": "brush", "erase": "eraser"})
"""The tools that are a brush, by what they do."""

RETOUCHERS: tuple[ToolName, ...] = ("restore", "pick")
"""The tools that are a brush for what was accepted, not for the mask."""

MIN_OPACITY = 0.01
_DEFAULT = Brush()


class ToolSettings:
    """The chosen tool, and how the brush is set: size (diameter, image pixels), hardness, opacity, mode and the rest.

    Numbers are kept in range. `changed` says the name of what has another value now.
    """

    def __init__(self) -> None:
        self.changed: Signal[str] = Signal()
        self._size = _DEFAULT.size
        self._hardness = _DEFAULT.hardness
        self._opacity = _DEFAULT.opacity
        self._spacing = _DEFAULT.spacing
        self._smoothing = 0.0
        self._pen = Pen()
        self._mode: Mode = "paint"
        self._tool: ToolName = "brush"
        self._brush: Brush | None = _DEFAULT

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
        """Whether something that paints along the pointer's way is chosen."""
        return self.paints_mask or self._tool in RETOUCHERS

    @property
    def paints_mask(self) -> bool:
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
        """How strongly is painted, .01 to 1; below one half nothing is repainted."""
        return self._opacity

    @opacity.setter
    def opacity(self, value: float) -> None:
        self._set(opacity=min(max(float(value), MIN_OPACITY), 1.0))

    @property
    def spacing(self) -> float:
        """How far apart the touches of a stroke lie, as a part of the size, up to 2; 0: without gaps."""
        return self._spacing

    @spacing.setter
    def spacing(self, value: float) -> None:
        self._set(spacing=min(max(float(value), 0.0), MAX_SPACING))

    @property
    def smoothing(self) -> float:
        """How long the string is by which the pointer pulls the brush, 0 (none) to 1."""
        return self._smoothing

    @smoothing.setter
    def smoothing(self, value: float) -> None:
        self._set(smoothing=min(max(float(value), 0.0), 1.0))

    @property
    def pen(self) -> Pen:
        """What a pen's pressure does to the brush."""
        return self._pen

    @pen.setter
    def pen(self, value: Pen) -> None:
        self._set(pen=value)

    @property
    def mode(self) -> Mode:
        """Whether the brush paints or erases; while it is chosen the tool goes along."""
        return self._mode

    @mode.setter
    def mode(self, value: Mode) -> None:
        self._set(mode=value, tool=BRUSHES[value] if self.paints_mask else self._tool)

    @property
    def brush(self) -> Brush:
        """The brush as it is set now."""
        if self._brush is None:
            self._brush = Brush(self._size, self._hardness, self._opacity, self._spacing)
        return self._brush

    def reset(self) -> None:
        """Take the default brush and paint; what the pen does stays."""
        self.size, self.hardness, self.opacity = _DEFAULT.size, _DEFAULT.hardness, _DEFAULT.opacity
        self.spacing, self.smoothing = _DEFAULT.spacing, 0.0
        self.mode = "paint"

    def _set(self, **values: float | str | Pen) -> None:
        """Take the values, and tell of those that are new once all of them are there."""
        new = [name for name, value in values.items() if getattr(self, f"_{name}") != value]
        for name in new:
            setattr(self, f"_{name}", values[name])
        self._brush = None if new else self._brush
        for name in new:
            self.changed.emit(name)
