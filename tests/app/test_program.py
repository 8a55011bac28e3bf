"""The program as a whole: what it says at its start, what it says of jobs, and that it ends."""

import json
import threading
from pathlib import Path

import pytest

from picpik_studio.app import fetching, program
from picpik_studio.app.errors import CancelledError
from picpik_studio.app.job import Job, State
from picpik_studio.app.notices import Notice, Notices, describe
from picpik_studio.app.sending import Sender
from picpik_studio.app.settings import SettingError
from picpik_studio.app.tasks import NETWORK_THREADS, Task
from picpik_studio.files.errors import JournalError
from tests.app.cloud import Answer, Cloud
from tests.app.conftest import PATIENCE_SECONDS, Bench
from tests.app.requests import request


def test_the_engine_starts_when_there_is_nothing_else_to_do(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "IDLE_SECONDS", 0.01)
    bench.program.start()
    bench.until(lambda: bench.program.models.of("local"))
    assert bench.program.service.pid is not None
    assert bench.notices == []


def test_what_was_damaged_is_said_at_the_start(tmp_path: Path, home: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "jobs.sqlite").write_bytes(b"no database" * 1000)
    (home / "config").mkdir()
    (home / "config" / "settings.json").write_text("{", encoding="utf-8")
    bench = Bench(data)
    try:
        bench.program.start()
        bench.until(lambda: len(bench.notices) == 2)
        assert "settings.json" in bench.said()[0]
        assert "broken" in bench.said()[1]
    finally:
        bench.close()


def test_recent_files_that_cannot_be_written_are_a_notice(bench: Bench, home: Path) -> None:
    (home / "config").write_text("in the way", encoding="utf-8")
    bench.program.remember_recent(Path("x.png"))
    assert bench.notices[0].kind == "error"
    with pytest.raises(SettingError):
        bench.program.settings.set("padding", 5000)


def test_closing_twice_is_closing_once(bench: Bench) -> None:
    assert bench.program.close(PATIENCE_SECONDS)
    assert bench.program.close(PATIENCE_SECONDS)


def test_closing_waits_two_seconds_at_most(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told by what is asked for, not by a clock: the wait itself is the task runner's."""
    begun, gate, given = threading.Event(), threading.Event(), list[float]()
    tasks = bench.program.tasks
    close = tasks.close

    def close_at_once(seconds: float) -> bool:
        given.append(seconds)
        return close(0)

    def work(_task: Task[None]) -> None:
        begun.set()
        gate.wait(60)

    monkeypatch.setattr(tasks, "close", close_at_once)
    tasks.run("network", work)
    assert begun.wait(60)
    assert not bench.program.close(), "it is blocked until the gate is opened"
    gate.set()
    assert given == [2.0]


# Notices


def test_errors_of_ours_keep_their_template_and_others_their_type() -> None:
    shown: list[Notice] = []
    notices = Notices()
    notices.shown.connect(shown.append)
    notices.fail(CancelledError("Stopped by {who}.", who="me"))
    notices.fail(KeyError("x"))
    notices.say("info", "{count} files", key="files", count=3)
    assert [(notice.kind, notice.template, notice.text) for notice in shown] == [
        ("error", "Stopped by {who}.", "Stopped by me."),
        ("error", "Something unforeseen went wrong: {what}", "Something unforeseen went wrong: KeyError: 'x'"),
        ("info", "{count} files", "3 files"),
    ]
    assert describe(ValueError()) == "ValueError"


def ended(bench: Bench, job: Job) -> None:
    bench.until(lambda: (now := bench.program.jobs.get(job.id)) is not None and now.is_ended)


def test_a_failed_job_offers_to_be_sent_again(bench: Bench, cloud: Cloud) -> None:
    cloud.override["ModifyMaskedPixels"] = lambda _call: {"RetCode": 240, "Message": "too large"}
    ended(bench, bench.program.jobs.submit(request(cloud.url)))
    cloud.override.clear()
    notice = bench.notices[-1]
    assert (notice.kind, "RetCode 240: too large" in notice.text) == ("error", True)
    assert notice.action is not None
    notice.action.run()
    bench.until(lambda: len(bench.program.jobs.all) == 2 and bench.program.jobs.all[1].state is State.FINISHED)


def test_an_unknown_job_is_said_when_it_was_looked_for(bench: Bench, cloud: Cloud) -> None:
    cloud.loses_answers = 1
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.notices)
    notice = bench.notices[0]
    assert (notice.kind, "which may be this job" in notice.text) == ("warning", True)
    asked = cloud.count("ListRunningTasks")
    assert notice.action is not None
    notice.action.run()
    bench.until(lambda: cloud.count("ListRunningTasks") > asked)


