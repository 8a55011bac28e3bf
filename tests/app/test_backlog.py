"""A disk that takes nothing: what was paid for is kept in memory, told of once, and written when there is room."""

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from picpik_studio.app import backlog
from picpik_studio.app.backlog import IN_JOURNAL, TASK
from picpik_studio.app.fetching import UNSTORED
from picpik_studio.app.job import Job, State
from picpik_studio.app.job_records import from_record, to_record
from picpik_studio.core.proof import Proof
from picpik_studio.files.errors import DiskFullError
from picpik_studio.files.journal import Journal
from tests.app.cloud import Answer, Cloud
from tests.app.conftest import Bench
from tests.app.requests import HEIGHT, WIDTH, request
from tests.app.test_jobs_resume import JOB

UNLIMITED = 1 << 30


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "PAUSES_SECONDS", (0.01,))


class Disk:
    """The disk of a bench: SQLite itself finds no page more in it, and its results' folder takes no file."""

    def __init__(self, bench: Bench) -> None:
        self._journal = bench.program._journal
        self._results = bench.data / "results"

    def fill(self, *, journal: bool = True) -> None:
        self._results.write_bytes(b"no folder can be made here")
        if not journal:
            return
        with self._journal._lock:
            self._journal._connection.execute("VACUUM")
            (pages,) = self._journal._connection.execute("PRAGMA page_count").fetchone()
            self._journal._connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    def clear(self) -> None:
        with self._journal._lock:
            self._journal._connection.execute(f"PRAGMA max_page_count = {UNLIMITED}").fetchall()
        self._results.unlink(missing_ok=True)


@pytest.fixture
def disk(bench: Bench) -> Disk:
    return Disk(bench)


def only(bench: Bench) -> Job:
    (job,) = bench.program.jobs.all
    return job


def entries(bench: Bench) -> list[Job]:
    """Return the jobs as another process would find them."""
    with Journal(bench.data / "jobs.sqlite") as journal:
        return [from_record(entry.state, entry.record) for entry in journal.all()]


def noise(seed: int) -> bytes:
    """Return a PNG of the size that is asked for, many pages long."""
    pixels = np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    return cv2.imencode(".png", pixels)[1].tobytes()


PICTURES = (noise(1), noise(2))


def answers_at_once(cloud: Cloud, disk: Disk) -> None:
    """Answer with the pictures themselves, on a disk that is full by then."""

    def answer(_call: Answer) -> Answer:
        disk.fill()
        return {"RetCode": 0, "ImgList": [base64.b64encode(each).decode() for each in PICTURES]}

    cloud.override["ModifyMaskedPixels"] = answer


def withdrawn(bench: Bench) -> list[str]:
    keys: list[str] = []
    bench.program.notices.withdrawn.connect(keys.append)
    return keys


def test_pictures_that_the_disk_refuses_wait_in_memory_and_come_home_when_there_is_room(
    bench: Bench, cloud: Cloud, disk: Disk
) -> None:
    answers_at_once(cloud, disk)
    taken_back = withdrawn(bench)
    bench.program.jobs.submit(request(cloud.url, batch_size=2))
    bench.until(lambda: bench.said() and only(bench).message)
    job = only(bench)
    assert (job.state, job.deadline, job.is_owed) == (State.DOWNLOADING, None, False), "the service keeps nothing"
    assert job.message is not None
    assert "could not be stored" in job.message.text
    assert [data for _index, data in bench.program.backlog.pictures_of(job)] == list(PICTURES)
    (said,) = {text for text in bench.said() if "2 pictures have come" in text}
    assert "free some space" in said
    assert [kept.state for kept in entries(bench)] == [State.SENDING]
    disk.clear()
    bench.until(lambda: only(bench).is_ended and not bench.program.backlog.jobs)
    assert [ref.path.read_bytes() for ref in only(bench).results] == list(PICTURES)
    assert [kept.state for kept in entries(bench)] == [State.FINISHED]
    assert (cloud.count("ModifyMaskedPixels"), "unkept" in taken_back) == (1, True)
    assert not bench.program.backlog._pictures


def test_they_can_be_saved_elsewhere_and_tried_again_at_once(
    bench: Bench, cloud: Cloud, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog, "PAUSES_SECONDS", (1000.0,))
    monkeypatch.setattr("picpik_studio.app.bringing.PAUSES_SECONDS", (1000.0,))
    answers_at_once(cloud, disk)
    bench.program.jobs.submit(request(cloud.url, batch_size=2))
    bench.until(lambda: bench.said() and only(bench).message)
    bench.program.backlog.save(only(bench), tmp_path / "rescued.png")
    bench.until(lambda: any("written to rescued.png" in text for text in bench.said()))
    assert [(tmp_path / f"rescued-{number}.png").read_bytes() for number in (1, 2)] == list(PICTURES)
    disk.clear()
    action = next(notice.action for notice in bench.notices if notice.action is not None)
    action.run()
    bench.until(lambda: only(bench).is_ended and not bench.program.backlog.jobs)
    bench.program.backlog.save(only(bench), tmp_path / "again.png")
    assert only(bench).state is State.FINISHED


