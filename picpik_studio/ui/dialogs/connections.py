"""Connections: who redraws the picture, and with which keys."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from picpik_studio.app.program import Program
from picpik_studio.ui import theme
from picpik_studio.ui.dialogs.connection_page import ConnectionPage
from picpik_studio.ui.icons import icon
from picpik_studio.ui.words import said

SIZE: Final = QSize(720, 440)
_LIST_PX: Final = 200
_ROW_PX: Final = 36
_ICONS: Final = {"local": "monitor", "custom": "plug"}


class ConnectionsDialog(QDialog):
    """Shows the four connections; `chosen` tells the id of the one that shall be used from now on."""

    chosen = Signal(str)

    def __init__(self, program: Program, parent: QWidget | None = None, *, current: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Connections"))
        self._current = current or program.connections.default.id
        self.list = QListWidget(self)
        self.stack = QStackedWidget(self)
        self.use = QPushButton(self.tr("Use this connection"), self)
        self.pages = {each.id: ConnectionPage(program, each, self) for each in program.connections.all}
        self._fill()
        self._lay_out()
        self.list.currentRowChanged.connect(self._show_page)
        self.use.clicked.connect(self._use)
        self.list.setCurrentRow(list(self.pages).index(self._current))
        self.resize(SIZE)

    @property
    def page(self) -> ConnectionPage:
        """The connection that is looked at."""
        return list(self.pages.values())[self.list.currentRow()]

    def look_at(self, connection_id: str) -> None:
        """Show a connection."""
        self.list.setCurrentRow(list(self.pages).index(connection_id))

    def _fill(self) -> None:
        for name, page in self.pages.items():
            self.stack.addWidget(page)
            item = QListWidgetItem(icon(_ICONS.get(name, "cloud")), said(page.connection.title), self.list)
            item.setToolTip(said(page.connection.help))
            item.setSizeHint(QSize(0, _ROW_PX))
        self._mark_current()

    def _mark_current(self) -> None:
        """Say in the list which connection is used."""
        for row, (name, page) in enumerate(self.pages.items()):
            title = said(page.connection.title)
            is_current = name == self._current
            self.list.item(row).setIcon(
                icon("check", theme.ACCENT) if is_current else icon(_ICONS.get(name, "cloud"), theme.SECOND)
            )
            spoken = self.tr("{title}, in use").format(title=title) if is_current else title
            self.list.item(row).setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def _show_page(self, row: int) -> None:
        self.stack.setCurrentIndex(row)
        is_current = self.page.connection.id == self._current
        self.use.setEnabled(not is_current)
        self.use.setText(self.tr("In use") if is_current else self.tr("Use this connection"))

    def _use(self) -> None:
        """Keep what was typed, and use this connection."""
        page = self.page
        if page.keep_typed():
            self._current = page.connection.id
            self._mark_current()
            self._show_page(self.list.currentRow())
            self.chosen.emit(page.connection.id)

    def _lay_out(self) -> None:
        self.list.setFixedWidth(max(_LIST_PX, self.list.sizeHintForColumn(0) + 3 * theme.GRID))
        self.list.setAccessibleName(self.tr("Connections"))
        self.use.setProperty("kind", "primary")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self.use, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        top = QHBoxLayout()
        top.setSpacing(theme.GRID)
        top.addWidget(self.list)
        top.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, theme.GRID + theme.HALF)
        layout.setSpacing(theme.GRID + theme.HALF)
        layout.addLayout(top, 1)
        layout.addWidget(buttons)
