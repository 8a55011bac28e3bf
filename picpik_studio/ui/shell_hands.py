"""What a window does with keys, drops, its first sight and the end, once it has its parts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QDropEvent, QKeyEvent

from picpik_studio.ui import window_state
from picpik_studio.ui.dropping import accept_as_copy
from picpik_studio.ui.first_sight import SightView
from picpik_studio.ui.pressed import digit_of, types

if TYPE_CHECKING:
    from picpik_studio.ui.shell import Shell


class Hands:
    """Answers for a shell that is built."""

    def __init__(self, shell: "Shell") -> None:
        self._shell = shell

    def claims(self, event: QEvent) -> bool:
        """Whether a key belongs to a hold, before a command gets it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        if self._shell.holds.claims(event):
            event.accept()
            return True
        return False

    def press(self, event: QKeyEvent) -> bool:
        """Start a hold, give a digit to the doors, or do what a sign is the key of; say whether it was one of these."""
        if self._shell.holds.press(event):
            return True
        digit = digit_of(event)
        if digit is not None:
            self._shell.ask(lambda doors: doors.digit(digit))
            return True
        if types(event) and (action := self._shell.commands.typed(event.text(), is_repeated=event.isAutoRepeat())):
            action.trigger()
            return True
        return False

    def note_change(self, event: QEvent) -> None:
        """End all holds when another window gets the keyboard."""
        if event.type() == QEvent.Type.ActivationChange and not self._shell.isActiveWindow():
            self._shell.holds.release_all()

    def accept_drag(self, event: QDropEvent) -> None:
        """Say that it can be dropped here."""
        accept_as_copy(event)
        self.show_target(is_target=True)

    def accept_drop(self, event: QDropEvent) -> None:
        """Take it as a copy."""
        accept_as_copy(event)

    def show_target(self, *, is_target: bool) -> None:
        """Show, or no more, where something can be dropped."""
        target = self._shell.target
        target.setGeometry(self._shell.stage.rect())
        target.raise_()
        target.setVisible(is_target)

    def end_sight(self) -> None:
        """Take the first sight away."""
        stage = self._shell.stage
        for view in stage.findChildren(SightView):
            stage.removeWidget(view)
            view.deleteLater()
        self._shell.sight = None

    def keep(self) -> None:
        """Remember how the window stands and is divided."""
        window_state.save(self._shell, self._shell.centre, self._shell.splitter)
