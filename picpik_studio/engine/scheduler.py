"""Runs the tasks in the order in which they came, as many images at once as the executor has slots."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from functools import partial

import msgspec

from picpik_studio.engine import work
from picpik_studio.engine.errors import FAULT, INVALID
from picpik_studio.engine.store import ERROR, FINISHED, QUEUING, RUNNING, TERMINATED, Store, Task
from picpik_studio.engine.workers import KilledError, WorkerDiedError
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

SEEDS = 2**31
TRIES = 2

_LOG = logging.getLogger(__name__)
_FAULT = QT_TRANSLATE_NOOP(
    "Engine", "The service failed while it made this picture: try again, or with a smaller frame."
)

Place = tuple[Store, str, int]
"""One image to be made: its store, its task, its number in the batch."""


class Scheduler:
    """Starts the images of all tasks in order; every method is for any thread.

    Any executor will do. One with `kill(future)` ends a running image at once; with another, a terminated task is done
    with all the same, and what its image yields is dropped.
    """

    def __init__(self, executor: Executor, slots: int, stores: Sequence[Store]) -> None:
        self.stores = tuple(stores)
        self._executor = executor
        self._slots = slots
        self._lock = threading.RLock()
        self._waiting: deque[Place] = deque()
        self._running: dict[Future[bytes], Place] = {}
        self._crashes: dict[Place, int] = {}
        self._is_closed = False

    @property
    def waiting(self) -> int:
        """How many images have not been started."""
        return len(self._waiting)

    def start(self) -> None:
        """Take up every task that has not ended, oldest first, whichever engine accepted it."""
        unfinished = [(store, task) for store in self.stores for task in store.tasks if not task.is_ended]
        for store, task in sorted(unfinished, key=lambda each: each[1].created):
            self.add(store, task)

    def add(self, store: Store, task: Task) -> None:
        """Line up what is left of a task."""
        with self._lock:
            todo = [index for index, token in enumerate(task.tokens) if not store.has_result(token)]
            self._waiting.extend((store, task.uid, index) for index in todo)
            if not todo:
                _finish(store, task.uid)
        self._go_on()

    def terminate(self, store: Store, uid: str) -> None:
        """End a task: what waits is dropped, what runs is killed."""
        with self._lock:
            store.change(uid, status=TERMINATED, ended=time.time())
            self._waiting = deque(place for place in self._waiting if place[:2] != (store, uid))
            running = [future for future, place in self._running.items() if place[:2] == (store, uid)]
        for future in running:
            self._kill(future)

    def close(self) -> None:
        """Start nothing more; what runs is not waited for."""
        with self._lock:
            self._is_closed = True
            self._waiting.clear()

    def sweep(self) -> None:
        """Forget what ended a day ago."""
        for store in self.stores:
            store.sweep(time.time())

    def find(self, uid: str) -> tuple[Store, Task] | None:
        """Return a task with the store that has it."""
        for store in self.stores:
            if (task := store.get(uid)) is not None:
                return store, task
        return None

    def _go_on(self) -> None:
        with self._lock:
            while self._waiting and len(self._running) < self._slots and not self._is_closed:
                self._begin(self._waiting.popleft())

    def _begin(self, place: Place) -> None:
        store, uid, index = place
        task = store.change(uid, status=RUNNING)
        try:
            picture, mask = store.inputs(task)[:2]
        except OSError:
            _LOG.exception("The inputs of %s are gone", uid)
            self._fail(place, FAULT, _FAULT)
            return
        seed = (task.seed + index) % SEEDS
        future = self._executor.submit(work.redraw, _order(task), picture, mask, seed)
        self._running[future] = place
        # Not from within this call: an executor may have ended the work already.
        future.add_done_callback(partial(self._ended, place))

    def _ended(self, place: Place, future: Future[bytes]) -> None:
        try:
            with self._lock:
                self._running.pop(future, None)
                self._conclude(place, future)
        finally:
            # Also when the disk is full and not even the failure could be noted: the others must not wait for ever.
            self._go_on()

    def _conclude(self, place: Place, future: Future[bytes]) -> None:
        """Note what became of one image."""
        try:
            self._settle(place, future.result())
        except (KilledError, CancelledError):
            pass
        except PicPikError as error:
            self._fail(place, INVALID, str(error))
        except WorkerDiedError:
            self._again(place)
        except Exception:  # noqa: BLE001 - whatever it is, it is this task's alone
            _LOG.exception("An image of %s failed", place[1])
            self._fail(place, FAULT, _FAULT)

    def _settle(self, place: Place, png: bytes) -> None:
        store, uid, index = place
        task = store.get(uid)
        if task is None or task.is_ended or self._is_closed:
            return
        store.put_result(task.tokens[index], png)
        if all(store.has_result(token) for token in task.tokens):
            _finish(store, uid)

    def _again(self, place: Place) -> None:
        """Try an image anew whose worker died: once that may be chance, twice it is the picture."""
        self._crashes[place] = self._crashes.get(place, 0) + 1
        if self._crashes[place] < TRIES:
            self._waiting.appendleft(place)
        else:
            self._fail(place, FAULT, _FAULT)

    def _fail(self, place: Place, code: int, text: str) -> None:
        store, uid, _index = place
        self._waiting = deque(other for other in self._waiting if other[:2] != (store, uid))
        store.change(uid, status=ERROR, error_code=code, error_text=text, ended=time.time())

    def _kill(self, future: Future[bytes]) -> None:
        kill: Callable[[Future[bytes]], object] = getattr(self._executor, "kill", Future.cancel)
        kill(future)


def _finish(store: Store, uid: str) -> None:
    store.change(uid, status=FINISHED, ended=time.time())


def _order(task: Task) -> work.Order:
    return msgspec.convert(task.order, work.Order)


def is_active(task: Task) -> bool:
    """Whether ListRunningTasks names it: until it has ended and its end was asked for once."""
    return task.status in {QUEUING, RUNNING} or not task.was_asked
