"""The wipe slider and the difference from the original, to the pixel."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.difference import STRENGTH
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.turn import NONE, Turn
from picpik_studio.ui.canvas.wipe_line import WIDTH_PX, WipeLine
from picpik_studio.ui.status_bar import StatusBar
from tests.ui.easel import MIDDLE, Hand, at, picture_bytes
from tests.ui.room import Room
from tests.ui.test_canvas_feed import a_patch, show
from tests.ui.test_canvas_view import seen

RECT = Rect(60, 40, 200, 120)
ROW = 100
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def document(room: Room) -> Document:
    document = room.open(picture_bytes())
    room.shell.activateWindow()
    room.canvas.setFocus()
    room.canvas.zoom_to(1)
    return document


def line(room: Room) -> WipeLine:
    return room.window.parts.wipe_line


def wipe(room: Room) -> None:
    """Switch the wipe slider on or off, as the menu does."""
    room.window.display.refresh()
    room.shell.commands["view.wipe"].trigger()


def compared(room: Room) -> str:
    return room.canvas.feed.compare


def put(room: Room, column: int) -> None:
    """Drag the line to a column of the upright picture, at 100 %."""
    place = QPointF(line(room).rect().center())
    target = at(room.canvas, column, 0).x() - line(room).x()
    Hand(line(room)).drag(place, QPointF(target, place.y()))


def row(room: Room) -> Pixels:
    """Return what is seen of a row of the picture, without the line."""
    placement = room.canvas.scene.placement
    assert placement is not None
    line(room).hide()
    pixels = seen(room.canvas)[placement.top + ROW, placement.left : placement.left + placement.size.width, :3]
    line(room).show()
    return pixels


def with_result(document: Document) -> Pixels:
    """Return that row with the result over it."""
    return document.composition.laid_over(a_patch(rect=RECT))[ROW - RECT.y, :, :3]


def test_left_of_the_line_is_the_original_and_right_of_it_the_result(room: Room, document: Document) -> None:
    show(room.session, a_patch(rect=RECT))
    room.wait(lambda: room.canvas.scene.inset is not None)
    wipe(room)
    assert line(room).isVisible()
    for column in (150, 90, 200):
        put(room, column)
        expected = document.picture.pixels[ROW, :, :3].copy()
        expected[column : RECT.right] = with_result(document)[column - RECT.x :]
        assert np.array_equal(row(room), expected)
    wipe(room)
    assert not line(room).isVisible()
    assert room.canvas.scene.before is None


def test_of_an_accepted_result_too(room: Room, document: Document) -> None:
    document.add_patch(a_patch(rect=RECT))
    wipe(room)
    put(room, 160)
    original = document.picture.pixels[ROW, :, :3]
    room.wait(lambda: np.array_equal(row(room)[:160], original[:160]))
    assert np.array_equal(row(room)[160:], document.pixels[ROW, 160:, :3])


def test_the_line_stands_still_while_the_picture_moves_and_the_window_grows(room: Room, document: Document) -> None:
    show(room.session, a_patch(rect=RECT))
    room.wait(lambda: room.canvas.scene.inset is not None)
    wipe(room)
    put(room, 150)
    x = line(room).x()
    Hand(room.canvas).drag(at(room.canvas, 20, 20), at(room.canvas, 50, 20), button=MIDDLE)
    assert line(room).x() == x
    expected = document.picture.pixels[ROW, :, :3].copy()
    expected[120 : RECT.right] = with_result(document)[120 - RECT.x :]
    assert np.array_equal(row(room), expected)
    share = line(room).share
    room.shell.resize(1400, 900)
    assert line(room).x() == round(share * room.canvas.width()) - WIDTH_PX // 2
    assert line(room).height() == room.canvas.height()


@pytest.mark.parametrize("turn", [Turn(0, is_mirrored=True), Turn(90), Turn(180), Turn(30), Turn(30, is_mirrored=True)])
def test_however_the_view_is_turned_left_is_the_original(room: Room, document: Document, turn: Turn) -> None:
    document.add_patch(a_patch(rect=Rect(0, 0, 300, 200)))
    wipe(room)
    room.canvas.turn_to(turn)
    changed = room.canvas.to_widget(Point(150, 100))
    assert changed is not None
    y, middle = round(changed.y()), room.canvas.width() // 2
    room.wait(lambda: not np.array_equal(seen(room.canvas)[y, middle - 40], seen(room.canvas)[y, middle + 40]))
    compared = seen(room.canvas)[y]
    wipe(room)
    now = seen(room.canvas)[y]
    room.canvas.feed.hold_original(held=True)
    original = seen(room.canvas)[y]
    beside = WIDTH_PX
    assert np.array_equal(compared[: middle - beside], original[: middle - beside])
    assert np.array_equal(compared[middle + beside :], now[middle + beside :])
    assert not np.array_equal(original, now)


def test_the_difference_is_black_but_where_something_was_changed(room: Room, document: Document) -> None:
    show(room.session, a_patch(rect=RECT))
    room.window.display.refresh()
    room.shell.commands["view.difference"].trigger()
    original = document.picture.pixels[ROW, :, :3].astype(int)
    expected = np.zeros_like(original)
    inside = slice(RECT.x, RECT.right)
    expected[inside] = np.minimum(STRENGTH * np.abs(original[inside] - with_result(document)), 255)
    room.wait(lambda: np.array_equal(row(room), expected))
    show(room.session, None)
    room.wait(lambda: not row(room).any())
    document.add_patch(a_patch(rect=RECT))
    room.wait(lambda: np.array_equal(row(room), expected))
    document.undo()
    room.wait(lambda: not row(room).any())


def test_nothing_is_compared_before_something_was_changed(room: Room, document: Document) -> None:
    commands = room.shell.commands
    for command_id in ("view.wipe", "view.difference"):
        room.window.display.refresh()
        assert not commands[command_id].isEnabled()
    patch = a_patch(rect=RECT)
    document.add_patch(patch)
    wipe(room)
    document.undo()
    room.window.display.refresh()
    assert commands["view.wipe"].isEnabled(), "what is on can be switched off"
    assert commands["view.wipe"].isChecked()


def test_their_keys_and_that_painting_ends_it(room: Room, document: Document) -> None:
    document.add_patch(a_patch(rect=RECT))
    room.window.display.refresh()
    feed = room.canvas.feed
    QTest.keyClick(room.canvas, Qt.Key.Key_Bar, SHIFT)
    assert compared(room) == "wipe"
    QTest.keyClick(room.canvas, Qt.Key.Key_Backslash, CONTROL)
    assert compared(room) == "difference"
    assert not line(room).isVisible()
    QTest.keyClick(room.canvas, Qt.Key.Key_Backslash, CONTROL)
    assert compared(room) == ""
    wipe(room)
    QTest.keyPress(room.canvas, Qt.Key.Key_Backslash)
    assert feed.is_original_held
    assert not line(room).isVisible()
    QTest.keyRelease(room.canvas, Qt.Key.Key_Backslash)
    assert line(room).isVisible()
    Hand(room.canvas).drag(at(room.canvas, 20, 20), at(room.canvas, 40, 20))
    assert compared(room) == ""
    assert not room.canvas.scene.is_film_hidden


def is_told(bar: StatusBar, colour: tuple[int, ...]) -> bool:
    return bar._colour.colour == colour


def test_the_colour_under_the_pointer_is_the_one_that_is_seen(room: Room, document: Document) -> None:
    document.add_patch(a_patch(rect=RECT))
    wipe(room)
    put(room, 160)
    room.wait(lambda: np.array_equal(row(room)[120], document.picture.pixels[ROW, 120, :3]))
    bar = room.shell.bar
    for column, pixels in ((120, document.picture.pixels), (200, document.pixels)):
        Hand(room.canvas).move(at(room.canvas, column + 0.5, ROW + 0.5))
        room.wait(partial(is_told, bar, tuple(pixels[ROW, column, 2::-1])))


def test_the_line_leaves_what_it_does_not_mean_to_the_canvas(room: Room, document: Document) -> None:
    document.add_patch(a_patch(rect=RECT))
    wipe(room)
    before, share = room.canvas.viewport, line(room).share
    middle = line(room).rect().center()
    QTest.mouseClick(line(room), Qt.MouseButton.RightButton, pos=middle)
    assert line(room).share == share
    Hand(line(room)).drag(QPointF(middle), QPointF(middle) + QPointF(-5000, 0))
    assert line(room).share == 0
    assert room.canvas.viewport == before
    assert before.turn == NONE
