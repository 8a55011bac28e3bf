"""Qt's own file dialog, as this program wants it seen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QHeaderView, QSplitter, QToolButton, QTreeView

from picpik_studio.ui.icons import icon

DIALOG_SIZE = QSize(860, 540)
_COLUMN_PX = 72
_PLACES_PX = 160
_ARROWS = {"backButton": "chevron-left", "forwardButton": "chevron-right", "toParentButton": "arrow-up"}


def make_roomy(dialog: QFileDialog) -> None:
    """Give Qt's own dialog room for whole names, sizes and dates, and arrows that are seen: its own are black.

    The system's dialog has a size and a look of its own.
    """
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.resize(DIALOG_SIZE)
    for splitter in dialog.findChildren(QSplitter):
        splitter.setSizes([_PLACES_PX, DIALOG_SIZE.width() - _PLACES_PX])
    for button in dialog.findChildren(QToolButton):
        if button.objectName() in _ARROWS:
            button.setIcon(icon(_ARROWS[button.objectName()]))
    for tree in dialog.findChildren(QTreeView):
        header = tree.header()
        header.setMinimumSectionSize(_COLUMN_PX)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
