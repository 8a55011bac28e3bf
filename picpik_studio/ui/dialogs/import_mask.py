"""Shows what a mask file would have repainted, before it is imported: which way round, how much, with what is there."""

from typing import Final, get_args

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from picpik_studio.app.importing import Choice, Found, Mode
from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.files.mask_reading import Reading
from picpik_studio.ui import theme
from picpik_studio.ui.icons import put_icon
from picpik_studio.ui.panels.controls.text import OneLine, label, note, tip
from picpik_studio.ui.panels.pictures import image_of
from picpik_studio.ui.words import said

SIGHT: Final = QSize(480, 420)
MOSTLY: Final = 0.5
_WORDS_PX: Final = 304


class ImportMaskDialog(QDialog):
    """One file; Enter imports what is shown as one edit, I turns it round, Esc leaves all as it was."""

    def __init__(self, session: Session, found: Found, colour: QColor, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("This will be repainted"))
        self._session = session
        self._found = found
        self._colour = colour
        self.is_inverted = False
        self.sight = QLabel(self)
        self.recognised = note(tone="", parent=self)
        self.facts = note(parent=self)
        self.share = label("", "title", self)
        self.warning = note(tone="warning", parent=self)
        self.readings = QButtonGroup(self)
        self.modes = self._make_modes()
        self.invert = QPushButton(self.tr("Invert (I)"), self)
        self.buttons = self._make_buttons()
        self._lay_out()
        self._connect()
        self._show()
        self.take.setFocus()

    @property
    def choice(self) -> Choice:
        """What would be imported now."""
        chosen = Choice(self._reading, self.modes.currentData())
        return chosen.inverted() if self.is_inverted else chosen

    @property
    def _reading(self) -> Reading:
        return self._found.file.readings[max(self.readings.checkedId(), 0)]

    def accept(self) -> None:
        """Import."""
        self._session.importing.take(self._found, self.choice)
        super().accept()

    def turn_round(self) -> None:
        """Repaint what was kept, and keep what was repainted."""
        self.is_inverted = not self.is_inverted
        self._show()

    def _make_modes(self) -> QComboBox:
        titles: dict[Mode, str] = {
            "replace": self.tr("Replace what is painted"),
            "add": self.tr("Add to what is painted"),
            "subtract": self.tr("Take away from what is painted"),
            "intersect": self.tr("Only where both are"),
        }
        box = QComboBox(self)
        for mode in get_args(Mode):
            box.addItem(titles[mode], mode)
        box.setAccessibleName(self.tr("With what is painted"))
        box.setEnabled(self._found.painted > 0)
        if not self._found.painted:
            box.setToolTip(tip(self.tr("Nothing is painted yet.")))
        return box

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = buttons.addButton(self.tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setProperty("kind", "primary")
        self.take.setDefault(True)
        self.invert.setAutoDefault(False)
        return buttons

    def _connect(self) -> None:
        self.readings.idToggled.connect(self._choose)
        self.modes.currentIndexChanged.connect(self._show)
        self.invert.clicked.connect(self.turn_round)
        QShortcut(QKeySequence("I"), self).activated.connect(self.turn_round)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _choose(self, _number: int, checked: bool) -> None:
        if checked:
            self.is_inverted = False
            self._show()

    # Showing

    def _show(self) -> None:
        found, choice = self._found, self.choice
        share = found.share(choice)
        phrase = found.file.phrase(choice.reading)
        self.recognised.setText(said(phrase.template, phrase.values))
        self.facts.setText(" · ".join(said(fact.template, fact.values) for fact in found.file.facts(choice.reading)))
        self.facts.setVisible(bool(self.facts.text()))
        self.share.setText(self.tr("{percent} repainted").format(percent=percent(share)))
        self.warning.setText(self._warning(choice, share))
        self.sight.setPixmap(self._pixmap(filmed(found.photo, found.small(choice), self._colour)))

    def _warning(self, choice: Choice, share: float) -> str:
        if share == 0:
            return self.tr("Nothing would be repainted.")
        if share == 1:
            return self.tr("The whole picture would be repainted: nothing of it is left to go by.")
        if self._found.looks_inverted(choice):
            return self.tr(
                "It looks inverted: the area covers the ground and its whole edge. Press I to turn it round."
            )
        if share > MOSTLY:
            return self.tr("That is more than half. Press I if it is the wrong way round.")
        return ""

    def _pixmap(self, pixels: Pixels) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(image_of(pixels)).scaled(
            self.sight.size() * ratio,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _reading_button(self, number: int, reading: Reading) -> QRadioButton:
        phrase = self._found.file.phrase(reading)
        turn = {6: self.tr("clockwise"), 8: self.tr("anticlockwise")}.get(reading.turn)
        short = _short(said(phrase.template, phrase.values))
        button = QRadioButton(f"{short} · {turn}" if turn else short, self)
        button.setToolTip(tip(button.text()))
        self.readings.addButton(button, number)
        return button

    def _lay_out(self) -> None:
        height, width = self._found.photo.shape[:2]
        self.sight.setFixedSize(QSize(width, height).scaled(SIGHT, Qt.AspectRatioMode.KeepAspectRatio))
        self.sight.setAccessibleName(self.tr("The picture, with what would be repainted under the film"))
        put_icon(self.invert, "contrast")
        name = OneLine("second", self)
        name.setText(self._found.file.name)
        words = QVBoxLayout()
        words.setSpacing(theme.GRID)
        for widget in (name, self.facts, self.recognised, self.share, self.warning):
            words.addWidget(widget)
        for text, lines in ((self.recognised, 2), (self.warning, 3)):
            text.setMinimumHeight(lines * text.fontMetrics().lineSpacing())  # so that nothing jumps under the pointer
            text.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.addWidget(self.invert, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self.modes)
        self._add_readings(words)
        words.addSpacing(theme.GRID)
        words.addStretch(1)
        words.addWidget(self.buttons)
        column = QWidget(self)
        column.setFixedWidth(_WORDS_PX)
        words.setContentsMargins(0, 0, 0, 0)
        column.setLayout(words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(2 * theme.GRID)
        layout.addWidget(self.sight, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(column)
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetFixedSize)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)

    def _add_readings(self, words: QVBoxLayout) -> None:
        """Offer the readings, when there is more than one."""
        readings = self._found.file.readings
        if len(readings) == 1:
            return
        words.addWidget(label(self.tr("Read it as"), "heading", self))
        for number, reading in enumerate(readings):
            words.addWidget(self._reading_button(number, reading))
        self.readings.button(0).setChecked(True)


def percent(share: float) -> str:
    """Return a share in words: whole per cents, but never 0 % for something nor 100 % for less than all."""
    if 0 < share < 0.005:  # noqa: PLR2004 - what would be rounded to nothing
        return "< 1 %"
    return "> 99 %" if 0.995 <= share < 1 else f"{round(100 * share)} %"  # noqa: PLR2004 - rounded to all


def filmed(photo: Pixels, area: Plane, colour: QColor) -> Pixels:
    """Return `photo` (uint8 HxWx4 BGRX) with a film where `area` (uint8 HxW) is repainted."""
    weight = area[..., None].astype(np.float32) * (theme.FILM_OPACITY / 255)
    film = np.array([colour.blue(), colour.green(), colour.red()], np.float32)
    result = photo.copy()
    result[..., :3] = np.rint(photo[..., :3] * (1 - weight) + film * weight)
    return result


def _short(text: str) -> str:
    """Return what a sentence says before its colon: what was recognised, without what is repainted."""
    return text.split(":", 1)[0]
