"""Paints an accepted result in its list: the eye that hides it, its small picture, its name, what was set."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.icons import pixmap
from picpik_studio.ui.models.patches import ABOUT, IS_VISIBLE, PICTURE

THUMBNAIL = 40
ROW = THUMBNAIL + theme.GRID
_EYE = 16
_EYE_ROOM = _EYE + 2 * theme.GRID
_FADED = 0.45

_Index = QModelIndex | QPersistentModelIndex


class PatchDelegate(QStyledItemDelegate):
    """One row a patch; a click on the eye hides it or shows it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return the size of a row."""
        return QSize(160, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the row."""
        rect, is_visible = option.rect, bool(index.data(IS_VISIBLE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._ground(painter, option)
        eye = pixmap(
            "eye" if is_visible else "eye-off",
            theme.TEXT if is_visible else theme.SECOND,
            _EYE,
            scale=painter.device().devicePixelRatioF(),
        )
        painter.drawPixmap(eye_of(rect).center() - QPoint(_EYE // 2 - 1, _EYE // 2 - 1), eye)
        painter.setOpacity(1 if is_visible else _FADED)
        self._picture(painter, QRect(rect.left() + _EYE_ROOM, rect.top() + theme.HALF, THUMBNAIL, THUMBNAIL), index)
        painter.setOpacity(1)
        self._words(painter, words_of(rect), index, is_visible=is_visible)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Take clicks on the eye."""
        if isinstance(event, QMouseEvent) and eye_of(option.rect).contains(event.position().toPoint()):
            if event.type() == QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
                model.setData(index, not index.data(IS_VISIBLE), IS_VISIBLE)
            return event.type() != QEvent.Type.MouseMove
        return super().editorEvent(event, model, option, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index) -> None:
        """Put the field for the name where the name is."""
        place = words_of(option.rect)
        editor.setGeometry(
            place.left() - theme.HALF,
            place.center().y() - theme.CONTROL_HEIGHT // 2,
            place.width(),
            theme.CONTROL_HEIGHT,
        )

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.SELECTED if is_chosen else theme.RAISED))
            painter.drawRoundedRect(option.rect, theme.HALF, theme.HALF)
        if option.state & QStyle.StateFlag.State_HasFocus and is_chosen:
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.adjusted(0, 0, -1, -1), theme.HALF, theme.HALF)

    def _picture(self, painter: QPainter, square: QRect, index: _Index) -> None:
        """Draw the whole of a patch, which may be transparent, in its square."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.INSET))
        painter.drawRoundedRect(square, theme.HALF, theme.HALF)
        picture: QPixmap = index.data(PICTURE)
        if not picture.isNull():
            size = picture.size().scaled(square.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(0, 0), size)
            place.moveCenter(square.center())
            painter.drawPixmap(place, picture)

    def _words(self, painter: QPainter, place: QRect, index: _Index, *, is_visible: bool) -> None:
        about, metrics = str(index.data(ABOUT)), painter.fontMetrics()
        lines = [
            (str(index.data()), theme.TEXT if is_visible else theme.SECOND),
            *([(about, theme.SECOND)] if about else []),
        ]
        top = place.center().y() - metrics.height() * len(lines) // 2
        for text, colour in lines:
            painter.setPen(QColor(colour))
            line = QRect(place.left(), top, place.width(), metrics.height())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            top += metrics.height()


def eye_of(rect: QRect) -> QRect:
    """Return where the eye of a row at `rect` is clicked."""
    return QRect(rect.left(), rect.top(), _EYE_ROOM, rect.height())


def words_of(rect: QRect) -> QRect:
    """Return where the words of a row at `rect` stand."""
    return rect.adjusted(_EYE_ROOM + THUMBNAIL + theme.GRID, 0, -theme.HALF, 0)
