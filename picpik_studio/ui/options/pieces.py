"""What the rows of the bar are made of: framed menu buttons, buttons of commands, thin lines."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.actions import Actions


def row_of(owner: QWidget) -> QHBoxLayout:
    """Return the layout of a row, without margins."""
    row = QHBoxLayout(owner)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GRID)
    return row


def command_button(actions: Actions, command_id: str, parent: QWidget) -> QToolButton:
    """Return the icon of a command as a button."""
    button = QToolButton(parent)
    button.setDefaultAction(actions.with_icon(command_id))
    button.setIconSize(QSize(theme.ICON, theme.ICON))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(actions[command_id].text())
    return button


def menu_button(parent: QWidget) -> QToolButton:
    """Return a framed button that opens a menu."""
    return as_menu_button(QToolButton(parent))


def as_menu_button(button: QToolButton) -> QToolButton:
    """Return the button, framed, which opens its menu."""
    button.setProperty("kind", "framed")
    button.setProperty("menu", "true")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setFixedHeight(theme.CONTROL_HEIGHT)
    return button


def fix_width(widget: QLabel | QToolButton, texts: tuple[str, ...]) -> None:
    """Give `widget` room for the longest of its `texts`, so that nothing beside it moves with what it says."""
    widget.ensurePolished()
    widths = []
    for text in texts:
        widget.setText(text)
        widths.append(widget.sizeHint().width())
    widget.setFixedWidth(max(widths))


def upright_line(parent: QWidget) -> QFrame:
    """Return a thin line between two groups of a row."""
    line = QFrame(parent)
    line.setProperty("line", "vertical")
    line.setFixedHeight(2 * theme.GRID)
    return line
