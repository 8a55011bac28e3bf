"""The line at the bottom: zoom, size, place and colour under the pointer, and how the picture will be sent."""

import re

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QProgressBar, QStatusBar, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.text import OneLine
from picpik_studio.ui.pointer_places import Colour, ColourPlace, PointerPlace

_ZOOM_PX = 64
_SIZE_PX = 200
_PLACE_PX = 120
_PROGRESS_PX = 120


class StatusBar(QStatusBar):
    """Texts in places of fixed width, so that nothing jumps; what has no value is empty.

    `zoom_wanted` gives a zoom that was typed, 1 being 100 %; `zoom_left` tells that the keyboard is free again.
    """

    zoom_wanted = Signal(float)
    zoom_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.GRID, 0, theme.GRID, 0)
        self._lines: dict[QWidget, QFrame] = {}
        self._zoom = ZoomField(self)
        self._zoom.wanted.connect(self.zoom_wanted)
        self._zoom.left.connect(self.zoom_left)
        self._put(self._zoom, _ZOOM_PX, self.tr("Zoom: type a percentage"))
        self._size = self._place(_SIZE_PX, self.tr("Size of the picture in pixels"))
        self._pointer = PointerPlace(self)
        self._put(self._pointer, _PLACE_PX, self.tr("Place under the pointer, in pixels of the picture"))
        self._pointer.setVisible(True)
        self._colour = ColourPlace(self)
        self._put(self._colour, self._colour.sizeHint().width(), self.tr("Colour under the pointer: red, green, blue"))
        self._doing = QLabel(self)
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_PROGRESS_PX)
        self.addWidget(self._doing)
        self.addWidget(self._progress)
        self._hint = OneLine("second", self)
        self.addWidget(self._hint, 1)
        self._frame = QLabel(self)
        self.addPermanentWidget(self._frame)
        self.show_doing("")

    def show_zoom(self, zoom: float | None) -> None:
        """Show the zoom, 1 being 100 %."""
        self._zoom.show_zoom(zoom)
        self._show(self._zoom, shown=zoom is not None)

    def show_size(self, width: int, height: int, bits: int = 8) -> None:
        """Show the size of the picture, and its bits a channel when they are more than 8; 0 and 0 show nothing."""
        megapixels = QLocale().toString(width * height / 1e6, "f", 1)
        text = self.tr("{width} x {height} px · {megapixels} MP")
        if bits > 8:  # noqa: PLR2004 - what goes without saying
            text += " · " + self.tr("{bits} bit")
        self._say(
            self._size, text.format(width=width, height=height, megapixels=megapixels, bits=bits) if width else ""
        )

    def show_pointer(self, place: tuple[float, float] | None) -> None:
        """Show the pixel under the pointer."""
        self._pointer.show_place(place)

    def show_colour(self, colour: Colour | None) -> None:
        """Show the colour under the pointer, red, green and blue."""
        self._colour.show_colour(colour)
        self._show(self._colour, shown=bool(self._zoom.text()))

    def show_doing(self, text: str) -> None:
        """Show what goes on, with a moving bar; an empty text ends it."""
        self._doing.setText(text)
        self._doing.setVisible(bool(text))
        self._progress.setVisible(bool(text))
        self._hint.setVisible(not text)

    def show_hint(self, text: str) -> None:
        """Show what the chosen tool does, as far as there is room."""
        self._hint.setText(text)

    def show_frame(self, text: str, reasons: str) -> None:
        """Show how the picture would be sent, and, pointed at, why so."""
        self._frame.setText(text)
        self._frame.setToolTip(reasons or self.tr("What would be sent: the repaint area with its surroundings"))

    def _place(self, width: int, tip: str) -> QLabel:
        label = QLabel(self)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._put(label, width, tip)
        return label

    def _put(self, widget: QWidget, width: int, tip: str) -> None:
        widget.setMinimumWidth(width)
        widget.setToolTip(tip)
        widget.setAccessibleName(tip)
        line = QFrame(self)
        line.setProperty("line", "vertical")
        line.setFixedHeight(2 * theme.GRID)
        self._lines[widget] = line
        for part in (widget, line):
            self.addWidget(part)
            part.setVisible(False)

    def _say(self, label: QLabel, text: str) -> None:
        label.setText(text)
        self._show(label, shown=bool(text))

    def _show(self, widget: QWidget, *, shown: bool) -> None:
        widget.setVisible(shown)
        self._lines[widget].setVisible(shown)


class ZoomField(QLineEdit):
    """The zoom, which can be typed over; Esc takes back what was typed. `wanted` gives it, 1 being 100 %.

    `left` tells that the keyboard is free for the picture again.
    """

    wanted = Signal(float)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._zoom: float | None = None
        self.setProperty("quiet", True)
        self.setFixedWidth(_ZOOM_PX)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.returnPressed.connect(self._take)
        self._is_fresh = False
        self.editingFinished.connect(self._put_back)

    def show_zoom(self, zoom: float | None) -> None:
        """Show the zoom that is, but not over what is being typed."""
        self._zoom = zoom
        if not (self.hasFocus() and self.isModified()):
            self._put_back()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Await the release of the click that brought the keyboard here."""
        super().focusInEvent(event)
        self._is_fresh = event.reason() is Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose all of it at the first click: what is typed then replaces it."""
        super().mouseReleaseEvent(event)
        if self._is_fresh and not self.hasSelectedText():
            self.selectAll()
        self._is_fresh = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back what was typed with Esc, and let go of the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        wished = typed_percent(self.text())
        self._leave()
        if wished is not None:
            self.wanted.emit(wished)

    def _leave(self) -> None:
        self._put_back()
        if self.hasFocus():
            self.clearFocus()
            self.left.emit()

    def _put_back(self) -> None:
        self.setText("" if self._zoom is None else percent(self._zoom))


def typed_percent(text: str) -> float | None:
    """Return the share that a person typed as a percentage, "50", "66.7 %" or "66,7 %"; None for anything else."""
    found = re.fullmatch(r"\s*(\d{1,6}(?:[.,]\d*)?)\s*%?\s*", text.replace("\u202f", " ").replace("\u00a0", " "))
    return float(found[1].replace(",", ".")) / 100 if found else None


def percent(share: float) -> str:
    """Return a share as a percentage with as many digits as it takes: 100 %, 66.7 %, 3.3 %."""
    value = float(share * 100)
    is_whole = value >= 100 or abs(value - round(value)) < 0.05  # noqa: PLR2004 - 100 % and above need no decimals
    return f"{QLocale().toString(value, 'f', 0 if is_whole else 1)} %"
