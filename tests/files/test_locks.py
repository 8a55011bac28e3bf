import subprocess
import sys
import threading
from pathlib import Path

from picpik_studio.files.locks import held, try_lock
from tests.files.making import unmeasured


def test_only_one_holds_it(tmp_path: Path) -> None:
    order: list[str] = []
    started = threading.Event()

    def other() -> None:
        started.set()
        with held(tmp_path / "a.lock"):
            order.append("other")

    thread = threading.Thread(target=other)
    with held(str(tmp_path / "a.lock")):
        thread.start()
        started.wait()
        thread.join(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "other"]


def test_a_process_that_dies_gives_it_back(tmp_path: Path) -> None:
    program = "import os, sys\nfrom picpik_studio.files.locks import held\nwith held(sys.argv[1]):\n    os._exit(7)\n"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a.lock")], check=False, timeout=60, env=unmeasured()
    )
    assert done.returncode == 7
    with held(tmp_path / "a.lock"):
        assert (tmp_path / "a.lock").exists()


def test_a_lock_may_be_tried(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with path.open("ab") as first, path.open("ab") as second:
        assert try_lock(first)
        assert not try_lock(second)
    with path.open("ab") as third:
        assert try_lock(third)
