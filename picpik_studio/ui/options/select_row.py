"""The row of the tool that selects by clicks: what is found without a click, and who finds it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from picpik_studio.app.settings import SETTINGS_BY_NAME, Settings
from picpik_studio.ui.actions import Actions
from picpik_studio.ui.binding import follow
from picpik_studio.ui.options.pieces import command_button, fix_width, menu_button, row_of, upright_line
from picpik_studio.ui.panels.controls.text import label, tip
from picpik_studio.ui.words import said

_COMMANDS = ("selection.subject", "selection.background")
_SETTING = "selection_service"


class SelectRow(QWidget):
    """Select subject, Select background, and the service that looks."""

    def __init__(self, actions: Actions, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._titles = dict(SETTINGS_BY_NAME[_SETTING].choices)
        row = row_of(self)
        row.addWidget(upright_line(self))
        for command_id in _COMMANDS:
            button = command_button(actions, command_id, self)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            actions[command_id].setIconText(f" {actions[command_id].text()}")
            row.addWidget(button)
        row.addWidget(upright_line(self))
        row.addWidget(label(self.tr("Found by"), "second", self))
        self.service = self._service_button()
        row.addWidget(self.service)
        row.addStretch(1)
        follow(self, settings.changed, self._show)
        self._show(_SETTING)

    def _service_button(self) -> QToolButton:
        button = menu_button(self)
        fix_width(button, tuple(map(said, self._titles.values())))
        menu = QMenu(button)
        group = QActionGroup(menu)
        for value, title in self._titles.items():
            action = menu.addAction(said(title))
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, value=value: self._settings.set(_SETTING, value))
        button.setMenu(menu)
        setting = SETTINGS_BY_NAME[_SETTING]
        button.setAccessibleName(said(setting.title))
        button.setToolTip(tip(said(setting.title), said(setting.help)))
        return button

    def _show(self, name: str) -> None:
        if name != _SETTING:
            return
        value = self._settings.text(_SETTING)
        self.service.setText(said(self._titles[value]))
        for action in self.service.menu().actions():
            action.setChecked(action.data() == value)
