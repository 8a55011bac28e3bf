"""The list of the accepted results: what of it is seen, however small the window is."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from picpik_studio.core.document import Document
from picpik_studio.ui import theme
from picpik_studio.ui.panels.patches import PatchesPanel
from tests.ui.easel import picture_bytes
from tests.ui.room import Room
from tests.ui.test_patches_panel import ALT, a_patch


@pytest.fixture
def document(room: Room) -> Document:
    document = room.open(picture_bytes())
    room.shell.resize(1280, 980)
    return document


def shown(room: Room, document: Document, count: int) -> PatchesPanel:
    """Return the page with so many accepted results."""
    for number in range(count):
        document.add_patch(a_patch(f"{number}", number))
    room.window.run("patch.page")
    room.wait(room.window.parts.patches.list.isVisible)
    QApplication.processEvents()
    return room.window.parts.patches


def is_in_sight(panel: PatchesPanel, row: int) -> bool:
    """Whether all of a row is seen: in the list, and with the list on the page."""
    place = panel.list.visualRect(panel.rows.index(row))
    on_page = place.translated(panel.list.viewport().mapTo(panel.viewport(), QPoint(0, 0)))
    return panel.list.viewport().rect().contains(place) and panel.viewport().rect().contains(on_page)


def test_none_of_three_needs_to_be_looked_for(room: Room, document: Document) -> None:
    panel = shown(room, document, 3)
    assert all(is_in_sight(panel, row) for row in range(3))


def test_in_the_smallest_window_each_of_many_results_is_reached_and_seen(room: Room, document: Document) -> None:
    panel = shown(room, document, 7)
    room.shell.resize(*theme.MINIMUM_WINDOW)
    QApplication.processEvents()
    last = panel.rows.rowCount() - 1
    assert [is_in_sight(panel, row) for row in range(last + 1)] == [True] * 3 + [False] * 4
    for row in range(1, last + 1):
        QTest.keyClick(panel.list, Qt.Key.Key_Down)
        assert panel.list.currentIndex().row() == row
        assert is_in_sight(panel, row)
    for row in range(last - 1, -1, -1):
        QTest.keyClick(panel.list, Qt.Key.Key_Up, ALT)
        assert panel.list.currentIndex().row() == row
        assert is_in_sight(panel, row)
    room.session.patches.choose(document.patches[0].id)
    assert is_in_sight(panel, last), "also when it was chosen on the picture"


def test_the_chosen_result_stays_in_sight_when_the_window_becomes_smaller(room: Room, document: Document) -> None:
    panel = shown(room, document, 5)
    room.session.patches.choose(document.patches[0].id)
    assert is_in_sight(panel, 4)
    room.shell.resize(*theme.MINIMUM_WINDOW)
    QApplication.processEvents()
    assert not is_in_sight(panel, 0), "there is less room"
    assert is_in_sight(panel, 4)
