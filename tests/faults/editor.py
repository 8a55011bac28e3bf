"""Editors that can be killed at any step: forked from one process that has everything imported, one for each errand.

Runs as `python -m tests.faults.editor`. Each line of stdin is an errand as JSON (`Errand`); for each, the editor's pid
goes out, then, when it has ended, how: `{"signal": 9}` or `{"steps": n}` with the steps of our own code that it took.
"""

import itertools
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import picpik_studio
from picpik_studio.app import bringing, sending, settling, watching
from picpik_studio.app.lanes import QueueDispatcher
from picpik_studio.app.program import Program
from picpik_studio.app.watching import Pace
from tests.faults.bench import is_settled, wanted

_OURS = str(Path(picpik_studio.__file__).parent)
QUICK = Pace(0.01, 0.05, 0.05, 400)
_LONGEST_S = 60.0


@dataclass(frozen=True)
class Errand:
    """What an editor is to do: send one job to `url` (or go on with what is there when it is ""), and bring it home.

    At step `kill_at` of our own code it kills itself, whichever thread takes it; 0 is never.
    """

    data: str
    url: str = ""
    kill_at: int = 0
    is_large: bool = False

    @property
    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


class Steps:
    """Counts the calls of our own functions in all threads, and kills the process at one of them."""

    def __init__(self, kill_at: int) -> None:
        self._kill_at = kill_at
        self._counter = itertools.count(1)
        self.count = 0

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:  # noqa: ANN401 - as Python calls it
        if event in {"call", "return"} and frame.f_code.co_filename.startswith(_OURS):
            self.count = next(self._counter)
            if self.count == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)


def run(errand: Errand) -> int:
    """Do an errand in this process; return how many steps it took."""
    vars(watching).update(CLOUD_PACE=QUICK)  # a test is in more of a hurry
    for module in (sending, bringing, settling):
        vars(module).update(PAUSES_SECONDS=(0.01, 0.01, 0.01))
    request = wanted(errand.url, is_large=errand.is_large) if errand.url else None
    dispatcher = QueueDispatcher()
    steps = Steps(errand.kill_at)
    threading.setprofile(steps)
    sys.setprofile(steps)
    program = Program(dispatcher, data=Path(errand.data))
    jobs = program.jobs
    if request is None:
        jobs.resume()
    else:
        jobs.submit(request)
    dispatcher.run_until(lambda: not jobs.is_resuming and all(map(is_settled, jobs.all)), _LONGEST_S)
    program.close()
    sys.setprofile(None)
    return steps.count


def serve(say: Callable[[dict[str, int]], None]) -> None:
    """Have each errand done by a process of its own."""
    for line in sys.stdin:
        errand = Errand(**json.loads(line))
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.write(writing, str(run(errand)).encode())
            os._exit(0)
        os.close(writing)
        say({"pid": pid})
        _pid, status = os.waitpid(pid, 0)
        with os.fdopen(reading, "rb") as told:
            steps = told.read()
        say({"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else {"steps": int(steps or 0)})


def _say(value: dict[str, int]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(_say)
