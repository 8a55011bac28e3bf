"""The column of a panel, which scrolls where there is no room, and whose parts stay in line all the same."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from picpik_studio.ui import theme

EDGE: Final = theme.GRID + theme.HALF
"""The distance of everything in a panel from its left and right edge, in px."""


class ColumnArea(QScrollArea):
    """Scrolls its `column` upwards and downwards; the scroll bar lies in the right edge, so that nothing moves for it.

    `top`, `bottom`: px above and below what is in it.
    """

    def __init__(self, parent: QWidget | None = None, *, top: int = 0, bottom: int = theme.GRID) -> None:
        super().__init__(parent)
        inside = QWidget(self)
        inside.setProperty("surface", "panel")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(EDGE, top, EDGE, bottom)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().rangeChanged.connect(self._keep_in_line)

    def _keep_in_line(self, low: int, high: int) -> None:
        bar = self.verticalScrollBar().sizeHint().width() if high > low else 0
        margins = self.column.contentsMargins()
        margins.setRight(max(0, EDGE - bar))
        self.column.setContentsMargins(margins)

    def bring_into_view(self, part: QWidget) -> None:
        """Scroll until a part is seen, its top first where it is taller than the area."""
        bar, top = self.verticalScrollBar(), part.y()
        bar.setValue(min(top, max(bar.value(), top + part.height() - self.viewport().height())))

    def wanted_height(self) -> int:
        """Return the px that the column needs to be seen whole at its present width."""
        return max(self.column.sizeHint().height(), self.column.heightForWidth(self.viewport().width()))
