"""Shows the very pictures and the JSON that would be sent, with what is to be known of them; sends them from there."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeySequence, QShortcut, QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from picpik_studio.app.action import Action
from picpik_studio.app.commands import BY_ID
from picpik_studio.app.packing import encoding_of
from picpik_studio.app.preflight import Looked, Preflight
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.dialogs.preflight_facts import NAMES, Facts, size_text
from picpik_studio.ui.dialogs.sight import Place, Sight
from picpik_studio.ui.key_names import key_text, keys_in_order
from picpik_studio.ui.panels.controls.button import text_button
from picpik_studio.ui.panels.controls.text import label
from picpik_studio.ui.panels.footer import SubmitButton
from picpik_studio.ui.words import said

_LARGEST: Final = QSize(1440, 920)
_SHARE: Final = 0.94
_FACTS_PX: Final = 432
_BELOW_PX: Final = 300
_SUBMIT_PX: Final = 264
_COMMANDS: Final[Mapping[Action, str]] = {Action.REDRAW: "job.submit", Action.ERASE: "job.erase"}


class PreflightDialog(QDialog):
    """One look; its Submit key sends what is seen, Esc sends nothing."""

    def __init__(self, preflight: Preflight, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("What will be sent"))
        self._preflight = preflight
        place, other = Place(self), Place(self)
        self.image = _Titled(self.tr("Picture, as sent"), place, self)
        self.area = _Titled(self.tr("Repaint area, as sent"), place, self)
        self.reference = _Titled(self.tr("Reference, as sent"), other, self)
        self.facts = Facts(preflight, self)
        self.json = self._make_json()
        self.copy = text_button("copy", self.tr("Copy"), self)
        self.progress = QProgressBar(self)
        self.hint = label(self.tr("Wheel: zoom · Drag: move · Double click: 100 %, and back"), "second", self)
        self.between = QStackedWidget(self)
        self.said = label("", "second", self)
        self.submit = SubmitButton("", self)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self._lay_out()
        self.resize((parent.window().size() * _SHARE).boundedTo(_LARGEST))
        self._connect()
        preflight.look()
        self.facts.setFocus()

    def send(self) -> None:
        """Send what is seen, if it can be sent."""
        if self._preflight.can_submit:
            self._preflight.submit()
            self.accept()

    def _connect(self) -> None:
        follow(self, self._preflight.changed, self._show)
        self.submit.clicked.connect(self.send)
        self.cancel.clicked.connect(self.reject)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.json.toPlainText()))
        self.finished.connect(lambda _result: self._preflight.close())
        for key in keys_in_order("job.submit"):
            QShortcut(QKeySequence(key), self).activated.connect(self.send)

    # Showing

    def _show(self) -> None:
        preflight = self._preflight
        looked = preflight.looked
        self.progress.setValue(round(100 * (preflight.fraction or 0.0)))
        self.between.setCurrentWidget(self.hint if preflight.fraction is None else self.progress)
        self.submit.setText(said(BY_ID[_COMMANDS[preflight.action]].title))
        self.submit.show_enabled(is_enabled=preflight.can_submit)
        self.facts.show_look()
        if preflight.fraction is not None:
            self.said.setText(self.tr("Making it ready…"))
            return
        if looked is not None:
            self._show_look(looked)
        else:
            self._show_nothing()

    def _show_look(self, looked: Looked) -> None:
        request, made = looked.request, looked.made
        self.image.show_picture(made.images[looked.encoding], request.picture)
        self.area.show_picture(made.mask, request.mask)
        self.reference.setVisible(made.reference is not None)
        if made.reference is not None:
            self.reference.show_picture(made.reference, request.reference or b"")
        if looked.text != self.json.toPlainText():
            self.json.setPlainText(looked.text)
        self.copy.setEnabled(True)
        ready, not_ready = (
            self.tr("Nothing is sent yet. What you see is sent exactly so."),
            self.tr("It cannot be sent yet: see what is said above."),
        )
        self.said.setText(ready if looked.draft is not None else not_ready)

    def _show_nothing(self) -> None:
        self.image.show_picture(None)
        self.area.show_picture(None)
        self.json.clear()
        self.copy.setEnabled(False)
        self.said.setText(self.tr("There is nothing to send."))

    # Making

    def _make_json(self) -> QPlainTextEdit:
        view = QPlainTextEdit(self)
        view.setReadOnly(True)
        view.setTabChangesFocus(True)
        view.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(theme.FONT_POINTS - 0.5)
        view.setFont(font)
        view.setAccessibleName(self.tr("The request as JSON"))
        return view

    def _lay_out(self) -> None:
        self.reference.hide()
        self.progress.setTextVisible(False)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self.hint, self.progress):
            self.between.addWidget(widget)
        self.between.setFixedHeight(self.hint.sizeHint().height())
        sights = QHBoxLayout()
        sights.setSpacing(2 * theme.GRID)
        for sight in (self.image, self.area, self.reference):
            sights.addWidget(sight, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(theme.GRID + theme.HALF)
        layout.addLayout(sights, 1)
        layout.addWidget(self.between)
        layout.addLayout(self._below())
        layout.addLayout(self._row_of_buttons())

    def _below(self) -> QHBoxLayout:
        """Return what is said of it, beside the JSON."""
        words = QVBoxLayout()
        words.setSpacing(theme.GRID)
        words.addWidget(self.facts)
        words.addStretch(1)
        column = QWidget(self)
        column.setFixedWidth(_FACTS_PX)
        words.setContentsMargins(0, 0, 0, 0)
        column.setLayout(words)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Request, as sent (keys struck out, pictures cut short)"), "heading", self))
        head.addStretch(1)
        head.addWidget(self.copy)
        text = QVBoxLayout()
        text.setSpacing(theme.HALF)
        text.addLayout(head)
        text.addWidget(self.json, 1)
        self.json.setMinimumHeight(_BELOW_PX - 2 * theme.CONTROL_HEIGHT)
        below = QHBoxLayout()
        below.setSpacing(2 * theme.GRID)
        below.addWidget(column)
        below.addLayout(text, 1)
        return below

    def _row_of_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self.said, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.submit)
        for button in (self.cancel, self.submit, self.copy):
            button.setAutoDefault(False)  # what may cost money hangs on no bare key
        self.cancel.setProperty("scale", "large")
        self.submit.setMinimumWidth(_SUBMIT_PX)
        self.submit.show_keys(key_text("job.submit"))
        return row


class _Titled(QWidget):
    """A sight under its title, with the picture's size and weight beside it."""

    def __init__(self, title: str, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self.sight = Sight(place, title, self)
        self.caption = label("", "second", self)
        head = QHBoxLayout()
        head.addWidget(label(title, "heading", self))
        head.addStretch(1)
        head.addWidget(self.caption)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF)
        layout.addLayout(head)
        layout.addWidget(self.sight, 1)

    def show_picture(self, pyramid: Pyramid | None, data: bytes = b"") -> None:
        """Show a picture that was decoded from `data`, or none."""
        self.sight.show_picture(pyramid)
        if pyramid is None:
            self.caption.clear()
            return
        height, width = pyramid.levels[0].shape[:2]
        self.caption.setText(" · ".join((f"{width} x {height} px", NAMES[encoding_of(data)], size_text(len(data)))))
