"""What could go wrong between the pool and its processes at the wrong moment."""

import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from picpik_studio.engine import workers as pool_module
from picpik_studio.engine.workers import WorkerDiedError, Workers
from tests.engine import errands
from tests.engine.service import until


@pytest.fixture
def workers() -> Iterator[Workers]:
    pool = Workers(2)
    yield pool
    pool.shutdown(cancel_futures=True)


class LateAnswer:
    """A pipe whose answer arrives, and then something happens before anybody has seen it."""

    def __init__(self, pipe: Any, then: Callable[[], object]) -> None:  # noqa: ANN401 - a pipe
        self._pipe = pipe
        self._then = then
        self.send = pipe.send
        self.close = pipe.close

    def recv(self) -> object:
        answer = self._pipe.recv()
        self._then()
        return answer


def test_a_kill_that_comes_with_the_answer_does_not_hit_the_next_work() -> None:
    pool = Workers(1)
    first = pool.submit(os.getpid).result(30)
    futures: list[Future[int]] = []

    def kill() -> None:
        until(lambda: futures, bool)
        assert pool.kill(futures[0])

    running = pool._slots[0].running
    assert running is not None
    running.pipe = LateAnswer(running.pipe, kill)  # type: ignore[assignment]  # it has what is used of one
    futures.append(pool.submit(abs, -7))
    assert futures[0].result(30) == 7
    assert pool.submit(os.getpid).result(30) != first
    pool.shutdown()


def test_a_process_that_died_while_it_was_idle_is_replaced_before_it_is_missed(workers: Workers) -> None:
    pid = workers.submit(os.getpid).result(30)
    os.kill(pid, signal.SIGKILL)
    (running,) = [slot.running for slot in workers._slots if slot.running is not None]
    until(running.process.is_alive, lambda alive: not alive)
    assert workers.submit(os.getpid).result(30) != pid


def test_two_at_once_run_at_once_also_when_one_process_must_be_started(tmp_path: Path) -> None:
    pool = Workers(2, idle_s=0.2)
    pool.submit(abs, -1).result(30)
    for number in range(4):
        one, other = str(tmp_path / f"{number}-one"), str(tmp_path / f"{number}-other")
        pair = [pool.submit(errands.meet, one, other), pool.submit(errands.meet, other, one)]
        assert [future.result(60) for future in pair] == [True, True]
        until(lambda: sum(slot.running is not None for slot in pool._slots), lambda count: count == 1)
    pool.shutdown()


def test_what_cannot_travel_back_is_an_error_and_the_process_lives_on(workers: Workers) -> None:
    pid = workers.submit(os.getpid).result(30)
    with pytest.raises(Exception, match=r"pickle|lambda"):
        workers.submit(errands.make_unsendable).result(30)
    with pytest.raises(RuntimeError, match="Unsendable: on purpose"):
        workers.submit(errands.fail, errands.Unsendable).result(30)
    with pytest.raises(LookupError, match="made again"):
        workers.submit(errands.fail, errands.Unreadable).result(30)
    assert workers.submit(os.getpid).result(30) == pid


def test_a_process_that_cannot_be_started_is_told_and_the_slot_lives_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Workers(1)
    with monkeypatch.context() as patched:
        patched.setattr(multiprocessing.process.BaseProcess, "start", _no_memory)
        with pytest.raises(WorkerDiedError):
            pool.submit(abs, -1).result(30)
    assert pool.submit(abs, -1).result(30) == 1
    pool.shutdown()


def _no_memory(_process: object) -> None:
    raise OSError(12, "Cannot allocate memory")


def test_a_kill_while_the_process_is_being_started_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Workers(1)
    futures: list[Future[None]] = []
    start = pool_module._started

    def slow_start() -> Any:  # noqa: ANN401 - the module's own
        until(lambda: futures, bool)
        assert pool.kill(futures[0])
        return start()

    with monkeypatch.context() as patched:
        patched.setattr(pool_module, "_started", slow_start)
        futures.append(pool.submit(time.sleep, 600))
        with pytest.raises(pool_module.KilledError):
            futures[0].result(30)
    assert pool.submit(abs, -2).result(30) == 2
    pool.shutdown()


def test_cancelled_work_is_left_out(workers: Workers, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    busy = [workers.submit(errands.wait_for, str(gate)) for _ in range(2)]
    until(lambda: [future.running() for future in busy], all)
    waiting, after = workers.submit(abs, -1), workers.submit(abs, -2)
    assert waiting.cancel()
    gate.touch()
    assert after.result(30) == 2


def test_what_is_attached_to_cancelled_work_may_ask_the_pool(workers: Workers) -> None:
    busy = [workers.submit(time.sleep, 600) for _ in range(2)]
    until(lambda: [future.running() for future in busy], all)
    said: list[bool] = []

    def ask(_future: object) -> None:
        # From another thread, as a scheduler does under a lock of its own: it must not wait for `shutdown`.
        asking = threading.Thread(target=workers.kill, args=(busy[0],))
        asking.start()
        asking.join(30)
        said.append(asking.is_alive())

    workers.submit(abs, -1).add_done_callback(ask)
    workers.shutdown(cancel_futures=True)
    assert said == [False]


# The processes' own side, here where it is measured


def test_one_call_in_the_process() -> None:
    def answered(fn: Callable[..., object], *args: object) -> tuple[bool, Any]:
        is_done, answer = pickle.loads(pool_module._answer(pickle.dumps((fn, args, {}))))  # noqa: S301 - our own
        return bool(is_done), answer

    assert answered(divmod, 7, 2) == (True, (3, 1))
    is_done, error = answered(divmod, 1, 0)
    assert (is_done, type(error)) == (False, ZeroDivisionError)
    is_done, error = answered(errands.fail, errands.Unsendable)
    assert (is_done, str(error)) == (False, "Unsendable: on purpose")
    assert pickle.loads(pool_module._answer(b"no call"))[0] is False  # noqa: S301 - our own


def test_a_process_ends_when_its_pipe_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_words: None)
    monkeypatch.setattr(os, "nice", lambda _step: 0, raising=False)
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    ours.send((divmod, (9, 4), {}))
    ours.send((divmod, (9, 5), {}))
    answers: list[object] = []

    class Reader:
        recv_bytes = theirs.recv_bytes

        def send_bytes(self, data: bytes) -> None:
            answers.append(pickle.loads(data))  # noqa: S301 - our own
            if len(answers) == 2:
                ours.close()

    pool_module._work(Reader())  # type: ignore[arg-type]  # it has what is used of a pipe
    theirs.close()
    assert answers == [(True, (2, 1)), (True, (1, 4))]


def test_a_process_ends_with_its_parent_in_the_middle_of_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(pool_module, "_ORPHAN_GRACE_S", 0)
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: None)
    pool_module._follow_parent()
    assert ended == []

    class Dead:
        def join(self) -> None:
            ended.append(0)

    monkeypatch.setattr(multiprocessing, "parent_process", Dead)
    pool_module._follow_parent()
    assert ended == [0, 1]
