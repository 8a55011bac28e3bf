"""What was proved: of the whole picture, and of the result that is looked at."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from picpik_studio.app.session import Session
from picpik_studio.ui import theme
from picpik_studio.ui.actions import Actions
from picpik_studio.ui.binding import follow
from picpik_studio.ui.icons import pixmap
from picpik_studio.ui.options.pieces import command_button
from picpik_studio.ui.panels.controls.section import Section
from picpik_studio.ui.panels.controls.text import note
from picpik_studio.ui.result_words import proof_words, service_words

_SIGN = 16


class ProofSection(Section):
    """Says how many pixels differ where none may, and what the service had changed there; the button shows it."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.header.setText(self.tr("Proof"))
        self._session = session
        self._sign = QLabel(self)
        self.all = note("", "", self)
        self.one = note("", "second", self)
        self.service = note("", "second", self)
        self.heat = command_button(actions, "view.service_change", self)
        self._lay_out()
        for signal in (session.proving.changed, session.inspecting.changed, session.patches.changed):
            follow(self, signal, self._show)
        self._show()
        self.unfold()

    def _show(self) -> None:
        proof, found = self._session.proving.proof, self._session.inspecting.found
        if proof is None:
            self.all.setText(self.tr("Looking at every pixel…"))
            name, colour = "loader-circle", theme.SECOND
        else:
            self.all.setText(self.tr("The whole picture: {words}.").format(words=proof_words(proof, of_all=True)))
            name, colour = ("shield-check", theme.SUCCESS) if proof.holds else ("triangle-alert", theme.ERROR)
        self._sign.setPixmap(pixmap(name, colour, _SIGN, scale=self.devicePixelRatioF()))
        this = self.tr("This result: {words}.")
        self.one.setText(this.format(words=proof_words(found.proof)) if found is not None else "")
        self.one.setVisible(found is not None)
        self.service.setText(self.tr("Outside: {words}.").format(words=service_words(self._session.inspecting)))
        self.header.show_summary(proof_words(proof, of_all=True) if proof is not None else "")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self._sign)
        row.addWidget(self.all, 1)
        below = QHBoxLayout()
        below.setSpacing(theme.GRID)
        below.addWidget(self.service, 1)
        below.addWidget(self.heat)
        self.content.addLayout(row)
        self.content.addWidget(self.one)
        self.content.addLayout(below)
