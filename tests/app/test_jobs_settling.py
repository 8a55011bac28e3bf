"""What may be whose: tasks that are looked for once, named before they are asked about, and never given to two jobs."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from picpik_studio.app import settling
from picpik_studio.app.job import Job, State
from picpik_studio.app.job_records import to_record
from picpik_studio.files.journal import Journal
from tests.app.cloud import Answer, Cloud, CloudTask, solid
from tests.app.conftest import Bench
from tests.app.test_jobs_resume import JOB


def lost(url: str, name: str, **details: Any) -> Job:  # noqa: ANN401 - fields of Job
    """Return a job of a dead editor whose answer was lost."""
    base = replace(JOB, id=name, state=State.UNKNOWN, connection_id=url, request_uuid=f"uuid {name}", task_uid=None)
    return replace(base, **details)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    """Start an editor over a journal that holds these jobs."""
    benches: list[Bench] = []

    def make(*jobs: Job) -> Bench:
        with Journal(tmp_path / "data" / "jobs.sqlite") as journal:
            for job in jobs:
                journal.put(job.id, job.state.value, to_record(job))
        benches.append(Bench(tmp_path / "data"))
        benches[-1].program.jobs.resume()
        return benches[-1]

    yield make
    for bench in benches:
        bench.close()


def task(cloud: Cloud, uid: str, *words: str, **extra: object) -> CloudTask:
    cloud.tasks[uid] = CloudTask(uid, {"Seed": 1}, list(words or ["Running"]), [solid(64, 64)], extra)
    return cloud.tasks[uid]


def settled(bench: Bench) -> list[tuple[str, State, str | None]]:
    return [(job.id, job.state, job.task_uid) for job in bench.program.jobs.all]


def test_one_look_settles_all_although_an_ended_task_is_listed_only_once(
    cloud: Cloud, start: Callable[..., Bench]
) -> None:
    asked: set[str] = set()

    def details(call: Answer) -> Answer:
        asked.update(call["TaskUIDList"])
        return {"RetCode": 0, **cloud._ListTasksDetails(call)}

    cloud.override["ListRunningTasks"] = lambda _call: {
        "RetCode": 0,
        "TaskUIDList": [uid for uid in cloud.tasks if uid not in asked],
    }
    cloud.override["ListTasksDetails"] = details
    for name in ("a", "b", "c"):
        task(cloud, f"task-{name}", "Finished", request_uuid=f"uuid {name}")
    bench = start(*(lost(cloud.url, name) for name in ("a", "b", "c")))
    bench.until(lambda: bench.program.jobs.all and all(job.is_ended for job in bench.program.jobs.all))
    assert settled(bench) == [(name, State.FINISHED, f"task-{name}") for name in ("a", "b", "c")]


def test_the_names_are_on_the_disk_before_they_are_asked_about(
    tmp_path: Path, cloud: Cloud, start: Callable[..., Bench]
) -> None:
    kept: list[object] = []

    def details(call: Answer) -> Answer:
        with Journal(tmp_path / "data" / "jobs.sqlite") as journal:
            kept.extend(entry.record["candidates"] for entry in journal.all())
        return {"RetCode": 0, **cloud._ListTasksDetails(call)}

    cloud.override["ListTasksDetails"] = details
    task(cloud, "task-1")
    bench = start(lost(cloud.url, "a"))
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[0].message is not None)
    assert kept == [["task-1"]]


def test_a_task_that_was_offered_is_offered_on_when_it_has_ended(cloud: Cloud, start: Callable[..., Bench]) -> None:
    task(cloud, "ended", "Finished")
    task(cloud, "new")
    cloud.override["ListRunningTasks"] = lambda _call: {"RetCode": 0, "TaskUIDList": ["new"]}
    bench = start(lost(cloud.url, "a", candidates=("forgotten", "ended")))
    jobs = bench.program.jobs
    bench.until(lambda: jobs.all and jobs.all[0].candidates == ("ended", "new"))
    jobs.adopt("a", "ended")
    bench.until(lambda: jobs.all[0].state is State.FINISHED)


def test_a_task_that_is_listed_but_not_told_of_may_be_it(cloud: Cloud, start: Callable[..., Bench]) -> None:
    task(cloud, "task-1")
    cloud.override["ListTasksDetails"] = lambda _call: {"RetCode": 0, "TaskDetailList": []}
    bench = start(lost(cloud.url, "a"))
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[0].message is not None)
    assert bench.program.jobs.all[0].candidates == ("task-1",)


def test_a_task_that_names_another_request_is_none_of_ours(cloud: Cloud, start: Callable[..., Bench]) -> None:
    task(cloud, "task-1", request_uuid="somebody else's")
    bench = start(lost(cloud.url, "a"))
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[0].message is not None)
    assert (bench.program.jobs.all[0].candidates, bench.program.jobs.all[0].state) == ((), State.UNKNOWN)


def test_a_task_of_an_editor_beside_this_one_is_not_offered(
    tmp_path: Path, cloud: Cloud, start: Callable[..., Bench]
) -> None:
    beside = Bench(tmp_path / "data")
    neighbours = lost(cloud.url, "theirs", state=State.RUNNING, task_uid="task-1", owner=beside.program._owner.name)
    task(cloud, "task-1")
    task(cloud, "task-2")
    bench = start(lost(cloud.url, "a"), neighbours)
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[0].candidates)
    assert bench.program.jobs.all[0].candidates == ("task-2",)
    beside.close()


def test_two_jobs_never_take_the_same_task(cloud: Cloud, start: Callable[..., Bench]) -> None:
    task(cloud, "task-1")
    task(cloud, "task-2")
    bench = start(lost(cloud.url, "a"), lost(cloud.url, "b"))
    jobs = bench.program.jobs
    bench.until(lambda: jobs.all and all(job.message for job in jobs.all))
    assert [job.candidates for job in jobs.all] == [("task-1", "task-2")] * 2
    jobs.adopt("a", " task-1 ")
    bench.until(lambda: jobs.all[1].candidates == ("task-2",))
    jobs.adopt("b", "task-1")
    bench.until(lambda: "another job" in str(jobs.all[1].message))
    assert settled(bench)[1] == ("b", State.UNKNOWN, None)
    jobs.adopt("b", "task-2")
    bench.until(lambda: jobs.all[1].task_uid == "task-2")


def test_the_last_one_that_was_offered_to_both(cloud: Cloud, start: Callable[..., Bench]) -> None:
    task(cloud, "task-1")
    bench = start(lost(cloud.url, "a"), lost(cloud.url, "b"))
    jobs = bench.program.jobs
    bench.until(lambda: jobs.all and all(job.candidates for job in jobs.all))
    jobs.adopt("a", "task-1")
    bench.until(lambda: not jobs.all[1].candidates)
    assert "runs no task" in str(jobs.all[1].message)


def test_a_service_that_cannot_be_reached_is_asked_until_it_can(cloud: Cloud, start: Callable[..., Bench]) -> None:
    answers: list[Answer] = [{"RetCode": 150}, {"RetCode": 153}]
    cloud.override["ListRunningTasks"] = lambda _call: (
        answers.pop() if answers else {"RetCode": 0, "TaskUIDList": list(cloud.tasks)}
    )
    task(cloud, "task-1")
    bench = start(lost(cloud.url, "a"))
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[0].candidates)
    assert cloud.count("ListRunningTasks") == 3


def test_a_task_that_comes_late_is_found_without_anybody_asking(cloud: Cloud, start: Callable[..., Bench]) -> None:
    cloud.override["ListRunningTasks"] = lambda _call: {
        "RetCode": 0,
        "TaskUIDList": list(cloud.tasks) if cloud.arrived.count("ListRunningTasks") > 2 else [],
    }
    task(cloud, "task-1")
    bench = start(lost(cloud.url, "a"))
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[0].candidates == ("task-1",))
    assert cloud.count("ListRunningTasks") == 3


def test_looking_by_itself_has_an_end(cloud: Cloud, start: Callable[..., Bench]) -> None:
    bench = start(lost(cloud.url, "a"))
    bench.until(lambda: cloud.count("ListRunningTasks") == 1 + len(settling.PAUSES_SECONDS))
    search = bench.program.jobs._settler._searches[cloud.url]
    bench.until(lambda: not search.is_asking)
    assert search.pause_after(settling._Found(is_open=True)) is None


def test_a_look_that_is_wished_during_another_comes_after_it(cloud: Cloud, start: Callable[..., Bench]) -> None:
    bench = start(lost(cloud.url, "a"))
    jobs = bench.program.jobs
    wished: list[None] = []

    def running(_call: Answer) -> Answer:
        if not wished:
            wished.append(None)
            bench.program.tasks.dispatch(lambda: jobs.look_again("a"))
            while not jobs._settler._searches[cloud.url].is_wanted:
                time.sleep(0.001)
            return {"RetCode": 0, "TaskUIDList": []}
        return {"RetCode": 0, "TaskUIDList": list(cloud.tasks)}

    cloud.override["ListRunningTasks"] = running
    task(cloud, "task-1")
    bench.until(lambda: jobs.all and jobs.all[0].candidates)
    assert cloud.count("ListRunningTasks") == 2


@pytest.mark.parametrize("answer", [{"RetCode": 0, "TaskUIDList": ["task-1"]}, {"RetCode": 150}])
def test_a_job_that_was_given_up_while_it_was_looked_for_stays_so(
    cloud: Cloud, start: Callable[..., Bench], answer: Answer
) -> None:
    asked, goes_on = threading.Event(), threading.Event()

    def running(_call: Answer) -> Answer:
        asked.set()
        goes_on.wait(30)
        return answer

    cloud.override["ListRunningTasks"] = running
    task(cloud, "task-1", request_uuid="uuid a")
    bench = start(lost(cloud.url, "a"))
    jobs = bench.program.jobs
    bench.until(asked.is_set)
    jobs.cancel("a")
    bench.until(lambda: jobs.all[0].is_ended)
    given_up = jobs.all[0]
    goes_on.set()
    bench.until(lambda: not jobs._settler._searches[cloud.url].is_asking)
    assert jobs.all[0] == given_up


def test_a_fault_of_our_own_while_looking_is_said(
    cloud: Cloud, start: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> bool:
        raise RuntimeError("our own fault")

    monkeypatch.setattr(settling, "_may_be", broken)
    task(cloud, "task-1")
    bench = start(lost(cloud.url, "a"))
    bench.until(lambda: any("our own fault" in text for text in bench.said()))
