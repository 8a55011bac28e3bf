"""A job outlives its editor, however that ended."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis.strategies import binary, booleans, integers, lists, none, sampled_from, text

from picpik_studio.app import program
from picpik_studio.app.job import Job, Reason, ResultRef, State
from picpik_studio.app.job_records import from_record, to_record
from picpik_studio.app.owners import Owner
from picpik_studio.files.journal import Journal
from tests.app.cloud import Answer, Cloud
from tests.app.conftest import Bench

JOB = Job("job", State.RUNNING, "http://127.0.0.1:9", "uuid", 12.5, "hash", 1, task_uid="task-9", owner="nobody")

EDITOR = """
import sys
from pathlib import Path
from picpik_studio.app.lanes import QueueDispatcher
from picpik_studio.app.program import Program
from tests.app.requests import request

dispatcher = QueueDispatcher()
program = Program(dispatcher, data=Path(sys.argv[1]))
program.jobs.changed.connect(lambda job: print(job.state.value, flush=True))
program.jobs.submit(request(sys.argv[2]))
dispatcher.run_until(lambda: False)
"""
"""An editor that submits one job and waits for its end."""


@contextmanager
def editor(data: Path, url: str) -> Iterator[IO[str]]:
    """Run an editor, give the states that its job goes through, and kill it as a crash would."""
    command = [sys.executable, "-c", EDITOR, str(data), url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as states:
        try:
            yield states
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def next_bench(tmp_path: Path) -> Iterator[Callable[[], Bench]]:
    """Start the program again in the same folder."""
    with ExitStack() as stack:

        def start() -> Bench:
            bench = Bench(tmp_path)
            stack.callback(bench.close)
            bench.program.jobs.resume()
            return bench

        yield start


def test_a_running_job_is_watched_on_and_comes_home(
    tmp_path: Path, cloud: Cloud, next_bench: Callable[[], Bench]
) -> None:
    cloud.words = ["Running"]
    with editor(tmp_path, cloud.url) as states:
        assert any(state.strip() == "running" for state in states)
    bench = next_bench()
    jobs = bench.program.jobs
    bench.until(lambda: jobs.all)
    assert (jobs.all[0].state, jobs.all[0].task_uid) == (State.RUNNING, "task-1")
    cloud.tasks["task-1"].words = ["Finished"]
    bench.until(lambda: jobs.all[0].state is State.FINISHED)
    assert jobs.request(jobs.all[0].id).picture_hash == jobs.all[0].picture_hash
    assert cloud.count("ModifyMaskedPixels") == 1


def test_a_running_editor_takes_up_what_a_crashed_one_left(
    tmp_path: Path, cloud: Cloud, next_bench: Callable[[], Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "NEIGHBOURS_SECONDS", 0.05)
    bench = next_bench()
    jobs = bench.program.jobs
    bench.until(lambda: not jobs.is_resuming)
    bench.program.start()
    cloud.words = ["Running"]
    with editor(tmp_path, cloud.url) as states:
        assert any(state.strip() == "running" for state in states)
        looked: list[None] = []
        for _ in range(2):  # the files lane does one after the other
            jobs.take_up()
        bench.program.tasks.run("files", lambda _task: None, done=looked.append)
        bench.until(lambda: looked)
        assert not jobs.all  # it lives still
    bench.until(lambda: jobs.all)
    cloud.tasks["task-1"].words = ["Finished"]
    bench.until(lambda: jobs.all[0].state is State.FINISHED)
    assert cloud.count("ModifyMaskedPixels") == 1
    assert len(list((tmp_path / "editors").glob("*.lock"))) == 2  # our own, and the one for taking over


def test_what_ran_in_a_crashed_editors_engine_waits_for_the_next_start(
    tmp_path: Path, next_bench: Callable[[], Bench]
) -> None:
    bench = next_bench()
    bench.until(lambda: not bench.program.jobs.is_resuming)
    dead = Owner(tmp_path / "editors")
    lock = tmp_path / "editors" / f"{dead.name}.lock"
    dead.close()
    lock.touch()
    with Journal(tmp_path / "jobs.sqlite") as journal:
        for job in (
            replace(JOB, id="running", connection_id="local", owner=dead.name),
            replace(JOB, id="ended", state=State.FAILED, connection_id="local", owner=dead.name, ended=13.0),
        ):
            journal.put(job.id, job.state.value, to_record(job))
    bench.program.jobs.take_up()
    bench.until(lambda: bench.program.jobs.all)
    assert [job.id for job in bench.program.jobs.all] == ["ended"]
    assert not lock.exists()


def test_a_job_killed_while_it_was_sent_is_unknown_and_not_sent_again(
    tmp_path: Path, cloud: Cloud, next_bench: Callable[[], Bench]
) -> None:
    arrived, over = threading.Event(), threading.Event()

    def never_answer(call: Answer) -> Answer | None:
        cloud._ModifyMaskedPixels(call)
        arrived.set()
        over.wait(90)
        return None

    cloud.override["ModifyMaskedPixels"] = never_answer
    with editor(tmp_path, cloud.url):
        assert arrived.wait(60)
    over.set()
    bench = next_bench()
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[0].candidates)
    assert bench.program.jobs.all[0].state is State.UNKNOWN
    assert cloud.count("ModifyMaskedPixels") == 1


def test_jobs_of_an_editor_that_lives_are_left_to_it(
    tmp_path: Path, cloud: Cloud, next_bench: Callable[[], Bench]
) -> None:
    cloud.words = ["Running"]
    with editor(tmp_path, cloud.url) as states:
        assert any(state.strip() == "running" for state in states)
        first = next_bench()
        first.until(lambda: not first.program.jobs.is_resuming)
        assert first.program.jobs.all == ()
    second = next_bench()
    second.until(lambda: second.program.jobs.all)
    third = next_bench()
    third.until(lambda: not third.program.jobs.is_resuming)
    assert third.program.jobs.all == ()


@pytest.mark.parametrize(
    ("left", "found"),
    [
        (State.PREPARED, State.FAILED),
        (State.SENDING, State.FAILED),
        (State.QUEUED, State.QUEUED),
        (State.DOWNLOADING, State.RUNNING),
        (State.FINISHED, State.FINISHED),
        (State.CANCELLED, State.CANCELLED),
    ],
)
def test_what_each_state_becomes(tmp_path: Path, next_bench: Callable[[], Bench], left: State, found: State) -> None:
    job = replace(JOB, state=left, is_watched=False)
    with Journal(tmp_path / "jobs.sqlite") as journal:
        journal.put(job.id, left.value, to_record(job))
        journal.put("from the future", "teleporting", {"id": "from the future"})
    bench = next_bench()
    seen: list[State] = []
    bench.program.jobs.changed.connect(lambda job: seen.append(job.state))
    bench.until(lambda: seen)
    assert seen[0] is found
    assert bench.program.jobs.all[0].deadline is None
    assert len(bench.program.jobs.all) == 1


@pytest.mark.parametrize("record", [{"may_have_left": True}, {}])
def test_one_that_may_have_left_is_unknown_and_so_is_one_of_a_version_that_did_not_note_it(
    tmp_path: Path, next_bench: Callable[[], Bench], record: dict[str, bool]
) -> None:
    job = replace(JOB, state=State.SENDING, task_uid=None)
    old = {name: value for name, value in to_record(job).items() if name != "may_have_left"}
    with Journal(tmp_path / "jobs.sqlite") as journal:
        journal.put(job.id, "sending", {**old, **record})
    bench = next_bench()
    bench.until(lambda: bench.program.jobs.all)
    assert bench.program.jobs.all[0].state is State.UNKNOWN


def test_an_owner_is_alive_until_it_lets_go(tmp_path: Path) -> None:
    one, two = Owner(tmp_path), Owner(tmp_path)
    assert one.is_alive(two.name)
    assert two.is_alive(two.name)
    two.close()
    assert not one.is_alive(two.name)
    one.close()


@given(
    state=sampled_from(list(State)),
    word=text(),
    seed=none() | integers(0, 2**31),
    urls=lists(text()),
    thumbnail=binary(),
    hidden=booleans(),
)
def test_a_job_comes_out_of_its_record_as_it_went_in(
    *, state: State, word: str, seed: int | None, urls: list[str], thumbnail: bytes, hidden: bool
) -> None:
    ref = ResultRef("job", 3, seed, Path("/data/3.png"), thumbnail, hidden)
    reason = Reason("Because of {what}", {"what": word}, word)
    job = replace(JOB, state=state, status_word=word, urls=tuple(urls), results=(ref,), message=reason, seed=seed)
    record = json.loads(json.dumps(to_record(job)))
    assert from_record(state.value, record) == job
