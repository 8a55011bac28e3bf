"""Paints a result in the strip: its picture, its seed, whether it is shown, new or accepted."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from picpik_studio.ui import theme
from picpik_studio.ui.icons import pixmap
from picpik_studio.ui.models.results import BEGINS_JOB, IS_ACCEPTED, IS_NEW, PICTURE, SHORT

THUMBNAIL = 80
CAPTION = 18
CELL = QSize(THUMBNAIL + theme.GRID, THUMBNAIL + CAPTION + theme.GRID)
_BADGE = 16
_DOT = 12
CAPTION_POINTS = 9


class ResultDelegate(QStyledItemDelegate):
    """One square a result, the caption below; a quiet line before the first of each job."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a cell."""
        return CELL

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the cell."""
        is_shown = bool(option.state & QStyle.StateFlag.State_Selected)
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        square = QRect(option.rect.topLeft() + QPoint(theme.HALF, theme.HALF), QSize(THUMBNAIL, THUMBNAIL))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._picture(painter, square, index.data(PICTURE))
        if is_shown or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ACCENT if is_shown else theme.EDGE), 3 if has_focus else 2))
            painter.drawRoundedRect(square, theme.HALF, theme.HALF)
        if index.data(IS_ACCEPTED):
            self._badge(painter, QPoint(square.right() - _BADGE - 4, square.top() + 5))
        if index.data(IS_NEW):
            self._dot(painter, square)
        if index.data(BEGINS_JOB):
            painter.fillRect(option.rect.left(), square.top(), 1, square.height() + CAPTION, QColor(theme.EDGE))
        self._caption(painter, square, index, is_shown=is_shown)
        painter.restore()

    def _badge(self, painter: QPainter, place: QPoint) -> None:
        """Draw the sign of what was accepted, on a dark disc: a picture under it may have any colour."""
        disc = QRect(place, QSize(_BADGE, _BADGE)).adjusted(-2, -2, 2, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.WINDOW))
        painter.drawEllipse(disc)
        sign = pixmap("badge-check", theme.SUCCESS, _BADGE, scale=painter.device().devicePixelRatioF())
        painter.drawPixmap(place, sign)

    def _dot(self, painter: QPainter, square: QRect) -> None:
        """Draw the mark of what nobody has looked at yet: a dot in the corner, dark around for any picture."""
        painter.setPen(QPen(QColor(theme.WINDOW), 2))
        painter.setBrush(QColor(theme.ACCENT))
        painter.drawEllipse(square.left() + 5, square.top() + 5, _DOT, _DOT)

    def _picture(self, painter: QPainter, square: QRect, picture: QPixmap) -> None:
        """Fill the square with the picture's middle."""
        frame = QPainterPath()
        frame.addRoundedRect(square, theme.HALF, theme.HALF)
        painter.fillPath(frame, QColor(theme.INSET))
        if picture.isNull():
            return
        painter.setClipPath(frame)
        side = min(picture.width(), picture.height())
        middle = QRect((picture.width() - side) // 2, (picture.height() - side) // 2, side, side)
        painter.drawPixmap(square, picture, middle)
        painter.setClipping(False)

    def _caption(
        self, painter: QPainter, square: QRect, index: QModelIndex | QPersistentModelIndex, *, is_shown: bool
    ) -> None:
        place = QRect(square.left(), square.bottom() + 2, square.width(), CAPTION)
        font = QFont(painter.font())
        font.setPointSize(CAPTION_POINTS)
        painter.setFont(font)
        painter.setPen(QColor(theme.TEXT if is_shown else theme.SECOND))
        text = caption(index, painter.fontMetrics(), place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def caption(index: QModelIndex | QPersistentModelIndex, metrics: QFontMetrics, width: int) -> str:
    """Return the title of a result, or as much of it as `width` pixels have room for: a seed alone before a cut one."""
    whole: str = index.data()
    text = whole if metrics.horizontalAdvance(whole) <= width else index.data(SHORT)
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
