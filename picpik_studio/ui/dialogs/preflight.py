"""Shows the very pictures and the JSON of every request that would be sent, and what is to be known; sends them."""

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
from picpik_studio.app.preflight import Preflight
from picpik_studio.app.preflight_sheets import Looked
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.dialogs.preflight_facts import NAMES, Facts, size_text
from picpik_studio.ui.dialogs.preflight_pages import Pages
from picpik_studio.ui.dialogs.sight import Place, Sight
from picpik_studio.ui.key_names import key_text, keys_in_order
from picpik_studio.ui.panels.controls.button import text_button
from picpik_studio.ui.panels.controls.text import label
from picpik_studio.ui.panels.submit_button import SubmitButton
from picpik_studio.ui.words import said

_LARGEST: Final = QSize(1440, 920)
_SHARE: Final = 0.94
_FACTS_PX: Final = 432
_BELOW_PX: Final = 300
_SUBMIT_PX: Final = 264
_SEVERAL_PX: Final = 384
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
        self.pages = Pages(self)
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
        """Send what is seen, if it can be sent; the dialog goes when it is."""
        self._preflight.submit()

    def _connect(self) -> None:
        follow(self, self._preflight.changed, self._show)
        self.pages.chosen.connect(self._preflight.turn_to)
        self.pages.stepped.connect(self._preflight.turn)
        self.submit.clicked.connect(self.send)
        self.cancel.clicked.connect(self.reject)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.json.toPlainText()))
        self.finished.connect(lambda _result: self._preflight.close())
        for key in keys_in_order("job.submit"):
            QShortcut(QKeySequence(key), self).activated.connect(self.send)

    # Showing

    def _show(self) -> None:
        preflight = self._preflight
        if preflight.is_sent:
            self.accept()
            return
        looked = preflight.looked
        self.progress.setValue(round(100 * (preflight.fraction or 0.0)))
        self.between.setCurrentWidget(self.hint if preflight.fraction is None else self.progress)
        self._name_submit(looked)
        self.submit.show_enabled(is_enabled=preflight.can_submit)
        self.facts.show_look()
        if preflight.fraction is not None:
            self.said.setText(self.tr("Making it ready…"))
            return
        self.pages.show_look(looked)
        if looked is not None:
            self._show_look(looked)
        else:
            self._show_nothing()

    def _name_submit(self, looked: Looked | None) -> None:
        """Say on the key what it does, and how often."""
        action = said(BY_ID[_COMMANDS[self._preflight.action]].title)
        count = 1 if looked is None else len(looked.sheets)
        several = self.tr("{action}: {count} requests").format(action=action, count=count)
        self.submit.setText(action if count == 1 else several)
        self.submit.setMinimumWidth(_SUBMIT_PX if count == 1 else _SEVERAL_PX)
        self.submit.show_keys(key_text("job.submit"))

    def _show_look(self, looked: Looked) -> None:
        sheet, pictures = looked.sheet, looked.pictures
        self.image.show_picture(pictures.image, sheet.request.picture)
        self.area.show_picture(pictures.mask, sheet.request.mask)
        self.reference.setVisible(pictures.reference is not None)
        if pictures.reference is not None:
            self.reference.show_picture(pictures.reference, sheet.request.reference or b"")
        if sheet.text != self.json.toPlainText():
            self.json.setPlainText(sheet.text)
        self.copy.setEnabled(True)
        self.said.setText(self._readiness(looked))

    def _readiness(self, looked: Looked) -> str:
        """Return whether it can be sent, and how."""
        if looked.client is None:
            return self.tr("It cannot be sent yet: see what is said above.")
        if len(looked.sheets) == 1:
            return self.tr("Nothing is sent yet. What you see is sent exactly so.")
        return self.tr("Nothing is sent yet. Each request is sent exactly as you see it.")

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
        self.pages.hide()
        sights.addWidget(self.pages)
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
