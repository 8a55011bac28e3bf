"""Small labels over the canvas that say in what way it is not shown or painted as usual."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.canvas.view import CanvasView
from picpik_studio.ui.panels.controls.flow import FlowLayout

ChipName = Literal[
    "opening",
    "keep",
    "film",
    "view",
    "dissolved",
    "dissolving",
    "footprint",
    "original",
    "result",
    "retouch",
    "canvas",
    "working",
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
    "retouch",
    "canvas",
    "working",
)
_MARGIN = 12


class Chips(QWidget):
    """Chips at the bottom of `canvas`, in as many rows as its width asks for; pointers go through them."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._chips: dict[ChipName, QLabel] = {}
        self._flow = FlowLayout(self, theme.GRID, is_centred=True)
        for name in _ORDER:
            chip = QLabel(self)
            chip.setProperty("chip", name)
            chip.setVisible(False)
            self._flow.addWidget(chip)
            self._chips[name] = chip
        canvas.resized.connect(self._place)
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

    def _place(self) -> None:
        self._flow.invalidate()
        width = min(self._flow.natural_width, self._canvas.width() - 2 * _MARGIN)
        height = self._flow.heightForWidth(width)
        self.setGeometry((self._canvas.width() - width) // 2, self._canvas.height() - height - _MARGIN, width, height)
        self.setVisible(any(chip.isVisibleTo(self) for chip in self._chips.values()))
