"""What is drawn while the picture comes onto another canvas, and shapes that are open then: nothing is swallowed."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect
from picpik_studio.core.outpaint import CanvasPlan
from tests.ui.drafting import SIZE, settle, take_tool
from tests.ui.easel import Hand, at, picture_bytes
from tests.ui.room import Room

GROWN = Rect(-100, -40, 500, 340)


@pytest.fixture
def document(room: Room) -> Document:
    """A document on a larger canvas, which is empty, and the brush."""
    document = take_tool(room)
    room.session.canvas.apply(CanvasPlan(GROWN, paints_new=False))
    settle(room, lambda: document.size == GROWN.size)
    room.session.tool.tool = "brush"
    room.session.tool.size = 20
    return document


def go_back(room: Room, document: Document) -> None:
    """Take the larger canvas back, which is seen still."""
    room.window.run("edit.undo")
    assert document.size == SIZE
    assert room.canvas.feed.is_moving


def there(room: Room, x: float, y: float) -> QPointF:
    """Return where a pixel of the picture is seen on the larger canvas."""
    return at(room.canvas, x - GROWN.x, y - GROWN.y)


def box(mask: Pixels) -> tuple[int, int, int, int]:
    """Return the columns and rows between which something is painted."""
    rows, columns = np.nonzero(mask >= 128)
    return int(columns.min()), int(columns.max()), int(rows.min()), int(rows.max())


def is_near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 2 for one, other in zip(found, wanted, strict=True))


def test_a_stroke_begun_before_the_canvas_is_seen_is_drawn_from_its_beginning(room: Room, document: Document) -> None:
    hand = Hand(room.canvas)
    go_back(room, document)
    hand.press(there(room, 100, 100))
    hand.move(there(room, 150, 100))
    assert not document.is_editing
    settle(room, lambda: True)
    assert room.canvas.has_stroke, "it goes on"
    hand.move(at(room.canvas, 200, 100))
    hand.release(at(room.canvas, 250, 100))
    assert is_near(box(document.mask.pixels), (90, 259, 90, 109))
    assert room.canvas.strokes == 1


def test_strokes_that_have_ended_before_are_drawn_too(room: Room, document: Document) -> None:
    rests: list[bool] = []
    room.canvas.came_to_rest.connect(lambda: rests.append(document.history.can_undo))
    go_back(room, document)
    for x in (60, 300):
        Hand(room.canvas).drag(there(room, x, 100), there(room, x + 40, 100))
    settle(room, lambda: True)
    assert room.canvas.strokes == 2
    assert is_near(box(document.mask.pixels), (50, 349, 90, 109))
    assert document.mask.pixels[100, 200] == 0
    assert rests[-1]


def test_it_lies_on_what_it_was_drawn_on_when_the_view_moves_meanwhile(room: Room, document: Document) -> None:
    go_back(room, document)
    Hand(room.canvas).drag(there(room, 100, 100), there(room, 150, 100))
    room.canvas.zoom_to(2 * room.canvas.viewport.zoom, there(room, 0, 0))
    room.canvas.pan(30, 20)
    settle(room, lambda: True)
    assert is_near(box(document.mask.pixels), (90, 159, 90, 109))


@pytest.mark.parametrize("why", ["escape", "redo", "tool"])
def test_it_is_given_up_by_esc_another_tool_and_what_it_would_cost(room: Room, document: Document, why: str) -> None:
    hand = Hand(room.canvas)
    go_back(room, document)
    hand.press(there(room, 100, 100))
    hand.move(there(room, 150, 100))
    if why == "escape":
        QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    elif why == "redo":
        room.window.run("edit.redo")
    else:
        room.session.tool.tool = "canvas"
    settle(room, lambda: True)
    hand.release(at(room.canvas, 200, 100))
    assert not document.mask.pixels.any()
    assert not document.is_editing
    assert document.history.edits_done == (1 if why == "redo" else 0)


def test_a_lasso_begun_before_is_drawn_too(room: Room, document: Document) -> None:
    room.session.tool.tool = "lasso"
    go_back(room, document)
    Hand(room.canvas).drag(*(there(room, *place) for place in ((50, 50), (150, 50), (150, 120), (50, 120))))
    settle(room, lambda: True)
    assert is_near(box(document.mask.pixels), (50, 149, 50, 119))


CORNERS = ((50, 50), (150, 50), (150, 120))


def has_shape(room: Room) -> bool:
    return room.canvas.shapes.open is not None


def begin_polygon(room: Room) -> None:
    room.session.tool.tool = "polygon"
    for corner in CORNERS:
        Hand(room.canvas).drag(there(room, *corner))


def test_an_open_polygon_goes_on_where_it_was_drawn_when_the_canvas_changes(room: Room, document: Document) -> None:
    begin_polygon(room)
    go_back(room, document)
    Hand(room.canvas).drag(there(room, 50, 120))
    settle(room, lambda: True)
    room.session.canvas.apply(CanvasPlan(GROWN, paints_new=False))
    settle(room, lambda: document.size == GROWN.size)
    assert has_shape(room)
    QTest.keyClick(room.canvas, Qt.Key.Key_Return)
    assert not has_shape(room)
    x, y = -GROWN.x, -GROWN.y
    assert is_near(box(document.mask.pixels), (x + 50, x + 149, y + 50, y + 119))


def test_keys_of_an_open_polygon_are_its_own_while_the_canvas_changes(room: Room, document: Document) -> None:
    begin_polygon(room)
    QTest.keyPress(room.canvas, Qt.Key.Key_Space)
    go_back(room, document)
    QTest.keyClick(room.canvas, Qt.Key.Key_Return)
    QTest.keyRelease(room.canvas, Qt.Key.Key_Space)
    settle(room, lambda: True)
    assert not document.mask.pixels.any()
    first = at(room.canvas, *CORNERS[0])
    Hand(room.canvas).move(first)
    assert room.canvas.shapes.closes, "it was let go of, and lies where it was"
    assert has_shape(room)
    room.window.run("edit.redo")
    QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    settle(room, lambda: True)
    assert not has_shape(room)


def test_an_open_polygon_goes_with_its_picture(room: Room, document: Document) -> None:
    begin_polygon(room)
    go_back(room, document)
    room.session.open_bytes(picture_bytes(*SIZE), "another.png")
    room.wait(lambda: room.session.document is not document and room.canvas.is_ready)
    assert not has_shape(room)


def test_a_canvas_that_is_ready_waits_for_the_hand(room: Room, document: Document) -> None:
    room.session.tool.tool = "lasso"
    hand = Hand(room.canvas)
    hand.press(there(room, 50, 50))
    for place in ((150, 50), (150, 120)):
        hand.move(there(room, *place))
    room.session.canvas.apply(CanvasPlan(Rect(0, 0, GROWN.width + 60, GROWN.height), paints_new=False))
    room.wait(lambda: not room.session.canvas.is_busy or room.session.canvas._pause is not None)
    assert room.session.canvas.is_busy
    assert document.size == GROWN.size
    hand.release(there(room, 50, 120))
    settle(room, lambda: document.size == (GROWN.width + 60, GROWN.height))
    x, y = -GROWN.x, -GROWN.y
    assert is_near(box(document.mask.pixels), (x + 50, x + 149, y + 50, y + 119))