def test_what_the_journal_has_is_stored_whenever_there_is_room(bench: Bench, cloud: Cloud, disk: Disk) -> None:
    def answer(_call: Answer) -> Answer:
        disk.fill(journal=False)
        return {"RetCode": 0, "Image": base64.b64encode(PICTURES[0]).decode()}

    cloud.override["ModifyMaskedPixels"] = answer
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).message)
    assert (only(bench).state, bench.program.backlog.jobs, bench.said()) == (State.DOWNLOADING, (), [])
    disk.clear()
    bench.until(lambda: only(bench).is_ended)
    assert [ref.path.read_bytes() for ref in only(bench).results] == [PICTURES[0]]


def test_a_program_that_ends_before_there_is_room_says_what_it_knows(bench: Bench, cloud: Cloud, disk: Disk) -> None:
    answers_at_once(cloud, disk)
    bench.program.jobs.submit(request(cloud.url, batch_size=2))
    bench.until(lambda: bench.said() and only(bench).message)
    bench.close()
    after = Bench(bench.data)
    Disk(after).clear()
    after.program.jobs.resume()
    after.until(lambda: after.program.jobs.all and after.program.jobs.all[0].state is State.UNKNOWN)
    after.until(lambda: only(after).message is not None and "may have ended" in str(only(after).message))
    assert cloud.count("ModifyMaskedPixels") == 1
    after.close()


def test_a_picture_that_only_memory_had_is_not_called_something_else(bench: Bench, cloud: Cloud) -> None:
    lost = f"{IN_JOURNAL}{'0' * 64}"
    job = replace(JOB, state=State.DOWNLOADING, connection_id=cloud.url, task_uid=None, urls=(lost,))
    bench.program.jobs._desk.book.add(job)
    bench.program.jobs.look_again(job.id)
    bench.until(lambda: only(bench).is_ended)
    assert only(bench).state is State.FAILED
    assert UNSTORED in str(only(bench).message)


def test_a_task_whose_name_the_disk_refuses_is_followed_and_written_as_soon_as_it_can(
    bench: Bench, cloud: Cloud, disk: Disk
) -> None:
    cloud.words = ["Running"]

    def answer(call: Answer) -> Answer:
        disk.fill()
        return {"RetCode": 0, **cloud._ModifyMaskedPixels(call)}

    cloud.override["ModifyMaskedPixels"] = answer
    taken_back = withdrawn(bench)
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).state is State.RUNNING)
    bench.until(bench.said)
    assert [notice.template for notice in bench.notices] == [TASK], "one clear notice"
    assert "task-1" in bench.said()[0]
    assert [kept.task_uid for kept in entries(bench)] == [None]
    asked = cloud.count("ListTasksDetails")
    bench.until(lambda: cloud.count("ListTasksDetails") > asked + 2)
    assert [notice.template for notice in bench.notices] == [TASK], "and not one at every look"
    disk.clear()
    bench.until(lambda: not bench.program.backlog.jobs)
    assert [kept.task_uid for kept in entries(bench)] == ["task-1"]
    assert "unkept" in taken_back
    cloud.tasks["task-1"].words = ["Finished"]
    bench.until(lambda: only(bench).state is State.FINISHED)


def test_a_request_whose_leaving_cannot_be_noted_does_not_leave(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Journal.put

    def full(journal: Journal, job_id: str, state: str, record: dict[str, Any]) -> None:
        if state == "sending" and record["may_have_left"]:
            raise DiskFullError("There is no room.")
        put(journal, job_id, state, record)

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "put", full)
        bench.program.jobs.submit(request(cloud.url))
        bench.until(lambda: only(bench).is_ended)
    assert (only(bench).state, cloud.arrived, cloud.bodies) == (State.FAILED, [], [])
    assert "no room" in str(only(bench).message)
    bench.program.jobs.retry(only(bench).id)
    bench.until(lambda: len(bench.program.jobs.all) == 2 and bench.program.jobs.all[1].state is State.FINISHED)
    assert cloud.count("ModifyMaskedPixels") == 1


def test_what_was_surely_not_begun_has_not_left(bench: Bench, cloud: Cloud) -> None:
    notes: list[bool] = []
    bench.program.jobs.changed.connect(
        lambda job: notes.append(job.may_have_left) if job.state is State.SENDING else None
    )
    answers: list[Answer] = [{"RetCode": 153, "Message": "busy"}]
    begin = cloud._ModifyMaskedPixels
    cloud.override["ModifyMaskedPixels"] = lambda call: answers.pop() if answers else {"RetCode": 0, **begin(call)}
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: only(bench).is_ended)
    assert (only(bench).state, notes) == (State.FINISHED, [False, True, False, True])


