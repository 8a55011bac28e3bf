"""The menu bar, made from the table of commands."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from picpik_studio.app.commands import COMMANDS, MENUS, Menu
from picpik_studio.ui.actions import Actions, title
from picpik_studio.ui.icons import icon
from picpik_studio.ui.key_names import key_text, show_keys_with

_RECENT_AFTER = "file.sample"


class RecentMenu(QMenu):
    """The pictures that were opened last; `listed` is asked each time the menu unfolds."""

    def __init__(self, listed: Callable[[], Sequence[str]], chosen: Callable[[str], None], parent: QMenu) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open recent"))
        self.setToolTipsVisible(True)
        self._listed = listed
        self._chosen = chosen
        self.aboutToShow.connect(self.fill)
        parent.aboutToShow.connect(self._draw_icon)

    def fill(self) -> None:
        """List the pictures as they are now."""
        self.clear()
        for path in self._listed():
            action = self.addAction(Path(path).name.replace("&", "&&"))
            action.setToolTip(path)
            action.triggered.connect(lambda _checked=False, path=path: self._chosen(path))
        if self.isEmpty():
            self.addAction(self.tr("Nothing was opened yet")).setEnabled(False)

    def _draw_icon(self) -> None:
        if self.icon().isNull():
            self.setIcon(icon("history"))


def fill_menu_bar(bar: QMenuBar, actions: Actions, recent: Callable[[QMenu], QMenu]) -> None:
    """Put every command that has a menu into `bar`; `recent` makes the menu of recent files inside the File menu."""
    for name, menu_title in MENUS:
        menu = bar.addMenu(QCoreApplication.translate("Commands", menu_title))
        menu.setObjectName(f"menu-{name}")
        ids = _fill(menu, name, actions, recent)
        menu.aboutToShow.connect(partial(_draw_icons, actions, ids))
    show_keys_with(bar, lambda: _name_keys(actions))


def _draw_icons(actions: Actions, ids: Sequence[str]) -> None:
    for command_id in ids:
        actions.with_icon(command_id)


def _name_keys(actions: Actions) -> None:
    """Have menus show a key by our name where Qt has another one for it; what stands behind a tab is shown instead."""
    for command in COMMANDS:
        action, name = actions[command.id], key_text(command.id)
        is_named = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) == name
        action.setText(title(command) if is_named else f"{title(command)}\t{name}")


def _fill(menu: QMenu, name: Menu, actions: Actions, recent: Callable[[QMenu], QMenu]) -> list[str]:
    """Put in the commands of a menu, and return their ids."""
    commands = [command for command in COMMANDS if command.menu == name]
    section = 0
    for command in commands:
        if command.section != section:
            menu.addSeparator()
            section = command.section
        menu.addAction(actions[command.id])
        if command.id == _RECENT_AFTER:
            menu.addMenu(recent(menu))
    return [command.id for command in commands]
