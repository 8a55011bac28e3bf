"""The row of brush and eraser: size, hardness, opacity, and what else belongs to a stroke."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from picpik_studio.app.settings import Settings
from picpik_studio.core.brush import MAX_SIZE, MIN_SIZE, Brush
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.ui.binding import follow
from picpik_studio.ui.options.pieces import row_of, upright_line
from picpik_studio.ui.options.stroke_options import StrokeOptions
from picpik_studio.ui.options.value import STEPS, Quantity, ValueControl

_CURVE = 3.0


class BrushRow(QWidget):
    """How the brush is set; what is less often set gives way where there is no room for it."""

    def __init__(self, tool: ToolSettings, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        default = Brush()
        self.values = {q.name: ValueControl(q, tool, getattr(default, q.name), self) for q in self._quantities()}
        self.stroke = StrokeOptions(tool, settings, self)
        self._row = row = row_of(self)
        for value in self.values.values():
            row.addWidget(upright_line(self))
            row.addWidget(value)
        row.addWidget(self.stroke)
        row.addStretch(1)
        follow(self, tool.changed, self._show)

    def minimumSizeHint(self) -> QSize:
        """Return the room that is needed without what gives way."""
        return self._row.minimumSize() - QSize(self.stroke.numbers_width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self.stroke.show_numbers(self.width() - self.minimumSizeHint().width())

    def _show(self, _name: str) -> None:
        for value in self.values.values():
            value.show_value()

    def _quantities(self) -> tuple[Quantity, ...]:
        share: tuple[Callable[[float], float], Callable[[float], float]] = (
            lambda value: value * STEPS,
            lambda place: place / STEPS,
        )
        return (
            Quantity(
                "size",
                self.tr("Size"),
                self.tr("Diameter in pixels of the picture, 1 to 2000. Keys: {keys}, or Alt and the wheel."),
                " px",
                MIN_SIZE,
                MAX_SIZE,
                size_to_slider,
                slider_to_size,
                commands=("brush.smaller", "brush.larger"),
            ),
            Quantity(
                "hardness",
                self.tr("Hardness"),
                self.tr("How sharp the brush's edge is. Keys: {keys}."),
                " %",
                0,
                100,
                *share,
                factor=100,
                commands=("brush.softer", "brush.harder"),
            ),
            Quantity(
                "opacity",
                self.tr("Opacity"),
                self.tr("How strongly is painted; below 50 % nothing is repainted. Keys: 1 to 9, 0 for 100 %."),
                " %",
                1,
                100,
                *share,
                factor=100,
            ),
        )


def size_to_slider(size: float) -> float:
    """Return the place of a size: small brushes have most of the way, for there a pixel matters."""
    return float(STEPS * ((size - MIN_SIZE) / (MAX_SIZE - MIN_SIZE)) ** (1 / _CURVE))


def slider_to_size(place: float) -> float:
    """Return the size at a place, a whole number."""
    return float(round(MIN_SIZE + (MAX_SIZE - MIN_SIZE) * (place / STEPS) ** _CURVE))
