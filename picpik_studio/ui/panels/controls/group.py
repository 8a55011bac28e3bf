"""Rows that belong together."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.text import ignored_note


class RowGroup(QWidget):
    """A column of rows by name. What the chosen model ignores is said once when it ignores all of them."""

    connections_wanted = Signal()

    def __init__(self, rows: Mapping[str, ValueRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = dict(rows)
        self._ignored = ignored_note(self)
        self._ignored.linkActivated.connect(self.connections_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._ignored)
        for row in self._rows.values():
            row.connections_wanted.connect(self.connections_wanted)
            layout.addWidget(row)

    def show_ignored(self, names: Collection[str]) -> None:
        """Say which of the rows the chosen model makes no use of."""
        is_all = all(name in names for name in self._rows)
        self._ignored.setVisible(is_all)
        for name, row in self._rows.items():
            row.show_ignored(is_ignored=name in names, is_said=not is_all)
