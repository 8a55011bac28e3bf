"""The dialog "This will be repainted": what it says, its keys, and what it leaves behind."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from picpik_studio.app.models import ModelChoice
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.files.mask_reading import BLACK, TRACE, WHITE
from picpik_studio.ui.dialogs.import_mask import ImportMaskDialog, filmed, percent
from tests.files.making import image_of, photo, stored
from tests.ui.room import Room

WIDTH, HEIGHT = 200, 120


@pytest.fixture
def document(room: Room) -> Document:
    return room.open(stored(image_of(photo(WIDTH, HEIGHT)), "PNG"))


def rows(first: int, end: int) -> Plane:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[first:end] = 255
    return mask


def dialog_for(room: Room, tmp_path: Path, mask: Plane) -> ImportMaskDialog:
    """Import a file by the menu's command and return the dialog that comes."""
    path = tmp_path / "mask.png"
    Image.fromarray(mask).save(path)
    room.answers.opened = [[path]]
    room.window.run("file.import_mask")
    return shown(room)


def shown(room: Room) -> ImportMaskDialog:
    room.wait(lambda: room.shell.findChild(ImportMaskDialog) is not None)
    dialog = room.shell.findChild(ImportMaskDialog)
    assert isinstance(dialog, ImportMaskDialog)
    return dialog


def test_enter_imports_as_one_edit(room: Room, document: Document, tmp_path: Path) -> None:
    dialog = dialog_for(room, tmp_path, rows(0, 30))
    assert (dialog.recognised.text(), dialog.share.text(), dialog.warning.text()) == (WHITE, "25 % repainted", "")
    assert not document.mask.pixels.any()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    room.wait(lambda: bool(document.mask.pixels.any()))
    assert np.array_equal(document.mask.pixels, rows(0, 30))
    room.window.run("edit.undo")
    assert not document.mask.pixels.any()


def test_enter_works_wherever_the_focus_is(room: Room, document: Document, tmp_path: Path) -> None:
    dialog = dialog_for(room, tmp_path, rows(0, 30))
    dialog.invert.setFocus()
    QTest.keyClick(dialog.invert, Qt.Key.Key_Return)
    room.wait(lambda: bool(document.mask.pixels.any()))
    assert np.array_equal(document.mask.pixels, rows(0, 30))


def test_nothing_jumps_when_it_is_turned_round(room: Room, document: Document, tmp_path: Path) -> None:
    assert document.size == (WIDTH, HEIGHT)
    dialog = dialog_for(room, tmp_path, rows(0, 30))
    before = dialog.invert.geometry(), dialog.size()
    dialog.invert.click()
    QApplication.processEvents()
    assert (dialog.invert.geometry(), dialog.size()) == before


def test_i_turns_it_round(room: Room, document: Document, tmp_path: Path) -> None:
    dialog = dialog_for(room, tmp_path, rows(0, 30))
    QTest.keyClick(dialog, Qt.Key.Key_I)
    assert dialog.recognised.text() == BLACK
    assert dialog.share.text() == "75 % repainted"
    assert "more than half" in dialog.warning.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    room.wait(lambda: bool(document.mask.pixels.any()))
    assert np.array_equal(document.mask.pixels, rows(30, HEIGHT))


def test_escape_leaves_all_as_it_was(room: Room, document: Document, tmp_path: Path) -> None:
    document.replace_mask(rows(3, 5))
    dialog = dialog_for(room, tmp_path, rows(0, 30))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    room.wait(lambda: room.shell.findChild(ImportMaskDialog) is None)
    assert np.array_equal(document.mask.pixels, rows(3, 5))


def test_it_can_be_added_to_what_is_painted(room: Room, document: Document, tmp_path: Path) -> None:
    document.replace_mask(rows(60, 90))
    dialog = dialog_for(room, tmp_path, rows(0, 30))
    assert dialog.modes.isEnabled()
    dialog.modes.setCurrentIndex(1)
    assert dialog.share.text() == "50 % repainted"
    dialog.accept()
    room.wait(lambda: bool(document.mask.pixels[0].any()))
    assert np.array_equal(document.mask.pixels, rows(0, 30) | rows(60, 90))


