"""How a command looks in the palette: icon, title, what it does or why it cannot be done, and its key."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from picpik_studio.ui import theme

HEIGHT: Final = 44
KEYS: Final = Qt.ItemDataRole.UserRole + 1
MORE: Final = Qt.ItemDataRole.UserRole + 2
_SMALLER: Final = 0.9
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_Index = QModelIndex | QPersistentModelIndex


class PaletteDelegate(QStyledItemDelegate):
    """Draws two lines beside the icon; a command that cannot be run is grey."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return the size of a row."""
        return QSize(option.rect.width(), HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a row."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        back = _background(state)
        if back:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(back))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), theme.HALF, theme.HALF)
        _draw_icon(painter, rect, index, is_enabled=is_enabled)
        _draw_words(painter, rect, index, is_enabled=is_enabled)
        painter.restore()


def _background(state: QStyle.StateFlag) -> str:
    if state & QStyle.StateFlag.State_Selected:
        return theme.SELECTED
    return theme.HOVER if state & QStyle.StateFlag.State_MouseOver else ""


def _draw_icon(painter: QPainter, rect: QRect, index: _Index, *, is_enabled: bool) -> None:
    place = QRect(rect.left() + theme.GRID, rect.center().y() - theme.ICON // 2, theme.ICON, theme.ICON)
    painter.setOpacity(1.0 if is_enabled else 0.5)
    index.data(Qt.ItemDataRole.DecorationRole).paint(painter, place)
    painter.setOpacity(1.0)


def _draw_words(painter: QPainter, rect: QRect, index: _Index, *, is_enabled: bool) -> None:
    inside = rect.adjusted(theme.ICON + 2 * theme.GRID + theme.HALF, theme.HALF, -theme.GRID - theme.HALF, -theme.HALF)
    keys = index.data(KEYS)
    painter.setPen(QColor(theme.SECOND if is_enabled else theme.DISABLED))
    painter.drawText(inside, _RIGHT, keys)
    room = inside.width() - painter.fontMetrics().horizontalAdvance(keys) - 2 * theme.GRID
    upper, lower = QRect(inside), QRect(inside)
    upper.setHeight(inside.height() // 2)
    lower.setTop(upper.bottom() + 1)
    font, small = painter.font(), QFont(painter.font())
    small.setPointSizeF(font.pointSizeF() * _SMALLER)
    painter.setPen(QColor(theme.TEXT if is_enabled else theme.HINT))
    painter.drawText(upper, _LEFT, _elided(font, index.data(Qt.ItemDataRole.DisplayRole), room))
    painter.setFont(small)
    painter.setPen(QColor(theme.SECOND if is_enabled else theme.HINT))
    painter.drawText(lower, _LEFT, _elided(small, index.data(MORE), room))


def _elided(font: QFont, text: str, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
