"""The row of brush and eraser: size, hardness, opacity, and what else belongs to a stroke."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from picpik_studio.core.brush import MAX_SIZE, MIN_SIZE, Brush
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.ui.binding import follow
from picpik_studio.ui.key_names import key_text
from picpik_studio.ui.options.pieces import row_of, upright_line
from picpik_studio.ui.options.value import STEPS, Quantity, ValueControl

_CURVE = 3.0


class BrushRow(QWidget):
    """How the brush is set. `more` is the place after the three numbers."""

    def __init__(self, settings: ToolSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        default = Brush()
        self.values = {q.name: ValueControl(q, settings, getattr(default, q.name), self) for q in self._quantities()}
        self.more = QHBoxLayout()
        row = row_of(self)
        for value in self.values.values():
            row.addWidget(upright_line(self))
            row.addWidget(value)
        row.addLayout(self.more)
        row.addStretch(1)
        follow(self, settings.changed, self._show)

    def _show(self, _name: str) -> None:
        for value in self.values.values():
            value.show_value()

    def _quantities(self) -> tuple[Quantity, ...]:
        share: tuple[Callable[[float], float], Callable[[float], float]] = (
            lambda value: value * STEPS,
            lambda place: place / STEPS,
        )
        keys = f"{key_text('brush.smaller')} {key_text('brush.larger')}"
        edge = f"{key_text('brush.softer')} {key_text('brush.harder')}"
        return (
            Quantity(
                "size",
                self.tr("Size"),
                self.tr("Diameter in pixels of the picture, 1 to 2000. Keys: {keys}, or Alt and the wheel.").format(
                    keys=keys
                ),
                " px",
                MIN_SIZE,
                MAX_SIZE,
                size_to_slider,
                slider_to_size,
            ),
            Quantity(
                "hardness",
                self.tr("Hardness"),
                self.tr("How sharp the brush's edge is. Keys: {keys}.").format(keys=edge),
                " %",
                0,
                100,
                *share,
                factor=100,
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
