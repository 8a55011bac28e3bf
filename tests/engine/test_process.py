import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from picpik_studio.engine import process
from picpik_studio.engine.folders import open_stores
from picpik_studio.engine.http import Keys
from picpik_studio.files.reading import decode_result
from tests.engine.service import PRIVATE, Engine, dab, order, texture, until
from tests.engine.test_tasks import slow


def children(pid: int) -> set[int]:
    """Return the processes below `pid` (Linux)."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid:
            found.add(int(stat.parent.name))
    return found | {below for child in found for below in children(child)}


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_kill_9_of_the_engine_takes_its_workers_along(folder: Path) -> None:
    with Engine(folder) as engine:
        uid = slow(engine)
        until(lambda: engine.status(uid), lambda status: status == "Running")
        below = until(lambda: children(engine.pid), bool)
        engine.kill()
    until(lambda: [pid for pid in below if is_alive(pid)], lambda alive: not alive)


def test_tasks_survive_kill_9_at_any_moment_and_end_under_the_same_names(folder: Path) -> None:
    uids: list[str] = []
    for moment in (0.0, 0.3, 0.45, 0.6):
        with Engine(folder) as engine:
            uids += [engine.accepted(**order(texture(64, 64), dab(64, 64), BatchSize=3)) for _ in range(2)]
            time.sleep(moment)  # no matter where that is: while a worker starts, in a fill, in a write, or between
            engine.kill()
    with Engine(folder) as last:
        details = [last.ended(uid) for uid in uids]
        assert {(detail["Status"], len(detail["ImgList"])) for detail in details} == {("Finished", 3)}
        for address in (address for detail in details for address in detail["ImgList"]):
            with requests.get(address, timeout=10) as response:
                assert decode_result(response.content).shape == (64, 64, 4)
        assert last.call("ListRunningTasks")["TaskUIDList"] == []
    (store,) = open_stores(folder)
    assert [accepted for accepted, _uuid in store.acceptances()] == uids
    assert list((store.folder / "inputs").iterdir()) == []
    assert len(list((store.folder / "results").iterdir())) == 3 * len(uids)
    store.close()


def test_an_editor_that_is_started_again_at_once_finds_its_tasks(folder: Path) -> None:
    with Engine(folder) as first:
        uid = slow(first)
        os.kill(first.pid, signal.SIGSTOP)  # a busy machine: it takes a while to see that its editor has gone
        first.hang_up()
        with Engine(folder) as second:
            assert second.call("ListTasksDetails", TaskUIDList=[uid])["TaskDetailList"] == []
            os.kill(first.pid, signal.SIGCONT)
            until(lambda: second.call("ListTasksDetails", TaskUIDList=[uid])["TaskDetailList"], bool)
            assert second.call("TerminateTask", TaskUID=uid)["RetCode"] == 0
            assert second.status(uid) == "Terminated"


def test_ctrl_c_in_the_terminal_is_for_the_editor_and_sigterm_ends_it_in_order(folder: Path) -> None:
    with Engine(folder) as engine:
        os.kill(engine.pid, signal.SIGINT)
        assert engine.ended(engine.accepted())["Status"] == "Finished"
        os.kill(engine.pid, signal.SIGTERM)
        assert engine.process.wait(60) == 0


def test_an_engine_leaves_the_folder_of_a_living_one_alone_and_takes_it_over_afterwards(folder: Path) -> None:
    with Engine(folder) as first:
        uid = first.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))["TaskUID"]
        first.ended(uid)
        with Engine(folder) as second:
            assert second.call("ListTasksDetails", TaskUIDList=[uid])["TaskDetailList"] == []
            other = second.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))["TaskUID"]
            second.ended(other)
    with Engine(folder) as third:
        for ended in (uid, other):
            (address,) = third.detail(ended)["ImgList"]
            with requests.get(address, timeout=10) as response:
                assert response.status_code == 200


def test_the_engine_ends_with_the_process_that_started_it(folder: Path) -> None:
    parent = """if True:
        import json, subprocess, sys, time
        child = subprocess.Popen(
            [sys.executable, "-m", "picpik_studio", "engine"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        hello = {"public_key": "pub-key", "private_key": "priv-key", "data_folder": sys.argv[1]}
        child.stdin.write(json.dumps(hello).encode() + b"\\n")
        child.stdin.flush()
        print(child.stdout.readline().decode(), flush=True)
        time.sleep(600)
    """
    with subprocess.Popen([sys.executable, "-c", parent, str(folder)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        pid = json.loads(process.stdout.readline())["pid"]
        assert is_alive(pid)
        os.kill(process.pid, signal.SIGKILL)
        until(lambda: is_alive(pid), lambda alive: not alive)


GOOD = {"public_key": "a", "private_key": "b", "data_folder": "c", "port": 5}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"[]",
        b"{}",
        b"\xff",
        b'{"public_key": "a"',
        json.dumps({**GOOD, "private_key": ""}).encode(),  # anybody could sign with that
        json.dumps({**GOOD, "public_key": 5}).encode(),
        json.dumps({**GOOD, "data_folder": None}).encode(),
        json.dumps({**GOOD, "port": "x"}).encode(),
    ],
)
def test_a_first_line_that_says_too_little_is_none(line: bytes) -> None:
    assert process._setup(line) is None


def test_a_good_first_line_says_everything_and_nothing_of_it_is_shown() -> None:
    setup = process._setup(json.dumps({**GOOD, "owner": "somebody"}).encode())
    assert setup is not None
    assert (setup.keys, setup.data_folder, setup.port) == (Keys("a", "b"), Path("c"), 5)
    assert "'b'" not in repr(setup)


def test_without_a_good_first_line_it_says_how_it_is_started() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "picpik_studio", "engine"], input=b"x\n", capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert b"stdin" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_folder_that_cannot_be_used_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    hello = {"public_key": "a", "private_key": PRIVATE, "data_folder": str(tmp_path / "file" / "below")}
    done = subprocess.run(
        [sys.executable, "-m", "picpik_studio", "engine"],
        input=json.dumps(hello).encode() + b"\n",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert PRIVATE.encode() not in done.stderr


def test_it_ends_in_the_middle_of_work_and_waits_for_none_of_it(folder: Path) -> None:
    with Engine(folder) as engine:
        uid = slow(engine)
        until(lambda: engine.status(uid), lambda status: status == "Running")
    assert engine.process.returncode == 0
    (store,) = open_stores(folder)
    assert [(task.uid, task.is_ended) for task in store.tasks] == [(uid, False)]
    store.close()
