"""Small labels over the canvas that say in what way it is not shown or painted as usual."""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from picpik_studio.ui import theme

ChipName = Literal[
    "opening", "keep", "film", "view", "dissolved", "dissolving", "footprint", "original", "result", "working"
]
_ORDER: tuple[ChipName, ...] = (
    "opening",
    "keep",
    "film",
    "view",
    "dissolved",
    "dissolving",
    "footprint",
    "original",
    "result",
    "working",
)
_MARGIN = 12


class Chips(QWidget):
    """A row of chips at the bottom of `canvas`; pointers go through it."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._chips: dict[ChipName, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        for name in _ORDER:
            chip = QLabel(self)
            chip.setProperty("chip", name)
            chip.setVisible(False)
            row.addWidget(chip)
            self._chips[name] = chip
        canvas.installEventFilter(self)
        self._place()

    def show_chip(self, name: ChipName, text: str) -> None:
        """Show the chip `name` with `text`; an empty text hides it."""
        chip = self._chips[name]
        if chip.text() == text and chip.isVisibleTo(self) == bool(text):
            return
        chip.setText(text)
        chip.setVisible(bool(text))
        self._place()

    def text(self, name: ChipName) -> str:
        """Return what the chip `name` says; empty while it is hidden."""
        return self._chips[name].text() if self._chips[name].isVisibleTo(self) else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the canvas."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        size = self.sizeHint()
        x = max(_MARGIN, (self._canvas.width() - size.width()) // 2)
        self.setGeometry(x, self._canvas.height() - size.height() - _MARGIN, size.width(), size.height())
        self.setVisible(any(chip.isVisibleTo(self) for chip in self._chips.values()))
