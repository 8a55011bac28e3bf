"""Qt's actions, made from the table of commands: titles, keys, icons, tooltips, and when they can be used."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from picpik_studio.app.commands import BY_ID, COMMANDS, Command, Rule
from picpik_studio.ui.icons import icon
from picpik_studio.ui.key_names import key_text

_IN_PLACE_KEYS = frozenset({"Return", "Enter", "Del", "Backspace", "Esc", "Tab"})
"""Keys that belong to whatever has the focus; as a command's they count in the middle of the window only."""

_CANVAS_KEYS = frozenset({"Tab"})
_TWINS = {"{": "Shift+[", "}": "Shift+]"}
"""On many keyboards both are the same press, which Qt calls ambiguous and gives to nobody: the first one is left out
of the shortcuts then, and found by what it types (`typed`)."""


class Actions(QObject):
    """One action a command; `triggered` gives the command's id. Icons are drawn when they are asked for.

    Bare keys such as B act wherever no text is being typed. Return, Delete, Esc and their like are commands only while
    the focus is inside a widget given to `put_in`.
    """

    triggered = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions = {command.id: self._made(command, window) for command in COMMANDS}
        self._allowed: Mapping[Rule, bool] = {}

    def __getitem__(self, command_id: str) -> QAction:
        """Return the action of a command. Raises KeyError."""
        return self._actions[command_id]

    def with_icon(self, command_id: str) -> QAction:
        """Return the action of a command, its icon drawn. Raises KeyError."""
        action, name = self._actions[command_id], BY_ID[command_id].icon
        if name and action.icon().isNull():
            action.setIcon(icon(name))
        return action

    def typed(self, text: str) -> QAction | None:
        """Return the action whose key types `text`, for keyboards on which no shortcut caught it."""
        named = next((command for command in COMMANDS if text and text in command.keys), None)
        return self._actions[named.id] if named is not None else None

    def put_in(self, widget: QWidget, *, is_canvas: bool = False) -> None:
        """Let the commands on Return, Delete and Esc (for the canvas: on Tab) act while `widget` has the focus."""
        for command in COMMANDS:
            keys = _IN_PLACE_KEYS.intersection(command.keys)
            if keys and bool(keys & _CANVAS_KEYS) == is_canvas:
                widget.addAction(self._actions[command.id])

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

    def _made(self, command: Command, window: QWidget) -> QAction:
        action = QAction(title(command), self)
        action.setObjectName(command.id)
        action.setToolTip(tooltip(command))
        action.setShortcuts([QKeySequence(key) for key in command.keys if _TWINS.get(key) not in command.keys])
        action.setAutoRepeat(command.repeatable)
        action.setCheckable(command.checkable)
        action.setIconVisibleInMenu(not command.checkable)  # a menu shows the one or the other
        action.setEnabled(command.enabled == "always")
        if _IN_PLACE_KEYS.isdisjoint(command.keys):
            window.addAction(action)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self.triggered.emit(command.id))
        return action


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
