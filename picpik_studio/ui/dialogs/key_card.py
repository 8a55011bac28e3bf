"""The keys of one command: given, taken away, taken from another, put back."""

import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from picpik_studio.app.commands import BY_ID
from picpik_studio.app.keymap import KeymapError, checked, checked_on_mac
from picpik_studio.ui import theme
from picpik_studio.ui.dialogs.key_catcher import KeyCatcher
from picpik_studio.ui.key_names import KEYS_IN_USE, key_name, owner_here
from picpik_studio.ui.panels.controls.flow import FlowLayout
from picpik_studio.ui.panels.controls.text import label, note
from picpik_studio.ui.words import error_text, said

_HEIGHT: Final = 156


class KeyCard(QFrame):
    """Edits the keys of one command; `edited` tells the keymap that is to be used from now on."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = ""
        self._answer: Callable[[], None] | None = None
        self.title = label("", "heading", self)
        self.help = note(parent=self)
        self.catcher = KeyCatcher(self)
        self.reset = self._button(self.tr("Reset"))
        self.remark = note(parent=self)
        self.take, self.leave = self._button(""), self._button(self.tr("Leave it"))
        self.chips: list[QPushButton] = []
        self._flow = FlowLayout(spacing=theme.HALF)
        self._lay_out()
        self.catcher.caught.connect(self.add)
        self.catcher.toggled.connect(lambda waits: self.say("") if waits else None)
        self.reset.clicked.connect(lambda: self.edited.emit(KEYS_IN_USE.keymap.without(self._id)))
        self.take.clicked.connect(self._accept)
        self.leave.clicked.connect(self._leave)
        self.show_command("")

    def show_command(self, command_id: str) -> None:
        """Show the keys of a command, or of none ("")."""
        self._id = command_id
        command = BY_ID.get(command_id)
        self.title.setText(said(command.title).rstrip("…") if command else "")
        self.help.setText(said(command.help) if command else "")
        self.say("")
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys as they are now."""
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        keymap = KEYS_IN_USE.keymap
        self.chips = [self._chip(key) for key in keymap.own_keys.get(self._id, ())]
        self._flow.removeWidget(self.catcher)
        for widget in (*self.chips, self.catcher):
            self._flow.addWidget(widget)
            widget.show()
        self.catcher.setEnabled(bool(self._id))
        self.reset.setEnabled(keymap.is_changed(self._id))

    def add(self, key: str) -> None:
        """Give the command a key, once more if it is no other's; else ask whether it is to be taken from there."""
        check = checked_on_mac if sys.platform == "darwin" else checked
        keymap = KEYS_IN_USE.keymap
        try:
            wanted = check(self._id, key)
        except KeymapError as error:
            self.say(error_text(error))
            return
        user = self._user(wanted)
        changed = keymap.with_keys(self._id, (*keymap.own_keys[self._id], wanted))
        if not user:
            self.edited.emit(changed)
        elif owner_here(wanted) == self._id:
            self.say(self.tr("It has {key} already.").format(key=key_name(wanted)))
        else:
            question = self.tr("{key} is used by {command}.").format(key=key_name(wanted), command=user)
            self.say(question, self.tr("Take it from there"), lambda: self.edited.emit(changed))

    def remove(self, key: str) -> None:
        """Take a key away from the command."""
        keymap = KEYS_IN_USE.keymap
        kept = [each for each in keymap.own_keys[self._id] if each != key]
        self.edited.emit(keymap.with_keys(self._id, kept))

    def remove_all(self) -> None:
        """Leave the command without a key."""
        self.edited.emit(KEYS_IN_USE.keymap.with_keys(self._id, ()))

    def say(self, text: str, agreeing: str = "", answer: Callable[[], None] | None = None) -> None:
        """Say something below the keys; with `agreeing` on a button that does `answer`."""
        self._answer = answer
        self.remark.setText(text)
        self.take.setText(agreeing)
        self.take.setVisible(answer is not None)
        self.leave.setVisible(answer is not None)
        if answer is not None:
            self.leave.setFocus()

    @property
    def asks(self) -> bool:
        """Whether a question is open, which can be agreed to or left."""
        return self._answer is not None

    def _leave(self) -> None:
        self.say("")
        self.catcher.setFocus()

    def _accept(self) -> None:
        answer = self._answer
        self.say("")
        if answer is not None:
            answer()

    def _user(self, key: str) -> str:
        """Return what a key does now, in words; "" when nothing."""
        owner = owner_here(key)
        if owner:
            return self.tr("“{title}”").format(title=said(BY_ID[owner].title).rstrip("…"))
        return self.tr("the opacity of the brush") if key in "0123456789" else ""

    def _chip(self, key: str) -> QPushButton:
        chip = self._button(f"{key_name(key)}   \N{MULTIPLICATION SIGN}".replace("&", "&&"))
        chip.setToolTip(self.tr("Take this key away"))
        chip.setAccessibleName(self.tr("Take {key} away").format(key=key_name(key)))
        chip.clicked.connect(lambda: self.remove(key))
        return chip

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        self.setProperty("card", "model")
        self.setFixedHeight(_HEIGHT)
        for button in (self.take, self.leave):
            button.setAutoDefault(True)  # Enter presses the one that has the focus
        head, foot, room = QHBoxLayout(), QHBoxLayout(), QWidget(self)
        head.addWidget(self.title, 1)
        head.addWidget(self.reset)
        foot.addWidget(self.remark, 1)
        foot.addWidget(self.take)
        foot.addWidget(self.leave)
        room.setLayout(self._flow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID + theme.HALF, theme.GRID, theme.GRID + theme.HALF, theme.GRID)
        layout.setSpacing(theme.HALF)
        layout.addLayout(head)
        layout.addWidget(self.help)
        layout.addWidget(room)
        layout.addStretch(1)
        layout.addLayout(foot)
