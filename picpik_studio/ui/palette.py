"""The command palette: type what is wanted, and Enter does it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from picpik_studio.app.command_search import Entry, ranked
from picpik_studio.app.command_words import SEARCH_WORDS
from picpik_studio.app.commands import BY_ID, COMMANDS, WHY_NOT, Command
from picpik_studio.ui import theme, window_state
from picpik_studio.ui.actions import Actions
from picpik_studio.ui.icons import icon
from picpik_studio.ui.key_names import key_text
from picpik_studio.ui.palette_delegate import HEIGHT, KEYS, MORE, PaletteDelegate
from picpik_studio.ui.panels.controls.text import note
from picpik_studio.ui.words import said

WIDTH: Final = 560
MOST_ROWS: Final = 9
_TOP_PX: Final = 96
_ID: Final = Qt.ItemDataRole.UserRole
_MOVES: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -MOST_ROWS, Qt.Key.Key_PageDown: MOST_ROWS}
_ENTERS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN_ID: Final = "help.palette"


class Palette(QFrame):
    """A popup over all commands; `chosen` tells the id of the one to run. It closes itself, and then it is gone."""

    chosen = Signal(str)

    def __init__(self, actions: Actions, recent: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = actions
        self._recent = tuple(recent)
        self._entries = [_entry(each) for each in COMMANDS if each.id != _OWN_ID]
        self.search = QLineEdit(self)
        self.model = QStandardItemModel(self)
        self.list = QListView(self)
        self.remark = note(self.tr("No command is called so."), parent=self)
        self._lay_out()
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self.look_for)
        self.list.clicked.connect(self._choose)
        self.look_for("")

    def look_for(self, text: str) -> None:
        """List what `text` finds, the best first."""
        self.model.clear()
        for command_id in ranked(text, self._entries, self._recent):
            self.model.appendRow(self._item(command_id))
        count = self.model.rowCount()
        self.list.setCurrentIndex(self.model.index(0, 0) if count else QModelIndex())
        self.list.scrollToTop()
        self.list.setFixedHeight(min(count, MOST_ROWS) * HEIGHT)
        self.list.setVisible(count > 0)
        self.remark.setVisible(not count)
        self.adjustSize()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the search."""
        super().showEvent(event)
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list and Enter choose, while the search has the keyboard."""
        if watched is not self.search or not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() in _MOVES:
            row = self.list.currentIndex().row() + _MOVES[Qt.Key(event.key())]
            self.list.setCurrentIndex(self.model.index(min(max(0, row), self.model.rowCount() - 1), 0))
        elif event.key() in _ENTERS:
            self._choose(self.list.currentIndex())
        else:
            return False
        return True

    def _choose(self, index: QModelIndex) -> None:
        """Have the command run, unless it cannot: then its reason stands there already."""
        command_id = index.data(_ID)
        if index.isValid() and self._actions[command_id].isEnabled():
            self.chosen.emit(command_id)
            self.close()

    def _item(self, command_id: str) -> QStandardItem:
        command, action = BY_ID[command_id], self._actions.with_icon(command_id)
        item = QStandardItem(action.icon(), _title(command_id))
        item.setData(command_id, _ID)
        item.setData(key_text(command_id), KEYS)
        is_enabled = action.isEnabled()
        item.setData(said(command.help) if is_enabled else said(WHY_NOT.get(command.enabled, command.help)), MORE)
        item.setEnabled(is_enabled)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsSelectable)
        return item

    def _lay_out(self) -> None:
        self.setProperty("card", "popup")
        self.setFixedWidth(WIDTH)
        self.search.setPlaceholderText(self.tr("What do you want to do?"))
        self.search.setAccessibleName(self.tr("Find a command"))
        self.search.addAction(icon("search", theme.SECOND, 14), QLineEdit.ActionPosition.LeadingPosition)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Commands"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        layout.addWidget(self.remark)
        layout.addStretch(1)


def open_palette(window: QWidget, actions: Actions) -> Palette:
    """Show the palette at the top middle of a window; what is chosen runs once it is closed."""
    palette = Palette(actions, window_state.kept_recent_commands(), window)

    def run(command_id: str) -> None:
        window_state.keep_recent_command(command_id)
        palette.destroyed.connect(actions[command_id].trigger)

    palette.chosen.connect(run)
    top_middle = window.mapToGlobal(QPoint((window.width() - WIDTH) // 2, _TOP_PX))
    palette.move(top_middle)
    palette.show()
    return palette


def _entry(command: Command) -> Entry:
    words = SEARCH_WORDS.get(command.id, "")
    return Entry(command.id, _title(command.id), said(command.help), said(words) if words else "")


def _title(command_id: str) -> str:
    return said(BY_ID[command_id].title)
