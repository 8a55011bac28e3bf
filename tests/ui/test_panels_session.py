"""The panels on a real session: what the other tests put on a stage is there, and works together."""

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from picpik_studio.app.job import State
from picpik_studio.app.session import Session
from picpik_studio.ui.panels.jobs import JobsPanel
from picpik_studio.ui.panels.parameters import ParametersPanel
from picpik_studio.ui.panels.results import ResultsStrip
from tests.ui.stage import a_job, a_result

LEFT = Qt.MouseButton.LeftButton


def png(width: int, height: int) -> bytes:
    pixels = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    return bytes(cv2.imencode(".png", pixels)[1].tobytes())


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> ParametersPanel:
    panel = ParametersPanel(session)
    qtbot.addWidget(panel)
    panel.resize(340, 800)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def open_picture(qtbot: QtBot, session: Session) -> None:
    session.open_bytes(png(640, 480), "photo.png")
    qtbot.waitUntil(lambda: session.document is not None)


def test_submit_waits_for_a_picture_and_for_paint(qtbot: QtBot, session: Session, panel: ParametersPanel) -> None:
    assert not panel.footer.submit.isEnabled()
    open_picture(qtbot, session)
    assert "Nothing is painted" in panel.footer.reason.text()
    assert session.document is not None
    session.document.fill_mask(255)
    assert panel.footer.submit.isEnabled()
    session.document.undo()
    assert not panel.footer.submit.isEnabled()


def test_the_frame_is_that_of_the_document(qtbot: QtBot, session: Session, panel: ParametersPanel) -> None:
    open_picture(qtbot, session)
    assert session.document is not None
    session.document.fill_mask(255)
    session.parameters.set("frame_mode", "whole")
    with qtbot.waitSignal(panel.frame.watch.found):
        panel.take_folding({"frame": True})
    numbers = panel.frame.size_row.across.number.value(), panel.frame.size_row.down.number.value()
    assert numbers == (640, 480)


def test_a_reference_image_is_checked_and_seen(qtbot: QtBot, session: Session, panel: ParametersPanel) -> None:
    panel.take_folding({"reference": True})
    session.set_reference(png(50, 40))
    qtbot.waitUntil(panel.reference.frame.words.isHidden)
    assert session.parameters.values.reference is not None
    QTest.mouseClick(panel.reference.remove, LEFT)
    qtbot.waitUntil(panel.reference.frame.words.isVisible)


def test_another_connection_is_shown(session: Session, panel: ParametersPanel) -> None:
    session.set_connection("picpik")
    assert panel.footer.connection.text() == "PICPIK international"


def test_the_jobs_of_the_program_are_listed(qtbot: QtBot, session: Session) -> None:
    jobs, strip = JobsPanel(session), ResultsStrip(session)
    for widget in (jobs, strip):
        qtbot.addWidget(widget)
    open_picture(qtbot, session)
    job = a_job("real", State.FINISHED, picture_hash=session.picture_hash, results=(a_result("real"),))
    with qtbot.waitSignal(strip.filled):
        session.program.jobs._desk.book.add(job)
    assert jobs.row("real") is not None
    assert jobs.doings.can("show", job)
