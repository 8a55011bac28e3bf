"""The pointers of the tools that make a region: a cross where they act, and a sign of what a click would do."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

from picpik_studio.core.tools.combine import Combine
from picpik_studio.core.tools.settings import ToolName
from picpik_studio.ui import icons
from picpik_studio.ui.canvas.shape_gesture import ShapeGesture
from picpik_studio.ui.canvas.tool_cursors import system_cursor

_SIDE_PX = 34
_HOT_PX = 11
_ARM_PX = (3.0, 9.5)
_SIGN_AT = {False: QPointF(20.5, 20.5), True: QPointF(24.5, 6.5)}
_SIGN_PX = 3.5
_ICON_PX = 16
_ICON_AT = QPointF(15, 15)
_AROUND = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)
_ICONS: Mapping[ToolName, str] = MappingProxyType(
    {"wand": "wand-sparkles", "bucket": "paint-bucket", "select": "mouse-pointer-click"}
)
_SIGNS: Mapping[Combine, tuple[tuple[float, float], ...]] = MappingProxyType(
    {
        Combine.ADD: ((1, 0), (0, 1)),
        Combine.SUBTRACT: ((1, 0),),
        Combine.INTERSECT: ((0.8, 0.8), (0.8, -0.8)),
    }
)


def pointer_of(gesture: ShapeGesture, tool: ToolName, scale: float) -> QCursor:
    """Return the pointer for what `gesture` would do now with `tool`; an arrow when it makes no region."""
    if gesture.chosen is None:
        return system_cursor(Qt.CursorShape.ArrowCursor)
    return region_cursor(tool, gesture.combine, scale)


def region_cursor(tool: ToolName, how: Combine, scale: float) -> QCursor:
    """Return the pointer of `tool` for a screen of `scale` device pixels a pixel; the same object for the same look."""
    return _drawn(_ICONS.get(tool, ""), how, scale)


@cache
def _drawn(name: str, how: Combine, scale: float) -> QCursor:
    pixmap = QPixmap(round(_SIDE_PX * scale), round(_SIDE_PX * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    lines = _cross() + _sign(how, _SIGN_AT[bool(name)])
    for colour, width, more in ((QColor(0, 0, 0, 220), 3.5, 1.0), (QColor(255, 255, 255), 1.5, 0.0)):
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # what lies under the middle stays in sight
        painter.setPen(pen)
        painter.drawLines([_longer(line, more) for line in lines])
    if name:
        for x, y in _AROUND:
            painter.drawPixmap(_ICON_AT + QPointF(x, y), icons.pixmap(name, "#000000", _ICON_PX, scale=scale))
        painter.drawPixmap(_ICON_AT, icons.pixmap(name, "#ffffff", _ICON_PX, scale=scale))
    painter.end()
    return QCursor(pixmap, _HOT_PX, _HOT_PX)


def _cross() -> list[QLineF]:
    near, far = _ARM_PX
    middle = QPointF(_HOT_PX + 0.5, _HOT_PX + 0.5)
    ways = (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1))
    return [QLineF(middle + way * near, middle + way * far) for way in ways]


def _sign(how: Combine, middle: QPointF) -> list[QLineF]:
    return [QLineF(middle - QPointF(x, y) * _SIGN_PX, middle + QPointF(x, y) * _SIGN_PX) for x, y in _SIGNS[how]]


def _longer(line: QLineF, more: float) -> QLineF:
    """Return `line` with `more` pixels at both ends."""
    share = more / line.length()
    return QLineF(line.pointAt(-share), line.pointAt(1 + share))
