"""The pointers over a rectangle that can be dragged: arrows along the way in which what is held goes on the screen."""

import math
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor

from picpik_studio.core.box_drag import MIDDLE, Grip
from picpik_studio.core.turn import NONE, Turn
from picpik_studio.ui.canvas.tool_cursors import system_cursor

_SHAPES: Final = (
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)
"""By the eighth of a circle into which a grip points, clockwise from the right."""


def grip_cursor(grip: Grip | None, turn: Turn = NONE, beside: Qt.CursorShape = Qt.CursorShape.ArrowCursor) -> QCursor:
    """Return the pointer for a grip of a view that is turned so; `beside` is that where nothing is held."""
    if grip is None:
        return system_cursor(beside)
    if grip == MIDDLE:
        return system_cursor(Qt.CursorShape.SizeAllCursor)
    way = turn.apply(grip.x, grip.y)
    return system_cursor(_SHAPES[round(math.degrees(math.atan2(way.y, way.x)) / 45) % len(_SHAPES)])
