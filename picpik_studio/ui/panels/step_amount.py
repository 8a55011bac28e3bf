"""A step's amount: a field to type in and a slider, for whichever kind of step is shown."""

from PySide6.QtCore import QObject, Signal

from picpik_studio.core.recipe import FillHoles, Step
from picpik_studio.ui.amounts import AMOUNTS, help_of, title_of
from picpik_studio.ui.panels.controls.number import NumberField
from picpik_studio.ui.panels.controls.slider import ValueSlider
from picpik_studio.ui.panels.controls.text import tip

_WIDTH = 84


class StepAmount(QObject):
    """`number` and `slider` of one step; `edited` gives the step with a person's amount."""

    edited = Signal(object)

    def __init__(self, step: Step, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.step = step
        self.number = NumberField(0, 1, 1)
        self.number.setFixedWidth(_WIDTH)
        self.slider = ValueSlider(0, 1, 0.001)
        self.slider.show_default(0)
        self.slider.setPageStep(20)
        self.number.entered.connect(self._take)
        self.slider.moved.connect(lambda share: self._take(AMOUNTS[type(self.step)].at(share)))
        self.slider.reset_wanted.connect(lambda: self._take(AMOUNTS[type(self.step)].of(type(self.step)())))
        self.show_step(step)

    def show_step(self, step: Step) -> None:
        """Show a step of any kind, in silence."""
        amount, kind = AMOUNTS[type(step)], type(step)
        self.step = step
        was_blocked = self.number.blockSignals(True)
        self.number.setDecimals(amount.decimals)
        self.number.setRange(0, amount.high)
        self.number.setSuffix(f" {amount.unit}")
        self.number.setSpecialValueText(self.tr("All") if kind is FillHoles else "")
        self.number.blockSignals(was_blocked)
        self.number.show_number(amount.of(step))
        if not self.slider.isSliderDown():
            self.slider.show_default(amount.share(amount.of(kind())))
            self.slider.show_number(amount.share(amount.of(step)))
        for control in (self.number, self.slider):
            control.setAccessibleName(title_of(kind))
            control.setToolTip(tip(title_of(kind), help_of(kind)))

    def _take(self, number: float) -> None:
        step = AMOUNTS[type(self.step)].put(self.step, number)
        if step != self.step:
            self.show_step(step)
            self.edited.emit(step)
