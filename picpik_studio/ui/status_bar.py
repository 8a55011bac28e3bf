"""The line at the bottom: zoom, the picture's size, the place under the pointer, and how it will be sent."""

import math

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QStatusBar, QWidget

from picpik_studio.ui import theme

_ZOOM_PX = 64
_SIZE_PX = 200
_PLACE_PX = 120
_PROGRESS_PX = 120


class StatusBar(QStatusBar):
    """Texts in places of fixed width, so that nothing jumps; what has no value is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.GRID, 0, theme.GRID, 0)
        self._lines: dict[QLabel, QFrame] = {}
        self._zoom = self._place(_ZOOM_PX, self.tr("Zoom"))
        self._size = self._place(_SIZE_PX, self.tr("Size of the picture in pixels"))
        self._pointer = self._place(_PLACE_PX, self.tr("Place under the pointer, in pixels of the picture"))
        self._pointer.setVisible(True)
        self._doing = QLabel(self)
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_PROGRESS_PX)
        self.addWidget(self._doing)
        self.addWidget(self._progress)
        self._frame = QLabel(self)
        self.addPermanentWidget(self._frame)
        self.show_doing("")

    def show_zoom(self, zoom: float | None) -> None:
        """Show the zoom, 1 being 100 %."""
        self._say(self._zoom, "" if zoom is None else percent(zoom))

    def show_size(self, width: int, height: int) -> None:
        """Show the size of the picture; 0 and 0 show nothing."""
        megapixels = QLocale().toString(width * height / 1e6, "f", 1)
        text = self.tr("{width} x {height} px · {megapixels} MP")
        self._say(self._size, text.format(width=width, height=height, megapixels=megapixels) if width else "")

    def show_pointer(self, place: tuple[float, float] | None) -> None:
        """Show the pixel under the pointer."""
        self._pointer.setText("" if place is None else f"{math.floor(place[0])}, {math.floor(place[1])}")

    def show_doing(self, text: str) -> None:
        """Show what goes on, with a moving bar; an empty text ends it."""
        self._doing.setText(text)
        self._doing.setVisible(bool(text))
        self._progress.setVisible(bool(text))

    def show_frame(self, text: str, reasons: str) -> None:
        """Show how the picture would be sent, and, pointed at, why so."""
        self._frame.setText(text)
        self._frame.setToolTip(reasons or self.tr("What would be sent: the repaint area with its surroundings"))

    def _place(self, width: int, tip: str) -> QLabel:
        label = QLabel(self)
        label.setMinimumWidth(width)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        label.setToolTip(tip)
        label.setAccessibleName(tip)
        line = QFrame(self)
        line.setProperty("line", "vertical")
        line.setFixedHeight(2 * theme.GRID)
        self._lines[label] = line
        for widget in (label, line):
            self.addWidget(widget)
            widget.setVisible(False)
        return label

    def _say(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))
        self._lines[label].setVisible(bool(text))


def percent(share: float) -> str:
    """Return a share as a percentage with as many digits as it takes: 100 %, 66.7 %, 3.3 %."""
    value = float(share * 100)
    is_whole = value >= 100 or abs(value - round(value)) < 0.05  # noqa: PLR2004 - 100 % and above need no decimals
    return f"{QLocale().toString(value, 'f', 0 if is_whole else 1)} %"
