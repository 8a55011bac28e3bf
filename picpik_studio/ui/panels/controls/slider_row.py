"""A number as a slider with a field to type in beside it."""

from typing import Any

from PySide6.QtWidgets import QWidget

from picpik_studio.app.parameters import Field
from picpik_studio.ui.panels.controls.number import NumberField, decimals
from picpik_studio.ui.panels.controls.row import FieldRow
from picpik_studio.ui.panels.controls.slider import ValueSlider
from picpik_studio.ui.words import said


class SliderRow(FieldRow):
    """A field of kind int or float that has limits; double-click on the slider gives the default."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        low, high, step = _limits(field)
        self._is_whole = field.kind == "int"
        self._decimals = decimals(step)
        self.number = NumberField(low, high, step, self)
        self.slider = ValueSlider(low, high, step, _number(field.default), self)
        for control in (self.number, self.slider):
            control.setAccessibleName(said(field.title))
            control.setAccessibleDescription(said(field.help))
        self.title.setBuddy(self.number)
        self.header.addWidget(self.number)
        self.body.addWidget(self.slider)
        self.number.entered.connect(self._take_number)
        self.slider.moved.connect(self._take_number)
        self.slider.reset_wanted.connect(self.reset)
        self.show_value(field.default)

    def show_default(self, default: Any) -> None:  # noqa: ANN401 - a field's value is of its own kind
        """Tell what `reset` gives, and notch the slider there."""
        super().show_default(default)
        if hasattr(self, "slider"):
            self.slider.show_default(_number(default))

    def _take_number(self, number: float) -> None:
        self._take(round(number) if self._is_whole else round(number, self._decimals))

    def _show(self, value: Any) -> None:  # noqa: ANN401 - a field's value is of its own kind
        self.number.show_number(_number(value))
        self.slider.show_number(_number(value))


def _limits(field: Field) -> tuple[float, float, float]:
    if field.low is None or field.high is None or field.step is None:
        raise ValueError(f"{field.name} has no limits to slide between")
    return field.low, field.high, field.step


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)
