"""Runs the tasks in the order in which they came, as many images at once as the executor has slots."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from functools import partial

import msgspec

from picpik_studio.engine.errors import FAULT, INVALID, StoreError
from picpik_studio.engine.store import Store
from picpik_studio.engine.task import ERROR, FINISHED, TERMINATED, Task
from picpik_studio.engine.workers import KilledError, WorkerDiedError
from picpik_studio.engine.works import WORKS, Images
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

    The lock guards what waits and what runs; no file is read or written under it, so no call waits for the disk.
    """

    def __init__(self, executor: Executor, slots: int, stores: Sequence[Store]) -> None:
        self.stores = tuple(stores)
        self._executor = executor
        self._slots = slots
        self._lock = threading.Lock()
        self._waiting: deque[Place] = deque()
        self._begun: dict[Place, Future[Images] | None] = {}  # None while its pictures are being read
        self._crashes: dict[Place, int] = {}
        self._is_closed = False

    @property
    def waiting(self) -> int:
        """How many tasks have an image that was not begun."""
        with self._lock:
            return len({place[:2] for place in self._waiting})

    @property
    def kept(self) -> int:
        """How many tasks there are, ended ones too."""
        return sum(store.count for store in self.stores)

    def start(self) -> None:
        """Take up every task that has not ended, oldest first, whichever engine accepted it."""
        self._take_up(self.stores)

    def adopt(self, stores: Sequence[Store]) -> None:
        """Take over the stores of other engines, with what is unfinished there."""
        self.stores += tuple(stores)
        self._take_up(stores)

    def add(self, store: Store, task: Task) -> None:
        """Line up what is left of a task."""
        todo = [index for index, token in enumerate(task.tokens) if not store.has_result(token)]
        with self._lock:
            self._waiting.extend((store, task.uid, index) for index in todo)
        if not todo:
            _finish(store, task.uid)
        self._go_on()

    def terminate(self, store: Store, uid: str) -> None:
        """End a task: what waits is dropped, what runs is killed."""
        self._end(store, uid, status=TERMINATED)
        self._go_on()

    def close(self) -> None:
        """Start nothing more and end what runs; its tasks stay unfinished, for the next engine."""
        with self._lock:
            self._is_closed = True
            self._waiting.clear()
            running = [future for future in self._begun.values() if future is not None]
        self._kill(running)

    def sweep(self) -> None:
        """Forget what ended a day ago."""
        for store in self.stores:
            store.sweep(time.time())

    @property
    def kept_bytes(self) -> int:
        """How many bytes all results are together."""
        return sum(store.results.size_bytes for store in self.stores)

    def forget_one(self, *, with_results: bool = False) -> bool:
        """Forget the task that ended first of those whose end was told, before its time; False without one.

        `with_results`: one that has results, which then make room.
        """
        stores = reversed(self.stores)  # the adopted ones are older
        return any(store.forget_told(with_results=with_results) for store in stores)

    def find(self, uid: str) -> tuple[Store, Task] | None:
        """Return a task with the store that has it."""
        for store in self.stores:
            if (task := store.get(uid)) is not None:
                return store, task
        return None

    def _take_up(self, stores: Sequence[Store]) -> None:
        unfinished = [(store, task) for store in stores for task in store.tasks if not task.is_ended]
        for store, task in sorted(unfinished, key=lambda each: each[1].created):
            self.add(store, task)

    def _go_on(self) -> None:
        while (place := self._next()) is not None:
            self._begin(place)

    def _next(self) -> Place | None:
        """Take the next image that may be begun; its slot is taken from then on."""
        with self._lock:
            if self._is_closed or not self._waiting or len(self._begun) >= self._slots:
                return None
            place = self._waiting.popleft()
            self._begun[place] = None
            return place

    def _begin(self, place: Place) -> None:
        """Hand an image to the executor."""
        store, uid, index = place
        try:
            task = store.begin(uid)
            future = self._submitted(store, task, index) if task is not None else None
        except Exception:  # noqa: BLE001 - whatever the disk, the record or the executor says, the others go on
            if not self._is_closed:  # an executor that is closing takes nothing: that is no failure of the task
                _LOG.exception("An image of %s cannot be begun", uid)
                self._fail(place, FAULT, _FAULT)
            future = None
        with self._lock:
            if future is None:
                self._begun.pop(place, None)
                return
            self._begun[place] = future
            is_wanted = not self._is_closed and not _has_ended(place)
        if not is_wanted:  # it was terminated while its pictures were read, when nobody could find it yet
            self._kill([future])
        future.add_done_callback(partial(self._ended, place))

    def _submitted(self, store: Store, task: Task, index: int) -> Future[Images]:
        work = WORKS[task.action]
        order: object = msgspec.convert(task.order, work.order)
        return self._executor.submit(work.run, order, store.inputs(task), (task.seed + index) % SEEDS)

    def _ended(self, place: Place, future: Future[Images]) -> None:
        """Note what became of an image, and go on: also when not even that can be noted."""
        try:
            with self._lock:
                self._begun.pop(place, None)
                is_closed = self._is_closed
            if not is_closed:
                self._conclude(place, future)
        finally:
            self._go_on()

    def _conclude(self, place: Place, future: Future[Images]) -> None:
        try:
            self._settle(place, future.result())
        except (KilledError, CancelledError, WorkerDiedError):
            self._again(place)
        except StoreError as error:
            self._fail(place, FAULT, str(error))
        except PicPikError as error:
            self._fail(place, INVALID, str(error))
        except Exception:  # noqa: BLE001 - whatever it is, it is this task's alone
            _LOG.exception("An image of %s failed", place[1])
            self._fail(place, FAULT, _FAULT)

    def _settle(self, place: Place, images: Images) -> None:
        """Keep an image, and what came beside it; the task is finished with its last one.

        A terminated task's is dropped.
        """
        store, uid, index = place
        task = store.get(uid)
        if task is None or task.is_ended:
            return
        store.put_more(uid, images[1:])
        store.put_result(task.tokens[index], images[0])
        with self._lock:
            self._crashes.pop(place, None)
        if all(store.has_result(token) for token in task.tokens):
            _finish(store, uid)

    def _again(self, place: Place) -> None:
        """Try an image anew whose worker died: once that may be chance, twice it is the picture."""
        if _has_ended(place):
            return
        with self._lock:
            tries = self._crashes[place] = self._crashes.get(place, 0) + 1
            if tries < TRIES:
                self._waiting.appendleft(place)
        if tries >= TRIES:
            self._fail(place, FAULT, _FAULT)

    def _fail(self, place: Place, code: int, text: str) -> None:
        store, uid, _index = place
        self._end(store, uid, status=ERROR, error_code=code, error_text=text)

    def _end(self, store: Store, uid: str, **how: object) -> None:
        """End a task, then what is left of it: whoever takes one of its images up from now on sees that it ended."""
        store.change(uid, ended=time.time(), **how)
        with self._lock:
            self._waiting = deque(place for place in self._waiting if place[:2] != (store, uid))
            self._crashes = {place: count for place, count in self._crashes.items() if place[:2] != (store, uid)}
            running = [future for place, future in self._begun.items() if future and place[:2] == (store, uid)]
        self._kill(running)

    def _kill(self, futures: Sequence[Future[Images]]) -> None:
        kill: Callable[[Future[Images]], object] = getattr(self._executor, "kill", Future.cancel)
        for future in futures:
            kill(future)


def _finish(store: Store, uid: str) -> None:
    store.change(uid, status=FINISHED, ended=time.time())


def _has_ended(place: Place) -> bool:
    task = place[0].get(place[1])
    return task is None or task.is_ended
