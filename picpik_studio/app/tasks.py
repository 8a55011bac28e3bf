"""The one door for slow work: three lanes of threads, and one dispatcher to the thread that may touch state.

Lanes: `pixels` (as many threads as cores), `files` (one, in order) and `network` (up to 32). Work runs on a lane; what
follows from it (`done`, `failed`, `progress`, timers) is called through `dispatch` on the dispatch thread.
"""

import os
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

from picpik_studio.app.errors import CancelledError
from picpik_studio.app.lanes import Clock, Lane, Timer
from picpik_studio.app.notices import Notices
from picpik_studio.texts import QT_TRANSLATE_NOOP

T = TypeVar("T")
R = TypeVar("R")
LaneName = Literal["pixels", "files", "network"]
Dispatch = Callable[[Callable[[], None]], None]

NETWORK_THREADS = 32
CLOSING_SECONDS = 2.0


class Task(Generic[T]):
    """One piece of slow work; handed to the work itself, and to whoever started it.

    `report` and `check` are for the work; `cancel` may be called from any thread.
    """

    def __init__(self, label: str, progress: Callable[[float], None] | None, dispatch: Dispatch) -> None:
        self.label = label
        self.fraction = 0.0
        self._progress = progress
        self._dispatch = dispatch
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._closers: list[Callable[[], object]] = []
        self._is_told = True

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody waits for the result any more."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise CancelledError when nobody waits for the result any more."""
        if self.is_cancelled:
            raise CancelledError(QT_TRANSLATE_NOOP("Tasks", "Cancelled."))

    def sleep(self, seconds: float) -> None:
        """Wait; raise CancelledError as soon as the task is cancelled."""
        self._cancelled.wait(seconds)
        self.check()

    def report(self, fraction: float) -> None:
        """Say how far the work is, 0 to 1; reports that come faster than they are shown are merged."""
        with self._lock:
            self.fraction = fraction
            is_first, self._is_told = self._is_told, False
        if is_first and self._progress is not None:
            self._dispatch(self._tell)

    def advance(self, fraction: float) -> None:
        """Check, then report."""
        self.check()
        self.report(fraction)

    def _tell(self) -> None:
        with self._lock:
            self._is_told = True
        if self._progress is not None and not self.is_cancelled:
            self._progress(self.fraction)

    def on_cancel(self, closer: Callable[[], object]) -> None:
        """Have `closer` called (from the cancelling thread) at `cancel`: it ends what the work is blocked in."""
        with self._lock:
            is_late = self.is_cancelled
            if not is_late:
                self._closers.append(closer)
        if is_late:
            closer()

    def cancel(self) -> None:
        """Give up: `done` and `failed` are not called any more. The work itself ends at its next `check`."""
        with self._lock:
            closers, self._closers = self._closers, []
            self._cancelled.set()
        for closer in closers:
            closer()


class Tasks:
    """Runs slow work on three lanes and brings the outcomes to the dispatch thread.

    A failure that nobody takes (`failed=None`) becomes a notice. Made and closed on the dispatch thread.
    """

    def __init__(self, dispatch: Dispatch, notices: Notices) -> None:
        self.dispatch = dispatch
        self._notices = notices
        self._lanes: dict[LaneName, Lane] = {
            "pixels": Lane("pixels", os.cpu_count() or 1),
            "files": Lane("files", 1),
            "network": Lane("network", NETWORK_THREADS),
        }
        self._clock = Clock(self._call)
        self._lock = threading.Lock()
        self._running: set[Task[Any]] = set()
        self._is_closed = False

    def run(
        self,
        lane: LaneName,
        work: Callable[[Task[T]], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        progress: Callable[[float], None] | None = None,
        label: str = "",
    ) -> Task[T]:
        """Run `work(task)` on a lane; then call `done(result)` or `failed(error)` on the dispatch thread.

        After `close` the task comes back cancelled and nothing runs. May be called from any thread.
        """
        task: Task[T] = Task(label, progress, self._call)
        with self._lock:
            if not self._is_closed:
                self._running.add(task)
        if self._is_closed:
            task.cancel()
            return task
        self._lanes[lane].put(lambda: self._perform(task, work, done, failed or self._notices.fail))
        return task

    def after(self, seconds: float, action: Callable[[], None]) -> Timer:
        """Call `action` on the dispatch thread in `seconds`; `cancel()` of what is returned prevents it."""
        return self._clock.after(seconds, action)

    def close(self, seconds: float = CLOSING_SECONDS) -> bool:
        """Cancel everything, end the threads and wait for them, at most `seconds`; say whether all ended."""
        with self._lock:
            self._is_closed = True
            running = tuple(self._running)
        for task in running:
            task.cancel()
        deadline = time.monotonic() + seconds
        has_ended = self._clock.close(deadline)
        for lane in self._lanes.values():
            lane.hush()
        for lane in self._lanes.values():
            has_ended = lane.join(deadline) and has_ended
        return has_ended

    def _perform(
        self,
        task: Task[T],
        work: Callable[[Task[T]], T],
        done: Callable[[T], object] | None,
        failed: Callable[[Exception], object],
    ) -> None:
        try:
            task.check()
            result = work(task)
        except CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - every failure of slow work is shown, whatever it is
            self._tell(task, failed, error)
        else:
            if done is not None:
                self._tell(task, done, result)
        with self._lock:
            self._running.discard(task)

    def _tell(self, task: Task[T], receiver: Callable[[R], object], value: R) -> None:
        def deliver() -> None:
            if not task.is_cancelled:
                receiver(value)

        self._call(deliver)

    def _call(self, action: Callable[[], None]) -> None:
        if not self._is_closed:
            self.dispatch(action)
