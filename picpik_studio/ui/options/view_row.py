"""The row of hand and zoom: how large the picture is shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from picpik_studio.ui.actions import Actions
from picpik_studio.ui.options.pieces import command_button, row_of, upright_line

_COMMANDS = ("view.fit", "view.actual")


class ViewRow(QWidget):
    """The usual sizes of the picture on the screen, each a click away."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = row_of(self)
        row.addWidget(upright_line(self))
        for command_id in _COMMANDS:
            button = command_button(actions, command_id, self)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            action = actions[command_id]
            action.setIconText(f" {action.text()}")  # the style sheet leaves no gap of its own
            row.addWidget(button)
        row.addStretch(1)
