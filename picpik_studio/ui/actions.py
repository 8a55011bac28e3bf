"""Qt's actions, made from the table of commands: titles, keys, icons, tooltips, and when they can be used."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from picpik_studio.app.commands import BY_ID, COMMANDS, Command, Rule
from picpik_studio.app.key_texts import press
from picpik_studio.ui.icons import icon
from picpik_studio.ui.key_names import KEYS_IN_USE, key_text, keys_in_order

_IN_PLACE_KEYS = frozenset({"Return", "Enter", "Del", "Backspace", "Esc", "Tab"})
"""Keys that belong to whatever has the focus; as a command's they count in the middle of the window only."""

_CANVAS_KEYS = frozenset({"Tab"})


class Actions(QObject):
    """One action a command; `triggered` gives the command's id. Icons are drawn when they are asked for.

    Bare keys such as B act wherever no text is being typed. Return, Delete, Esc and their like are commands only while
    the focus is inside a widget given to `put_in`.
    """

    triggered = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._inside: dict[bool, QWidget] = {}
        self._actions = {command.id: self._made(command) for command in COMMANDS}
        self._allowed: Mapping[Rule, bool] = {}
        self._take_keys()
        forget = KEYS_IN_USE.changed.connect(self._take_keys)
        self.destroyed.connect(lambda *_: forget())

    def __getitem__(self, command_id: str) -> QAction:
        """Return the action of a command. Raises KeyError."""
        return self._actions[command_id]

    def with_icon(self, command_id: str) -> QAction:
        """Return the action of a command, its icon drawn. Raises KeyError."""
        action, name = self._actions[command_id], BY_ID[command_id].icon
        if name and action.icon().isNull():
            action.setIcon(icon(name))
        return action

    def typed(self, text: str, *, is_repeated: bool = False) -> QAction | None:
        """Return the action whose key types `text`, for keyboards on which no shortcut caught it.

        Letters have shortcuts everywhere. None if its command cannot be used now, or does not repeat as its key does.
        """
        is_sign = bool(text.strip()) and not text.isalpha()
        owner = KEYS_IN_USE.keymap.owner(text) if is_sign else ""
        is_meant = owner and (BY_ID[owner].repeatable or not is_repeated) and self._actions[owner].isEnabled()
        return self._actions[owner] if is_meant else None

    def put_in(self, widget: QWidget, *, is_canvas: bool = False) -> None:
        """Let the commands on Return, Delete and Esc (for the canvas: on Tab) act while `widget` has the focus."""
        self._inside[is_canvas] = widget
        for command in COMMANDS:
            keys = frozenset(keys_in_order(command.id))
            if keys & _IN_PLACE_KEYS:  # the others stay where they are
                self._put(self._actions[command.id], keys)

    def allow(self, allowed: Mapping[Rule, bool]) -> None:
        """Enable exactly the commands whose rule is true."""
        if allowed == self._allowed:
            return
        self._allowed = dict(allowed)
        for command in COMMANDS:
            self._actions[command.id].setEnabled(allowed[command.enabled])

    def set_checked(self, command_id: str, *, checked: bool) -> None:
        """Show a checkable command as on or off."""
        self._actions[command_id].setChecked(checked)

    def _made(self, command: Command) -> QAction:
        action = QAction(title(command), self)
        action.setObjectName(command.id)
        action.setAutoRepeat(command.repeatable)
        action.setCheckable(command.checkable)
        action.setIconVisibleInMenu(not command.checkable)  # a menu shows the one or the other
        action.setEnabled(command.enabled == "always")
        action.triggered.connect(lambda: self.triggered.emit(command.id))
        return action

    def _take_keys(self) -> None:
        """Give every action the keys that its command has now, and the place where they count."""
        for command in COMMANDS:
            action, keys = self._actions[command.id], keys_in_order(command.id)
            action.setToolTip(tooltip(command))
            action.setShortcuts([QKeySequence(key) for key in keys if press(key) == key or press(key) not in keys])
            self._put(action, frozenset(keys))

    def _put(self, action: QAction, keys: frozenset[str]) -> None:
        for widget in (self._window, *self._inside.values()):
            widget.removeAction(action)
        in_place = _IN_PLACE_KEYS & keys
        place = self._inside.get(bool(in_place & _CANVAS_KEYS)) if in_place else self._window
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut if in_place else Qt.ShortcutContext.WindowShortcut
        action.setShortcutContext(scope)
        if place is not None:
            place.addAction(action)


def title(command: Command) -> str:
    """Return the command's title in the person's language."""
    return QCoreApplication.translate("Commands", command.title)


def tooltip(command: Command) -> str:
    """Return title, key and help of a command as rich text, which wraps."""
    key = key_text(command.id)
    after = f' <span style="color:#a3a7ae">{_escaped(key)}</span>' if key else ""
    helped = _escaped(QCoreApplication.translate("Commands", command.help))
    return f"<p><b>{_escaped(title(command).rstrip('…'))}</b>{after}<br/>{helped}</p>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
