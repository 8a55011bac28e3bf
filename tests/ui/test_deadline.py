"""What a service keeps for a day only: how long still is shown and counted down, and what can be done meanwhile."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from picpik_studio.app.job import KEPT_SECONDS, Reason, State
from picpik_studio.ui.panels import job_row
from picpik_studio.ui.panels.job_row import JobRow
from picpik_studio.ui.panels.jobs import JobsPanel
from tests.ui.stage import StageSession, a_job

NOON = 1_800_000_000.0


class Hand:
    """The hand of a clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def time(self) -> float:
        return self.now


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    hand = Hand()
    monkeypatch.setattr(job_row, "time", hand)
    return hand


@pytest.fixture
def stage(tmp_path: Path) -> StageSession:
    return StageSession(tmp_path)


@pytest.fixture
def panel(qtbot: QtBot, stage: StageSession) -> JobsPanel:
    panel = JobsPanel(stage.as_session())
    qtbot.addWidget(panel)
    panel.resize(340, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def put(panel: JobsPanel, stage: StageSession, state: State, **details: object) -> JobRow:
    job = a_job("job", state, created=NOON, deadline=NOON + KEPT_SECONDS, **details)
    stage.program.jobs.put(job)
    QApplication.processEvents()
    row = panel.row(job.id)
    assert row is not None
    return row


def titles(row: JobRow) -> list[str]:
    return [each.text() for each in row.findChildren(QPushButton) if each.isVisible() and each is not row.uid]


def test_it_counts_down_and_warns_in_the_last_hour(panel: JobsPanel, stage: StageSession, hand: Hand) -> None:
    row = put(panel, stage, State.DOWNLOADING, message=Reason("It cannot be fetched just now."))
    assert (row.deadline.text(), row.deadline.isVisible()) == ("The service keeps it for 24:00:00", True)
    assert "24 hours only" in row.deadline.toolTip()
    assert "The service keeps it for 24:00:00" in row.accessibleName()
    hand.now += 5
    panel._tick()
    assert (row.deadline.text(), row.deadline.property("tone")) == ("The service keeps it for 23:59:55", "second")
    hand.now = NOON + KEPT_SECONDS - 61
    panel._tick()
    assert (row.deadline.text(), row.deadline.property("tone")) == ("The service keeps it for 1:01", "warning")
    hand.now = NOON + KEPT_SECONDS
    panel._tick()
    assert row.deadline.text() == "The 24 hours are over"


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
def test_it_counts_for_what_has_ended_without_its_results(
    panel: JobsPanel, stage: StageSession, hand: Hand, state: State
) -> None:
    row = put(panel, stage, state, urls=("http://a/1.png",), task_uid="uid")
    assert row.deadline.isVisible()
    assert panel._clock.isActive()
    hand.now += 3600
    panel._tick()
    assert row.deadline.text() == "The service keeps it for 23:00:00"
    assert "Look again" in titles(row)


def test_it_is_not_shown_while_all_goes_well(panel: JobsPanel, stage: StageSession, hand: Hand) -> None:
    row = put(panel, stage, State.RUNNING)
    assert row.deadline.isHidden()
    put(panel, stage, State.FINISHED)
    assert row.deadline.isHidden()
    assert not panel._clock.isActive()
    assert hand.now == NOON


def test_an_unknown_job_has_four_ways_out(panel: JobsPanel, stage: StageSession, hand: Hand) -> None:
    row = put(panel, stage, State.UNKNOWN, candidates=("uid-1",), message=Reason("Nobody knows."))
    assert row.deadline.text() == "If it was taken, kept for 24:00:00"
    assert titles(row) == ["It was uid-1", "Look again", "Send again", "Give up"]
    give_up = next(each for each in row.findChildren(QPushButton) if each.text() == "Give up")
    assert "costs all the same" in give_up.toolTip()
    QTest.mouseClick(give_up, Qt.MouseButton.LeftButton)
    assert stage.asked == [("cancel", "job")]
    assert hand.now == NOON


def test_results_that_are_waited_for_can_be_asked_for_now(panel: JobsPanel, stage: StageSession) -> None:
    row = put(panel, stage, State.DOWNLOADING)
    assert titles(row) == []
    put(panel, stage, State.DOWNLOADING, message=Reason("It cannot be fetched just now."))
    assert titles(row) == ["Look again"]


def test_what_came_and_is_no_picture_can_be_found(
    panel: JobsPanel, stage: StageSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "picpik_studio.ui.panels.job_actions.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile())
    )
    row = put(panel, stage, State.FAILED, urls=("a",), unreadable=(tmp_path / "r" / "1.unreadable",))
    assert row.deadline.isHidden()
    assert panel.doings.do("open_folder", row.job)
    assert opened == [str(tmp_path / "r")]
