"""The commands about the repaint area by their keys, what is said while they work, and the finder when it is hidden."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point
from picpik_studio.core.recipe import Feather, FillHoles, Grow, Recipe, Shrink, Smooth
from picpik_studio.core.spots import SpotKind
from picpik_studio.ui.amounts import AMOUNTS
from picpik_studio.ui.canvas.spot_rings import _ring_round
from picpik_studio.ui.dialogs.rework import ReworkDialog
from picpik_studio.ui.panels.live_steps import LiveStepsSection
from tests.ui.easel import picture_bytes
from tests.ui.room import Room

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def document(room: Room) -> Document:
    document = room.open(picture_bytes())
    mask = np.zeros_like(document.mask.pixels)
    mask[50:100, 60:160] = 255
    mask[70:73, 100:103] = 0
    mask[150:153, 200:203] = 255
    document.replace_mask(mask)
    room.shell.activateWindow()
    room.canvas.setFocus()
    QApplication.processEvents()
    return document


def dialog_of(room: Room) -> ReworkDialog:
    return next(child for child in room.shell.findChildren(ReworkDialog) if child.isVisible())


def test_shift_f_fills_holes(room: Room, document: Document) -> None:
    QTest.keyClick(room.canvas, Qt.Key.Key_F, SHIFT)
    room.wait(lambda: bool(document.mask.pixels[71, 101]))
    assert document.history.undo_label == FillHoles.title


def test_shift_f6_asks_for_a_feather_that_enter_applies(room: Room, document: Document) -> None:
    before = document.mask.pixels.copy()
    QTest.keyClick(room.canvas, Qt.Key.Key_F6, SHIFT)
    dialog = dialog_of(room)
    assert dialog.amount.step == Feather()
    canvas = room.canvas
    assert canvas.mapToGlobal(QPoint(0, 0)).x() + canvas.width() // 2 < dialog.x()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    room.wait(lambda: document.history.undo_label == Feather.title)
    assert np.array_equal(document.mask.pixels, Feather().apply(before))


def test_the_dialog_adds_a_live_step(room: Room, document: Document) -> None:
    room.window.run("mask.grow")
    dialog = dialog_of(room)
    dialog.live.click()
    assert document.recipe == Recipe((Grow(),))
    assert not dialog.isVisible()


def test_f7_goes_from_spot_to_spot_and_ctrl_f7_fixes(room: Room, document: Document) -> None:
    missed = room.session.missed
    QTest.keyClick(room.canvas, Qt.Key.Key_F7)
    room.wait(lambda: len(missed.spots) == 2)
    for keys, kind in ((Qt.KeyboardModifier.NoModifier, SpotKind.PINHOLE), (SHIFT, SpotKind.SPECK)):
        QTest.keyClick(room.canvas, Qt.Key.Key_F7, keys)
        assert missed.current is not None
        assert missed.current.kind is kind
        middle = room.canvas.to_image(room.canvas.rect().toRectF().center())
        assert middle is not None
        assert missed.current.rect.expanded(2).contains(middle)
    room.wait(room.shell.commands["spots.fix"].isEnabled)
    QTest.keyClick(room.canvas, Qt.Key.Key_F7, CONTROL)
    room.wait(lambda: not document.mask.pixels[151, 201])
    room.wait(lambda: len(missed.spots) == 1)
    room.wait(lambda: room.shell.commands["spots.fix_all"].isEnabled() and not missed.is_looking)
    QTest.keyClick(room.canvas, Qt.Key.Key_F7, CONTROL | SHIFT)
    room.wait(lambda: bool(document.mask.pixels[71, 101]))


def test_nothing_is_looked_for_while_another_page_is_in_front(room: Room, document: Document) -> None:
    missed, parts = room.session.missed, room.window.parts
    QTest.keyClick(room.canvas, Qt.Key.Key_F7)
    room.wait(lambda: len(missed.spots) == 2)
    pages = parts.parameters.pages
    pages.tabs.setCurrentIndex(0)
    assert not missed.is_on
    assert not missed.spots
    document.clear_mask()
    assert not missed.is_looking
    document.undo()
    pages.show_page(parts.repaint_area)
    room.wait(lambda: len(missed.spots) == 2)


def test_what_takes_long_is_said_on_the_canvas_and_in_the_section(
    room: Room, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    real = FillHoles.apply

    def slow(step: FillHoles, mask: Plane) -> Plane:
        may_go_on.wait(20)
        return real(step, mask)

    monkeypatch.setattr(FillHoles, "apply", slow)
    parts = room.window.parts
    parts.parameters.pages.show_page(parts.repaint_area)
    section = room.shell.findChild(LiveStepsSection)
    assert section is not None
    room.window.run("mask.fill_holes")
    assert not parts.signs.text("working")
    try:
        room.wait(lambda: parts.signs.text("working") == "Changing the repaint area…")
        room.wait(section.activity.isVisible)
    finally:
        may_go_on.set()
    room.wait(lambda: bool(document.mask.pixels[71, 101]))
    room.wait(lambda: not parts.signs.text("working"))
    assert section.activity.isHidden()


def test_why_nothing_can_be_submitted_is_said_below(room: Room, document: Document) -> None:
    footer = room.window.parts.parameters.footer
    assert footer.submit.isEnabled()
    document.set_recipe(Recipe((Shrink(px=200),)))
    room.wait(lambda: not footer.submit.isEnabled())
    assert footer.reason.text() == "The live steps leave nothing of what is painted."
    document.set_recipe(Recipe())
    room.wait(footer.submit.isEnabled)


def test_the_card_that_is_dragged_stands_out(room: Room, document: Document) -> None:
    document.set_recipe(Recipe((Grow(), Smooth())))
    section = room.shell.findChild(LiveStepsSection)
    assert section is not None
    grip = section.cards[0].grip
    grip.held.emit(True)
    assert [card.property("held") for card in section.cards] == ["true", "false"]
    grip.held.emit(False)
    assert [card.property("held") for card in section.cards] == ["false", "false"]


def test_all_holes_are_at_the_right_end_of_the_slider() -> None:
    amount = AMOUNTS[FillHoles]
    assert (amount.share(0), amount.at(1.0)) == (1.0, 0.0)
    assert amount.at(0.0) == 1
    assert amount.at(0.9999) > 99_000
    assert all(AMOUNTS[kind].at(AMOUNTS[kind].share(8.0)) == pytest.approx(8) for kind in AMOUNTS)


def test_a_ring_follows_a_long_gap_and_the_view_shows_all_of_it(room: Room, document: Document) -> None:
    assert _ring_round(QPointF(0, 0), QPointF(0, 0), 12).boundingRect() == QRectF(-12, -12, 24, 24)
    along = _ring_round(QPointF(0, 0), QPointF(100, 0), 12)
    assert along.boundingRect().adjusted(12, 12, -12, -12).toRect() == QRect(0, 0, 100, 0)
    mask = np.zeros_like(document.mask.pixels)
    mask[40:160, 40:100] = mask[40:160, 104:160] = 255
    document.replace_mask(mask)
    room.canvas.zoom_to(20.0)
    QTest.keyClick(room.canvas, Qt.Key.Key_F7)
    room.wait(lambda: [spot.kind for spot in room.session.missed.spots] == [SpotKind.GAP])
    QTest.keyClick(room.canvas, Qt.Key.Key_F7)
    gap = room.session.missed.spots[0].rect
    for corner in (Point(gap.x, gap.y), Point(gap.right, gap.bottom)):
        place = room.canvas.to_widget(corner)
        assert place is not None
        assert room.canvas.rect().contains(place.toPoint())
