"""How a key is written for people: in menus, tooltips, hints, buttons and the list of keys alike."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication, QKeySequence

from picpik_studio.app.key_texts import press
from picpik_studio.app.keyboards import easiest_first, keyboard_of
from picpik_studio.app.keymap import Keymap, read
from picpik_studio.app.settings import Settings
from picpik_studio.core.signal import Signal

KEY_SETTINGS: Final = ("key_preset", "left_handed", "key_changes")


class KeysInUse:
    """The keymap of the program: like its language there is one, wherever a key is named. `changed`: another one is."""

    def __init__(self) -> None:
        self.changed: Signal[()] = Signal()
        self.keymap = Keymap()

    def use(self, keymap: Keymap) -> None:
        """Go by another keymap from now on."""
        if keymap != self.keymap:
            self.keymap = keymap
            self.changed.emit()

    def go_by(self, settings: Settings) -> None:
        """Go by what the settings say."""
        names = ("preset", "left_handed", "keys")
        self.use(read(dict(zip(names, map(settings.get, KEY_SETTINGS), strict=True))))


KEYS_IN_USE: Final = KeysInUse()


def show_keys_with(owner: QObject, show: Callable[[], object]) -> None:
    """Call `show`, which names keys, now and whenever another keymap is used, until Qt destroys `owner`."""
    show()
    forget = KEYS_IN_USE.changed.connect(show)
    owner.destroyed.connect(lambda *_: forget())


def owner_here(key: str) -> str:
    """Return the command that has a key on the person's keyboard; "" when none has.

    What only other keyboards have instead of a key is free here.
    """
    owner = KEYS_IN_USE.keymap.owner(key)
    own = map(press, KEYS_IN_USE.keymap.own_keys[owner]) if owner else ()
    keyboard = keyboard_of(QGuiApplication.inputMethod().locale().name())
    return owner if press(key) in own or keyboard.offers(key) else ""


def keys_in_order(command_id: str) -> tuple[str, ...]:
    """Return the keys of a command, those first that the person's keyboard types easily. Raises KeyError."""
    keyboard = keyboard_of(QGuiApplication.inputMethod().locale().name())
    return easiest_first(KEYS_IN_USE.keymap.keys[command_id], keyboard)


def key_name(key: str) -> str:
    """Return a portable key such as "Ctrl+Return" as this system and its people write it: "Ctrl+Enter".

    Qt calls the large key Return; what is printed on it is Enter, and manuals say so. A Mac has its own sign for it.
    """
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    shown, enter = (QCoreApplication.translate("QShortcut", name) for name in ("Return", "Enter"))
    return native.removesuffix(shown) + enter if native.endswith(shown) else native


def key_text(command_id: str) -> str:
    """Return the first key of a command; empty without one. Raises KeyError."""
    keys = keys_in_order(command_id)
    return key_name(keys[0]) if keys else ""


def keys_of(command_id: str) -> str:
    """Return all keys of a command that this keyboard has, each once. Raises KeyError."""
    keyboard = keyboard_of(QGuiApplication.inputMethod().locale().name())
    own = KEYS_IN_USE.keymap.own_keys[command_id]
    listed = (key for key in keys_in_order(command_id) if key in own or keyboard.offers(key))
    return ", ".join(dict.fromkeys(map(key_name, listed)))
