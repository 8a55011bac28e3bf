"""What a new area of the canvas begins with: one of several, and the colour where it is one."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QColor, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QMenu, QToolButton, QWidget

from picpik_studio.app.settings import SETTINGS_BY_NAME, Settings
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.options.pieces import fix_width, menu_button, row_of
from picpik_studio.ui.panels.controls.text import tip
from picpik_studio.ui.words import said

_KIND, _COLOUR = "canvas_prefill", "canvas_colour"


class CanvasFillChoice(QWidget):
    """A menu of the ways, and a swatch that opens the system's colours while a colour is chosen.

    `changed_width` tells that the swatch has come or gone.
    """

    changed_width = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._titles = dict(SETTINGS_BY_NAME[_KIND].choices)
        self.kind = self._kind_button()
        self.colour = self._colour_button()
        row = row_of(self)
        row.addWidget(self.kind)
        row.addWidget(self.colour)
        follow(self, settings.changed, lambda name: self._show() if name in (_KIND, _COLOUR) else None)
        self._show()

    def _kind_button(self) -> QToolButton:
        button = menu_button(self)
        fix_width(button, tuple(map(said, self._titles.values())))
        menu, group = QMenu(button), QActionGroup(button)
        for value, title in self._titles.items():
            action = menu.addAction(said(title))
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, value=value: self._settings.set(_KIND, value))
        button.setMenu(menu)
        return _named(button, _KIND)

    def _colour_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "framed")
        button.setIconSize(QSize(theme.ICON, theme.ICON))
        button.setFixedSize(theme.CONTROL_HEIGHT, theme.CONTROL_HEIGHT)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._choose_colour)
        return _named(button, _COLOUR)

    def _choose_colour(self) -> None:
        dialog = QColorDialog(QColor(self._settings.text(_COLOUR)), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(said(SETTINGS_BY_NAME[_COLOUR].title))
        dialog.colorSelected.connect(lambda colour: self._settings.set(_COLOUR, colour.name()))
        dialog.open()

    def _show(self) -> None:
        kind = self._settings.text(_KIND)
        self.kind.setText(said(self._titles[kind]))
        for action in self.kind.menu().actions():
            action.setChecked(action.data() == kind)
        if self.colour.isHidden() == (kind == "colour"):
            self.colour.setVisible(kind == "colour")
            self.changed_width.emit()
        self.colour.setIcon(_swatch(QColor(self._settings.text(_COLOUR)), self.devicePixelRatioF()))


def _named(button: QToolButton, setting: str) -> QToolButton:
    about = SETTINGS_BY_NAME[setting]
    button.setAccessibleName(said(about.title))
    button.setToolTip(tip(said(about.title), said(about.help)))
    return button


def _swatch(colour: QColor, scale: float) -> QPixmap:
    pixmap = QPixmap(round(theme.ICON * scale), round(theme.ICON * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.EDGE))
    painter.setBrush(colour)
    painter.drawRoundedRect(0, 0, theme.ICON - 1, theme.ICON - 1, theme.HALF, theme.HALF)
    painter.end()
    return pixmap
