"""The list of models that unfolds: search, choose with the arrows, Enter."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from picpik_studio.app.parameters import ModelInfo
from picpik_studio.ui import theme
from picpik_studio.ui.icons import icon
from picpik_studio.ui.models.service_models import INFO, ModelFilter, ServiceModels, kind_title
from picpik_studio.ui.panels.controls.flow import FlowLayout
from picpik_studio.ui.panels.controls.popup import place_below
from picpik_studio.ui.panels.controls.text import note
from picpik_studio.ui.panels.model_delegate import HEIGHT, ModelDelegate

WIDTH = 316
LEAST_ROWS, MOST_ROWS = 3, 7
"""How many models the list has room for, before it scrolls."""

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ModelPicker(QFrame):
    """A popup over some kinds of models; `chosen` tells a ModelInfo, `typed` a code that the list does not have.

    Codes may be typed only where there is one kind, for the code does not say what it is.
    """

    chosen = Signal(object)
    typed = Signal(str)

    def __init__(self, models: ServiceModels, kinds: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._kinds = tuple(kinds)
        self._kind_buttons: list[QPushButton] = []
        self.filter = ModelFilter(models, self._kinds, self)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", theme.SECOND, 14), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setPlaceholderText(self.tr("Search by name, code or trigger word"))
        self.search.setAccessibleName(self.tr("Search models"))
        self.list = QListView(self)
        self.list.setModel(self.filter)
        self.list.setItemDelegate(ModelDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Models"))
        self.remark = note(parent=self)
        self._lay_out()
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._filter)
        self.list.clicked.connect(self._choose)

    def open_below(self, anchor: QWidget) -> None:
        """Show the popup under a button, or above where there is no room below."""
        self.search.clear()
        self._filter("")
        size = self._size()
        self.setFixedSize(size)
        place_below(self, anchor, size)
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the search."""
        super().showEvent(event)
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list and Enter choose, while the search has the keyboard."""
        if watched is not self.search or not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() in _MOVES:
            self._move(Qt.Key(event.key()))
        elif event.key() in _ENTERS:
            self._enter()
        else:
            return False
        return True

    def _size(self) -> QSize:
        """Return the size that shows all that is listed now, as far as it makes sense."""
        self.ensurePolished()
        rows = min(MOST_ROWS, max(LEAST_ROWS, self.filter.rowCount()))
        self.list.setFixedHeight(rows * HEIGHT)
        column = self._column
        height = column.heightForWidth(WIDTH) if column.hasHeightForWidth() else column.sizeHint().height()
        self.list.setMinimumHeight(0)  # gives way to the remark when nothing is found
        return QSize(WIDTH, height)

    def _lay_out(self) -> None:
        self.setProperty("card", "popup")
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        layout.addWidget(self.search)
        if len(self._kinds) > 1:
            layout.addLayout(self._make_kinds())
        layout.addWidget(self.list)
        layout.addWidget(self.remark)

    def _make_kinds(self) -> FlowLayout:
        """Return the buttons, one a kind and one for all."""
        row = FlowLayout()
        choices = [(self.tr("All"), self._kinds), *((kind_title(kind), (kind,)) for kind in self._kinds)]
        for title, kinds in choices:
            button = QPushButton(title, self)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setChecked(kinds == self._kinds)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, kinds=kinds: self._show_kinds(kinds))
            row.addWidget(button)
            self._kind_buttons.append(button)
        return row

    def _show_kinds(self, kinds: Iterable[str]) -> None:
        self.filter.show_kinds(kinds)
        self._select_first()

    def _filter(self, text: str) -> None:
        self.filter.search(text)
        self._select_first()

    def _select_first(self) -> None:
        count = self.filter.rowCount()
        self.list.setCurrentIndex(self.filter.index(0, 0) if count else QModelIndex())
        self.remark.setVisible(not count)
        self.remark.setText("" if count else self._nothing())

    def _nothing(self) -> str:
        """Say why the list is empty, and what can be done."""
        if not self.search.text():
            return self.tr("The service offers none.")
        if len(self._kinds) > 1:
            return self.tr("No model is called so.")
        return self.tr("No model is called so. Enter takes it as a code.")

    def _move(self, key: Qt.Key) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -7, Qt.Key.Key_PageDown: 7}[key]
        row = min(max(0, self.list.currentIndex().row() + step), self.filter.rowCount() - 1)
        self.list.setCurrentIndex(self.filter.index(row, 0))

    def _enter(self) -> None:
        if self.list.currentIndex().isValid():
            self._choose(self.list.currentIndex())
        elif len(self._kinds) == 1 and self.search.text().strip():
            self.typed.emit(self.search.text().strip())
            self.close()

    def _choose(self, index: QModelIndex) -> None:
        info: ModelInfo = index.data(INFO)
        self.chosen.emit(info)
        self.close()