def test_jobs_are_taken_up_as_soon_as_the_disk_lets_them(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def full(_journal: Journal, job_id: str, _state: str, _record: object) -> None:
        tries.append(job_id)
        raise DiskFullError("There is no room.")

    begun = cloud._started({"Seed": 1, "Width": 200, "Height": 120})["TaskUID"]
    job = replace(JOB, connection_id=cloud.url, task_uid=begun)
    with Journal(bench.data / "jobs.sqlite") as journal:
        journal.put(job.id, job.state.value, to_record(job))
    monkeypatch.setattr("picpik_studio.app.jobs.RESUME_SECONDS", 0.01)
    taken_back = withdrawn(bench)
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "put", full)
        bench.program.jobs.resume()
        bench.until(lambda: len(tries) > 2)
    bench.until(lambda: bench.program.jobs.all and only(bench).state is State.FINISHED)
    assert (bench.said(), "resume" in taken_back) == (["There is no room."], True)


@pytest.mark.parametrize("look", ["resume", "take_up"])
def test_jobs_that_were_taken_up_before_the_disk_refused_one_are_not_left_lying(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    put, left = Journal.put, [2]

    def room_for_two(journal: Journal, job_id: str, state: str, record: dict[str, Any]) -> None:
        if not left[0]:
            raise DiskFullError("There is no room.")
        left[0] -= 1
        put(journal, job_id, state, record)

    (bench.data / "editors" / "crashed.lock").touch()
    with Journal(bench.data / "jobs.sqlite") as journal:
        for number in range(4):
            begun = cloud._started({"Seed": 1, "Width": 200, "Height": 120})["TaskUID"]
            job = replace(JOB, id=f"job-{number}", connection_id=cloud.url, task_uid=begun, owner="crashed")
            journal.put(job.id, job.state.value, to_record(job))
    monkeypatch.setattr("picpik_studio.app.jobs.RESUME_SECONDS", 0.01)
    jobs = bench.program.jobs
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "put", room_for_two)
        (jobs.resume if look == "resume" else jobs.take_up)()
        bench.until(bench.said)
    jobs.take_up()
    bench.until(lambda: len(jobs.all) == 4 and all(job.state is State.FINISHED for job in jobs.all))
    assert [job.id for job in jobs.all] == [f"job-{number}" for number in range(4)]


def test_several_jobs_are_one_notice_and_one_that_is_removed_is_no_debt(bench: Bench, cloud: Cloud, disk: Disk) -> None:
    cloud.words = ["Error"]
    gate = threading.Barrier(3, action=disk.fill)

    def answer(call: Answer) -> Answer:
        gate.wait(30)
        return {"RetCode": 0, **cloud._ModifyMaskedPixels(call)}

    cloud.override["ModifyMaskedPixels"] = answer
    for _ in range(3):
        bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: all(job.state is State.FAILED for job in bench.program.jobs.all))
    bench.until(lambda: any("How 3 jobs stand" in text for text in bench.said()))
    disk.clear()
    for job in bench.program.jobs.all:
        bench.program.jobs.forget(job.id)
    bench.until(lambda: not bench.program.jobs.all and not bench.program.backlog.jobs)


# What people have marked stays, whatever is written beside it


@contextmanager
def a_round_under_way(bench: Bench, cloud: Cloud) -> Iterator[Callable[[], None]]:
    """Have a batch of two whose second picture fails at first and is waited for the second time."""
    asked, goes_on = threading.Event(), threading.Event()
    download, tries = cloud.download, [0]

    def slow(path: str) -> bytes | None:
        if path.endswith("/0"):
            return download(path)
        tries[0] += 1
        if tries[0] == 1:
            return None
        asked.set()
        goes_on.wait(30)
        return download(path)

    cloud.download = slow  # type: ignore[method-assign]  # this one cloud's
    cloud.words = ["Finished"]
    bench.program.jobs.submit(request(cloud.url, batch_size=2))
    bench.until(asked.is_set)
    yield goes_on.set
    goes_on.set()


def test_a_result_that_was_hidden_while_others_are_fetched_stays_hidden(bench: Bench, cloud: Cloud) -> None:
    with a_round_under_way(bench, cloud) as go_on:
        job, found = only(bench), Proof(0, 0)
        bench.program.jobs.hide_result(job.id, 0, hidden=True)
        bench.program.jobs.note_proof(job.id, 0, found)
        go_on()
        bench.until(lambda: only(bench).is_ended)
    assert [(ref.index, ref.hidden, ref.proof) for ref in only(bench).results] == [(0, True, found), (1, False, None)]
    bench.program.jobs.hide_result(job.id, 1, hidden=True)
    bench.until(lambda: all(ref.hidden for kept in entries(bench) for ref in kept.results))


def test_why_a_job_is_not_written_is_not_written() -> None:
    assert "unkept" not in to_record(JOB)
