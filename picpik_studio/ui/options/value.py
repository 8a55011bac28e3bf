"""One number of a tool, on a slider and typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.key_names import key_text, show_keys_with
from picpik_studio.ui.panels.controls.number import NumberField
from picpik_studio.ui.panels.controls.slider import ValueSlider
from picpik_studio.ui.panels.controls.text import label, tip

STEPS = 1000
_SLIDER_PX = (48, 150)
_NUMBER_PX = 58


@dataclass(frozen=True)
class Quantity:
    """One value of a tool: how it stands on its slider (0 to 1000) and in its number.

    The keys of the `commands` that change it stand for {keys} in its help.
    """

    name: str
    title: str
    help: str
    unit: str
    low: float
    high: float
    to_slider: Callable[[float], float]
    to_value: Callable[[float], float]
    factor: float = 1.0
    commands: tuple[str, ...] = ()


class ValueControl(QWidget):
    """Label, slider and number of one value of a tool; a double click on the slider takes the default."""

    def __init__(self, quantity: Quantity, settings: object, default: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._quantity = quantity
        self._settings = settings
        self._default = default
        self.slider = ValueSlider(0, STEPS, 1, self)
        self.number = NumberField(quantity.low, quantity.high, 1, self)
        self.number.setSuffix(quantity.unit)
        self.number.setFixedWidth(_NUMBER_PX)
        self.slider.setMinimumWidth(_SLIDER_PX[0])
        self.slider.setMaximumWidth(_SLIDER_PX[1])
        self.slider.show_default(quantity.to_slider(self._default))
        name = label(quantity.title, "second", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.HALF)
        for widget in (name, self.slider, self.number):
            row.addWidget(widget, int(widget is self.slider), Qt.AlignmentFlag.AlignVCenter)
        for control in (self.slider, self.number):
            control.setAccessibleName(quantity.title)
        self.slider.moved.connect(lambda place: self._take(quantity.to_value(place)))
        self.slider.reset_wanted.connect(lambda: self._take(self._default))
        self.number.entered.connect(lambda number: self._take(number / quantity.factor))
        show_keys_with(self, lambda: self._explain((name, self.slider, self.number)))
        self.show_value()

    def show_value(self) -> None:
        """Show what is set."""
        value = float(getattr(self._settings, self._quantity.name))
        self.slider.show_number(self._quantity.to_slider(value))
        self.number.show_number(value * self._quantity.factor)

    def _explain(self, widgets: Iterable[QWidget]) -> None:
        about = self._quantity
        keys = " ".join(filter(None, map(key_text, about.commands)))
        for widget in widgets:
            widget.setToolTip(tip(about.title, about.help.format(keys=keys)))

    def _take(self, value: float) -> None:
        setattr(self._settings, self._quantity.name, value)
