"""The requests that would be sent, where they are several: a list of them, of which one is seen."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from picpik_studio.app.preflight_sheets import Looked, Sheet
from picpik_studio.ui import theme
from picpik_studio.ui.dialogs.preflight_facts import size_text
from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.text import label, tip
from picpik_studio.ui.words import reason_text

WIDTH_PX: Final = 208
_PICTURE_PX: Final = 52
_ICON_PX: Final = 16
_BACK: Final = "Ctrl+PgUp"
_FORTH: Final = "Ctrl+PgDown"
_NATIVE: Final = QKeySequence.SequenceFormat.NativeText


class Pages(QWidget):
    """`chosen` tells the number, from 0, of the request that a person wants to see, `stepped` 1 or -1 from there."""

    chosen = Signal(int)
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = label("", "heading", self)
        self.back = icon_button("chevron-left", self.tr("The request before"), self, size=_ICON_PX)
        self.forth = icon_button("chevron-right", self.tr("The next request"), self, size=_ICON_PX)
        self.list = QListWidget(self)
        self._sheets: tuple[Sheet, ...] = ()
        self._lay_out()
        self._connect()

    def show_look(self, looked: Looked | None) -> None:
        """Show which there are, and which of them is seen; one alone needs no list."""
        is_needed = looked is not None and len(looked.sheets) > 1
        self.setVisible(is_needed)
        if looked is None or not is_needed:
            return
        count, number = len(looked.sheets), looked.number
        self.place.setText(self.tr("Request {number} of {count}").format(number=number + 1, count=count))
        self.back.setEnabled(number > 0)
        self.forth.setEnabled(number < count - 1)
        with QSignalBlocker(self.list):
            if looked.sheets is not self._sheets:
                self._sheets = looked.sheets
                self._fill(looked)
            self.list.setCurrentRow(number)

    def _fill(self, looked: Looked) -> None:
        self.list.clear()
        for number, sheet in enumerate(looked.sheets):
            own = [reason_text(warned.reason) for warned in looked.warnings if number in warned.numbers]
            self.list.addItem(self._item(number, sheet, own))

    def _item(self, number: int, sheet: Sheet, own: list[str]) -> QListWidgetItem:
        sent, picture = sheet.request.frame.sent, QPixmap()
        picture.loadFromData(sheet.request.thumbnail)
        lines = [f"{number + 1} · {sent.width} x {sent.height} px"]
        if sheet.draft is not None:
            lines.append(size_text(sheet.draft.length))
        if own:
            lines.append(self.tr("1 warning") if len(own) == 1 else self.tr("{count} warnings").format(count=len(own)))
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)  # its colours are what it is looked at for
        item = QListWidgetItem(icon, "\n".join(lines))
        item.setToolTip("\n".join(own))
        return item

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self.chosen)
        for button, key, step in ((self.back, _BACK, -1), (self.forth, _FORTH, 1)):
            button.clicked.connect(lambda _on=False, step=step: self.stepped.emit(step))
            QShortcut(QKeySequence(key), self.window()).activated.connect(lambda step=step: self.stepped.emit(step))
            button.setToolTip(tip(button.accessibleName(), QKeySequence(key).toString(_NATIVE)))

    def _lay_out(self) -> None:
        self.list.setIconSize(QSize(_PICTURE_PX, _PICTURE_PX))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Requests that are sent"))
        self.setFixedWidth(WIDTH_PX)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.place)
        head.addStretch(1)
        head.addWidget(self.back)
        head.addWidget(self.forth)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
