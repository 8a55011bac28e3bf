"""What the pen's pressure does, and how a stroke is laid, as a popup of the bar under the menu."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from picpik_studio.app.settings import SETTINGS_BY_NAME, Settings
from picpik_studio.ui import theme
from picpik_studio.ui.binding import bind
from picpik_studio.ui.dialogs.preferences import make_row
from picpik_studio.ui.panels.controls.plain_rows import OptionRow
from picpik_studio.ui.panels.controls.popup import place_below
from picpik_studio.ui.panels.controls.subject import subject
from picpik_studio.ui.pen.curve_row import CurveRow

_WIDTH = 320
_LIST_PX = 140


class PenPopup(QFrame):
    """Changes the settings of pen and stroke at once, and shows the stroke that comes of them; Esc closes it."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", "popup")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.GRID + theme.HALF] * 4)
        column.setSpacing(theme.GRID)
        self.curve = CurveRow(subject(SETTINGS_BY_NAME["pen_curve"]))
        self.rows = {"pen_pressure": make_row(SETTINGS_BY_NAME["pen_pressure"]), "pen_curve": self.curve}
        self.rows |= {name: make_row(SETTINGS_BY_NAME[name]) for name in ("brush_spacing", "brush_smoothing")}
        for name, row in self.rows.items():
            if isinstance(row, OptionRow):
                row.box.setFixedWidth(_LIST_PX)
            bind(row, self, settings, name)
            column.addWidget(row)
        self.curve.follow_pressure(settings)

    def open_below(self, anchor: QWidget) -> None:
        """Show the popup under a button, or above where there is no room below."""
        self.setFixedWidth(_WIDTH)
        self.adjustSize()
        place_below(self, anchor, self.size())
        self.show()
        self.curve.editor.setFocus()
