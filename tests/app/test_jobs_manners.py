"""How a service is asked: less and less often, never before it wishes, and with what it keeps for how long in mind."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from picpik_studio.api.errors import ApiError
from picpik_studio.api.stopping import Stop
from picpik_studio.app import watching
from picpik_studio.app.job import KEPT_SECONDS, Job, Reason, State
from picpik_studio.app.pauses import SPREAD, pause_after
from picpik_studio.app.tasks import Tasks
from picpik_studio.app.watching import CLOUD_PACE
from picpik_studio.files.errors import DiskFullError
from picpik_studio.files.journal import Journal
from tests.app.cloud import Answer, Cloud
from tests.app.conftest import Bench
from tests.app.requests import request
from tests.app.test_jobs_resume import JOB


def only(bench: Bench) -> Job:
    return bench.program.jobs.all[0]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let no time pass between two questions; give what the pauses would have been."""
    heard: list[float] = []
    after = Tasks.after

    def at_once(tasks: Tasks, seconds: float, action: Callable[[], None]) -> Any:  # noqa: ANN401 - a timer
        if "_ask" in action.__qualname__ or "_plan" in action.__qualname__:
            heard.append(seconds)
        return after(tasks, 0.0, action)

    monkeypatch.setattr(Tasks, "after", at_once)
    return heard


def test_the_cloud_is_asked_after_one_second_and_then_more_rarely_up_to_ten(
    bench: Bench, cloud: Cloud, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "CLOUD_PACE", CLOUD_PACE)
    cloud.words = [*["Running"] * 12, "Finished"]
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).is_ended)
    assert pauses[:2] == [1.0, 1.0]  # at first, and after the news that it runs
    assert pauses[2:8] == [1.5**step for step in range(1, 6)] + [10.0]
    assert max(pauses) == 10.0


def test_the_same_pause_never_comes_at_once_for_all() -> None:
    pauses = {pause_after(ApiError("x"), 4.0) for _ in range(50)}
    assert len(pauses) > 40
    assert 4.0 <= min(pauses) <= max(pauses) <= 4.0 * (1 + SPREAD)
    error = ApiError("x")
    error.retry_after = random.SystemRandom().uniform(10, 20)
    assert error.retry_after <= pause_after(error, 4.0) <= error.retry_after * (1 + SPREAD)
    assert pause_after(RuntimeError(), 4.0) >= 4.0


class Busy:
    """A service that is too busy the first time, and says for how long."""

    def __init__(self, cloud: Cloud, action: str, seconds: int) -> None:
        self._is_first = True
        self._cloud = cloud
        self._action = action
        cloud.override[action] = self
        cloud.retry_after = seconds

    def __call__(self, call: Answer) -> Answer:
        is_first, self._is_first = self._is_first, False
        if is_first:
            return {"RetCode": 153, "Message": "busy"}
        self._cloud.retry_after = None
        return {"RetCode": 0, **getattr(self._cloud, f"_{self._action}")(call)}


def test_a_service_that_wishes_to_be_left_alone_is(bench: Bench, cloud: Cloud, pauses: list[float]) -> None:
    Busy(cloud, "ListTasksDetails", 33)
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).is_ended)
    assert only(bench).state is State.FINISHED
    assert 33 <= pauses[1] <= 33 * (1 + SPREAD)


def test_not_even_a_new_job_hurries_it(bench: Bench, cloud: Cloud, pauses: list[float]) -> None:
    Busy(cloud, "ListTasksDetails", 1000)
    jobs = bench.program.jobs
    jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).message is not None)
    before = len(pauses)
    jobs._watcher.watch(cloud.url)
    assert pauses[before] > 900
    bench.until(lambda: only(bench).is_ended)


def test_a_submission_waits_as_long_as_it_is_asked_to(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(Stop, "wait", lambda _stop, seconds: waits.append(seconds))
    Busy(cloud, "ModifyMaskedPixels", 20)
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).is_ended)
    assert (only(bench).state, len(waits), cloud.count("ModifyMaskedPixels")) == (State.FINISHED, 1, 2)
    assert 20 <= waits[0] <= 25


