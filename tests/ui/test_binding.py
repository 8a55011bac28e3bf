"""Widgets and values are kept alike, both ways, as long as the widget lives."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from picpik_studio.app.parameters import FIELDS_BY_NAME, Parameters
from picpik_studio.core.document import Document, DocumentEvent, HistoryChanged
from picpik_studio.core.picture import Metadata, Picture
from picpik_studio.core.signal import Signal
from picpik_studio.ui.binding import bind, follow, follow_document
from picpik_studio.ui.panels.controls.plain_rows import TextRow
from picpik_studio.ui.panels.controls.slider_row import SliderRow
from picpik_studio.ui.panels.controls.subject import Subject, subject
from tests.ui.stage import StageSession


@pytest.fixture
def row(qtbot: QtBot) -> SliderRow:
    row = SliderRow(subject(FIELDS_BY_NAME["mask_blur"]))
    qtbot.addWidget(row)
    return row


def a_document() -> Document:
    return Document(Picture(np.full((4, 6, 4), 255, np.uint8), has_alpha=False, metadata=Metadata()))


def test_a_signal_is_followed_until_the_owner_is_gone(qtbot: QtBot) -> None:
    owner, heard = QObject(), list[int]()
    signal: Signal[int] = Signal()
    follow(owner, signal, heard.append)
    signal.emit(1)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    signal.emit(2)
    assert heard == [1]


def test_a_row_shows_the_value_from_the_start(row: SliderRow) -> None:
    parameters = Parameters()
    parameters.set("mask_blur", 30)
    bind(row, row, parameters, "mask_blur")
    assert row.value == 30
    assert row.number.value() == 30


def test_a_row_and_its_value_follow_each_other(row: SliderRow) -> None:
    parameters = Parameters()
    bind(row, row, parameters, "mask_blur")
    row.edited.emit(40)
    assert parameters.get("mask_blur") == 40
    parameters.set("mask_blur", 7)
    assert row.value == 7


def test_a_value_that_stays_is_not_set_again(row: SliderRow) -> None:
    parameters, told = Parameters(), list[str]()
    parameters.changed.connect(told.append)
    bind(row, row, parameters, "mask_blur")
    row.edited.emit(12)
    assert told == []


def test_a_refused_value_is_explained_and_taken_back(row: SliderRow) -> None:
    parameters = Parameters()
    bind(row, row, parameters, "mask_blur")
    row.show()
    row.edited.emit(65)
    assert parameters.get("mask_blur") == 12
    assert row.value == 12
    assert "64" in row._problem.text()
    assert row._problem.isVisible()
    row.edited.emit(3)
    assert row._problem.isHidden()


def test_a_row_of_one_value_ignores_the_others(qtbot: QtBot) -> None:
    parameters = Parameters()
    row = TextRow(Subject("Sampler", "", "Euler"))
    qtbot.addWidget(row)
    bind(row, row, parameters, "sampler")
    parameters.set("mask_blur", 1)
    assert row.line.text() == "Euler"


def test_events_come_from_whichever_document_is_open(tmp_path: Path) -> None:
    session, owner = StageSession(tmp_path), QObject()
    heard: list[DocumentEvent] = []
    first, second = a_document(), a_document()
    session.document = first
    follow_document(owner, session.as_session(), heard.append)
    first.fill_mask(255)
    assert any(isinstance(event, HistoryChanged) for event in heard)
    session.document = second
    session.changed.emit("document")
    heard.clear()
    first.fill_mask(0)
    assert heard == []
    second.fill_mask(255)
    assert heard
    session.document = None
    session.changed.emit("document")
    heard.clear()
    second.fill_mask(0)
    assert heard == []
