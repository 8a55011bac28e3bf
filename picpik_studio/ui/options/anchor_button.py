"""Where the picture sits in a larger canvas: one button that shows it, and nine to choose from below it."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QWidget, QWidgetAction

from picpik_studio.core.box_drag import Grip
from picpik_studio.ui import theme
from picpik_studio.ui.options.pieces import as_menu_button

_CELL_PX: Final = 34


class AnchorButton(QToolButton):
    """Nine places as a grid below it; `chosen` gives the name of the one that a person took.

    `places` are their names and where they are, `titles` what they are called.
    """

    chosen = Signal(str)

    def __init__(self, places: Mapping[str, Grip], titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._titles = titles
        as_menu_button(self)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setIconSize(QSize(theme.ICON, theme.ICON))
        self.cells: dict[str, QToolButton] = {}
        menu = QMenu(self)
        action = QWidgetAction(menu)
        action.setDefaultWidget(self._grid(menu))
        menu.addAction(action)
        self.setMenu(menu)

    def show_place(self, name: str) -> None:
        """Show which one is chosen."""
        self.setIcon(_drawn(self._places[name], theme.ICON, self.devicePixelRatioF()))
        self.setAccessibleDescription(self._titles[name])
        for each, cell in self.cells.items():
            cell.setChecked(each == name)

    def _grid(self, menu: QMenu) -> QWidget:
        grid = QWidget(menu)
        layout = QGridLayout(grid)
        layout.setContentsMargins(theme.HALF, theme.HALF, theme.HALF, theme.HALF)
        layout.setSpacing(2)
        for name, place in self._places.items():
            cell = QToolButton(grid)
            cell.setCheckable(True)
            cell.setFixedSize(_CELL_PX, _CELL_PX)
            cell.setIconSize(QSize(theme.ICON, theme.ICON))
            cell.setIcon(_drawn(place, theme.ICON, self.devicePixelRatioF()))
            cell.setToolTip(self._titles[name])
            cell.setAccessibleName(self._titles[name])
            cell.clicked.connect(lambda _checked=False, name=name: self._take(menu, name))
            layout.addWidget(cell, place.y + 1, place.x + 1)
            self.cells[name] = cell
        return grid

    def _take(self, menu: QMenu, name: str) -> None:
        menu.hide()
        self.show_place(name)
        self.chosen.emit(name)


def _drawn(place: Grip, side: int, scale: float) -> QIcon:
    """Return a canvas with the picture at a place in it, as an icon."""
    pixmap = QPixmap(round(side * scale), round(side * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.SECOND))
    painter.drawRect(QRectF(1.5, 1.5, side - 3, side - 3))
    half = (side - 4) / 2
    corner = QPoint(place.x + 1, place.y + 1)
    painter.fillRect(QRectF(2 + corner.x() * half / 2, 2 + corner.y() * half / 2, half, half), QColor(theme.ACCENT))
    painter.end()
    return QIcon(pixmap)