def test_a_pause_that_nobody_would_wait_for_is_left_to_the_person(bench: Bench, cloud: Cloud) -> None:
    Busy(cloud, "ModifyMaskedPixels", 3600)
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).is_ended)
    assert (only(bench).state, cloud.count("ModifyMaskedPixels")) == (State.FAILED, 1)
    assert only(bench).can_retry


@pytest.mark.parametrize("code", [110, 130, 150])
def test_a_fault_that_may_hide_a_task_is_never_sent_again(bench: Bench, cloud: Cloud, code: int) -> None:
    def hidden(call: Answer) -> Answer:
        cloud._ModifyMaskedPixels(call)
        return {"RetCode": code, "Message": "our gateway"}

    cloud.override["ModifyMaskedPixels"] = hidden
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).candidates and only(bench).message)
    assert (only(bench).state, cloud.count("ModifyMaskedPixels")) == (State.UNKNOWN, 1)
    bench.until(lambda: f"RetCode {code}: our gateway" in str(only(bench).message))


def test_a_task_whose_name_the_disk_refuses_is_followed_all_the_same(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.words = ["Running"]
    put = Journal.put

    def full(journal: Journal, job_id: str, state: str, record: dict[str, Any]) -> None:
        if state == "submitted":
            raise DiskFullError("There is no room.")
        put(journal, job_id, state, record)

    monkeypatch.setattr(Journal, "put", full)
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).task_uid)
    bench.until(lambda: any("task-1" in sentence and "no room" in sentence for sentence in bench.said()))
    cloud.tasks["task-1"].words = ["Finished"]
    bench.until(lambda: only(bench).state is State.FINISHED)


# What is kept for a day


def test_a_day_counts_from_when_it_was_last_heard_to_run(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.words = ["Running"]
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).state is State.RUNNING)
    first = only(bench).deadline
    assert first is not None
    assert first >= only(bench).created + KEPT_SECONDS
    later = only(bench).created + 5000
    monkeypatch.setattr(watching, "time", SimpleNamespace(time=lambda: later, monotonic=time.monotonic))
    bench.until(lambda: bench.program.jobs._watcher._rounds[cloud.url].heard.get(only(bench).id) == later)
    cloud.override["ListTasksDetails"] = lambda _call: {"RetCode": 150}
    bench.until(lambda: only(bench).message is not None)
    assert (only(bench).deadline, only(bench).is_owed) == (later + KEPT_SECONDS, True)
    cloud.tasks["task-1"].words = ["Finished"]
    cloud.override.clear()
    bench.until(lambda: only(bench).is_ended)
    assert (only(bench).deadline, only(bench).is_owed) == (later + KEPT_SECONDS, False)


OWED = replace(JOB, deadline=1000.0)


@pytest.mark.parametrize(
    ("job", "is_owed"),
    [
        (replace(OWED, state=State.RUNNING), False),
        (replace(OWED, state=State.RUNNING, message=Reason("The service cannot be asked")), True),
        (replace(OWED, state=State.QUEUED, is_watched=False), True),
        (replace(OWED, state=State.DOWNLOADING), True),
        (replace(OWED, state=State.UNKNOWN), True),
        (replace(OWED, state=State.UNKNOWN, deadline=None), False),
        (replace(OWED, state=State.FAILED, urls=("a",)), True),
        (replace(OWED, state=State.CANCELLED, urls=("a",)), True),
        (replace(OWED, state=State.FAILED), False),
        (replace(OWED, state=State.FINISHED, urls=("a", "b")), True),
        (replace(OWED, state=State.PREPARED), False),
    ],
)
def test_what_the_service_may_keep(*, job: Job, is_owed: bool) -> None:
    assert job.is_owed is is_owed
