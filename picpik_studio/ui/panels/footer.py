"""What stays in sight under the parameters: who redraws, what is left of the credits, and Submit."""

from collections.abc import Callable
from typing import Final

import cv2
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from picpik_studio.app.commands import BY_ID
from picpik_studio.app.connections import KeysMissingError, NoSuchConnectionError
from picpik_studio.app.notices import NoticeAction
from picpik_studio.app.session import Session
from picpik_studio.core.document import SETTLED, DocumentEvent, MaskChanged
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui import theme
from picpik_studio.ui.actions import tooltip
from picpik_studio.ui.binding import follow, follow_document
from picpik_studio.ui.icons import put_icon
from picpik_studio.ui.key_names import key_text, show_keys_with
from picpik_studio.ui.panels.controls.button import icon_button, text_button
from picpik_studio.ui.panels.controls.text import note, tip
from picpik_studio.ui.panels.credits import CreditsLabel
from picpik_studio.ui.panels.submit_button import SubmitButton
from picpik_studio.ui.words import error_text, said

_ICONS = {"local": "monitor", "custom": "plug"}
_ICON = 16


NO_PICTURE: Final = QT_TRANSLATE_NOOP("Submit", "Open a picture first.")
NO_KEYS: Final = QT_TRANSLATE_NOOP("Submit", "This connection has no keys yet: type them under Connections.")
NO_ADDRESS: Final = QT_TRANSLATE_NOOP("Submit", "This connection has no address yet: type it under Connections.")
_CONNECTIONS: Final = QT_TRANSLATE_NOOP("Submit", "Connections…")
NOTHING_LEFT: Final = QT_TRANSLATE_NOOP("Submit", "The live steps leave nothing of what is painted.")
NOTHING_PAINTED: Final = QT_TRANSLATE_NOOP("Submit", "Nothing is painted yet: paint what to change.")


class SubmitFooter(QWidget):
    """`connections_wanted` and `look_wanted` are emitted by their buttons; Submit calls the session."""

    connections_wanted = Signal()
    look_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.connection = QPushButton(self)
        self.credits = CreditsLabel(session, self)
        self.look = icon_button("scan-eye", said(BY_ID["job.look"].title), self, size=theme.ICON)
        self.reason = note(parent=self)
        self.submit = SubmitButton(said(BY_ID["job.submit"].title), self)
        self.erase = text_button("bandage", said(BY_ID["job.erase"].title), self)
        self._lay_out()
        self.connection.clicked.connect(self.connections_wanted)
        self.look.clicked.connect(self.look_wanted)
        self.submit.clicked.connect(self.send)
        self.erase.clicked.connect(self.send_to_erase)
        follow(self, session.changed, self._follow_session)
        follow(self, session.parameters.changed, lambda name: self._show_reason() if name == "invert_mask" else None)
        follow_document(self, session, self._follow_document, but=MaskChanged)
        follow(self, session.deriving.changed, self._show_reason)
        self._show_connection()
        show_keys_with(self, self._show_keys)

    def send(self) -> None:
        """Submit, unless something stands in the way, which is then said."""
        self._send(self._session.submit)

    def send_to_erase(self) -> None:
        """Have what is painted erased, unless something stands in the way, which is then said."""
        self._send(self._session.erase)

    def _send(self, send: Callable[[], None]) -> None:
        reason = self._why_not()
        if not reason:
            send()
            return
        help_ = NoticeAction(_CONNECTIONS, self.connections_wanted.emit) if reason in {NO_KEYS, NO_ADDRESS} else None
        self._session.program.notices.say("info", reason, key="submit", action=help_)

    def _why_not(self) -> str:
        """Return the marked sentence that says what stands in the way, or ""."""
        session = self._session
        if session.document is None:
            return NO_PICTURE
        if isinstance(session.models_error, KeysMissingError):
            return NO_KEYS
        if isinstance(session.models_error, NoSuchConnectionError):
            return NO_ADDRESS
        if session.parameters.values.invert_mask:
            return ""
        if not cv2.countNonZero(session.document.mask.pixels):
            return NOTHING_PAINTED
        derived = session.document.derived
        return NOTHING_LEFT if derived is not None and not cv2.countNonZero(derived) else ""

    def _show_keys(self) -> None:
        self.submit.show_keys(key_text("job.submit"))
        self.look.setToolTip(tooltip(BY_ID["job.look"]))
        self._show_reason()

    def _show_reason(self) -> None:
        reason = self._why_not()
        self.reason.setText(said(reason) if reason else "")
        self.reason.setVisible(bool(reason))
        self.submit.show_enabled(is_enabled=not reason)
        self.erase.setEnabled(not reason)
        self.look.setEnabled(self._session.document is not None)
        for button, command_id in ((self.submit, "job.submit"), (self.erase, "job.erase")):
            button.setToolTip(tip(said(reason)) if reason else tooltip(BY_ID[command_id]))

    def _show_connection(self) -> None:
        connection = self._session.connection
        title = said(connection.title)
        error = self._session.models_error
        trouble = error_text(error) if error is not None else ""
        colour = theme.WARNING if error is not None else theme.SUCCESS if self._session.models else theme.SECOND
        put_icon(self.connection, _ICONS.get(connection.id, "cloud"), colour, _ICON)
        self.connection.setText(title)
        self.connection.setToolTip(tip(title, said(connection.help), trouble, self.tr("Click to change it.")))
        self.connection.setAccessibleName(self.tr("Connection: {title}").format(title=title))
        self.connection.setAccessibleDescription(trouble)

    def _follow_session(self, topic: str) -> None:
        if topic in {"connection", "models"}:
            self._show_connection()
        if topic in {"connection", "models", "document"}:
            self._show_reason()

    def _follow_document(self, event: DocumentEvent) -> None:
        if isinstance(event, SETTLED):
            self._show_reason()

    def _lay_out(self) -> None:
        _keep_room(self.reason)
        top = QHBoxLayout()
        top.addWidget(self.connection)
        top.addStretch(1)
        top.addWidget(self.credits)
        top.addWidget(self.look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID + theme.HALF, theme.GRID, theme.GRID + theme.HALF, theme.GRID + theme.HALF)
        layout.setSpacing(theme.GRID)
        layout.addLayout(top)
        layout.addWidget(self.reason)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addWidget(self.submit, 1)
        buttons.addWidget(self.erase)
        self.erase.setProperty("scale", "large")
        layout.addLayout(buttons)


def _keep_room(sentence: QWidget) -> None:
    """Hide a sentence and keep its line free, so that Submit stands still when it comes and goes."""
    policy = sentence.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    sentence.setSizePolicy(policy)
    sentence.ensurePolished()
    sentence.setMinimumHeight(sentence.fontMetrics().lineSpacing())
    sentence.hide()
