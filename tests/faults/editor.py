"""Editors that can be killed at any step: forked from one process that has everything imported, one for each errand.

Runs as `python -m tests.faults.editor`. Each line of stdin is an errand as JSON (`Errand`); for each, the editor's pid
goes out, then, when it has ended, how: `{"signal": 9}`, or how many steps of our own code it took in each state of its
job, in their order.
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
from picpik_studio.app.job_book import JobBook
from picpik_studio.app.lanes import QueueDispatcher
from picpik_studio.app.program import Program
from picpik_studio.app.watching import Pace
from tests.faults.bench import is_settled, wanted

_OURS = str(Path(picpik_studio.__file__).parent)
_WRITE = JobBook.write.__code__
LIFE = ("", "prepared", "sending", "unknown", "submitted", "queued", "running", "downloading", "failed", "finished")
"""The states in the order in which a job comes into them; "" is before the first is durable."""
QUICK = Pace(0.01, 0.05, 0.05, 400)
_LONGEST_S = 60.0


@dataclass(frozen=True)
class Errand:
    """What an editor is to do: send one job to `url` (or go on with what is there when it is ""), and bring it home.

    At step `kill_at` of our own code after its job has come into the state `kill_in` ("": since the start) it kills
    itself, whichever thread takes it; a state that is left earlier is the last moment. None is never.
    """

    data: str
    url: str = ""
    kill_in: str | None = None
    kill_at: int = 0
    is_large: bool = False

    @property
    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


class Steps:
    """Counts the calls of our own functions in all threads, and kills the process at one of them.

    `by_state`: how many there were from when a state was durable until the next one was.
    """

    def __init__(self, kill_in: str | None, kill_at: int) -> None:
        self._kill_in = kill_in
        self._kill_at = kill_at
        self._counter = itertools.count(1)
        self._state = ""
        self._before = 0
        self.by_state = {"": 0}

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:  # noqa: ANN401 - as Python calls it
        if event not in {"call", "return"} or not frame.f_code.co_filename.startswith(_OURS):
            return
        count = next(self._counter)
        if event == "return" and frame.f_code is _WRITE:
            self._enter(frame.f_locals["job"].state.value, count)
        self.by_state[self._state] = count - self._before
        if self._is_time():
            os.kill(os.getpid(), signal.SIGKILL)

    def _enter(self, state: str, count: int) -> None:
        if LIFE.index(state) > LIFE.index(self._state):
            self._state, self._before = state, count

    def _is_time(self) -> bool:
        if self._kill_in is None:
            return False
        now, then = LIFE.index(self._state), LIFE.index(self._kill_in)
        return now > then or (now == then and self.by_state[self._state] >= self._kill_at)


def run(errand: Errand) -> dict[str, int]:
    """Do an errand in this process; return how many steps it took in each state."""
    vars(watching).update(CLOUD_PACE=QUICK)  # a test is in more of a hurry
    for module in (sending, bringing, settling):
        vars(module).update(PAUSES_SECONDS=(0.01, 0.01, 0.01))
    request = wanted(errand.url, is_large=errand.is_large) if errand.url else None
    dispatcher = QueueDispatcher()
    steps = Steps(errand.kill_in, errand.kill_at)
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
    return steps.by_state


def serve(say: Callable[[dict[str, int]], None]) -> None:
    """Have each errand done by a process of its own."""
    for line in sys.stdin:
        errand = Errand(**json.loads(line))
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.write(writing, json.dumps(run(errand)).encode())
            os._exit(0)
        os.close(writing)
        say({"pid": pid})
        _pid, status = os.waitpid(pid, 0)
        with os.fdopen(reading, "rb") as told:
            steps = told.read()
        say({"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else json.loads(steps or "{}"))


def _say(value: dict[str, int]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(_say)
