"""The commands by their menus, with their keys, to search and choose in."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from picpik_studio.app.commands import COMMANDS, MENUS, Command
from picpik_studio.ui import theme
from picpik_studio.ui.key_names import KEYS_IN_USE, keys_of
from picpik_studio.ui.words import said

_ID: Final = Qt.ItemDataRole.UserRole
_KEYS: Final = 1


class KeyTree(QTreeWidget):
    """`chosen` tells the id of the command that the cursor is on ("" for none); Enter or a double click tells `wanted`.

    Delete tells `unwanted`: its keys are to go.
    """

    chosen = Signal(str)
    wanted = Signal()
    unwanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setAccessibleName(self.tr("Commands"))
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(_KEYS, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(False)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._roots: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self._fill()
        self.show_keys()
        self.currentItemChanged.connect(lambda item, _before: self.chosen.emit(_id_of(item)))
        self.itemDoubleClicked.connect(lambda item, _column: self.wanted.emit() if _id_of(item) else None)

    @property
    def command_id(self) -> str:
        """The command that the cursor is on; "" for none."""
        return _id_of(self.currentItem())

    def show_keys(self) -> None:
        """Show the keys as they are now; those that were changed stand out."""
        for command_id, item in self._items.items():
            is_changed = KEYS_IN_USE.keymap.is_changed(command_id)
            item.setText(_KEYS, keys_of(command_id))
            item.setForeground(_KEYS, QColor(theme.ACCENT if is_changed else theme.TEXT))
            item.setToolTip(_KEYS, self.tr("These keys were changed.") if is_changed else "")

    def search(self, text: str) -> int:
        """Show the commands that have every word of `text` in title, menu, help or keys; return how many."""
        words, count = text.casefold().split(), 0
        for root, items in self._roots:
            found = [_search(root, item, words) for item in items]
            root.setHidden(not any(found))
            count += sum(found)
        self._keep_current_shown()
        return count

    def choose(self, command_id: str) -> None:
        """Put the cursor on a command. Raises KeyError."""
        self.setCurrentItem(self._items[command_id])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add keys by Enter, take them away by Delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.command_id:
            self.wanted.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.command_id:
            self.unwanted.emit()
        else:
            super().keyPressEvent(event)

    def _keep_current_shown(self) -> None:
        item = self.currentItem()
        if item is None or item.isHidden():
            first = next((each for each in self._items.values() if not each.isHidden()), None)
            if first is not None:
                self.setCurrentItem(first)
            else:
                self.setCurrentIndex(QModelIndex())

    def _fill(self) -> None:
        for menu, title in MENUS:
            commands = [command for command in COMMANDS if command.menu == menu]
            root = QTreeWidgetItem(self, [said(title).replace("&", "")])
            root.setFlags(Qt.ItemFlag.ItemIsEnabled)
            root.setForeground(0, QColor(theme.SECOND))
            root.setFirstColumnSpanned(True)
            items = {command.id: _item(root, command) for command in commands}
            self._items |= items
            self._roots.append((root, list(items.values())))
        self.expandAll()


def _item(root: QTreeWidgetItem, command: Command) -> QTreeWidgetItem:
    item = QTreeWidgetItem(root, [said(command.title).rstrip("…"), ""])
    item.setData(0, _ID, command.id)
    item.setToolTip(0, said(command.help))
    return item


def _search(root: QTreeWidgetItem, item: QTreeWidgetItem, words: list[str]) -> bool:
    """Show a command if it has all words, else hide it; return whether it has."""
    text = " ".join((root.text(0), item.text(0), item.toolTip(0), item.text(_KEYS))).casefold()
    is_found = all(word in text for word in words)
    item.setHidden(not is_found)
    return is_found


def _id_of(item: QTreeWidgetItem | None) -> str:
    return str(item.data(0, _ID) or "") if item is not None else ""
