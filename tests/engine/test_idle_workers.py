"""What the pool does with processes that have nothing to do, and after its end."""

import multiprocessing
import os
import time
from collections.abc import Iterator

import pytest

from picpik_studio.engine.workers import Workers
from tests.engine.service import until


@pytest.fixture
def workers() -> Iterator[Workers]:
    pool = Workers(2, idle_s=0.3)
    yield pool
    pool.shutdown(cancel_futures=True)


def processes() -> int:
    return sum(child.name == "picpik-worker" for child in multiprocessing.active_children())


def test_no_process_is_started_before_there_is_work(workers: Workers) -> None:
    assert processes() == 0
    assert workers.submit(abs, -1).result(30) == 1
    assert processes() == 1


def test_a_process_that_runs_goes_before_one_that_must_be_started(workers: Workers) -> None:
    first = workers.submit(os.getpid).result(30)
    assert {workers.submit(os.getpid).result(30) for _ in range(4)} == {first}
    assert processes() == 1


def test_idle_processes_are_ended_but_for_one(workers: Workers) -> None:
    for future in [workers.submit(time.sleep, 0.5) for _ in range(2)]:
        future.result(30)
    until(processes, lambda count: count == 1)
    time.sleep(0.7)  # twice as long as it takes to be ended
    assert processes() == 1
    assert workers.submit(abs, -4).result(30) == 4


def test_killing_what_is_done_does_nothing(workers: Workers) -> None:
    done = workers.submit(abs, -1)
    assert done.result(30) == 1
    assert not workers.kill(done)
    assert workers.submit(abs, -5).result(30) == 5


def test_after_the_end_nothing_is_taken_and_what_was_begun_is_done() -> None:
    pool = Workers(1)
    running, waiting = pool.submit(time.sleep, 0.5), pool.submit(abs, -6)
    pool.shutdown()
    assert running.result(0) is None
    assert waiting.result(0) == 6
    with pytest.raises(RuntimeError, match="shut down"):
        pool.submit(abs, -1)


def test_shutting_down_at_once_cancels_what_waits() -> None:
    pool = Workers(1)
    running, waiting = pool.submit(time.sleep, 600), pool.submit(abs, -1)
    until(running.running, bool)
    pool.shutdown(cancel_futures=True)
    assert waiting.cancelled()
    assert running.done()
