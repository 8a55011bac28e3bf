"""A name that is chosen from a list or typed."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.subject import Subject

WIDTH = 150


class QuietComboBox(QComboBox):
    """A combo box that leaves the wheel to the panel behind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel behind."""
        event.ignore()


class ChoiceRow(ValueRow):
    """A text field with proposals; an empty text leaves it to the model."""

    def __init__(self, about: Subject, parent: QWidget | None = None) -> None:
        super().__init__(about, parent)
        self.box = QuietComboBox(self)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setFixedWidth(WIDTH)
        self.box.setAccessibleName(about.title)
        self.box.setAccessibleDescription(about.help)
        self.title.setBuddy(self.box)
        self.header.addWidget(self.box)
        self.show_choices(())
        self.box.textActivated.connect(self._take_text)
        self._editor().editingFinished.connect(lambda: self._take_text(self.box.currentText()))
        self.show_value(about.default)

    def show_choices(self, names: Iterable[str]) -> None:
        """Propose the default and `names`."""
        shown = dict.fromkeys((str(self.about.default), *names))
        was_blocked = self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems(list(shown))
        self.box.setEditText(str(self.value))
        self.box.blockSignals(was_blocked)

    def _editor(self) -> Any:  # noqa: ANN401 - an editable box has a QLineEdit, which its type does not promise
        return self.box.lineEdit()

    def _take_text(self, text: str) -> None:
        self._take(text.strip())
        self.box.setEditText(str(self.value))

    def _show(self, value: Any) -> None:  # noqa: ANN401 - a value is of its own kind
        self.box.setEditText(str(value))
