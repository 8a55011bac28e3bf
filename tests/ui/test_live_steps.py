"""The live steps and what was missed, in a furnished window."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect
from picpik_studio.core.recipe import Feather, FillHoles, Grow, Recipe, Smooth
from picpik_studio.ui.dialogs.rework import ReworkDialog
from picpik_studio.ui.panels.live_steps import LiveStepsSection
from tests.ui.easel import Hand, at, picture_bytes
from tests.ui.room import Room

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def document(room: Room) -> Document:
    document = room.open(picture_bytes())
    mask = np.zeros_like(document.mask.pixels)
    mask[50:100, 60:160] = 255
    mask[70:73, 100:103] = 0
    document.replace_mask(mask)
    parts = room.window.parts
    parts.parameters.pages.show_page(parts.repaint_area)
    QApplication.processEvents()
    return document


def section(room: Room) -> LiveStepsSection:
    found = room.shell.findChild(LiveStepsSection)
    assert found is not None
    return found


def differs(document: Document, before: Plane) -> bool:
    return not np.array_equal(document.mask.pixels, before)


def derived(room: Room, document: Document) -> None:
    room.wait(lambda: document.derived is not None and not room.session.deriving.is_busy)


def test_a_step_is_added_changed_switched_moved_and_removed_each_undoable(room: Room, document: Document) -> None:
    steps = section(room)
    assert steps.empty.isVisible()
    steps.add.menu().actions()[0].trigger()
    assert document.recipe == Recipe((Grow(),))
    assert not steps.empty.isVisible()
    card = steps.cards[0]
    card.amount.number.setFocus()
    card.amount.number.selectAll()
    QTest.keyClicks(card.amount.number, "20\t")
    assert document.recipe == Recipe((Grow(px=20),))
    QTest.mouseClick(card.box, LEFT, pos=QPoint(8, card.box.height() // 2))
    assert document.recipe == Recipe((Grow(is_on=False, px=20),))
    steps.add_step(FillHoles())
    room.shell.activateWindow()
    steps.cards[1].box.setFocus()
    QApplication.processEvents()
    QTest.keyClick(room.shell.windowHandle(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert document.recipe == Recipe((FillHoles(), Grow(is_on=False, px=20)))
    QTest.mouseClick(steps.cards[1].remove, LEFT)
    assert document.recipe == Recipe((FillHoles(),))
    for expected in (2, 2, 1, 1, 1, 0):
        document.undo()
        assert len(document.recipe.steps) == expected == len(steps.cards)


def test_a_drag_of_the_slider_is_one_step_to_undo(room: Room, document: Document) -> None:
    steps = section(room)
    steps.add_step(Grow())
    QApplication.processEvents()
    done = document.history.edits_done
    slider = steps.cards[0].amount.slider
    hand = Hand(slider)
    middle = slider.rect().center().toPointF()
    hand.press(middle)
    for step in (20, 40):
        hand.move(middle + QPoint(step, 0))
        steps._gestures._rest.timeout.emit()  # the hand rests, and holds the slider still
    hand.release(middle + QPoint(40, 0))
    assert document.recipe != Recipe((Grow(),))
    assert document.history.edits_done == done + 1
    derived(room, document)
    assert document.derived is not None
    assert np.array_equal(document.derived, document.recipe.apply(document.mask.pixels))
    steps._gestures._rest.timeout.emit()
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert document.history.edits_done == done + 2, "it was let go of, and the hand has rested"


def test_a_step_is_dragged_to_another_place(room: Room, document: Document) -> None:
    steps = section(room)
    for step in (Grow(), Smooth(), Feather()):
        steps.add_step(step)
    QApplication.processEvents()
    grip, target = steps.cards[0].grip, steps.cards[2]
    Hand(grip).drag(
        grip.rect().center().toPointF(),
        grip.mapFromGlobal(steps.cards[1].mapToGlobal(steps.cards[1].rect().center())).toPointF(),
        grip.mapFromGlobal(target.mapToGlobal(target.rect().center())).toPointF(),
    )
    assert [type(step) for step in document.recipe.steps] == [Smooth, Feather, Grow]
    document.undo()
    assert [type(step) for step in document.recipe.steps] == [Grow, Smooth, Feather]


def test_the_film_shows_the_stroke_at_once_and_the_steps_after_it(room: Room, document: Document) -> None:
    document.set_recipe(Recipe((Grow(px=10),)))
    derived(room, document)
    room.wait(lambda: room.canvas.feed._derived.film is not None)
    film = room.canvas.feed._derived.film
    assert film is not None
    assert film.levels.mask[45, 80] == 255
    room.session.tool.size = 10
    hand = Hand(room.canvas)
    hand.press(at(room.canvas, 220, 150))
    hand.move(at(room.canvas, 240, 150))
    assert film.levels.mask[150, 230] == 255
    assert film.levels.mask[162, 230] == 0
    hand.release(at(room.canvas, 240, 150))
    derived(room, document)
    room.wait(lambda: bool(film.levels.mask[162, 230]))
    assert np.array_equal(film.levels.mask, document.recipe.apply(document.mask.pixels))


def test_a_faint_stroke_over_what_the_steps_paint_leaves_no_trace_in_the_film(room: Room, document: Document) -> None:
    document.set_recipe(Recipe((Grow(px=20),)))
    derived(room, document)
    room.wait(lambda: room.canvas.feed._derived.film is not None)
    film = room.canvas.feed._derived.film
    assert film is not None
    room.session.tool.size, room.session.tool.opacity = 10, 0.3
    hand = Hand(room.canvas)
    hand.press(at(room.canvas, 80, 40))
    hand.move(at(room.canvas, 140, 40))
    assert 0 < film.levels.mask[40, 110] < 128
    hand.release(at(room.canvas, 140, 40))
    assert document.mask.pixels[40, 110]
    derived(room, document)
    room.wait(lambda: film.levels.mask[40, 110] == 255)
    assert np.array_equal(film.levels.mask, document.recipe.apply(document.mask.pixels))


def test_steps_are_applied_to_the_painting_as_one_edit(room: Room, document: Document) -> None:
    steps = section(room)
    steps.add_step(Grow(px=6))
    expected = document.snapshot().derived
    before = document.mask.pixels.copy()
    QTest.mouseClick(steps.bake, LEFT)
    room.wait(lambda: not document.recipe.steps)
    assert np.array_equal(document.mask.pixels, expected)
    document.undo()
    assert np.array_equal(document.mask.pixels, before)
    assert document.recipe == Recipe((Grow(px=6),))


def test_the_dialog_previews_applies_and_remembers(room: Room, document: Document) -> None:
    for text in ("12", ""):
        room.window.run("mask.grow")
        dialog = next(child for child in room.shell.findChildren(ReworkDialog) if child.isVisible())
        if text:
            dialog.amount.number.setFocus()
            dialog.amount.number.selectAll()
            QTest.keyClicks(dialog.amount.number, text)
            dialog.amount.number.interpretText()
        assert dialog.amount.number.value() == 12
        room.wait(lambda: room.session.deriving.outcome is not None)
        before = document.mask.pixels.copy()
        dialog.accept() if not text else dialog._apply()
        if text:
            room.wait(partial(differs, document, before))
            assert np.array_equal(document.mask.pixels, Grow(px=12).apply(before))
    room.wait(lambda: room.session.deriving.outcome is None)


def test_holes_are_filled_by_a_key(room: Room, document: Document) -> None:
    room.window.run("mask.fill_holes")
    room.wait(lambda: bool(document.mask.pixels[71, 101]))
    assert document.history.undo_label == "Fill holes"


def test_missed_spots_are_listed_and_put_right(room: Room, document: Document) -> None:
    parts = room.window.parts
    spots = parts.missed_spots
    with document.begin("speck") as editor:
        rect = Rect(200, 150, 3, 3)
        editor.touch(rect)[rect.slices] = 255
        editor.announce(rect)
    room.window.run("spots.next")
    assert spots.is_unfolded
    room.wait(lambda: len(room.session.missed.spots) == 2)
    assert spots.list.count() == 2
    room.window.run("spots.next")
    assert room.session.missed.current is room.session.missed.spots[0]
    room.window.run("spots.fix")
    room.wait(lambda: bool(document.mask.pixels[71, 101]))
    room.wait(lambda: len(room.session.missed.spots) == 1)
    room.window.run("spots.fix_all")
    room.wait(lambda: not document.mask.pixels[151, 201])
    room.wait(lambda: not room.session.missed.spots and not room.session.missed.is_looking)
    assert spots.empty.text() == "No missed spots"
    document.undo()
    document.undo()
    assert not document.mask.pixels[71, 101]
