"""The scheduler over executors that a team may bring, without HTTP."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from picpik_studio.engine.folders import open_stores
from picpik_studio.engine.scheduler import Scheduler
from picpik_studio.engine.store import Store
from picpik_studio.engine.task import Task
from picpik_studio.engine.workers import WorkerDiedError
from picpik_studio.files.errors import DiskFullError

P = ParamSpec("P")
T = TypeVar("T")


class Scripted(Executor):
    """Answers each submission with the next of `outcomes`, on a thread of its own; without `kill`, as Dask is."""

    def __init__(self, *outcomes: bytes | Exception) -> None:
        self.outcomes = list(outcomes)
        self.submitted = 0
        self.go = threading.Event()
        self.go.set()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        del fn, args, kwargs
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # now: what runs cannot be cancelled
        self.submitted += 1
        threading.Thread(target=self._answer, args=(future, self.outcomes.pop(0))).start()
        return future

    def _answer(self, future: Future[T], outcome: bytes | Exception) -> None:
        self.go.wait(30)
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result((outcome,))  # type: ignore[arg-type]  # the work's own kind is a tuple of bytes


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (store,) = open_stores(tmp_path / "engine")
    yield store
    store.close()


def accepted(store: Store, uid: str, images: int = 1) -> Task:
    order: dict[str, object] = {"size": [64, 64], "mask_blur": 0, "invert_mask": False, "refer_strength": 1.0}
    names = (f"{uid}-picture", f"{uid}-mask")
    tokens = tuple(f"{uid}-{number}" for number in range(images))
    task = Task(uid, "ModifyMaskedPixels", "", "Queuing", time.time(), 1, order, names, tokens)
    store.accept(task, (b"picture", b"mask"))
    return task


def settled(store: Store, uid: str) -> Task:
    end = time.monotonic() + 60
    while (task := store.get(uid)) is None or not task.is_ended:
        assert time.monotonic() < end
        time.sleep(0.01)
    return task


def test_a_worker_that_dies_is_given_a_second_try(store: Store) -> None:
    executor = Scripted(WorkerDiedError(), b"png")
    Scheduler(executor, 1, [store]).add(store, accepted(store, "a"))
    assert settled(store, "a").status == "Finished"
    assert executor.submitted == 2


def test_a_picture_that_kills_its_worker_twice_is_given_up(store: Store) -> None:
    executor = Scripted(WorkerDiedError(), WorkerDiedError(), b"png")
    scheduler = Scheduler(executor, 1, [store])
    scheduler.add(store, accepted(store, "a"))
    task = settled(store, "a")
    assert (task.status, task.error_code) == ("Error", 150)
    scheduler.add(store, accepted(store, "b"))
    assert settled(store, "b").status == "Finished"


def test_a_late_result_of_a_terminated_task_is_dropped(store: Store) -> None:
    executor = Scripted(b"late", b"png")
    executor.go.clear()
    scheduler = Scheduler(executor, 1, [store])
    scheduler.add(store, accepted(store, "a"))
    scheduler.terminate(store, "a")
    executor.go.set()
    scheduler.add(store, accepted(store, "b"))
    assert settled(store, "b").status == "Finished"
    assert settled(store, "a").status == "Terminated"
    assert not store.has_result("a-0")


def test_a_failure_of_its_own_is_150_and_not_the_pictures_fault(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    Scheduler(Scripted(RuntimeError("bug")), 1, [store]).add(store, accepted(store, "a"))
    assert settled(store, "a").error_code == 150
    assert "bug" in caplog.text
    caplog.clear()


def test_what_lies_ready_is_not_made_again(store: Store) -> None:
    task = accepted(store, "a", images=2)
    store.put_result("a-0", b"png")
    executor = Scripted(b"png")
    Scheduler(executor, 1, [store]).start()
    assert settled(store, task.uid).status == "Finished"
    assert executor.submitted == 1


def test_a_task_whose_pictures_are_gone_ends_in_words(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    accepted(store, "a")
    (store.folder / "inputs" / "a-mask").unlink()
    Scheduler(Scripted(), 1, [store]).start()
    assert (settled(store, "a").status, settled(store, "a").error_code) == ("Error", 150)
    assert "a-mask" in caplog.text
    caplog.clear()


def test_a_file_error_of_the_work_is_told_as_the_pictures(store: Store) -> None:
    Scheduler(Scripted(DiskFullError("{name} is broken", name="picture")), 1, [store]).add(store, accepted(store, "a"))
    task = settled(store, "a")
    assert (task.error_code, task.error_text) == (230, "picture is broken")


def test_a_disk_that_takes_nothing_more_does_not_stop_the_others(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    executor = Scripted(RuntimeError("bug"), b"png")
    executor.go.clear()
    scheduler = Scheduler(executor, 1, [store])
    scheduler.add(store, accepted(store, "a"))
    scheduler.add(store, accepted(store, "b"))
    blocker = sqlite3.connect(store.folder / "tasks.sqlite", isolation_level=None, check_same_thread=False)
    blocker.execute(
        "CREATE TRIGGER full BEFORE UPDATE ON tasks WHEN old.uid = 'a' BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    blocker.close()
    executor.go.set()
    assert settled(store, "b").status == "Finished"
    assert store.get("a") is not None
    caplog.clear()
