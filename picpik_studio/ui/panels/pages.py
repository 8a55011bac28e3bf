"""Pages of one panel, one of them in sight: a row of tabs above them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from picpik_studio.ui.panels.controls.text import line


class Pages(QWidget):
    """A tab a page; with one page alone there are no tabs. Left and Right change the page while the tabs have focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setUsesScrollButtons(False)
        self._line = line(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)

    def add(self, title: str, page: QWidget, help_: str = "") -> None:
        """Add a page after the others; `help_` is its tab's tooltip."""
        self._stack.addWidget(page)
        index = self.tabs.addTab(title)
        self.tabs.setTabToolTip(index, help_)
        for part in (self.tabs, self._line):
            part.setVisible(self._stack.count() > 1)

    @property
    def current(self) -> QWidget | None:
        """The page in sight."""
        return self._stack.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Bring one of the pages into sight."""
        self.tabs.setCurrentIndex(self._stack.indexOf(page))

    def _lay_out(self) -> None:
        for part in (self.tabs, self._line):
            part.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self._line)
        layout.addWidget(self._stack, 1)
