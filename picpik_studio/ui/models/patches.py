"""The accepted results of a document as a list: the topmost first."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap

from picpik_studio.core.patch import Patch
from picpik_studio.core.seam import FULL

ID = Qt.ItemDataRole.UserRole
"""The role under which a row holds its patch's id."""

PICTURE = Qt.ItemDataRole.DecorationRole
ABOUT = Qt.ItemDataRole.UserRole + 1
IS_VISIBLE = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class PatchRows(QAbstractListModel):
    """One row a patch.

    `renamed`, `shown` and `moved` tell what a person wants: id and name, id and whether, id and place from below.
    """

    renamed = Signal(str, str)
    shown = Signal(str, bool)
    moved = Signal(str, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._patches: tuple[Patch, ...] = ()
        self._names: tuple[str, ...] = ()
        self._pictures: dict[str, QPixmap] = {}
        self._outdated: frozenset[str] = frozenset()

    def replace(self, patches: Sequence[Patch], names: Sequence[str]) -> None:
        """Show these patches, the undermost first, with their names; rows of the same patches stay as they are."""
        ids = [patch.id for patch in self._patches]
        new, words = tuple(reversed(patches)), tuple(reversed(names))
        if [patch.id for patch in new] == ids:
            self._patches, self._names = new, words
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self._patches, self._names = new, words
        self.endResetModel()

    def show_outdated(self, ids: frozenset[str]) -> None:
        """Say of these that their colours are matched to what lay around them before."""
        self._outdated = ids
        if self._patches:
            self.dataChanged.emit(self.index(0), self.index(len(self._patches) - 1))

    def show_picture(self, patch_id: str, picture: QPixmap) -> None:
        """Show a patch's small picture."""
        self._pictures[patch_id] = picture
        row = self.row_of(patch_id)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row), [PICTURE])

    def row_of(self, patch_id: str) -> int:
        """Return a patch's row, -1 for what is not listed."""
        return next((row for row, patch in enumerate(self._patches) if patch.id == patch_id), -1)

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._patches)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let rows be chosen, named and dragged; a drop goes between them."""
        flags = super().flags(index)
        if not index.isValid():
            return flags | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return what a role says of a row."""
        if not index.isValid():
            return None
        patch, name = self._patches[index.row()], self._names[index.row()]
        answers = {
            ID: patch.id,
            PICTURE: self._pictures.get(patch.id, QPixmap()),
            ABOUT: self._about(patch),
            IS_VISIBLE: patch.is_visible,
            Qt.ItemDataRole.DisplayRole: name,
            Qt.ItemDataRole.EditRole: name,
            Qt.ItemDataRole.AccessibleTextRole: ", ".join(filter(None, (name, self._about(patch)))),
        }
        return answers.get(Qt.ItemDataRole(role) if role < ID else role)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401 - as above
        """Tell what was typed, or that the eye was clicked; the list follows when it is so."""
        if not index.isValid():
            return False
        patch_id = self._patches[index.row()].id
        if role == Qt.ItemDataRole.EditRole and str(value).strip() != self._names[index.row()]:
            self.renamed.emit(patch_id, str(value))
        elif role == IS_VISIBLE:
            self.shown.emit(patch_id, bool(value))
        else:
            return False
        return True

    # Dragging

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the one kind of thing that can be dropped here."""
        return ["application/x-picpik-patch"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return what is dragged: the id of a patch."""
        data = QMimeData()
        data.setData(self.mimeTypes()[0], str(indexes[0].data(ID)).encode())
        return data

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, _parent: _Index) -> bool:
        """Tell where a patch shall go. False, for the view would else remove the row that was dragged."""
        patch_id = bytes(data.data(self.mimeTypes()[0]).data()).decode()
        at = self.row_of(patch_id)
        if at >= 0:
            above = row if row >= 0 else len(self._patches)
            self.moved.emit(patch_id, len(self._patches) - above - (1 if above <= at else 0))
        return False

    def _about(self, patch: Patch) -> str:
        """Return what else is to be said of it, in a few words."""
        words = []
        if not patch.is_visible:
            words.append(self.tr("hidden"))
        if patch.is_flat:
            words.append(self.tr("{count} results").format(count=len(patch.sources)))
        if patch.seam.opacity != FULL:
            words.append(f"{patch.seam.opacity} %")
        if patch.seam.has_own_edge:
            words.append(self.tr("own edge"))
        if patch.seam.matches:
            words.append(self.tr("match is old") if patch.id in self._outdated else self.tr("matched"))
        if patch.alpha is not None:
            words.append(self.tr("retouched"))
        return " · ".join(words)
