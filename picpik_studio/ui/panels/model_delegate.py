"""Paints a model in a list: its name, its code, and a badge when it is official."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from picpik_studio.app.parameters import ModelInfo
from picpik_studio.ui import theme
from picpik_studio.ui.icons import pixmap
from picpik_studio.ui.models.service_models import INFO, kind_title

HEIGHT = 44
_BADGE = 16
_PADDING = 8


class ModelDelegate(QStyledItemDelegate):
    """Two lines a model; the code is left out where it says the same as the name."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a row."""
        return QSize(200, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row."""
        info: ModelInfo = index.data(INFO)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._background(painter, rect, state)
        inside = rect.adjusted(_PADDING, 5, -_PADDING, -5)
        if info.is_official:
            badge = pixmap("badge-check", theme.ACCENT, _BADGE, scale=painter.device().devicePixelRatioF())
            painter.drawPixmap(inside.right() - _BADGE, rect.center().y() - _BADGE // 2, badge)
            inside.setRight(inside.right() - _BADGE - _PADDING)
        below = kind_title(info.kind) if info.code == info.name else f"{kind_title(info.kind)} · {info.code}"
        self._line(painter, inside, info.name, theme.TEXT, Qt.AlignmentFlag.AlignTop)
        self._line(painter, inside, below, theme.SECOND, Qt.AlignmentFlag.AlignBottom)
        painter.restore()

    def _background(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        colour = None
        if state & QStyle.StateFlag.State_Selected:
            colour = theme.SELECTED
        elif state & QStyle.StateFlag.State_MouseOver:
            colour = theme.HOVER
        if colour is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(rect, theme.HALF, theme.HALF)

    def _line(self, painter: QPainter, rect: QRect, text: str, colour: str, where: Qt.AlignmentFlag) -> None:
        painter.setPen(QColor(colour))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.drawText(rect, where | Qt.AlignmentFlag.AlignLeft, elided)
