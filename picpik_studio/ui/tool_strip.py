"""The strip of tools at the left: what is done all the time, one click away."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.actions import Actions

_GROUPS = (
    ("brush.paint", "brush.erase"),
    ("tool.lasso", "tool.polygon", "tool.rectangle", "tool.ellipse"),
    ("tool.wand", "tool.select", "tool.bucket"),
    ("tool.restore", "tool.pick"),
    ("tool.frame", "tool.canvas"),
    ("tool.hand", "tool.zoom"),
    ("mask.invert", "mask.none"),
    ("edit.undo", "edit.redo"),
)
_AT_THE_END = ("help.keys",)
_BUTTON_PX = 30
_ICON_PX = 18


class ToolStrip(QFrame):
    """A column of buttons made from commands."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tool-strip")
        self.setProperty("surface", "window")
        self.setFixedWidth(theme.STRIP_WIDTH)
        self.setAccessibleName(self.tr("Tools"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID, 0, theme.GRID)
        column.setSpacing(theme.HALF // 2)
        for group in _GROUPS:
            if group is not _GROUPS[0]:
                column.addWidget(_line(self), 0, Qt.AlignmentFlag.AlignHCenter)
            for command_id in group:
                column.addWidget(_button(actions, command_id, self), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for command_id in _AT_THE_END:
            column.addWidget(_button(actions, command_id, self), 0, Qt.AlignmentFlag.AlignHCenter)


def _button(actions: Actions, command_id: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setDefaultAction(actions.with_icon(command_id))
    button.setAccessibleName(actions[command_id].text())
    button.setIconSize(QSize(_ICON_PX, _ICON_PX))
    button.setFixedSize(_BUTTON_PX, _BUTTON_PX)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("line", "horizontal")
    line.setFixedWidth(theme.STRIP_WIDTH - 2 * theme.GRID)
    return line
