"""The seed: random, or a number; with a die, and a way to take the shown result's."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.number import NumberField
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.subject import Subject
from picpik_studio.ui.panels.controls.text import tip

WIDTH = 104


class SeedRow(ValueRow):
    """The field `seed`; the die makes it random, `reuse_wanted` asks for the seed of the result that is shown."""

    reuse_wanted = Signal()
    HAS_RESET = False  # the die is the way back

    def __init__(self, about: Subject, parent: QWidget | None = None) -> None:
        super().__init__(about, parent)
        self._random = round(about.low)
        self.number = NumberField(self._random, about.high, 1, self)
        self.number.setSpecialValueText(self.tr("Random"))
        self.number.setFixedWidth(WIDTH)
        self.number.setAccessibleName(about.title)
        self.number.setAccessibleDescription(about.help)
        self.title.setBuddy(self.number)
        self.die = icon_button("dice-5", self.tr("A new random seed for every job"), self, size=16)
        self.reuse = icon_button("repeat", "", self, size=16)
        for widget in (self.reuse, self.die, self.number):
            self.header.addWidget(widget)
        self.number.entered.connect(lambda number: self._take(int(number)))
        self.die.clicked.connect(lambda: self._take(self._random))
        self.reuse.clicked.connect(self.reuse_wanted)
        self.show_reusable(None)
        self.show_value(about.default)

    def show_reusable(self, seed: int | None) -> None:
        """Offer the shown result's seed, or say that there is none."""
        self.reuse.setEnabled(seed is not None)
        says = self.tr("Use the seed of the shown result again")
        more = self.tr("It is {seed}.").format(seed=seed) if seed is not None else self.tr("No result is shown.")
        self.reuse.setToolTip(tip(says, more))
        self.reuse.setAccessibleName(says)

    def _show(self, value: Any) -> None:  # noqa: ANN401 - a value is of its own kind
        self.number.show_number(float(value))
