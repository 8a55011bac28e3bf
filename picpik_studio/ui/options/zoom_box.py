"""The zoom in the bar: a field to type a percentage into, with an arrow that opens the usual ones."""

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.icons import icon
from picpik_studio.ui.panels.controls.text import tip
from picpik_studio.ui.status_bar import ZoomField, percent

_WIDEST_ZOOMS: Final = (64.0, 0.888)  # 6400 % and 88.8 %
_ARROW_PX: Final = 20
_EDGES_PX: Final = 18  # frame, padding and Qt's own margin of 2, on both sides


class ZoomBox(ZoomField):
    """`wanted` gives the zoom that was typed, 1 being 100 %; `arrow` opens `menu`. Its width never changes."""

    def __init__(self, menu: QMenu, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("quiet", None)
        self.setPlaceholderText("-")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.arrow = QToolButton(self)
        self.arrow.setIcon(icon("chevron-down", theme.SECOND, 12))
        self.arrow.setIconSize(QSize(12, 12))
        self.arrow.setCursor(Qt.CursorShape.ArrowCursor)
        self.arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.arrow.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.arrow.setAccessibleName(self.tr("Usual zooms"))
        self.arrow.setToolTip(tip(self.tr("Usual zooms")))
        self.arrow.setMenu(menu)
        # A click on the arrow is also one into the field around it; the window takes the focus once the menu is gone.
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._leave))
        self.setTextMargins(0, 0, _ARROW_PX - theme.HALF, 0)
        self.ensurePolished()
        self.setFixedSize(max(self._width(percent(zoom)) for zoom in _WIDEST_ZOOMS), theme.CONTROL_HEIGHT)

    def menu(self) -> QMenu:
        """Return what the arrow opens."""
        return self.arrow.menu()

    def sizeHint(self) -> QSize:
        """As wide as what it says."""
        return QSize(self._width(self.text()), theme.CONTROL_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the arrow at the right."""
        super().resizeEvent(event)
        self.arrow.setGeometry(self.width() - _ARROW_PX - 1, 1, _ARROW_PX, self.height() - 2)

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + _EDGES_PX + _ARROW_PX - theme.HALF
