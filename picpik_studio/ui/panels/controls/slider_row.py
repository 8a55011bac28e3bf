"""A number as a slider with a field to type in beside it."""

from typing import Any, Final

from PySide6.QtWidgets import QWidget

from picpik_studio.ui.panels.controls.number import NumberField, decimals
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.slider import ValueSlider
from picpik_studio.ui.panels.controls.subject import Subject

FLAT_TITLE_PX: Final = 104


class SliderRow(ValueRow):
    """A number with limits; a double-click on the slider gives the default.

    A `calm` one tells of a new number when the slider is let go, not while it moves. A `flat` one is a single line, for
    places with little height: its slider stands between the title, which is `FLAT_TITLE_PX` wide, and the number.
    """

    def __init__(
        self, about: Subject, parent: QWidget | None = None, *, is_calm: bool = False, is_flat: bool = False
    ) -> None:
        self.number = NumberField(about.low, about.high, about.step)
        self.slider = ValueSlider(about.low, about.high, about.step)
        super().__init__(about, parent)
        for control in (self.number, self.slider):
            control.setAccessibleName(about.title)
            control.setAccessibleDescription(about.help)
        if about.unit:
            self.number.setSuffix(f" {about.unit}")
        self.title.setBuddy(self.number)
        if is_flat:
            self.title.setMinimumWidth(FLAT_TITLE_PX)
            self.header.insertWidget(1, self.slider, 1)
            self.header.setStretch(2, 0)
        else:
            self.body.addWidget(self.slider)
        self.header.addWidget(self.number)
        self.slider.setTracking(not is_calm)
        self.slider.sliderMoved.connect(lambda _: self.number.show_number(self.slider.number()))
        self.number.entered.connect(self._take_number)
        self.slider.moved.connect(self._take_number)
        self.slider.reset_wanted.connect(self.reset)
        self.show_value(about.default)

    def show_default(self, default: Any) -> None:  # noqa: ANN401 - a value is of its own kind
        """Tell what `reset` gives, and notch the slider there."""
        super().show_default(default)
        self.slider.show_default(default)

    def _take_number(self, number: float) -> None:
        self._take(round(number) if self.about.is_whole else round(number, decimals(self.about.step)))

    def _show(self, value: Any) -> None:  # noqa: ANN401 - as above
        self.number.show_number(value)
        self.slider.show_number(value)