def test_with_nothing_painted_there_is_nothing_to_add_to(room: Room, document: Document, tmp_path: Path) -> None:
    assert not document.mask.pixels.any()
    assert not dialog_for(room, tmp_path, rows(0, 30)).modes.isEnabled()


@pytest.mark.parametrize(("end", "sentence"), [(0, "Nothing would"), (HEIGHT, "whole picture"), (90, "more than half")])
def test_it_warns(room: Room, document: Document, tmp_path: Path, end: int, sentence: str) -> None:
    assert document.size == (WIDTH, HEIGHT)
    assert sentence in dialog_for(room, tmp_path, rows(0, end)).warning.text()


def test_black_on_white_is_said_and_its_inverse_warned_of(room: Room, document: Document, tmp_path: Path) -> None:
    assert document.size == (WIDTH, HEIGHT)
    ground = 255 - rows(40, 50)
    ground[:, :20] = ground[:, -20:] = 255
    dialog = dialog_for(room, tmp_path, ground)
    assert (dialog.recognised.text(), dialog.warning.text()) == (BLACK, "")
    dialog.invert.click()
    assert "looks inverted" in dialog.warning.text()


def test_other_readings_can_be_chosen(room: Room, document: Document, tmp_path: Path) -> None:
    dialog = dialog_for(room, tmp_path, rows(0, 30) // 255)
    assert "Nothing would" in dialog.warning.text()
    dialog.readings.button(1).click()
    assert dialog.recognised.text() == TRACE
    dialog.accept()
    room.wait(lambda: bool(document.mask.pixels.any()))
    assert np.array_equal(document.mask.pixels, rows(0, 30))


def test_a_dropped_file_can_be_the_repaint_area(room: Room, document: Document, tmp_path: Path) -> None:
    path = tmp_path / "area.png"
    Image.fromarray(rows(0, 30)).save(path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    room.answers.decisions = ["area"]
    room.window.take(data)
    shown(room).accept()
    room.wait(lambda: bool(document.mask.pixels.any()))
    assert "What shall become of area.png?" in room.answers.asked[0]
    assert np.array_equal(document.mask.pixels, rows(0, 30))


def test_the_film_lies_where_it_is_repainted() -> None:
    grey = np.full((2, 2, 4), 100, np.uint8)
    area = np.array([[0, 255], [255, 0]], np.uint8)
    seen = filmed(grey, area, QColor(255, 100, 0))
    assert seen[0, 0].tolist() == [100, 100, 100, 100]
    assert seen[0, 1].tolist() == [55, 100, 170, 100]


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0 %"), (0.001, "< 1 %"), (0.25, "25 %"), (0.996, "> 99 %"), (1, "100 %")]
)
def test_shares_in_words(share: float, text: str) -> None:
    assert percent(share) == text


def test_before_it_is_sent_the_ground_is_asked_about(room: Room, document: Document) -> None:
    area = rows(40, 50)
    area[:, :20] = area[:, -20:] = 0
    document.replace_mask(255 - area)
    room.session.parameters.set("main_model", ModelChoice("m"))
    room.answers.decisions = ["invert"]
    room.window.run("job.submit")
    room.wait(lambda: bool(room.answers.asked))
    assert "93 % of the frame will be repainted" in room.answers.asked[0]
    room.wait(lambda: bool((document.mask.pixels == area).all()))
    assert not room.session.program.jobs.all
    room.answers.decisions = [None]
    room.window.run("mask.all")
    room.window.run("job.submit")
    room.wait(lambda: len(room.answers.asked) == 2)
    assert "100 % of the frame" in room.answers.asked[1]
    assert not room.session.program.jobs.all


def test_export_as_sent_asks_for_a_name(room: Room, document: Document, tmp_path: Path) -> None:
    document.replace_mask(rows(0, 30) // 255 * 200)
    room.answers.files = [tmp_path / "sent.png"]
    room.window.run("file.export_sent")
    room.wait((tmp_path / "sent.png").exists)
    assert room.answers.asked == ["Export as sent: photo-mask-sent.png (1)"]
    assert np.array_equal(np.asarray(Image.open(tmp_path / "sent.png")), rows(0, 30))
    room.answers.files = [None]
    room.window.run("file.export_sent")
