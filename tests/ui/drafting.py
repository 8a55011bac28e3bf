"""What tests of the canvas tool share: a window in which it is chosen, and a hand that drags the frame."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from picpik_studio.core.canvas_draft import CanvasDraft, Margins
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Size
from picpik_studio.ui.options.canvas_row import CanvasRow
from tests.ui.easel import Hand, at, picture_bytes
from tests.ui.room import Room

SIZE = Size(400, 300)


def take_tool(room: Room) -> Document:
    """Open a picture and choose the tool by its key."""
    document = room.open(picture_bytes(*SIZE))
    room.shell.activateWindow()
    room.canvas.setFocus()
    QTest.keyClick(room.canvas, Qt.Key.Key_C)
    assert room.session.tool.tool == "canvas"
    return document


def draft(room: Room) -> CanvasDraft:
    made = room.window.parts.drafting.draft
    assert made is not None
    return made


def margins(room: Room) -> Margins:
    return draft(room).margins


def row(room: Room) -> CanvasRow:
    return room.window.parts.options.canvas


def pull(
    room: Room, start: tuple[float, float], by: tuple[float, float], keys: Qt.KeyboardModifier | None = None
) -> None:
    """Drag from a place in the picture by so many of its pixels."""
    first = at(room.canvas, *start)
    last = at(room.canvas, start[0] + by[0], start[1] + by[1])
    kept = keys if keys is not None else Qt.KeyboardModifier.NoModifier
    Hand(room.canvas).drag(first, (first + last) / 2, last, keys=kept)


def settle(room: Room, condition: Callable[[], bool]) -> None:
    room.wait(lambda: condition() and not room.canvas.feed.is_moving)


def enter(room: Room) -> None:
    room.canvas.setFocus()
    QTest.keyClick(room.canvas, Qt.Key.Key_Return)


def seen(room: Room) -> QImage:
    return room.canvas.grab().toImage()


def apart(one: QColor, other: QColor) -> int:
    return max(abs(one.red() - other.red()), abs(one.green() - other.green()), abs(one.blue() - other.blue()))
