"""The threads under `tasks`: lanes of workers and a clock; all daemons, so a stuck socket never holds the program."""

import heapq
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue

Action = Callable[[], None]

POLL_SECONDS = 0.1
"""How long `QueueDispatcher` blocks at once: Windows delivers Ctrl+C only between two waits."""


class Lane:
    """Up to `limit` threads that perform actions in the order of their coming; made when there is work for them."""

    def __init__(self, name: str, limit: int) -> None:
        self._name = name
        self._limit = limit
        self._waiting: deque[Action] = deque()
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._is_closed = False

    def put(self, action: Action) -> None:
        """Have `action` performed; after `close` it is dropped."""
        with self._changed:
            if self._is_closed:
                return
            self._waiting.append(action)
            if self._idle < len(self._waiting) and len(self._threads) < self._limit:
                thread = threading.Thread(
                    target=self._work, name=f"picpik-{self._name}-{len(self._threads)}", daemon=True
                )
                self._threads.append(thread)
                thread.start()
            self._changed.notify()

    def _work(self) -> None:
        while (action := self._next()) is not None:
            action()

    def _next(self) -> Action | None:
        with self._changed:
            self._idle += 1
            self._changed.wait_for(lambda: self._waiting or self._is_closed)
            self._idle -= 1
            return None if self._is_closed else self._waiting.popleft()

    def hush(self) -> None:
        """Drop what waits and have the threads end."""
        with self._changed:
            self._is_closed = True
            self._waiting.clear()
            self._changed.notify_all()

    def join(self, deadline: float) -> bool:
        """Wait for the threads until `deadline` (time.monotonic); say whether all ended."""
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)


class Timer:
    """One action at one time; `cancel` prevents it, from the thread that would perform it."""

    def __init__(self, action: Action) -> None:
        self._action: Action | None = action

    def cancel(self) -> None:
        """Prevent the action; harmless when it has happened."""
        self._action = None

    def __call__(self) -> None:
        """Perform the action, once, unless it was cancelled."""
        action, self._action = self._action, None
        if action is not None:
            action()


class Clock:
    """Hands timers to `call` when their time has come; one thread, made with the first timer."""

    def __init__(self, call: Callable[[Action], None]) -> None:
        self._call = call
        self._timers: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def after(self, seconds: float, action: Action) -> Timer:
        """Have `action` called in `seconds`; after `close` never."""
        timer = Timer(action)
        with self._changed:
            heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._order), timer))
            if self._thread is None and not self._is_closed:
                self._thread = threading.Thread(target=self._work, name="picpik-clock", daemon=True)
                self._thread.start()
            self._changed.notify()
        return timer

    def _work(self) -> None:
        while (timer := self._next()) is not None:
            self._call(timer)

    def _next(self) -> Timer | None:
        with self._changed:
            while not self._is_closed:
                wait = self._timers[0][0] - time.monotonic() if self._timers else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._timers)[2]
                self._changed.wait(wait)
        return None

    def close(self, deadline: float) -> bool:
        """Forget the timers and end the thread; wait until `deadline` and say whether it ended."""
        with self._changed:
            self._is_closed = True
            self._timers.clear()
            self._changed.notify()
        if self._thread is None:
            return True
        self._thread.join(max(0.0, deadline - time.monotonic()))
        return not self._thread.is_alive()


class QueueDispatcher:
    """The dispatcher of a program without a window: the thread that calls `run_until` performs what was dispatched."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Action] = SimpleQueue()

    def __call__(self, action: Action) -> None:
        """Have `action` performed by the thread in `run_until`; callable from any thread."""
        self._waiting.put(action)

    def run_until(self, is_done: Callable[[], bool], seconds: float | None = None) -> bool:
        """Perform actions until `is_done()`, which is asked after each; False when `seconds` passed before."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not is_done():
            if deadline is not None and time.monotonic() > deadline:
                return False
            try:
                action = self._waiting.get(timeout=POLL_SECONDS)
            except Empty:
                continue
            action()
        return True
