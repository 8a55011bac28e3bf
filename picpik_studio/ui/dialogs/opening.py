"""Opens the dialogs by name, each once a window."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from picpik_studio.app.session import Session
from picpik_studio.errors import PicPikError
from picpik_studio.ui.dialogs.about import AboutDialog
from picpik_studio.ui.dialogs.connections import ConnectionsDialog
from picpik_studio.ui.dialogs.help_page import HelpPage
from picpik_studio.ui.dialogs.key_editor import KeyEditor
from picpik_studio.ui.dialogs.keys import KeysDialog
from picpik_studio.ui.dialogs.preferences import PreferencesDialog


def show_dialog(name: str, session: Session, window: QWidget) -> QDialog:
    """Show the dialog `name` over `window`, or bring it to the front.

    They are: connections, preferences, shortcuts, help, keys, about. Raises KeyError for another name.
    """
    makers: dict[str, Callable[[], QDialog]] = {
        "connections": lambda: _connections(session, window),
        "preferences": lambda: PreferencesDialog(session.program.settings, window, program=session.program),
        "shortcuts": lambda: KeyEditor(session.program.settings, window),
        "help": lambda: HelpPage(window),
        "keys": lambda: KeysDialog(window),
        "about": lambda: AboutDialog(window),
    }
    known = window.findChild(QDialog, name)
    dialog = known if isinstance(known, QDialog) else makers[name]()
    if dialog is not known:
        dialog.setObjectName(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


def _connections(session: Session, window: QWidget) -> ConnectionsDialog:
    dialog = ConnectionsDialog(session.program, window, current=session.connection_id)

    def use(connection_id: str) -> None:
        try:
            session.set_connection(connection_id)
        except PicPikError as error:
            session.program.notices.fail(error)

    dialog.chosen.connect(use)
    return dialog
