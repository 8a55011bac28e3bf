import os
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError

import pytest

from picpik_studio.engine.workers import KilledError, WorkerDiedError, Workers


@pytest.fixture
def workers() -> Iterator[Workers]:
    pool = Workers(2)
    yield pool
    pool.shutdown(cancel_futures=True)


def test_work_is_done_in_other_processes_and_its_errors_come_home(workers: Workers) -> None:
    assert workers.submit(os.getpid).result(30) != os.getpid()
    with pytest.raises(ZeroDivisionError):
        workers.submit(divmod, 1, 0).result(30)
    assert workers.submit(divmod, 7, 2).result(30) == (3, 1)


def test_what_cannot_be_sent_is_an_error_and_the_slot_lives_on(workers: Workers) -> None:
    with pytest.raises(Exception, match=r"pickle|lambda"):
        workers.submit(lambda: 1).result(30)
    assert workers.submit(abs, -1).result(30) == 1


def test_kill_ends_one_and_leaves_the_others(workers: Workers) -> None:
    pid = workers.submit(os.getpid).result(30)
    long, other = workers.submit(time.sleep, 600), workers.submit(time.sleep, 1)
    while not long.running():
        time.sleep(0.01)
    workers.kill(long)
    with pytest.raises(KilledError):
        long.result(30)
    assert other.result(30) is None
    assert workers.submit(abs, -2).result(30) == 2
    assert pid > 0


def test_what_waits_is_cancelled_by_kill(workers: Workers) -> None:
    busy = [workers.submit(time.sleep, 600) for _ in range(2)]
    while not all(future.running() for future in busy):
        time.sleep(0.01)
    waiting = workers.submit(abs, -1)
    workers.kill(waiting)
    assert waiting.cancelled()
    workers.shutdown(cancel_futures=True)
    for future in busy:
        with pytest.raises((KilledError, CancelledError)):
            future.result(30)


def test_a_process_that_dies_by_itself_is_told_and_replaced(workers: Workers) -> None:
    with pytest.raises(WorkerDiedError):
        workers.submit(os._exit, 3).result(30)
    assert workers.submit(abs, -3).result(30) == 3
