"""Every command with its keys, and what the pointer does, as a table that can be searched."""

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from picpik_studio.app.commands import COMMANDS, MENUS, Command
from picpik_studio.ui.binding import follow
from picpik_studio.ui.gesture_table import gestures
from picpik_studio.ui.key_names import KEYS_IN_USE, keys_of
from picpik_studio.ui.words import said

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class Line(NamedTuple):
    """One row."""

    title: str
    where: str
    keys: str
    help: str


class Keys(QAbstractTableModel):
    """Columns: what it does, the menu it is in, the keys."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = (self.tr("Command"), self.tr("Menu"), self.tr("Keys"))
        self._lines = self._made()
        follow(self, KEYS_IN_USE.changed, self._make_anew)

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return a column's title."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as above
        """Return what stands in a cell; the tooltip explains the command."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line[index.column()]
        return line.help or None if role == Qt.ItemDataRole.ToolTipRole else None

    def _made(self) -> tuple[Line, ...]:
        pointer = self.tr("Pointer")
        return (
            *(_line(command) for command in COMMANDS),
            *(Line(title, pointer, keys, "") for title, keys in gestures()),
        )

    def _make_anew(self) -> None:
        self.beginResetModel()
        self._lines = self._made()
        self.endResetModel()

    def text(self, row: int) -> str:
        """Return all of a row to search in."""
        return " ".join(self._lines[row])


class KeyFilter(QSortFilterProxyModel):
    """Lets through the rows that contain every word that is typed."""

    def __init__(self, source: Keys, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = source
        self._words: tuple[str, ...] = ()
        self.setSourceModel(source)

    def search(self, text: str) -> None:
        """Let through what `text` finds."""
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: _Index) -> bool:
        """Say whether a row is let through."""
        text = self._keys.text(row).casefold()
        return all(word in text for word in self._words)


def _line(command: Command) -> Line:
    where = dict(MENUS).get(command.menu, "")
    title, menu = said(command.title).rstrip("…"), said(where).replace("&", "")
    return Line(title, menu, keys_of(command.id), said(command.help))
