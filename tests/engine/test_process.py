import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from picpik_studio.engine.folders import open_stores
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


def test_kill_9_of_the_engine_takes_its_workers_along_and_the_next_one_finishes_the_task(folder: Path) -> None:
    with Engine(folder) as first:
        uid = slow(first)
        until(lambda: first.detail(uid)["Status"], lambda status: status == "Running")
        waiting = first.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))["TaskUID"]
        below = until(lambda: children(first.pid), bool)
        first.kill()
    until(lambda: [pid for pid in below if is_alive(pid)], lambda alive: not alive, 10)
    with Engine(folder) as second:
        detail = second.ended(uid, 100)
        assert (detail["Status"], len(detail["ImgList"])) == ("Finished", 4)
        assert second.ended(waiting)["Status"] == "Finished"
    (store,) = open_stores(folder)
    assert [accepted for accepted, _uuid in store.acceptances()] == [uid, waiting]
    store.close()


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
        until(lambda: is_alive(pid), lambda alive: not alive, 10)


@pytest.mark.parametrize("line", [b"", b"nonsense\n", b"{}\n", b'{"public_key": "a"}'])
def test_without_a_good_first_line_it_says_how_it_is_started(line: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "picpik_studio", "engine"], input=line, capture_output=True, timeout=60, check=False
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


def test_it_ends_quickly_in_the_middle_of_work(folder: Path) -> None:
    with Engine(folder) as engine:
        slow(engine)
        started = time.monotonic()
    assert engine.process.returncode == 0
    assert time.monotonic() - started < 15
