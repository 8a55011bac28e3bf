"""The models that a service offers, as a list that can be searched."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from picpik_studio.app.parameters import ModelInfo
from picpik_studio.ui.panels.controls.text import tip
from picpik_studio.ui.words import also_said

INFO = Qt.ItemDataRole.UserRole
"""The role under which a row holds its ModelInfo."""

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class ServiceModels(QAbstractListModel):
    """A row a model; `Qt.AccessibleTextRole` reads name, kind and whether it is official."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._infos: tuple[ModelInfo, ...] = ()

    def replace(self, infos: Iterable[ModelInfo]) -> None:
        """Show other models."""
        self.beginResetModel()
        self._infos = tuple(infos)
        self.endResetModel()

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Return how many models there are."""
        return 0 if parent.isValid() else len(self._infos)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return what a role says of a model."""
        if not index.isValid():
            return None
        info = self._infos[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return info.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(info)
        if role == Qt.ItemDataRole.ToolTipRole:
            return model_tip(info)
        return info if role == INFO else None

    def _spoken(self, info: ModelInfo) -> str:
        words = [info.name, kind_title(info.kind)]
        if info.is_official:
            words.append(self.tr("official"))
        return ", ".join(words)


class ModelFilter(QSortFilterProxyModel):
    """Lets through the models of some kinds whose name, code or trigger words contain every word that is typed."""

    def __init__(self, source: ServiceModels, kinds: Iterable[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kinds = frozenset(kinds)
        self._words: tuple[str, ...] = ()
        self.setSourceModel(source)

    def search(self, text: str) -> None:
        """Let through what `text` finds."""
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def show_kinds(self, kinds: Iterable[str]) -> None:
        """Let other kinds through."""
        self._kinds = frozenset(kinds)
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        """Say whether a model is let through."""
        info: ModelInfo = self.sourceModel().index(row, 0, parent).data(INFO)
        text = " ".join((info.name, info.code, *info.trigger_words)).casefold()
        return info.kind in self._kinds and all(word in text for word in self._words)


def model_tip(info: ModelInfo) -> str:
    """Return all that is known of a model, for whoever points at it."""
    translate = QCoreApplication.translate
    words = translate("Models", "Trigger words: {words}").format(words=", ".join(info.trigger_words))
    return tip(info.name, info.code, words if info.trigger_words else "", *also_said(info.extras))


def kind_title(kind: str) -> str:
    """Return the kind of a model in words."""
    translate = QCoreApplication.translate
    titles = {
        "main": translate("Models", "Main model"),
        "lora": translate("Models", "LoRA"),
        "embedding": translate("Models", "Embedding"),
        "hypernetwork": translate("Models", "HyperNetwork"),
    }
    return titles[kind]
