"""A layout like words in a paragraph: what does not fit goes to the next line."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays its widgets out from left to right, `spacing` px apart, in as many lines as the width asks for.

    Lines begin at the left, or stand in the middle where it `is_centred`.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 4, *, is_centred: bool = False) -> None:
        super().__init__(parent)
        self._is_centred = is_centred
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        """Add what `addWidget` makes."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove one and return it, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest widget."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    @property
    def natural_width(self) -> int:
        """The width at which everything stands in one line."""
        hints = [item.sizeHint().width() for item in self._items if not item.isEmpty()]
        return sum(hints) + self.spacing() * max(0, len(hints) - 1)

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        """Walk along the lines; return the height that they take."""
        y = rect.y()
        for line in self._lines(rect.width()):
            hints = [item.sizeHint() for item in line]
            if moves:
                self._put(line, QRect(rect.x(), y, rect.width(), 0))
            y += max(hint.height() for hint in hints) + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Return what stands in each line of `width`."""
        lines: list[list[QLayoutItem]] = []
        x = 0
        for item in (item for item in self._items if not item.isEmpty()):
            wide = item.sizeHint().width()
            if not lines or x + wide > width:
                lines.append([])
                x = 0
            lines[-1].append(item)
            x += wide + self.spacing()
        return lines

    def _put(self, line: list[QLayoutItem], rect: QRect) -> None:
        """Put one line's widgets side by side, from the left or in the middle of `rect`."""
        widths = [min(item.sizeHint().width(), rect.width()) for item in line]
        room = rect.width() - sum(widths) - self.spacing() * (len(line) - 1)
        x = rect.x() + (room // 2 if self._is_centred else 0)
        for item, width in zip(line, widths, strict=True):
            item.setGeometry(QRect(QPoint(x, rect.y()), QSize(width, item.sizeHint().height())))
            x += width + self.spacing()
