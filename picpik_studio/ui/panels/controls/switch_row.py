"""A field that is on or off."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.subject import Subject


class SwitchRow(ValueRow):
    """A box to tick, which bears the field's title itself."""

    def __init__(self, about: Subject, parent: QWidget | None = None) -> None:
        super().__init__(about, parent)
        self.box = QCheckBox(about.title, self)
        self.box.setAccessibleDescription(about.help)
        self.title.hide()
        self.header.insertWidget(0, self.box)
        self.box.toggled.connect(self._take)
        self.show_value(about.default)

    def show_ignored(self, *, is_ignored: bool, is_said: bool = True) -> None:
        """Show, or no longer show, that the chosen model makes no use of this."""
        super().show_ignored(is_ignored=is_ignored, is_said=is_said)
        theme.restyle(self.box, "tone", "second" if is_ignored else "")

    def _show(self, value: Any) -> None:  # noqa: ANN401 - a value is of its own kind
        was_blocked = self.box.blockSignals(True)
        self.box.setChecked(bool(value))
        self.box.blockSignals(was_blocked)
