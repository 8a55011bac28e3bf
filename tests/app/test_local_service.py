"""The engine of this computer: started when needed, started again when it died, ended with its parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from picpik_studio.api.client import Started
from picpik_studio.app import local_service, settling
from picpik_studio.app.errors import ServiceStartError
from picpik_studio.app.job import Job, State
from picpik_studio.app.job_records import to_record
from picpik_studio.app.local_service import LocalService, engine_command
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.sending import Sender
from picpik_studio.files.journal import Journal
from tests.app.conftest import Bench
from tests.app.requests import request

PARENT = """
import sys
from pathlib import Path
from picpik_studio.app.local_service import LocalService

service = LocalService(Path(sys.argv[1]))
service.address()
print(service.pid, flush=True)
sys.stdin.read()
"""


DEAF = "import time; time.sleep(600)"
"""An engine that says nothing and hears nothing, as every one does while it starts."""


def lives(pid: int) -> bool:
    """Whether a process runs (a dead one whose parent has not looked yet does not)."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except FileNotFoundError:
        return False


def ends(pid: int, seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while lives(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not lives(pid)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[LocalService]:
    made = LocalService(tmp_path / "engine")
    yield made
    made.close()


def test_it_starts_once_and_again_when_it_died(service: LocalService) -> None:
    first = service.address()
    pid = service.pid
    assert pid is not None
    assert service.address() == first
    os.kill(pid, signal.SIGKILL)
    assert ends(pid)
    while service.pid == pid:  # its main thread is dead, another one is not yet
        time.sleep(0.01)
    second = service.address()
    assert second.url != first.url or second.private_key != first.private_key
    assert service.pid not in {None, pid}
    service.close()
    with pytest.raises(ServiceStartError, match="closing"):
        service.address()


def test_the_keys_stand_on_no_command_line_and_in_no_file(service: LocalService, tmp_path: Path) -> None:
    address = service.address()
    command = Path(f"/proc/{service.pid}/cmdline").read_bytes()
    assert address.private_key.encode() not in command
    assert address.private_key not in repr(address)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(address.private_key.encode() in path.read_bytes() for path in files)


def test_it_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    parent = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdin is not None
    assert parent.stdout is not None
    with parent.stdin, parent.stdout:
        pid = int(parent.stdout.readline())
        assert lives(pid)
        parent.kill()
        parent.wait()
    assert ends(pid)


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import sys; sys.exit('no room for me')", "no room for me"),
        ("print('no JSON', flush=True)", "did not start"),
        ("print('[1]', flush=True)", "ended at once"),
        ("print('{}', flush=True)", "url"),
    ],
)
def test_why_it_does_not_start_is_said(
    service: LocalService, monkeypatch: pytest.MonkeyPatch, program: str, sentence: str
) -> None:
    monkeypatch.setattr(local_service, "engine_command", lambda: [sys.executable, "-c", program])
    with pytest.raises(ServiceStartError, match=sentence):
        service.address()


