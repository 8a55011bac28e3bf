"""What can be done with the shown result, as a menu at the strip."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from picpik_studio.ui.actions import Actions
from picpik_studio.ui.panels.results import ResultsStrip

GROUPS: Final[Sequence[Sequence[str]]] = (
    ("result.accept", "result.accept_all", "result.hide", "result.leave"),
    ("result.upscale", "result.save", "result.save_file"),
    ("result.reuse_seed",),
)


class ResultMenu(QObject):
    """Opens the menu of commands wherever `strip` wants it."""

    def __init__(self, strip: ResultsStrip, actions: Actions) -> None:
        super().__init__(strip)
        self._strip = strip
        self._actions = actions
        strip.menu_wanted.connect(self.open)

    def open(self, where: QPoint) -> QMenu:
        """Open it at a point of the screen."""
        menu = QMenu(self._strip)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in GROUPS:
            menu.addSeparator()
            for command_id in group:
                menu.addAction(self._actions.with_icon(command_id))
        menu.popup(where)
        return menu
