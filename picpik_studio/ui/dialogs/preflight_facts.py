"""What is to be known of a request before it is sent, in a table; some of it is changed there by one click."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from picpik_studio.app.action import Action
from picpik_studio.app.packing import ENCODINGS, SETTING, Encoding
from picpik_studio.app.preflight import Preflight
from picpik_studio.app.preflight_sheets import Looked, Warned
from picpik_studio.app.settings import SETTINGS_BY_NAME
from picpik_studio.ui import theme
from picpik_studio.ui.dialogs.preflight_sentences import Said, Sentences
from picpik_studio.ui.panels.controls.text import label, tip
from picpik_studio.ui.words import error_text, reason_text, said

PERCENTS: Final = (100, 75, 50, 25)
NAMES: Final[Mapping[Encoding, str]] = {"png": "PNG", "jpeg": "JPEG"}
_DIGITS: Final = 12


class Facts(QWidget):
    """The table and, under it, the warnings. What is clicked begins a new look."""

    def __init__(self, preflight: Preflight, parent: QWidget) -> None:
        super().__init__(parent)
        self._preflight = preflight
        self.calls = Chips((said(Action.REDRAW.label), said(Action.ERASE.label)), self)
        self.sizes = Chips([f"{percent} %" for percent in PERCENTS], self)
        self.encodings = Chips([NAMES[encoding] for encoding in ENCODINGS], self)
        self.sizes.setToolTip(
            tip(
                self.tr("Size sent"),
                self.tr("A part of the size at which the frame would be sent."),
                self.tr("The edge blur becomes smaller with it, so that the edge stays as soft."),
            )
        )
        self.encodings.setToolTip(tip(self.tr("Picture as"), said(SETTINGS_BY_NAME[SETTING].help)))
        self.receiver, self.frame, self.repainted, self.body, self.all = (_fact(self) for _ in range(5))
        self.sentences = Sentences(self)
        self._table = QGridLayout()
        self._lay_out()
        self.calls.chosen.connect(lambda index: preflight.look((Action.REDRAW, Action.ERASE)[index]))
        self.sizes.chosen.connect(lambda index: preflight.look(percent=PERCENTS[index]))
        self.encodings.chosen.connect(lambda index: preflight.encode(ENCODINGS[index]))
        self.setFocusProxy(self.calls)

    @property
    def said(self) -> list[Said]:
        """What is to be known, sentence by sentence."""
        return self.sentences.said

    def show_look(self) -> None:
        """Show how it stands."""
        preflight, looked = self._preflight, self._preflight.looked
        self.calls.show_chosen((Action.REDRAW, Action.ERASE).index(preflight.action))
        self.sizes.show_chosen(PERCENTS.index(preflight.packing.percent))
        self.encodings.show_chosen(ENCODINGS.index(preflight.packing.encoding))
        if preflight.fraction is not None:
            return
        for fact in (self.frame, self.repainted, self.body, self.all):
            fact.setText("")
        self._show_sentences(looked)
        is_several = looked is not None and len(looked.sheets) > 1
        for widget in (self.all, self.all_title):
            widget.setVisible(is_several)
        self._table.setRowMinimumHeight(self._table.rowCount() - 1, theme.CONTROL_HEIGHT if is_several else 0)
        self.body_title.setText(self.tr("This request") if is_several else self.tr("Whole request"))
        if looked is not None:
            self._show_facts(looked)

    def _show_facts(self, looked: Looked) -> None:
        sheet, draft = looked.sheet, looked.sheet.draft
        rect, sent = sheet.request.frame.rect, sheet.request.frame.sent
        place = self.tr("{width} x {height} px at {x}, {y}").format(
            width=rect.width, height=rect.height, x=rect.x, y=rect.y
        )
        percent = QLocale().toString(100 * sheet.request.frame.scale, "f", 0)
        scaled = self.tr("sent at {percent} %").format(percent=percent) if sheet.request.frame.is_scaled else ""
        self.frame.setText(" · ".join(filter(None, (place, scaled))))
        count = self.tr("{count} of {all} px").format(
            count=QLocale().toString(sheet.made.repainted), all=QLocale().toString(sent.width * sent.height)
        )
        self.repainted.setText(f"{count} · {percent_text(sheet.share)}")
        for encoding, button in zip(ENCODINGS, self.encodings.buttons, strict=True):
            size = size_text(sum(len(each.made.requests[encoding].picture) for each in looked.sheets))
            button.setText(f"{NAMES[encoding]} · {size}")
        if draft is not None:
            self.body.setText(f"{bytes_text(draft.length)} · SHA-256 {draft.digest[:_DIGITS]}…")
            self.body.setToolTip(tip(self.tr("SHA-256 of all that is sent"), draft.digest))
            requests = self.tr("{count} requests").format(count=len(looked.sheets))
            self.all.setText(f"{requests} · {bytes_text(looked.length)}")

    def _show_sentences(self, looked: Looked | None) -> None:
        """Say what stands in the way, and what is to be known."""
        trouble = self._preflight.error or (looked.trouble if looked is not None else None)
        texts = [error_text(trouble)] if trouble is not None else []
        if looked is not None:
            texts += [reason_text(looked.news)] if looked.news is not None else []
            of_this = [warned for warned in looked.warnings if not warned.numbers or looked.number in warned.numbers]
            others = [warned for warned in looked.warnings if warned not in of_this]
            texts += map(self._warning, (*of_this, *others))
        self.sentences.show_warnings(texts)

    def _warning(self, warned: Warned) -> str:
        """Return a warning in words, and which of several requests it is about."""
        if not warned.numbers:
            return reason_text(warned.reason)
        numbers = ", ".join(str(number + 1) for number in warned.numbers)
        which = self.tr("Request {numbers}:") if len(warned.numbers) == 1 else self.tr("Requests {numbers}:")
        return f"{which.format(numbers=numbers)} {reason_text(warned.reason)}"

    def _lay_out(self) -> None:
        connection = self._preflight.connection
        host = connection.url or ""
        self.receiver.setText(" · ".join(filter(None, (said(connection.title), host))))
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Action"), self.calls),
            (self.tr("Sent to"), self.receiver),
            (self.tr("Frame"), self.frame),
            (self.tr("Size sent"), self.sizes),
            (self.tr("Picture as"), self.encodings),
            (self.tr("Repainted"), self.repainted),
            (self.tr("Whole request"), self.body),
            (self.tr("All together"), self.all),
        )
        table = self._table
        table.setHorizontalSpacing(2 * theme.GRID)
        table.setVerticalSpacing(theme.HALF)
        table.setColumnStretch(1, 1)
        names = [label(title, "second", self) for title, _widget in rows]
        self.body_title, self.all_title = names[-2:]
        for row, (title, widget) in enumerate(rows):
            name = names[row]
            table.addWidget(name, row, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            table.addWidget(widget, row, 1)
            table.setRowMinimumHeight(row, theme.CONTROL_HEIGHT)
            widget.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID + theme.HALF)
        layout.addLayout(table)
        layout.addWidget(self.sentences)


class Chips(QWidget):
    """Some answers of which one is down; `chosen` tells the number of the one that a person clicked."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons = [self._button(number, title) for number, title in enumerate(titles)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.HALF)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.setFocusProxy(self.buttons[0])
        self._group.idClicked.connect(self.chosen)

    def show_chosen(self, number: int) -> None:
        """Press one of them, in silence."""
        self.buttons[number].setChecked(True)

    def _button(self, number: int, title: str) -> QPushButton:
        button = QPushButton(title, self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setProperty("kind", "chip")
        self._group.addButton(button, number)
        return button


def size_text(count: int) -> str:
    """Return so many bytes as people read them: 1.2 MB."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def bytes_text(count: int) -> str:
    """Return so many bytes to the byte."""
    return QCoreApplication.translate("Facts", "{count} bytes").format(count=QLocale().toString(count))


def percent_text(share: float) -> str:
    """Return a share with one digit behind the point where it is small."""
    return f"{QLocale().toString(100 * share, 'f', 0 if share >= 0.1 else 1)} %"  # noqa: PLR2004 - two digits in all


def _fact(parent: QWidget) -> QLabel:
    result = label("", "", parent)
    result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result
