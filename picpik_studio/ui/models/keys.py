"""Every command with its keys, and what the pointer does, as a table that can be searched."""

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from picpik_studio.app.commands import COMMANDS, MENUS, Command
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui.key_names import keys_of
from picpik_studio.ui.words import said

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()

POINTER: tuple[tuple[str, str], ...] = (
    (QT_TRANSLATE_NOOP("Keys", "Erase"), QT_TRANSLATE_NOOP("Keys", "Right-drag")),
    (QT_TRANSLATE_NOOP("Keys", "Straight line from the last point"), QT_TRANSLATE_NOOP("Keys", "Shift+click")),
    (QT_TRANSLATE_NOOP("Keys", "Move the picture"), QT_TRANSLATE_NOOP("Keys", "Space+drag, middle-drag")),
    (QT_TRANSLATE_NOOP("Keys", "Zoom at the cursor"), QT_TRANSLATE_NOOP("Keys", "Wheel")),
    (QT_TRANSLATE_NOOP("Keys", "Move sideways"), QT_TRANSLATE_NOOP("Keys", "Shift+wheel")),
    (QT_TRANSLATE_NOOP("Keys", "Size of the brush"), QT_TRANSLATE_NOOP("Keys", "Alt+wheel")),
    (QT_TRANSLATE_NOOP("Keys", "Size and hardness of the brush"), QT_TRANSLATE_NOOP("Keys", "Alt+right-drag")),
    (QT_TRANSLATE_NOOP("Keys", "Opacity 10 to 100 %"), QT_TRANSLATE_NOOP("Keys", "1 to 9, 0")),
    (QT_TRANSLATE_NOOP("Keys", "Submit from inside a prompt"), QT_TRANSLATE_NOOP("Keys", "Ctrl+Enter")),
    (QT_TRANSLATE_NOOP("Keys", "Back to the canvas from a panel"), QT_TRANSLATE_NOOP("Keys", "Esc")),
)
"""What is done with the pointer, or inside a field, and is therefore no command: title and keys."""


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
        pointer = self.tr("Pointer")
        self._lines = (
            *(_line(command) for command in COMMANDS),
            *(Line(said(title), pointer, said(keys), "") for title, keys in POINTER),
        )

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
