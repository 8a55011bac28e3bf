"""The last tries: what a program that ends still writes, and what goes on after a failure that nobody foresaw."""

import sqlite3
import threading
from dataclasses import replace
from typing import Any

import pytest

from picpik_studio.app import backlog
from picpik_studio.app.job import Reason, State
from picpik_studio.app.job_book import JobBook
from picpik_studio.files.journal import Journal
from tests.app.cloud import Cloud
from tests.app.conftest import Bench
from tests.app.requests import request
from tests.app.test_backlog import PICTURES, Disk, answers_at_once, entries, only
from tests.app.test_jobs_resume import JOB


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no try come by itself."""
    monkeypatch.setattr(backlog, "PAUSES_SECONDS", (1000.0,))
    monkeypatch.setattr("picpik_studio.app.bringing.PAUSES_SECONDS", (1000.0,))


@pytest.mark.usefixtures("patient")
def test_a_program_that_ends_writes_what_there_is_room_for_by_then(bench: Bench, cloud: Cloud) -> None:
    disk = Disk(bench)
    answers_at_once(cloud, disk)
    bench.program.jobs.submit(request(cloud.url, batch_size=2))
    bench.until(lambda: bench.said() and only(bench).message)
    disk.clear()
    assert [kept.state for kept in entries(bench)] == [State.SENDING]
    bench.close()
    assert bench.program.backlog.owed == ()
    after = Bench(bench.data)
    after.program.jobs.resume()
    after.until(lambda: after.program.jobs.all and only(after).is_ended)
    assert [ref.path.read_bytes() for ref in only(after).results] == list(PICTURES)
    assert cloud.count("ModifyMaskedPixels") == 1
    after.close()


@pytest.mark.usefixtures("patient")
def test_what_can_never_be_written_keeps_nothing_else_from_it(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [replace(JOB, id=name, connection_id=cloud.url, is_watched=False) for name in ("odd", "sound")]
    put = Journal.put

    def odd(journal: Journal, job_id: str, state: str, record: dict[str, Any]) -> None:
        if job_id == "odd":
            raise ValueError("no JSON")
        put(journal, job_id, state, record)

    reason = Reason("There was no room.")
    for job in jobs:
        bench.program.jobs._desk.book.add(replace(job, unkept=reason))
    monkeypatch.setattr(Journal, "put", odd)
    bench.close()
    assert [job.id for job in entries(bench)] == ["sound"]
    assert [job.id for job in bench.program.backlog.owed] == ["odd"]


@pytest.mark.usefixtures("patient")
def test_a_program_that_ends_does_not_wait_for_another_that_holds_the_list(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    written = JobBook.write_current

    def counted(book: JobBook, job_id: str) -> None:
        tries.append(job_id)
        written(book, job_id)

    monkeypatch.setattr(JobBook, "write_current", counted)
    monkeypatch.setattr(backlog, "FLUSH_SECONDS", 0.1)
    for number in range(9):
        bench.program.jobs._desk.book.add(replace(JOB, id=str(number), unkept=Reason("There was no room.")))
    holder = sqlite3.connect(bench.data / "jobs.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    bench.close()
    holder.close()
    assert (tries, len(bench.program.backlog.owed), entries(bench)) == (["0"], 9, [])


def test_a_failure_that_nobody_foresaw_is_said_once_and_tried_again(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(bench)
    answers_at_once(cloud, disk)
    monkeypatch.setattr(backlog, "PAUSES_SECONDS", (0.01,))
    put_blob, tries = Journal.put_blob, [0]

    def breaks(journal: Journal, data: bytes) -> str:
        if threading.current_thread().name.startswith("picpik-files"):
            tries[0] += 1
            if tries[0] <= 3:
                raise RuntimeError("nobody foresaw this")
        return put_blob(journal, data)

    monkeypatch.setattr(Journal, "put_blob", breaks)
    bench.program.jobs.submit(request(cloud.url, batch_size=2))
    bench.until(lambda: tries[0] > 3)
    disk.clear()
    bench.until(lambda: only(bench).is_ended and not bench.program.backlog.jobs)
    assert [ref.path.read_bytes() for ref in only(bench).results] == list(PICTURES)
    assert sum("nobody foresaw this" in text for text in bench.said()) == 1
