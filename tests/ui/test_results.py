"""The strip of results: look at each in place, accept, hide, restore."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.job import State
from picpik_studio.app.session_state import ShownResult
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch, Source
from picpik_studio.core.picture import Metadata, Picture
from picpik_studio.ui import theme
from picpik_studio.ui.models.results import BEGINS_JOB, IS_ACCEPTED, KEY, ORIGINAL, PICTURE, Key
from picpik_studio.ui.panels.result_delegate import CAPTION_POINTS, THUMBNAIL, caption
from picpik_studio.ui.panels.results import ResultsStrip
from tests.ui.stage import StageSession, a_job, a_result

LEFT = Qt.MouseButton.LeftButton
RED = (0, 0, 255, 255)


def png(colour: tuple[int, int, int]) -> bytes:
    return bytes(cv2.imencode(".png", np.full((20, 30, 3), colour, np.uint8))[1].tobytes())


def a_patch(job_id: str, index: int) -> Patch:
    pixels, weight = np.full((4, 4, 4), 255, np.uint8), np.full((4, 4), 255, np.uint8)
    return Patch("patch", Rect(0, 0, 4, 4), pixels, weight, job_id, index, "Result")


@pytest.fixture
def stage(tmp_path: Path) -> StageSession:
    stage = StageSession(tmp_path)
    pixels = np.full((40, 60, 4), RED, np.uint8)
    stage.document = Document(Picture(pixels, has_alpha=False, metadata=Metadata()))
    return stage


@pytest.fixture
def strip(qtbot: QtBot, stage: StageSession) -> ResultsStrip:
    stage.results = tuple(a_result("job", index, thumbnail=png((0, 255, 0))) for index in range(3))
    strip = ResultsStrip(stage.as_session())
    qtbot.addWidget(strip)
    strip.resize(800, 150)
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


def show(stage: StageSession, index: int | None) -> None:
    """Answer as the session does when a result is shown."""
    stage.shown = None if index is None else ShownResult("job", index, a_patch("job", index))
    stage.asked.clear()
    stage.changed.emit("shown")


def click(strip: ResultsStrip, row: int) -> None:
    place = strip.list.visualRect(strip.results.index(row)).center()
    QTest.mouseClick(strip.list.viewport(), LEFT, pos=place)


def test_the_original_comes_first_and_each_result_tells_its_seed(strip: ResultsStrip) -> None:
    texts = [strip.results.index(row).data() for row in range(strip.results.rowCount())]
    assert texts == ["Picture", "Seed 100", "Seed 101", "Seed 102"]
    tip = strip.results.index(2).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Result 2, seed 101"
    assert "The picture as it is" in strip.results.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_jobs_are_told_apart_by_a_line_and_by_time_and_prompt(strip: ResultsStrip, stage: StageSession) -> None:
    stage.program.jobs.put(a_job("other", State.FINISHED, prompt="a lake"))
    stage.results = (a_result("job"), a_result("job", 1), a_result("other"))
    stage.changed.emit("results")
    rows = [strip.results.index(row) for row in range(4)]
    assert [row.data(BEGINS_JOB) for row in rows] == [False, True, False, True]
    assert rows[3].data(Qt.ItemDataRole.ToolTipRole).endswith(" · a lake")
    place, edge = strip.list.visualRect(rows[3]), QColor(theme.EDGE)
    picture = strip.list.viewport().grab().toImage()
    assert picture.pixelColor(place.left(), place.center().y()) == edge
    assert picture.pixelColor(strip.list.visualRect(rows[2]).left(), place.center().y()) != edge


def test_letters_in_the_strip_are_left_to_the_window(strip: ResultsStrip, qtbot: QtBot) -> None:
    seen: list[str] = []

    class Window(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
            seen.append(event.text())

    window = Window()
    qtbot.addWidget(window)
    strip.setParent(window)
    window.show()
    QTest.keyClick(strip.list, Qt.Key.Key_Backslash)
    QTest.keyClick(strip.list, Qt.Key.Key_Q)
    assert seen == ["\\", "q"]
    QTest.keyClick(strip.list, Qt.Key.Key_Right)
    assert len(seen) == 2
    strip.setParent(None)


def test_a_result_without_a_seed_tells_its_place(strip: ResultsStrip, stage: StageSession) -> None:
    stage.results = (a_result("job", 4, seed=None),)
    stage.changed.emit("results")
    assert strip.results.index(1).data() == "Result 5"


def test_the_pictures(strip: ResultsStrip) -> None:
    result = strip.results.index(1).data(PICTURE).toImage().pixelColor(5, 5)
    original = strip.results.index(0).data(PICTURE).toImage().pixelColor(5, 5)
    assert result.name() == "#00ff00"
    assert original.name() == "#ff0000"


def test_a_click_shows_in_place_and_the_original_shows_none(strip: ResultsStrip, stage: StageSession) -> None:
    click(strip, 2)
    assert stage.asked == [("show_result", "job", 1)]
    show(stage, 1)
    click(strip, 0)
    assert stage.asked == [("show_result", "", None)]


def test_the_shown_one_is_marked(strip: ResultsStrip, stage: StageSession) -> None:
    assert strip.list.currentIndex().data(KEY) == ORIGINAL
    show(stage, 2)
    assert strip.list.currentIndex().data(KEY) == Key("job", 2)
    assert strip.place.text() == "3 / 3"
    assert stage.asked == []


def test_arrows_go_along_the_strip(strip: ResultsStrip, stage: StageSession) -> None:
    strip.list.setFocus()
    QTest.keyClick(strip.list, Qt.Key.Key_Right)
    assert stage.asked == [("show_result", "job", 0)]


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        (Qt.Key.Key_Return, ("accept_shown",)),
        (Qt.Key.Key_Enter, ("accept_shown",)),
        (Qt.Key.Key_Delete, ("hide_shown",)),
        (Qt.Key.Key_Backspace, ("hide_shown",)),
        (Qt.Key.Key_Escape, ("show_result", "", None)),
    ],
)
def test_keys_act_on_the_shown_one_only(
    strip: ResultsStrip, stage: StageSession, key: Qt.Key, asked: tuple[object, ...]
) -> None:
    strip.list.setFocus()
    QTest.keyClick(strip.list, key)
    assert stage.asked == []
    show(stage, 0)
    QTest.keyClick(strip.list, key)
    assert stage.asked == [asked]


def test_the_buttons(qtbot: QtBot, strip: ResultsStrip, stage: StageSession) -> None:
    assert not strip.accept.isEnabled()
    show(stage, 0)
    QTest.mouseClick(strip.accept, LEFT)
    QTest.mouseClick(strip.discard, LEFT)
    assert stage.asked == [("accept_shown",), ("hide_shown",)]
    with qtbot.waitSignal(strip.save_wanted):
        QTest.mouseClick(strip.save, LEFT)
    assert ">Enter<" in strip.accept.toolTip()
    assert "Del" in strip.discard.toolTip()


def test_an_accepted_one_is_marked_and_undo_takes_the_mark_away(strip: ResultsStrip, stage: StageSession) -> None:
    document = stage.document
    assert document is not None
    document.add_patch(a_patch("job", 1))
    assert [strip.results.index(row).data(IS_ACCEPTED) for row in range(4)] == [False, False, True, False]
    document.undo()
    assert not strip.results.index(2).data(IS_ACCEPTED)


def test_all_that_was_flattened_is_still_accepted(strip: ResultsStrip, stage: StageSession) -> None:
    document = stage.document
    assert document is not None
    document.add_patch(replace(a_patch("job", 0), merged=(Source("job", 0), Source("job", 2)), is_flat=True))
    assert [strip.results.index(row).data(IS_ACCEPTED) for row in range(4)] == [False, True, False, True]


def test_the_original_follows_what_is_accepted(strip: ResultsStrip, stage: StageSession) -> None:
    assert stage.document is not None
    patch = a_patch("job", 0)
    stage.document.add_patch(Patch("p", Rect(0, 0, 4, 4), patch.pixels, patch.weight, "job", 0, "Result"))
    assert strip.results.index(0).data(PICTURE).toImage().pixelColor(1, 1).name() == "#ffffff"


def test_hidden_ones_can_be_restored(qtbot: QtBot, strip: ResultsStrip, stage: StageSession) -> None:
    hidden = tuple(a_result("job", index, hidden=True) for index in range(2))
    stage.program.jobs.by_id["job"] = a_job("job", State.FINISHED, results=hidden)
    stage.results = ()
    with qtbot.waitSignal(strip.filled) as told:
        stage.changed.emit("results")
    assert told.args == [True]
    assert "(2)" in strip.restore.text()
    strip.restore.linkActivated.emit("#")
    assert stage.asked == [("unhide", "job")]


def test_without_a_document_there_is_nothing(qtbot: QtBot, strip: ResultsStrip, stage: StageSession) -> None:
    stage.document, stage.results = None, ()
    with qtbot.waitSignal(strip.filled) as told:
        stage.changed.emit("document")
    assert told.args == [False]
    assert strip.results.rowCount() == 0
    assert strip.results.index(0).data() is None


def test_the_strip_paints_every_kind_of_cell(qtbot: QtBot, strip: ResultsStrip, stage: StageSession) -> None:
    assert stage.document is not None
    stage.document.add_patch(a_patch("job", 0))
    show(stage, 0)
    qtbot.waitUntil(lambda: strip.list.currentIndex().row() == 1)
    image = strip.grab().toImage()
    middle = strip.list.mapTo(strip, strip.list.visualRect(strip.results.index(2)).center())
    colour = image.pixelColor(middle * image.devicePixelRatio())
    assert colour.name() == "#00ff00"


def test_a_long_seed_is_never_cut_where_it_alone_has_room(strip: ResultsStrip, stage: StageSession) -> None:
    stage.results = (a_result("job", 0, seed=2147483647), a_result("job", 1, seed=7))
    stage.changed.emit("results")
    font = QFont(strip.font())
    font.setPointSize(CAPTION_POINTS)
    metrics = QFontMetrics(font)
    room = 1 + max(metrics.horizontalAdvance("2147483647"), metrics.horizontalAdvance("Seed 7"))
    assert room <= THUMBNAIL
    assert caption(strip.results.index(0), metrics, THUMBNAIL) == "Picture"
    assert caption(strip.results.index(1), metrics, room) == "2147483647"
    assert caption(strip.results.index(2), metrics, room) == "Seed 7"
    assert "seed 2147483647" in strip.results.index(1).data(Qt.ItemDataRole.ToolTipRole)
