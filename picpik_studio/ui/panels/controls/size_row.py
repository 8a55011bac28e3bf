"""The size at which the frame is sent: the frame's own, or two numbers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from picpik_studio.core.geometry import Size
from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.number import NumberField
from picpik_studio.ui.panels.controls.subject import Subject
from picpik_studio.ui.panels.controls.text import label, note, tip

FALLBACK = 1024


class SideField(QWidget):
    """One side of the size; None, "from the frame", shows the frame's own number greyed."""

    edited = Signal(object)
    shown = Signal()

    def __init__(self, about: Subject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: int | None = None
        self._own = FALLBACK
        self.number = NumberField(about.low, about.high, about.step, self)
        self.number.setAccessibleName(about.title)
        self.number.setToolTip(tip(about.title, about.help))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.number)
        self.number.entered.connect(lambda number: self.take(int(number)))
        self.show_value(None)

    @property
    def value(self) -> int | None:
        """The number, or None for the frame's own."""
        return self._value

    def take(self, value: int | None) -> None:
        """Show a person's value and tell of it."""
        if value != self._value:
            self.show_value(value)
            self.edited.emit(value)

    def show_value(self, value: object) -> None:
        """Show `value`, in silence."""
        self._value = value if isinstance(value, int) else None
        self.number.show_number(self._own if self._value is None else self._value)
        self.shown.emit()

    def show_own(self, pixels: int) -> None:
        """Tell the frame's own number."""
        self._own = pixels
        self.show_value(self._value)

    def fix(self) -> None:
        """Take the frame's own number as a person's."""
        self.take(self._value if self._value is not None else round(self.number.value()))

    def show_problem(self, sentence: str) -> None:
        """Say in the tooltip why a value was refused."""
        self.number.setToolTip(sentence)


class SizeRow(QWidget):
    """The fields `width` and `height` with the box "from the frame"; bind `across` and `down`, one to each."""

    def __init__(self, width: Subject, height: Subject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.across = SideField(width, self)
        self.down = SideField(height, self)
        self.from_frame = QCheckBox(self.tr("From the frame"), self)
        self.from_frame.setToolTip(
            tip(
                self.tr("Size from the frame"),
                self.tr("Sends the frame as large as it is, up to {high} px a side.").format(high=round(width.high)),
            )
        )
        self.swap = icon_button("arrow-left-right", self.tr("Swap width and height"), self)
        self._remark = note()
        self._lay_out()
        self.from_frame.toggled.connect(self._toggle)
        self.swap.clicked.connect(self._swap)
        self.across.shown.connect(self._refresh)
        self.down.shown.connect(self._refresh)
        self._refresh()

    def show_own(self, sent: Size | None) -> None:
        """Tell the size that the frame would be sent at; None while there is no document."""
        for side, pixels in zip((self.across, self.down), sent or (FALLBACK, FALLBACK), strict=True):
            side.show_own(pixels)

    def show_remark(self, sentence: str) -> None:
        """Say what the size means for the picture ("sent at 62 %"); "" takes the sentence away."""
        self._remark.setText(sentence)
        self._remark.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(4)
        sides.addWidget(self.from_frame, 1)
        for widget in (self.across, label("x", "second"), self.down, self.swap):
            sides.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(sides)
        layout.addWidget(self._remark)
        self._remark.hide()

    def _refresh(self) -> None:
        was_blocked = self.from_frame.blockSignals(True)
        is_own = self.across.value is None and self.down.value is None
        self.from_frame.setChecked(is_own)
        self.from_frame.blockSignals(was_blocked)
        for control in (self.across.number, self.down.number, self.swap):
            control.setEnabled(not is_own)

    def _toggle(self, is_own: bool) -> None:
        for side in (self.across, self.down):
            if is_own:
                side.take(None)
            else:
                side.fix()

    def _swap(self) -> None:
        across, down = self.across.value, self.down.value
        self.across.take(down)
        self.down.take(across)
