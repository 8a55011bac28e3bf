"""The scheduler at the wrong moments, with an executor whose every step the test decides."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import closing
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest

from picpik_studio.engine.folders import open_stores
from picpik_studio.engine.scheduler import Scheduler
from picpik_studio.engine.store import Store
from picpik_studio.engine.workers import KilledError
from tests.engine.test_scheduler import accepted

P = ParamSpec("P")
T = TypeVar("T")


class Led(Executor):
    """Begins everything at once and ends nothing by itself; with `kill`."""

    def __init__(self) -> None:
        self.begun: list[Future[Any]] = []
        self.refuses = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        del fn, args, kwargs
        if self.refuses:
            raise RuntimeError("takes nothing")
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        self.begun.append(future)
        return future

    def kill(self, future: Future[Any]) -> bool:
        if not future.done():
            future.set_exception(KilledError())
        return True

    @property
    def running(self) -> int:
        return sum(not future.done() for future in self.begun)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (store,) = open_stores(tmp_path / "engine")
    yield store
    store.close()


@pytest.fixture
def executor() -> Led:
    return Led()


@pytest.fixture
def scheduler(executor: Led, store: Store) -> Scheduler:
    return Scheduler(executor, 2, [store])


def status(store: Store, uid: str) -> str:
    task = store.get(uid)
    assert task is not None
    return task.status


def test_never_more_than_the_slots_run_and_all_in_order(executor: Led, scheduler: Scheduler, store: Store) -> None:
    for number in range(6):
        scheduler.add(store, accepted(store, f"t{number}"))
    assert (executor.running, scheduler.waiting) == (2, 4)
    for number in range(6):
        executor.begun[number].set_result((b"png",))
        assert executor.running == min(2, 5 - number)
        assert [status(store, f"t{n}") == "Finished" for n in range(6)] == [n <= number for n in range(6)]


def test_a_task_is_terminated_while_its_pictures_are_read(
    executor: Led, scheduler: Scheduler, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = store.inputs

    def read(task: Any) -> tuple[bytes, ...]:  # noqa: ANN401 - a task
        pictures = inputs(task)
        scheduler.terminate(store, task.uid)
        return pictures

    monkeypatch.setattr(store, "inputs", read)
    scheduler.add(store, accepted(store, "a"))
    assert status(store, "a") == "Terminated"
    assert executor.running == 0
    assert not scheduler._begun


def test_a_task_that_is_terminated_before_it_is_lined_up_is_never_begun(
    executor: Led, scheduler: Scheduler, store: Store
) -> None:
    task = accepted(store, "a")
    scheduler.terminate(store, "a")
    scheduler.add(store, task)
    scheduler.add(store, accepted(store, "b"))
    assert len(executor.begun) == 1
    executor.begun[0].set_result((b"png",))
    assert (status(store, "a"), status(store, "b")) == ("Terminated", "Finished")


def test_a_task_is_terminated_while_its_image_is_written(
    executor: Led, scheduler: Scheduler, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = store.put_result

    def slowly(token: str, data: bytes) -> None:
        scheduler.terminate(store, "a")
        put(token, data)

    monkeypatch.setattr(store, "put_result", slowly)
    scheduler.add(store, accepted(store, "a"))
    executor.begun[0].set_result((b"png",))
    assert status(store, "a") == "Terminated"
    assert list((store.folder / "results").iterdir()) == []


def test_no_call_waits_while_a_picture_is_written(
    executor: Led, scheduler: Scheduler, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, put = threading.Event(), store.put_result

    def slowly(token: str, data: bytes) -> None:
        assert go.wait(30)
        put(token, data)

    monkeypatch.setattr(store, "put_result", slowly)
    for uid in ("a", "b", "c"):
        scheduler.add(store, accepted(store, uid))
    writing = threading.Thread(target=executor.begun[0].set_result, args=((b"png",),))
    writing.start()
    # All of this would wait for ever if the disk were written under the lock.
    scheduler.add(store, accepted(store, "d"))
    scheduler.terminate(store, "b")
    assert scheduler.find("a") is not None
    assert (status(store, "a"), status(store, "b"), scheduler.waiting) == ("Running", "Terminated", 0)
    go.set()
    writing.join(30)
    assert status(store, "a") == "Finished"


def test_what_fails_once_ends_the_other_images_of_its_task_too(
    executor: Led, scheduler: Scheduler, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    scheduler.add(store, accepted(store, "a", images=4))
    scheduler.add(store, accepted(store, "b"))
    executor.begun[1].set_result((b"png",))
    executor.begun[0].set_exception(RuntimeError("bug"))
    assert status(store, "a") == "Error"
    assert list((store.folder / "results").iterdir()) == []
    assert executor.running == 1
    executor.begun[-1].set_result((b"png",))
    assert status(store, "b") == "Finished"
    caplog.clear()


def test_an_executor_that_refuses_fails_the_task_and_not_the_service(
    executor: Led, scheduler: Scheduler, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    executor.refuses = True
    scheduler.add(store, accepted(store, "a"))
    assert status(store, "a") == "Error"
    executor.refuses = False
    scheduler.add(store, accepted(store, "b"))
    executor.begun[0].set_result((b"png",))
    assert status(store, "b") == "Finished"
    caplog.clear()


def test_work_that_somebody_else_ended_is_tried_again(executor: Led, scheduler: Scheduler, store: Store) -> None:
    scheduler.add(store, accepted(store, "a"))
    executor.kill(executor.begun[0])
    executor.begun[1].set_result((b"png",))
    assert status(store, "a") == "Finished"
    assert not scheduler._crashes


def test_closing_ends_the_work_and_leaves_the_tasks_to_the_next(
    executor: Led, scheduler: Scheduler, store: Store
) -> None:
    for uid in ("a", "b", "c"):
        scheduler.add(store, accepted(store, uid))
    scheduler.close()
    assert executor.running == 0
    scheduler.add(store, accepted(store, "late"))
    assert len(executor.begun) == 2
    assert not any(task.is_ended for task in store.tasks)
    second = Led()
    Scheduler(second, 4, [store]).start()
    for future in second.begun:
        future.set_result((b"png",))
    assert {task.status for task in store.tasks} == {"Finished"}


def test_an_executor_that_refuses_because_the_end_has_come_fails_nothing(
    executor: Led, scheduler: Scheduler, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = store.inputs

    def read(task: Any) -> tuple[bytes, ...]:  # noqa: ANN401 - a task
        scheduler.close()
        executor.refuses = True
        return inputs(task)

    monkeypatch.setattr(store, "inputs", read)
    scheduler.add(store, accepted(store, "a"))
    assert not any(task.is_ended for task in store.tasks)


def test_an_image_that_comes_after_the_end_is_dropped(
    executor: Led, scheduler: Scheduler, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Led, "kill", lambda _self, _future: False)  # as with executors that cannot
    scheduler.add(store, accepted(store, "a"))
    scheduler.close()
    store.close()
    executor.begun[0].set_result((b"png",))
    assert list((store.folder / "results").iterdir()) == []


def test_stores_that_come_later_are_taken_up(executor: Led, scheduler: Scheduler, store: Store, tmp_path: Path) -> None:
    (other,) = open_stores(tmp_path / "other")
    accepted(other, "a")
    scheduler.adopt([other])
    executor.begun[0].set_result((b"png",))
    assert status(other, "a") == "Finished"
    assert scheduler.find("a") == (other, other.get("a"))
    assert scheduler.stores == (store, other)
    other.close()


def sql(store: Store, statement: str) -> None:
    with closing(sqlite3.connect(store.folder / "tasks.sqlite")) as database:
        database.execute(statement)
        database.commit()


def test_a_disk_that_refuses_the_end_of_a_task_does_not_make_it_run_for_ever(
    executor: Led, scheduler: Scheduler, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    for uid in ("a", "b"):
        scheduler.add(store, accepted(store, uid))
    sql(store, "CREATE TRIGGER full BEFORE UPDATE ON tasks BEGIN SELECT RAISE(ABORT, 'full'); END")
    executor.begun[0].set_result((b"png",))
    scheduler.terminate(store, "b")
    assert (status(store, "a"), status(store, "b")) == ("Finished", "Terminated")
    assert "is not on the disk" in caplog.text
    caplog.clear()
    sql(store, "DROP TRIGGER full")
    store.close()
    (again,) = open_stores(store.folder.parent)
    last = Led()
    Scheduler(last, 1, [again]).start()
    # The picture of the one is there; those of which the other would be made are not.
    assert (status(again, "a"), status(again, "b"), last.begun) == ("Finished", "Error", [])
    again.close()
    caplog.clear()


def test_a_result_that_cannot_be_kept_is_told(executor: Led, scheduler: Scheduler, store: Store) -> None:
    scheduler.add(store, accepted(store, "a-task"))
    (store.folder / "results").rmdir()
    executor.begun[0].set_result((b"png",))
    task = store.get("a-task")
    assert task is not None
    assert (task.status, task.error_code) == ("Error", 150)
    assert task.error_text == "The service cannot keep its data on the disk: No such file or directory"
