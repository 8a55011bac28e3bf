"""Undo and redo of a large canvas in a real window: what is seen stays until all is there, and nothing is swallowed."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from picpik_studio.app.canvas_changing import CROPPED
from picpik_studio.core.composition import composed
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect
from tests.core.making import patch
from tests.slow_steps import SlowSteps, steps
from tests.ui.drafting import SIZE, seen, settle, take_tool
from tests.ui.easel import Hand, at
from tests.ui.room import Room
from tests.ui.test_canvas_early import box, is_near

__all__ = ["steps"]

CROP = Rect(60, 50, 200, 180)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def document(room: Room, steps: SlowSteps) -> Document:
    """A picture with paint and a patch that was cropped; workers wait when undo comes."""
    document = take_tool(room)
    document.fill_mask(0)
    document.add_patch(patch(document, Rect(20, 10, 150, 140)))
    room.session.canvas.crop(CROP)
    settle(room, lambda: document.size == CROP.size)
    room.session.tool.tool = "brush"
    room.session.tool.size = 20
    room.rest()
    steps.threads.clear()
    steps.begun = 0
    return document


def key(room: Room, *, redo: bool = False) -> None:
    """Press the keys of undo, or of redo, once their command can be used."""
    room.wait(lambda: not room.window.display._due.isActive())
    keys = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(room.canvas, Qt.Key.Key_Z, keys | SHIFT if redo else keys)


def undo_held(room: Room, steps: SlowSteps, document: Document) -> None:
    """Press the keys of undo, and have the worker wait in the middle of it."""
    room.canvas.setFocus()
    steps.hold()
    key(room)
    room.wait(lambda: steps.begun == 1)
    assert (document.size, room.canvas.feed.is_moving) == (CROP.size, True)


def there(room: Room, x: float, y: float) -> QPointF:
    """Return where a pixel of the whole picture is seen on the crop."""
    return at(room.canvas, x - CROP.x, y - CROP.y)


def let_go(room: Room, steps: SlowSteps) -> None:
    steps.let_go()
    settle(room, lambda: not room.session.canvas.is_busy)


def test_what_is_seen_stays_and_what_is_drawn_meanwhile_is_drawn_afterwards(
    room: Room, steps: SlowSteps, document: Document
) -> None:
    cropped, before = document.pixels.copy(), seen(room)
    undo_held(room, steps, document)
    assert seen(room).size() == before.size()
    middle = there(room, 150, 140).toPoint()
    assert seen(room).pixelColor(middle) == before.pixelColor(middle)
    Hand(room.canvas).drag(there(room, 100, 100), there(room, 150, 100))
    hand = Hand(room.canvas)
    hand.press(there(room, 100, 150))
    hand.move(there(room, 150, 150))
    assert not document.mask.pixels.any()
    assert np.array_equal(document.pixels, cropped)
    let_go(room, steps)
    assert document.size == SIZE
    assert room.canvas.has_stroke, "the one that is held goes on"
    hand.release(at(room.canvas, 200, 150))
    assert is_near(box(document.mask.pixels[:130]), (90, 159, 90, 109))
    assert is_near(box(document.mask.pixels[130:]), (90, 209, 10, 29))
    assert np.array_equal(document.pixels[CROP.slices], cropped)
    assert room.canvas.strokes == 2
    key(room)
    key(room)
    assert not document.mask.pixels.any()
    assert document.history.undo_label != CROPPED


def test_no_whole_sheet_is_worked_on_where_the_window_is_drawn(
    room: Room, steps: SlowSteps, document: Document
) -> None:
    for size, redo in ((SIZE, False), (CROP.size, True), (SIZE, False)):
        key(room, redo=redo)
        settle(room, lambda: document.size == size)  # noqa: B023 - waited for in this round
    room.session.canvas.crop(CROP)
    settle(room, lambda: document.size == CROP.size)
    assert len(steps.threads) >= 7
    assert all(name.startswith("picpik-pixels") for name in steps.threads)


def test_steps_asked_for_meanwhile_follow_and_what_is_drawn_after_them_too(
    room: Room, steps: SlowSteps, document: Document
) -> None:
    undo_held(room, steps, document)
    key(room)
    key(room, redo=True)
    key(room, redo=True)
    key(room)
    assert document.size == CROP.size
    Hand(room.canvas).drag(there(room, 100, 100), there(room, 150, 100))
    let_go(room, steps)
    assert document.size == SIZE
    assert len(document.patches) == 1
    assert is_near(box(document.mask.pixels), (90, 159, 90, 109))
    assert room.canvas.strokes == 1


def test_a_step_asked_for_after_a_stroke_gives_it_up(room: Room, steps: SlowSteps, document: Document) -> None:
    undo_held(room, steps, document)
    Hand(room.canvas).drag(there(room, 100, 100), there(room, 150, 100))
    key(room)
    let_go(room, steps)
    assert document.size == SIZE
    assert not document.patches
    assert not document.mask.pixels.any()
    assert document.history.redo_label, "it would have cost what can be redone"
    Hand(room.canvas).drag(at(room.canvas, 100, 100))
    assert document.mask.pixels.any()


def test_commands_that_would_change_the_picture_meanwhile_say_so(
    room: Room, steps: SlowSteps, document: Document
) -> None:
    undo_held(room, steps, document)
    room.window.run("mask.all")
    assert room.said[-1] == "The step is still being taken; do this again in a moment."
    let_go(room, steps)
    assert not document.mask.pixels.any()
    room.window.run("mask.all")
    assert document.mask.pixels.all()


def test_what_cannot_be_made_is_said_and_one_goes_on_painting_on_what_is_seen(
    room: Room, steps: SlowSteps, document: Document
) -> None:
    before = seen(room)
    steps.fails = True
    undo_held(room, steps, document)
    let_go(room, steps)
    room.rest()
    assert any("no room" in text for text in room.said)
    assert (document.size, document.history.undo_label) == (CROP.size, CROPPED)
    middle = there(room, 150, 140).toPoint()
    assert seen(room).pixelColor(middle) == before.pixelColor(middle)
    Hand(room.canvas).drag(there(room, 100, 100), there(room, 150, 100))
    assert is_near(box(document.mask.pixels), (30, 99, 40, 59))


def test_closing_meanwhile_asks_for_what_is_seen_and_loses_nothing(
    room: Room, steps: SlowSteps, document: Document
) -> None:
    undo_held(room, steps, document)
    room.answers.decisions = [None, "discard"]
    assert not room.shell.close()
    assert room.answers.asked == ["Unsaved changes | Save the changes to photo.png?"]
    let_go(room, steps)
    assert np.array_equal(document.pixels, composed(document.picture, document.patches, Rect.of(SIZE)))
    assert document.patches
    steps.hold()
    key(room, redo=True)
    assert room.canvas.feed.is_moving
    assert room.shell.close()
    steps.let_go()
