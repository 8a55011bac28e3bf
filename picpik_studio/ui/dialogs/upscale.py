"""Asks how large a result shall be made, and says who makes it so."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from picpik_studio.app.session import Session
from picpik_studio.app.upscaling import LEAST_PX, MOST_PX, enlarged_size
from picpik_studio.core.geometry import Size
from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.number import NumberField
from picpik_studio.ui.panels.controls.text import label, note
from picpik_studio.ui.words import said

_WIDTH: Final = 400
_FACTORS: Final = (2, 4)


class UpscaleDialog(QDialog):
    """A size for the result `index` of a job, `size` pixels now; its shape is kept."""

    def __init__(self, session: Session, place: tuple[str, int], size: Size, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Upscale the result"))
        self.setFixedWidth(_WIDTH)
        self._session = session
        self._place = place
        self._now = size
        self.width_px, self.height_px = (NumberField(LEAST_PX, MOST_PX, 1, self) for _ in range(2))
        self.factors = [self._factor(factor) for factor in _FACTORS]
        self.largest = self._size_button(self.tr("Largest"), enlarged_size(size, MOST_PX))
        self.about = note(self._about(), "second", self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.upscale = self.buttons.addButton(self.tr("Upscale"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.restyle(self.upscale, "kind", "primary")
        self.buttons.accepted.connect(self._ask)
        self.buttons.rejected.connect(self.reject)
        self.width_px.entered.connect(lambda width: self._follow(width, self._now.width))
        self.height_px.entered.connect(lambda height: self._follow(height, self._now.height))
        self._lay_out()
        self._show(enlarged_size(size, _FACTORS[0]))
        self.width_px.setFocus()
        self.width_px.selectAll()

    @property
    def size_px(self) -> Size:
        """The size that is asked for."""
        return Size(round(self.width_px.value()), round(self.height_px.value()))

    def _follow(self, side: float, own: int) -> None:
        """Keep the shape when one side is typed."""
        self._show(enlarged_size(self._now, side / own))

    def _show(self, size: Size) -> None:
        self.width_px.show_number(size.width)
        self.height_px.show_number(size.height)

    def _ask(self) -> None:
        self._session.upscaling.ask(*self._place, self.size_px)
        self.accept()

    def _about(self) -> str:
        connection = self._session.connection
        if connection.is_local:
            return self.tr("This computer enlarges smoothly and sharpens lightly; it makes up no detail.")
        return self.tr("{service} does it and may charge credits.").format(service=said(connection.title))

    def _factor(self, factor: int) -> QPushButton:
        return self._size_button(self.tr("{factor}x").format(factor=factor), enlarged_size(self._now, factor))

    def _size_button(self, title: str, size: Size) -> QPushButton:
        button = QPushButton(title, self)
        button.setProperty("scale", "small")
        button.setAutoDefault(False)
        button.setToolTip(self.tr("{width} x {height} pixels").format(width=size.width, height=size.height))
        button.clicked.connect(lambda: self._show(size))
        return button

    def _lay_out(self) -> None:
        now = self.tr("It is {width} x {height} pixels now. Each side may be 64 to 4096.")
        self.width_px.setAccessibleName(self.tr("Width"))
        self.height_px.setAccessibleName(self.tr("Height"))
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        parts = (self.width_px, label("x", "second", self), self.height_px, label(self.tr("px"), "second", self))
        for widget in parts:
            row.addWidget(widget)
        row.addStretch(1)
        for button in (*self.factors, self.largest):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GRID + theme.HALF)
        layout.addWidget(note(now.format(width=self._now.width, height=self._now.height), "", self))
        layout.addLayout(row)
        layout.addWidget(self.about)
        layout.addWidget(self.buttons)