def test_results_that_did_not_all_come_are_said(bench: Bench, cloud: Cloud) -> None:
    images = [b"broken", b""]
    picture = cloud.image
    cloud.image = lambda call: images.pop() or picture(call)
    ended(bench, bench.program.jobs.submit(request(cloud.url, batch_size=2)))
    assert (bench.notices[-1].kind, "1 of 2" in bench.notices[-1].text) == ("warning", True)


# What nobody foresaw


def test_a_journal_that_cannot_be_written_fails_the_job_and_nothing_is_sent(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_data: bytes) -> str:
        raise JournalError("There is no room for the list of jobs.")

    monkeypatch.setattr(bench.program.jobs._desk.journal, "put_blob", full)
    ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert (bench.program.jobs.all[0].state, cloud.count("ModifyMaskedPixels")) == (State.FAILED, 0)


@pytest.mark.parametrize(
    ("place", "state"),
    [("Sender.send", State.FAILED), ("_call", State.UNKNOWN), ("Sender._deliver", State.UNKNOWN)],
)
def test_a_fault_of_our_own_is_said_and_leaves_no_job_hanging(
    *, bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch, place: str, state: State
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("our own fault")

    monkeypatch.setattr(f"picpik_studio.app.sending.{place}", broken)
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.program.jobs.all[0].state is state)
    bench.until(lambda: any("our own fault" in text for text in bench.said()))
    assert cloud.count("ModifyMaskedPixels") == 0


def test_a_fault_while_fetching_fails_the_job_and_is_said(
    bench: Bench, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> bytes:
        raise RuntimeError("our own fault")

    monkeypatch.setattr(fetching, "encode_png", broken)
    cloud.override["ListTasksDetails"] = Faults(cloud)
    bench.program.jobs.submit(request(cloud.url))
    bench.until(lambda: bench.program.jobs.all[0].state is State.FAILED and bench.notices)
    assert "our own fault" in bench.said()[-1]


class Faults:
    """A service that first answers what is no answer at all."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._is_first = True

    def __call__(self, call: Answer) -> Answer:
        if self._is_first:
            self._is_first = False
            return {"RetCode": 0, "TaskDetailList": "nonsense"}
        return {"RetCode": 0, **self._cloud._ListTasksDetails(call)}


def test_a_job_that_was_cancelled_before_its_turn_is_not_sent(bench: Bench, cloud: Cloud) -> None:
    goes_on = threading.Event()
    for _ in range(NETWORK_THREADS):
        bench.program.tasks.run("network", lambda _task: goes_on.wait(60))
    job = bench.program.jobs.submit(request(cloud.url))
    bench.program.jobs._desk.book.jot(job, state=State.CANCELLED)
    goes_on.set()
    ends: list[Job | None] = []
    sender, made = Sender(bench.program.jobs._desk), request(cloud.url)
    bench.program.tasks.run("network", lambda task: sender.send(task, job.id, made), done=ends.append)
    bench.until(lambda: ends)
    assert (ends, cloud.count("ModifyMaskedPixels")) == ([None], 0)


def test_a_sound_record_holds_no_key(bench: Bench, cloud: Cloud) -> None:
    ended(bench, bench.program.jobs.submit(request(cloud.url)))
    texts = [json.dumps(entry.record) for entry in bench.program.jobs._desk.journal.all()]
    assert not any("private-key" in text or "Signature" in text for text in texts)
