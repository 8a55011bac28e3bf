"""Where the passphrase of the signing key is typed; what is kept is never shown."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtWidgets import QLineEdit, QWidget

from picpik_studio.app.program import Program
from picpik_studio.errors import PicPikError
from picpik_studio.ui import theme
from picpik_studio.ui.binding import while_alive
from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.plain_rows import WIDE
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.subject import Subject
from picpik_studio.ui.panels.controls.text import note
from picpik_studio.ui.words import said

T = TypeVar("T")

_MASKED = "•" * 12


class PassphraseRow(ValueRow):
    """Keeps what is typed in the system's keyring; its value is whether there is a passphrase."""

    HAS_RESET = False

    def __init__(self, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(Subject(self.tr("Its passphrase"), "", default=False), parent)
        self._program = program
        self._wishes = 0
        self.line = QLineEdit(self)
        self.forget = icon_button("trash-2", self.tr("Forget the passphrase"), self)
        self.remark = note("", "warning", self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setFixedWidth(WIDE - self.forget.width() - theme.HALF)
        self.line.setAccessibleName(self.about.title)
        policy = self.forget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.forget.setSizePolicy(policy)
        self.header.addWidget(self.line)
        self.header.addWidget(self.forget)
        self.body.addWidget(self.remark)
        self.remark.hide()
        self.line.editingFinished.connect(self._keep)
        self.forget.clicked.connect(self._forget)
        self.show_value(self.about.default)
        self._look()

    def _look(self) -> None:
        """Find out whether one is kept; the keyring may be slow."""
        self._run(lambda: bool(self._program.passphrase.reveal()), self.show_value)

    def _keep(self) -> None:
        text = self.line.text()
        if text:
            self.line.clear()
            self._run(lambda: self._program.passphrase.keep(text), self._kept)

    def _kept(self, remark: PicPikError | None) -> None:
        self.show_value(True)
        self._say(said(remark.template, remark.values) if remark is not None else "")

    def _forget(self) -> None:
        self._say("")
        self._run(self._program.passphrase.forget, lambda _none: self.show_value(False))

    def _run(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        """Do it, and show what came of it, unless something else was wished meanwhile: that may be told of first."""
        self._wishes += 1
        wish = self._wishes

        def tell(outcome: T) -> None:
            if wish == self._wishes:
                done(outcome)

        self._program.tasks.run("network", lambda _task: work(), done=while_alive(self, tell), label="passphrase")

    def _say(self, sentence: str) -> None:
        self.remark.setText(sentence)
        self.remark.setVisible(bool(sentence))

    def _show(self, value: Any) -> None:  # noqa: ANN401 - a value is of its own kind
        self.line.setPlaceholderText(_MASKED if value else self.tr("None"))
        self.forget.setVisible(bool(value))
