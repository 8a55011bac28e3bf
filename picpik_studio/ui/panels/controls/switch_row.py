"""A field that is on or off."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from picpik_studio.app.parameters import Field
from picpik_studio.ui.panels.controls.row import FieldRow
from picpik_studio.ui.words import said


class SwitchRow(FieldRow):
    """A box to tick, which bears the field's title itself."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = QCheckBox(said(field.title), self)
        self.box.setAccessibleDescription(said(field.help))
        self.title.hide()
        self.header.insertWidget(0, self.box)
        self.box.toggled.connect(self._take)
        self.show_value(field.default)

    def _show(self, value: Any) -> None:  # noqa: ANN401 - a field's value is of its own kind
        was_blocked = self.box.blockSignals(True)
        self.box.setChecked(bool(value))
        self.box.blockSignals(was_blocked)
