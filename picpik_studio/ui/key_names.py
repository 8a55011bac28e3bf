"""How a key is written for people: in menus, tooltips, hints, buttons and the list of keys alike."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from picpik_studio.app.commands import BY_ID


def key_name(key: str) -> str:
    """Return a portable key such as "Ctrl+Return" as this system and its people write it: "Ctrl+Enter".

    Qt calls the large key Return; what is printed on it is Enter, and manuals say so. A Mac has its own sign for it.
    """
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    shown, enter = (QCoreApplication.translate("QShortcut", name) for name in ("Return", "Enter"))
    return native.removesuffix(shown) + enter if native.endswith(shown) else native


def key_text(command_id: str) -> str:
    """Return the first key of a command; empty without one. Raises KeyError."""
    keys = BY_ID[command_id].keys
    return key_name(keys[0]) if keys else ""


def keys_of(command_id: str) -> str:
    """Return all keys of a command, each once. Raises KeyError."""
    return ", ".join(dict.fromkeys(key_name(key) for key in BY_ID[command_id].keys))