def test_an_engine_that_says_nothing_is_given_up(service: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_service, "START_SECONDS", 0.1)
    monkeypatch.setattr(local_service, "engine_command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(ServiceStartError, match="said nothing"):
        service.address()
    assert service.pid is None


def is_hung_up_on(service: LocalService) -> bool:
    """Let an engine start in another thread until the service is closed; say whether it is waited for no more."""
    ends: list[Exception] = []

    def start() -> None:
        with pytest.raises(ServiceStartError) as caught:
            service.address()
        ends.append(caught.value)

    thread = threading.Thread(target=start)
    thread.start()
    while not service._is_closed:
        if service.pid is not None:
            service.hang_up()
        time.sleep(0.01)
    thread.join(30)
    return len(ends) == 1 and service.pid is None


def test_one_that_is_starting_is_not_waited_for(service: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_service, "START_SECONDS", 600.0)
    monkeypatch.setattr(local_service, "engine_command", lambda: [sys.executable, "-c", DEAF])
    assert is_hung_up_on(service)


def test_and_one_that_was_begun_in_that_moment_neither(service: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    spawn = LocalService._spawn

    def late(made: LocalService) -> subprocess.Popen[bytes]:
        process = spawn(made)
        made.hang_up()  # `_process` is not set yet
        return process

    monkeypatch.setattr(local_service, "START_SECONDS", 600.0)
    monkeypatch.setattr(local_service, "engine_command", lambda: [sys.executable, "-c", DEAF])
    monkeypatch.setattr(LocalService, "_spawn", late)
    assert is_hung_up_on(service)


def test_one_that_does_not_go_is_ended(service: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = 'import time; print(\'{"url": "http://127.0.0.1:9/"}\', flush=True); time.sleep(60)'
    monkeypatch.setattr(local_service, "STOP_SECONDS", 0.1)
    monkeypatch.setattr(local_service, "engine_command", lambda: [sys.executable, "-c", deaf])
    service.address()
    pid = service.pid
    assert pid is not None
    service.close()
    assert not lives(pid)


def test_the_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine_command() == [sys.executable, "-m", "picpik_studio", "engine"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert engine_command() == [sys.executable, "engine"]


# Jobs of this computer

SMALL: Any = {"main_model": "local-patchmatch", "width": 96, "height": 64}


def only(bench: Bench) -> Job:
    return bench.program.jobs.all[0]


def test_a_job_goes_through_the_engine_and_comes_home(bench: Bench) -> None:
    bench.program.jobs.submit(request("local", **SMALL, batch_size=2, steps=6))
    bench.until(lambda: only(bench).is_ended)
    assert only(bench).state is State.FINISHED, only(bench).message
    assert [ref.seed for ref in only(bench).results] == [7, 8]
    assert only(bench).status_word == "Finished"


def test_an_engine_killed_in_the_middle_goes_on_with_the_same_task(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive = Sender._arrive
    killed: list[tuple[int, str]] = []

    def arrive_and_kill(sender: Sender, job_id: str, started: Started) -> Job | None:
        pid = bench.program.service.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)  # its first worker is not even there
        killed.append((pid, started.task_uid))
        return arrive(sender, job_id, started)

    monkeypatch.setattr(Sender, "_arrive", arrive_and_kill)
    bench.program.jobs.submit(request("local", **SMALL, batch_size=4))
    bench.until(lambda: only(bench).is_ended)
    ((pid, uid),) = killed
    assert (only(bench).state, only(bench).task_uid) == (State.FINISHED, uid), only(bench).message
    assert bench.program.service.pid not in {None, pid}


def left_by_a_crash(bench: Bench, made: GenerationRequest) -> None:
    """Leave a job in the journal as a crash does that comes when all of the request may have left."""
    job = Job(
        "job",
        State.SENDING,
        "local",
        made.request_uuid,
        1.0,
        made.picture_hash,
        made.batch,
        owner="dead",
        may_have_left=True,
    )
    with Journal(bench.data / "jobs.sqlite") as journal:
        journal.put(job.id, job.state.value, to_record(job))
    bench.program.jobs.resume()


def test_a_request_that_the_engine_took_before_the_crash_is_found_again(bench: Bench) -> None:
    made = request("local", **SMALL)
    uid = bench.program.connections.client_for("local").start(made.wire()).task_uid
    left_by_a_crash(bench, made)
    bench.until(lambda: bench.program.jobs.all and only(bench).is_ended)
    assert (only(bench).state, only(bench).task_uid) == (State.FINISHED, uid), only(bench).message


def test_a_request_that_never_came_to_the_engine_can_be_sent_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "LATE_SECONDS", 0.2)
    monkeypatch.setattr(settling, "LATE_PAUSE_SECONDS", 0.1)
    left_by_a_crash(bench, request("local", **SMALL))
    bench.until(lambda: bench.program.jobs.all and only(bench).is_ended)
    message = only(bench).message
    assert message is not None
    assert (only(bench).state, "never reached" in message.text) == (State.FAILED, True)
