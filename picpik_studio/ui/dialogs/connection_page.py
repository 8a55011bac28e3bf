"""One connection: its address, its keys, and a test that says in words what is wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from picpik_studio.app.connections import NO_KEYS, Connection, Finding
from picpik_studio.app.credentials import PRIVATE_VARIABLE, PUBLIC_VARIABLE, KeyPair, KeySource
from picpik_studio.app.program import Program
from picpik_studio.app.tasks import Task
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui import theme
from picpik_studio.ui.binding import while_alive
from picpik_studio.ui.icons import icon, pixmap
from picpik_studio.ui.panels.activity import ActivityBar
from picpik_studio.ui.panels.controls.button import text_button
from picpik_studio.ui.panels.controls.text import label, line, note
from picpik_studio.ui.words import also_said, error_text, said

_BOTH = QT_TRANSLATE_NOOP("Connections", "Type both keys, the public one and the private one.")
_SOURCES: dict[KeySource, str] = {
    "none": QT_TRANSLATE_NOOP("Connections", "There are no keys yet: paste the two keys of your account here."),
    "keyring": QT_TRANSLATE_NOOP("Connections", "The keys are kept in this system's keyring."),
    "environment": QT_TRANSLATE_NOOP(
        "Connections", "The keys come from {public} and {private}; what is typed here counts when these are not set."
    ),
    "run": QT_TRANSLATE_NOOP("Connections", "The keys are kept until the program is closed, and written nowhere."),
}
_ICON = 16
_MASKED = "•" * 12


class ConnectionPage(QWidget):
    """Edits one connection. `changed` tells that its address or keys are other ones now."""

    changed = Signal()

    def __init__(self, program: Program, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self.connection = connection
        self._test: Task[Finding] | None = None
        self._looking: Task[tuple[KeySource, str]] | None = None
        self.address = QLineEdit(connection.url or "", self)
        self.public = QLineEdit(self)
        self.private = QLineEdit(self)
        self.source = note(parent=self)
        self.keep = text_button("key-round", self.tr("Keep the keys"), self)
        self.remove = text_button("trash-2", self.tr("Remove the keys"), self)
        self.test = text_button("play", self.tr("Test"), self)
        self.activity = ActivityBar(self)
        self.mark = QLabel(self)
        self.finding = note("", "", self)
        self._set_up()
        self._lay_out()
        self._show_typed()
        self.look()

    def look(self) -> None:
        """Find out where the keys come from; the keyring may be slow, and what it says last must not be of before."""
        if self._looking is not None:
            self._looking.cancel()
        if not self.connection.is_local:
            key = self.connection.key
            done = while_alive(self, self._show_known)
            self._looking = self._program.tasks.run("network", lambda _task: self._known(key), done=done, label="keys")

    def keep_typed(self) -> bool:
        """Keep the address and the keys that were typed; say whether nothing stood in the way."""
        if not self._keep_address():
            return False
        keys = self._typed()
        if keys is None:
            return True
        if not keys.is_complete:
            self._say(said(_BOTH), "error")
            return False
        key = self.connection.key
        self._program.tasks.run(
            "network",
            lambda _task: self._program.credentials.set(key, keys),
            done=while_alive(self, self._kept),
            failed=while_alive(self, self._failed, self._program.notices.fail),
            label="keys",
        )
        return True

    def remove_keys(self) -> None:
        """Drop the keys, from the keyring too."""
        key = self.connection.key
        self._program.tasks.run(
            "network",
            lambda _task: self._program.credentials.forget(key),
            done=while_alive(self, lambda _nothing: self._renewed()),
            failed=while_alive(self, self._failed, self._program.notices.fail),
            label="keys",
        )

    def run_test(self) -> None:
        """Ask the service for its models, with the keys that are typed or kept; typed ones that work are kept."""
        if not self._keep_address():
            return
        keys, name = self._typed(), self.connection.id
        if keys is not None and not keys.is_complete:
            self._say(said(_BOTH), "error")
            return
        self._show_testing(is_testing=True)
        self._say(self.tr("Asking {title}…").format(title=said(self.connection.title)), "")
        self._test = self._program.tasks.run(
            "network",
            lambda _task: self._program.connections.test(name, keys=keys),
            done=while_alive(self, lambda finding: self._found(finding, keys)),
            failed=while_alive(self, self._failed, self._program.notices.fail),
            label="test",
        )

    def _typed(self) -> KeyPair | None:
        """Return the keys in the fields, None when none were typed."""
        if not self.private.text().strip() and not self.public.isModified():
            return None
        return KeyPair.typed(self.public.text(), self.private.text())

    def _keep_address(self) -> bool:
        """Keep the custom address that was typed; say whether it can be used."""
        if not self.connection.is_editable or self.address.text().strip() == (self.connection.url or ""):
            return True
        try:
            warning = self._program.connections.set_custom_address(self.address.text())
        except PicPikError as error:
            self._say(error_text(error), "error")
            return False
        self.connection = self._program.connections.get(self.connection.id)
        self.address.setText(self.connection.url or "")
        self._say(said(warning) if warning else "", "warning")
        self.changed.emit()
        self.look()
        return True

    def _known(self, key: str) -> tuple[KeySource, str]:
        keys = self._program.credentials.get(key)
        return self._program.credentials.source(key), keys.public if keys is not None else ""

    def _show_known(self, known: tuple[KeySource, str]) -> None:
        source, public = known
        self.source.setText(said(_SOURCES[source], {"public": PUBLIC_VARIABLE, "private": PRIVATE_VARIABLE}))
        if not self.public.isModified():
            self.public.setText(public)
        self.private.setPlaceholderText(_MASKED if source != "none" else "")
        self.remove.setVisible(source in {"keyring", "run"})

    def _kept(self, remark: PicPikError | None) -> None:
        self.private.clear()
        self.public.setModified(False)
        self._renewed()
        if remark is not None:
            self._say(said(remark.template, remark.values), "warning")

    def _renewed(self) -> None:
        """Forget what was known with the old keys, and ask anew."""
        self.public.setModified(False)
        self.private.clear()
        self._program.models.forget(self.connection.key)
        self._program.models.refresh(self.connection.key)
        self.changed.emit()
        self.look()
        self._show_typed()

    def _found(self, finding: Finding, tried: KeyPair | None) -> None:
        self._show_testing(is_testing=False)
        values = {name: said(value) if isinstance(value, str) else value for name, value in finding.values.items()}
        template = _BOTH if finding.template == NO_KEYS else finding.template  # they are typed here
        lines = also_said(finding.extras)
        self._say("\n".join([said(template, values), *lines]), "success" if finding.is_ok else "error")
        if finding.is_ok and tried is not None and tried == self._typed():
            self.keep_typed()  # or who reads that it works and closes the dialog would have typed them for nothing

    def _failed(self, error: Exception) -> None:
        self._show_testing(is_testing=False)
        self._say(error_text(error), "error")

    def _show_testing(self, *, is_testing: bool) -> None:
        self.test.setEnabled(not is_testing)
        if not is_testing and self.isVisible():
            self.test.setFocus()
        self.activity.setVisible(is_testing)

    def _show_typed(self) -> None:
        self.keep.setEnabled(self._typed() is not None)

    def _say(self, sentence: str, tone: str) -> None:
        names = {"success": "circle-check", "error": "circle-x", "warning": "triangle-alert"}
        colours = {"success": theme.SUCCESS, "error": theme.ERROR, "warning": theme.WARNING}
        self.finding.setText(sentence)
        theme.restyle(self.finding, "tone", tone or "second")
        self.mark.setVisible(bool(sentence) and tone in names)
        if tone in names:
            self.mark.setPixmap(pixmap(names[tone], colours[tone], _ICON, scale=self.devicePixelRatioF()))

    def _set_up(self) -> None:
        self.address.setReadOnly(not self.connection.is_editable)
        self.address.setPlaceholderText("https://service.example")
        self.private.setEchoMode(QLineEdit.EchoMode.Password)
        eye = self.private.addAction(icon("eye", theme.SECOND, _ICON), QLineEdit.ActionPosition.TrailingPosition)
        eye.setCheckable(True)
        eye.setToolTip(self.tr("Show what is typed"))
        eye.toggled.connect(self._show_private)
        for field in (self.public, self.private):
            field.textEdited.connect(lambda _: self._show_typed())
        self.address.setAccessibleName(self.tr("Address"))
        self.public.setAccessibleName(self.tr("Public key"))
        self.private.setAccessibleName(self.tr("Private key"))
        self.keep.clicked.connect(self.keep_typed)
        self.remove.clicked.connect(self.remove_keys)
        self.test.clicked.connect(self.run_test)
        self.activity.hide()
        self.mark.hide()
        self.remove.hide()

    def _show_private(self, is_shown: bool) -> None:
        self.private.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(label(said(self.connection.title), "heading", self))
        layout.addWidget(note(said(self.connection.help), "second", self))
        layout.addSpacing(theme.HALF)
        layout.addLayout(self._fields())
        result = QHBoxLayout()
        result.setSpacing(6)
        result.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        result.addWidget(self.finding, 1)
        layout.addWidget(self.test, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.activity)
        layout.addLayout(result)
        layout.addStretch(1)

    def _fields(self) -> QVBoxLayout:
        """Return the fields and what belongs to them; this computer needs none."""
        layout = QVBoxLayout()
        layout.setSpacing(theme.GRID)
        if self.connection.is_local:
            for widget in (self.address, self.public, self.private, self.source, self.keep):
                widget.hide()
            return layout
        form = QFormLayout()
        form.setHorizontalSpacing(theme.GRID + theme.HALF)
        form.setVerticalSpacing(theme.GRID)
        form.addRow(label(self.tr("Address"), "second", self), self.address)
        form.addRow(label(self.tr("Public key"), "second", self), self.public)
        form.addRow(label(self.tr("Private key"), "second", self), self.private)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        for button in (self.keep, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addLayout(form)
        layout.addWidget(self.source)
        layout.addLayout(buttons)
        layout.addWidget(line(self))
        return layout
