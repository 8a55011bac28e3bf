"""The results of a document as a list: the original first, then one row a picture."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from picpik_studio.app.job import ResultRef
from picpik_studio.ui.result_words import proof_words

KEY = Qt.ItemDataRole.UserRole
"""The role under which a row holds its Key."""

PICTURE = Qt.ItemDataRole.DecorationRole
IS_ACCEPTED = Qt.ItemDataRole.UserRole + 1
BEGINS_JOB = Qt.ItemDataRole.UserRole + 2
IS_NEW = Qt.ItemDataRole.UserRole + 4
SHORT = Qt.ItemDataRole.UserRole + 3
"""The role of the title for where the whole one has no room."""

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_NO_TITLES: Mapping[str, str] = MappingProxyType({})


class Key(NamedTuple):
    """Which result a row is; the original has neither job nor place."""

    job_id: str
    image_index: int | None


ORIGINAL = Key("", None)


class Results(QAbstractListModel):
    """Row 0 is the original; a result's row says its seed, its place in the batch and its job."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._refs: tuple[ResultRef, ...] = ()
        self._abouts: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._pictures: dict[Key, QPixmap] = {}
        self._accepted: frozenset[Key] = frozenset()
        self._new: frozenset[Key] = frozenset()
        self._original = QPixmap()

    def replace(
        self, refs: tuple[ResultRef, ...], abouts: Mapping[str, str], titles: Mapping[str, str] = _NO_TITLES
    ) -> None:
        """Show other results, with what is to be said of each job by its id; pictures that stay are kept.

        `titles` are those of jobs whose results have a name of their own.
        """
        self.beginResetModel()
        self._abouts = dict(abouts)
        self._titles = dict(titles)
        self._refs = refs
        self._pictures = {key_of(ref): self._pictures.get(key_of(ref)) or _picture(ref) for ref in refs}
        self.endResetModel()

    def show_original(self, picture: QPixmap) -> None:
        """Show the document as it is without a result."""
        self._original = picture
        self.dataChanged.emit(self.index(0), self.index(0), [PICTURE])

    def show_accepted(self, keys: frozenset[Key]) -> None:
        """Mark the results that are part of the picture by now."""
        self._accepted = keys
        if self._refs:
            self.dataChanged.emit(self.index(0), self.index(len(self._refs)), [IS_ACCEPTED])

    def show_new(self, keys: frozenset[Key]) -> None:
        """Mark the results that nobody has looked at yet."""
        self._new = keys
        if self._refs:
            self.dataChanged.emit(self.index(0), self.index(len(self._refs)), [IS_NEW])

    def row_of(self, key: Key) -> int:
        """Return the row of a result, 0 for what is not listed."""
        keys = [ORIGINAL, *map(key_of, self._refs)]
        return keys.index(key) if key in keys else 0

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Return how many there are, the original included; nothing while there is no result."""
        return 0 if parent.isValid() or not self._refs else len(self._refs) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return what a role says of a row."""
        if not index.isValid():
            return None
        if index.row() == 0:
            return self._of_original(role)
        ref = self._refs[index.row() - 1]
        key = key_of(ref)
        answers = {
            KEY: key,
            PICTURE: self._pictures[key],
            IS_ACCEPTED: key in self._accepted,
            IS_NEW: key in self._new,
            BEGINS_JOB: self._is_first(index.row()),
            SHORT: self._title(ref) if ref.seed is None or ref.job_id in self._titles else str(ref.seed),
            Qt.ItemDataRole.DisplayRole: self._title(ref),
            Qt.ItemDataRole.ToolTipRole: self._tip(ref, is_accepted=key in self._accepted),
            Qt.ItemDataRole.AccessibleTextRole: self._tip(ref, is_accepted=key in self._accepted),
        }
        return answers.get(Qt.ItemDataRole(role) if role < KEY else role)

    def _of_original(self, role: int) -> Any:  # noqa: ANN401 - as above
        return {
            KEY: ORIGINAL,
            PICTURE: self._original,
            IS_ACCEPTED: False,
            IS_NEW: False,
            BEGINS_JOB: False,
            SHORT: self.tr("Picture"),
            Qt.ItemDataRole.DisplayRole: self.tr("Picture"),
            Qt.ItemDataRole.ToolTipRole: self.tr("The picture as it is, without a result"),
            Qt.ItemDataRole.AccessibleTextRole: self.tr("The picture as it is, without a result"),
        }.get(Qt.ItemDataRole(role) if role < KEY else role)

    def _title(self, ref: ResultRef) -> str:
        if ref.job_id in self._titles:
            return self._titles[ref.job_id]
        if ref.seed is None:
            return self.tr("Result {number}").format(number=ref.index + 1)
        return self.tr("Seed {seed}").format(seed=ref.seed)

    def _tip(self, ref: ResultRef, *, is_accepted: bool) -> str:
        words = [self.tr("Result {number}").format(number=ref.index + 1)]
        if ref.seed is not None:
            words.append(self.tr("seed {seed}").format(seed=ref.seed))
        if Key(ref.job_id, ref.index) in self._new:
            words.append(self.tr("new"))
        if is_accepted:
            words.append(self.tr("accepted"))
        proof = proof_words(ref.proof) if ref.proof is not None else ""
        return "\n".join(filter(None, (", ".join(words), self._abouts.get(ref.job_id, ""), proof)))

    def _is_first(self, row: int) -> bool:
        """Whether another job's results, or the original, end before this row."""
        return row == 1 or self._refs[row - 2].job_id != self._refs[row - 1].job_id


def key_of(ref: ResultRef) -> Key:
    """Return which result it is."""
    return Key(ref.job_id, ref.index)


def _picture(ref: ResultRef) -> QPixmap:
    picture = QPixmap()
    picture.loadFromData(ref.thumbnail)
    return picture
