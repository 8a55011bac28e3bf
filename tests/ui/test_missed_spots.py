"""The missed-spot finder with real clicks: one is fixed after the other, each seen before, and Undo stays at hand."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect
from picpik_studio.ui.panels.missed_spots import MissedSpotsSection
from tests.ui.easel import picture_bytes
from tests.ui.room import Room

HOLES = ((60, 60), (150, 90), (240, 130))


@pytest.fixture
def document(room: Room) -> Document:
    """Return a picture with three pinholes in what is painted, far apart."""
    document = room.open(picture_bytes())
    mask = np.zeros_like(document.mask.pixels)
    mask[20:180, 20:280] = 255
    for x, y in HOLES:
        mask[y : y + 3, x : x + 3] = 0
    document.replace_mask(mask)
    room.shell.activateWindow()
    return document


@pytest.fixture
def section(room: Room, document: Document) -> MissedSpotsSection:
    """Return the section, unfolded and in front, with what was found."""
    section = room.window.parts.missed_spots
    assert room.session.document is document
    room.window.run("spots.next")
    room.wait(lambda: len(room.session.missed.spots) == len(HOLES))
    return section


def is_in_the_middle(room: Room, rect: Rect) -> bool:
    place = room.canvas.to_image(room.canvas.rect().toRectF().center())
    return place is not None and rect.expanded(2).contains(place)


def has_left(room: Room, count: int) -> bool:
    return len(room.session.missed.spots) == count


def click(section: MissedSpotsSection, button: str) -> None:
    QTest.mouseClick(getattr(section, button), Qt.MouseButton.LeftButton)


def test_the_next_one_is_shown_before_it_can_be_fixed(room: Room, section: MissedSpotsSection) -> None:
    missed, document = room.session.missed, room.session.document
    assert document is not None
    click(section, "next")
    for x, y in HOLES[:-1]:
        assert missed.current is not None
        assert missed.current.rect == Rect(x, y, 3, 3)
        assert is_in_the_middle(room, missed.current.rect)
        left = len(missed.spots) - 1
        click(section, "fix")
        room.wait(partial(has_left, room, left))
        assert document.mask.pixels[y : y + 3, x : x + 3].all()
    assert missed.current is not None
    assert is_in_the_middle(room, missed.current.rect)


def test_after_fix_all_undo_is_the_pictures(room: Room, document: Document, section: MissedSpotsSection) -> None:
    before = document.mask.pixels.copy()
    section.fix_all.setFocus()
    click(section, "fix_all")
    room.wait(lambda: not section.fix_all.isEnabled())
    assert document.mask.pixels[20:180, 20:280].all()
    assert QApplication.focusWidget() is section.header
    QTest.keyClick(section.header, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(document.mask.pixels, before)


def test_a_number_in_which_nothing_was_typed_leaves_undo_to_the_picture(
    document: Document, section: MissedSpotsSection
) -> None:
    before, field = document.mask.pixels.copy(), section.gap.number
    document.clear_mask()
    field.setFocus()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not document.mask.pixels.any()
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(document.mask.pixels, before)


def test_the_buttons_say_the_keys_that_are_in_use(section: MissedSpotsSection) -> None:
    said = {name: getattr(section, name).toolTip() for name in ("next", "previous", "fix", "fix_all")}
    keys = {"next": "F7", "previous": "Shift+F7", "fix": "Ctrl+F7", "fix_all": "Ctrl+Shift+F7"}
    assert all(f">{keys[name]}<" in text for name, text in said.items())
