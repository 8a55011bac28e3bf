"""The editor of shortcuts, made of the table of commands; a change counts at once."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from picpik_studio.app.keymap import Keymap
from picpik_studio.app.settings import SETTINGS_BY_NAME, Settings
from picpik_studio.errors import PicPikError
from picpik_studio.ui import theme
from picpik_studio.ui.binding import bind, follow
from picpik_studio.ui.dialogs.key_card import KeyCard
from picpik_studio.ui.dialogs.key_tree import KeyTree
from picpik_studio.ui.dialogs.preferences import make_row
from picpik_studio.ui.icons import icon
from picpik_studio.ui.key_names import KEYS_IN_USE
from picpik_studio.ui.panels.controls.text import note
from picpik_studio.ui.words import error_text

SIZE: Final = QSize(640, 680)
_MOVES: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class KeyEditor(QDialog):
    """Search, choose a command, press a key; presets and the left hand above, one for all."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._settings = settings
        self.search = QLineEdit(self)
        self.tree = KeyTree(self)
        self.nothing = note(self.tr("No command is called so."), parent=self)
        self.card = KeyCard(self)
        self.reset_all = QPushButton(self.tr("Reset all"), self)
        self._lay_out()
        self.search.textChanged.connect(self._search)
        self.tree.chosen.connect(self.card.show_command)
        self.tree.wanted.connect(self._catch)
        self.tree.unwanted.connect(self.card.remove_all)
        self.card.edited.connect(self.use)
        self.reset_all.clicked.connect(self._reset_all)
        follow(self, KEYS_IN_USE.changed, self._show_keys)
        self._show_keys()
        self._search("")
        self.resize(SIZE)
        self.search.setFocus()

    def use(self, keymap: Keymap) -> None:
        """Go by another keymap from now on, and keep it; what cannot be kept is said."""
        problem = ""
        try:
            self._settings.set("key_changes", keymap.stored().get("keys", []))
        except PicPikError as error:
            problem = error_text(error)
        KEYS_IN_USE.go_by(self._settings)
        self.card.say(problem)
        self.tree.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the arrows and Enter to the list while the search has the keyboard; Esc leaves an open question."""
        if self.card.asks and event.matches(QKeySequence.StandardKey.Cancel):
            self.card.leave.click()
        elif self.search.hasFocus() and event.key() in (*_MOVES, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tree.setFocus()
            self.tree.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _catch(self) -> None:
        self.card.catcher.setFocus()
        self.card.catcher.setChecked(True)

    def _search(self, text: str) -> None:
        self.nothing.setVisible(not self.tree.search(text))

    def _show_keys(self) -> None:
        self.tree.show_keys()
        self.card.show_keys()
        self.reset_all.setEnabled(bool(KEYS_IN_USE.keymap.changes))

    def _reset_all(self) -> None:
        """Take back every change, which can be taken back in turn."""
        before = KEYS_IN_USE.keymap
        self.use(Keymap(before.preset, before.is_left_handed))
        self.card.say(self.tr("All changes were taken back."), self.tr("Undo"), lambda: self.use(before))

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(self.tr("Search by what it does, or by its keys"))
        self.search.setAccessibleName(self.tr("Search commands"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", theme.SECOND, 14), QLineEdit.ActionPosition.LeadingPosition)
        self.rows = {name: make_row(SETTINGS_BY_NAME[name]) for name in ("key_preset", "left_handed")}
        above = QHBoxLayout()
        above.setSpacing(3 * theme.GRID)
        for name, row in self.rows.items():
            bind(row, self, self._settings, name)
            above.addWidget(row)
        above.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self.reset_all, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, theme.GRID + theme.HALF)
        layout.setSpacing(theme.GRID)
        layout.addLayout(above)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.nothing)
        layout.addWidget(self.card)
        layout.addWidget(buttons)
