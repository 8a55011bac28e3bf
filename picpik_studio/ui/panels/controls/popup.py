"""Where a popup opens."""

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QWidget

_GAP = 2


def place_below(popup: QWidget, anchor: QWidget, size: QSize) -> None:
    """Give `popup` its size and put it under `anchor`, or above where there is no room below; never off the screen."""
    room = anchor.screen().availableGeometry()
    below = anchor.mapToGlobal(QPoint(0, anchor.height() + _GAP))
    above = below.y() - anchor.height() - 2 * _GAP - size.height()
    top = below.y() if below.y() + size.height() <= room.bottom() else above
    top = max(room.top(), min(top, room.bottom() - size.height()))
    left = max(room.left(), min(below.x(), room.right() - size.width()))
    popup.setGeometry(left, top, size.width(), size.height())
