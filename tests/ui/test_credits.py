"""The credits beside Submit."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale
from pytestqt.qtbot import QtBot

from picpik_studio.app.balance import Balance
from picpik_studio.app.job import State
from picpik_studio.ui.panels.credits import CreditsLabel
from tests.ui.stage import StageSession, a_job
from tests.ui.test_parameters_panel import CLOUD

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
Tell = Callable[..., None]


@pytest.fixture
def stage(tmp_path: Path) -> StageSession:
    return StageSession(tmp_path)


@pytest.fixture
def credits_label(qtbot: QtBot, stage: StageSession) -> CreditsLabel:
    label = CreditsLabel(stage.as_session())
    qtbot.addWidget(label)
    label.now = lambda: NOW
    stage.connect_to("picpik")
    stage.offer(CLOUD)
    return label


def tell(stage: StageSession, total: int, used: int, days: float | None = None) -> None:
    end = None if days is None else NOW + timedelta(days=days)
    stage.program.told_balance(Balance(total, used, end))


@pytest.mark.parametrize(
    ("days", "text", "tip", "tone"),
    [
        (None, "Credits: 60", "", "second"),
        (200, "Credits: 60", "They expire on", "second"),
        (5, "Credits: 60 · until {day}", "They expire on {day}", "warning"),
        (-1, "Credits: 60 · expired {day}", "They expired on {day}", "error"),
    ],
)
def test_they_say_how_long_they_last(
    stage: StageSession, credits_label: CreditsLabel, days: float | None, text: str, tip: str, tone: str
) -> None:
    tell(stage, 100, 40, days)
    end = NOW + timedelta(days=days or 0)
    day = QLocale().toString(QDate(end.year, end.month, end.day), QLocale.FormatType.ShortFormat)
    assert (credits_label.text(), credits_label.property("tone")) == (text.format(day=day), tone)
    assert tip.format(day=day) in credits_label.toolTip()
    assert not credits_label.isHidden()


def test_what_the_service_says_beside_is_told_where_they_are_pointed_at(
    stage: StageSession, credits_label: CreditsLabel
) -> None:
    tell(stage, 100, 40)
    assert "also says" not in credits_label.toolTip()
    stage.program.told_balance(Balance(100, 40, None, (("Plan", "Studio <b>"), ("Level", "3"))))
    assert "The service also says:<br>Plan: Studio &lt;b&gt;<br>Level: 3" in credits_label.toolTip()


def test_the_number_is_never_cut_off_for_the_day(stage: StageSession, credits_label: CreditsLabel) -> None:
    tell(stage, 100, 40, 5)
    whole = credits_label.text()
    credits_label.resize(credits_label.sizeHint())
    assert credits_label.text() == whole
    credits_label.resize(credits_label.sizeHint().width() - 1, 20)
    assert (credits_label.text(), credits_label.property("tone")) == ("Credits: 60", "warning")
    assert credits_label.minimumSizeHint().width() < credits_label.sizeHint().width()
    assert "until" in credits_label.toolTip()


def test_a_service_that_counts_none_says_none(stage: StageSession, credits_label: CreditsLabel) -> None:
    tell(stage, 0, 0)
    assert credits_label.isHidden()


def test_they_stay_in_sight_while_they_are_asked_for_anew(stage: StageSession, credits_label: CreditsLabel) -> None:
    tell(stage, 100, 40)
    stage.asked.clear()
    stage.program.jobs.put(a_job("other", State.RUNNING, connection_id="picpik-cn"))
    stage.program.jobs.put(a_job("other", State.FINISHED, connection_id="picpik-cn"))
    stage.program.jobs.put(a_job("old", State.FINISHED, connection_id="picpik"))
    assert stage.asked == []
    stage.program.jobs.put(a_job("mine", State.QUEUED, connection_id="picpik"))
    stage.program.jobs.put(a_job("mine", State.FAILED, connection_id="picpik"))
    assert stage.asked == [("balance", "picpik")]
    assert not credits_label.isHidden()
    stage.connect_to("local")
    assert credits_label.isHidden()
