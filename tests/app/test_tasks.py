"""Slow work: three lanes, one way back, and an end that waits for nobody long."""

import threading
from collections.abc import Iterator

import pytest

from picpik_studio.app.errors import AppError, CancelledError
from picpik_studio.app.lanes import QueueDispatcher
from picpik_studio.app.notices import Notice, Notices
from picpik_studio.app.tasks import Task, Tasks


class Room:
    def __init__(self) -> None:
        self.dispatcher = QueueDispatcher()
        self.notices = Notices()
        self.shown: list[Notice] = []
        self.notices.shown.connect(self.shown.append)
        self.tasks = Tasks(self.dispatcher, self.notices)


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    assert made.tasks.close(60)


def test_work_runs_elsewhere_and_its_result_comes_back_here(room: Room) -> None:
    results: list[tuple[str, str]] = []
    room.tasks.run(
        "pixels",
        lambda _task: threading.current_thread().name,
        done=lambda name: results.append((name, threading.current_thread().name)),
    )
    assert room.dispatcher.run_until(lambda: bool(results), 60)
    assert results == [("picpik-pixels-0", threading.current_thread().name)]


def test_the_files_lane_keeps_its_order(room: Room) -> None:
    order: list[int] = []
    numbers = iter(range(50))
    for _ in range(50):
        room.tasks.run("files", lambda _task: next(numbers), done=order.append)
    assert room.dispatcher.run_until(lambda: len(order) == 50, 60)
    assert order == list(range(50))


def test_the_network_lane_runs_32_at_once(room: Room) -> None:
    together = threading.Barrier(32)
    ends: list[int] = []
    for _ in range(32):
        room.tasks.run("network", lambda _task: together.wait(60), done=ends.append)
    assert room.dispatcher.run_until(lambda: len(ends) == 32, 60)
    assert sorted(ends) == list(range(32))


def test_a_failure_goes_to_its_taker_or_becomes_a_notice(room: Room) -> None:
    taken: list[Exception] = []
    room.tasks.run("files", lambda _task: _fail("one"), failed=taken.append)
    room.tasks.run("files", lambda _task: _fail("two"))
    assert room.dispatcher.run_until(lambda: bool(room.shown), 60)
    assert [str(error) for error in taken] == ["This is one."]
    assert [(notice.kind, notice.text) for notice in room.shown] == [("error", "This is two.")]


def _fail(what: str) -> None:
    raise AppError("This is {what}.", what=what)


def test_a_cancelled_task_tells_nothing_more(room: Room) -> None:
    inside, checked = threading.Event(), threading.Event()
    told: list[object] = []

    def work(task: Task[None]) -> None:
        inside.set()
        try:
            task.sleep(30)
        finally:
            checked.set()

    closed: list[str] = []
    task = room.tasks.run("network", work, done=told.append, failed=told.append)
    task.on_cancel(lambda: closed.append("socket"))
    assert inside.wait(60)
    task.cancel()
    task.on_cancel(lambda: closed.append("late"))
    assert checked.wait(60)
    room.dispatcher.run_until(lambda: False, 0.05)
    assert (told, closed) == ([], ["socket", "late"])
    with pytest.raises(CancelledError):
        task.check()


def test_a_task_cancelled_before_its_turn_is_not_begun(room: Room) -> None:
    gate = threading.Event()
    begun: list[int] = []
    room.tasks.run("files", lambda _task: gate.wait(60))
    room.tasks.run("files", lambda _task: begun.append(1)).cancel()
    last: list[object] = []
    room.tasks.run("files", lambda _task: None, done=last.append)
    gate.set()
    assert room.dispatcher.run_until(lambda: bool(last), 60)
    assert begun == []


def test_progress_comes_here_and_fast_reports_are_merged(room: Room) -> None:
    seen: list[float] = []
    ends: list[object] = []
    has_reported = threading.Event()

    def work(task: Task[None]) -> None:
        for step in range(1000):
            task.report(step / 999)
        has_reported.set()

    task = room.tasks.run("pixels", work, progress=seen.append, done=ends.append)
    assert has_reported.wait(60)  # nothing is shown meanwhile, so that there is something to merge
    assert room.dispatcher.run_until(lambda: bool(ends), 60)
    assert seen[-1] == task.fraction == 1.0
    assert seen == [1.0]


def test_reports_without_a_listener_cost_nothing(room: Room) -> None:
    ends: list[object] = []
    task = room.tasks.run("pixels", lambda task: task.report(0.5), done=ends.append)
    assert room.dispatcher.run_until(lambda: bool(ends), 60)
    assert task.fraction == 0.5


def test_timers_come_in_their_order_and_can_be_prevented(room: Room) -> None:
    seen: list[str] = []
    room.tasks.after(0.5, lambda: seen.append("late"))  # later than "soon" also where these lines take a while
    room.tasks.after(0.0, lambda: seen.append("soon"))
    room.tasks.after(0.01, lambda: seen.append("never")).cancel()
    assert room.dispatcher.run_until(lambda: len(seen) == 2, 60)
    assert seen == ["soon", "late"]


def test_closing_drops_what_waits_and_waits_for_nobody_long() -> None:
    room = Room()
    begun, gate = threading.Event(), threading.Event()
    told: list[object] = []
    room.tasks.after(60, lambda: told.append("timer"))

    def work(_task: Task[None]) -> None:
        begun.set()
        gate.wait(60)

    room.tasks.run("files", work, done=told.append)
    assert begun.wait(60)
    room.tasks.run("files", lambda _task: None, done=told.append)
    assert not room.tasks.close(0.05)
    gate.set()
    assert room.tasks.run("files", lambda _task: None, done=told.append).is_cancelled
    room.tasks.after(0, lambda: told.append("timer"))
    assert not room.dispatcher.run_until(lambda: bool(told), 0.1)


def test_closing_ends_what_is_blocked_in_a_socket() -> None:
    room = Room()
    ended = threading.Event()
    begun = threading.Event()

    def work(task: Task[None]) -> None:
        task.on_cancel(ended.set)
        begun.set()
        ended.wait(30)

    room.tasks.run("network", work)
    assert begun.wait(60)
    assert room.tasks.close(20)
