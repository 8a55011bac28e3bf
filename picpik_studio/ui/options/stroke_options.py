"""What else belongs to a stroke, in the row of the brush: its spacing, its smoothing, and a pen's pressure."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from picpik_studio.app.settings import SETTINGS_BY_NAME, Settings
from picpik_studio.core.brush import MAX_SPACING
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.icons import icon
from picpik_studio.ui.options.pieces import row_of, upright_line
from picpik_studio.ui.options.value import STEPS, Quantity, ValueControl
from picpik_studio.ui.panels.controls.text import tip
from picpik_studio.ui.pen.popup import PenPopup
from picpik_studio.ui.words import said

_PERCENT = 100


class StrokeOptions(QWidget):
    """Two numbers, which are seen where there is room for them, and a button whose popup has them too."""

    def __init__(self, tool: ToolSettings, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.numbers = QWidget(self)
        self.values = {
            "spacing": _value("brush_spacing", "spacing", self.tr("Spacing"), MAX_SPACING, tool, self.numbers),
            "smoothing": _value("brush_smoothing", "smoothing", self.tr("Smoothing"), 1.0, tool, self.numbers),
        }
        self.button = self._make_button()
        inner = row_of(self.numbers)
        for value in self.values.values():
            inner.addWidget(upright_line(self.numbers))
            inner.addWidget(value)
        self._row = row = row_of(self)
        row.addWidget(self.numbers)
        row.addWidget(upright_line(self))
        row.addWidget(self.button)
        follow(self, tool.changed, self._show)

    def show_numbers(self, room: int) -> None:
        """Show the numbers if they fit into `room` pixels, which are there beside the button."""
        self.numbers.setVisible(self.numbers.sizeHint().width() + self._row.spacing() <= room)

    def numbers_width(self) -> int:
        """Return how much of the width the numbers take now."""
        return 0 if self.numbers.isHidden() else self.numbers.sizeHint().width() + self._row.spacing()

    def _show(self, _name: str) -> None:
        for value in self.values.values():
            value.show_value()

    def _make_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("pen-line"))
        button.setIconSize(QSize(theme.ICON, theme.ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        title = self.tr("Pen and stroke")
        button.setAccessibleName(title)
        button.setToolTip(tip(title, self.tr("What the pen's pressure changes, its curve, spacing and smoothing.")))
        button.clicked.connect(self._open)
        return button

    def _open(self) -> None:
        popup = PenPopup(self._settings, self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.open_below(self.button)


def _value(setting: str, name: str, title: str, high: float, tool: ToolSettings, parent: QWidget) -> ValueControl:
    """Return a number of the stroke without a slider: the popup has one."""
    percent = high * _PERCENT
    quantity = Quantity(
        name,
        title,
        said(SETTINGS_BY_NAME[setting].help),
        " %",
        0,
        percent,
        lambda value: value * STEPS / high,
        lambda place: place * high / STEPS,
        factor=_PERCENT,
    )
    control = ValueControl(quantity, tool, 0.0, parent)
    control.slider.hide()
    return control
