"""Small buttons that show an icon only."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.icons import icon, put_icon

SMALL = 14


def icon_button(name: str, says: str, parent: QWidget | None = None, *, size: int = SMALL) -> QToolButton:
    """Return a flat button with the icon `name`, `size` px; `says` is its tooltip and its name for screen readers."""
    button = QToolButton(parent)
    button.setIcon(icon(name, theme.SECOND, size))
    button.setIconSize(QSize(size, size))
    button.setFixedSize(size + theme.GRID, size + theme.GRID)
    button.setStyleSheet("QToolButton { padding: 0; }")  # without its name the tooltip would lose its padding too
    button.setToolTip(says)
    button.setAccessibleName(says)
    return button


def text_button(name: str, title: str, parent: QWidget | None = None) -> QPushButton:
    """Return a button with the icon `name` before its title."""
    button = QPushButton(title, parent)
    put_icon(button, name, theme.TEXT, SMALL)
    return button
