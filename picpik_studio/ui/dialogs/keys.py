"""The list of keys, to search in."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from picpik_studio.ui import theme
from picpik_studio.ui.icons import icon
from picpik_studio.ui.models.keys import KeyFilter, Keys
from picpik_studio.ui.panels.controls.text import note

SIZE: Final = QSize(800, 640)


class KeysDialog(QDialog):
    """Every command with its keys; the arrows move in the list while the search has the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.filter = KeyFilter(Keys(self), self)
        self.search = QLineEdit(self)
        self.table = QTableView(self)
        self.nothing = note(self.tr("No command is called so."), "second", self)
        self._set_up()
        self._lay_out()
        self.search.textChanged.connect(self._search)
        self.resize(SIZE)
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the arrows to the list."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.table.setFocus()
        super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        self.filter.search(text)
        self.nothing.setVisible(not self.filter.rowCount())

    def _set_up(self) -> None:
        self.search.setPlaceholderText(self.tr("Search by what it does, or by its keys"))
        self.search.setAccessibleName(self.tr("Search keys"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", theme.SECOND, 14), QLineEdit.ActionPosition.LeadingPosition)
        table = self.table
        table.setModel(self.filter)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.CONTROL_HEIGHT)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (0, 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)  # keys are cut off before what they do is
        table.setAccessibleName(self.tr("Keys"))

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        self.nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, theme.GRID + theme.HALF)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.nothing)
        layout.addWidget(buttons)
