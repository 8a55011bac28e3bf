"""A pool of processes in which one piece of work can be ended without harm to the others.

`concurrent.futures.ProcessPoolExecutor` cannot do that: a worker that is killed breaks every future.
"""

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_NICENESS = 5
_ORPHAN_GRACE_S = 0.2
_FAREWELL_S = 1.0
_CONTEXT = multiprocessing.get_context("spawn")


class WorkerDiedError(Exception):
    """A process ended by itself, or was ended by the system, in the middle of its work."""


class KilledError(Exception):
    """The work was ended by `Workers.kill`, or by shutting down."""


@dataclass
class _Call:
    """One piece of work and its future."""

    future: Future[Any]
    work: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


@dataclass
class _Process:
    """A process that runs, and the pipe to it."""

    process: BaseProcess
    pipe: "Connection[Any, Any]"

    def end(self) -> None:
        """End it: by itself when it is idle, else it is killed. Takes a moment."""
        self.pipe.close()
        self.process.join(_FAREWELL_S)
        self.process.kill()
        self.process.join()
        with contextlib.suppress(ValueError):  # another thread, which starts one, has just seen it end
            self.process.close()


@dataclass(eq=False)
class _Slot:
    """A place for one process; it has one from its first work on. Belongs to its thread, under the pool's lock."""

    running: _Process | None = None
    current: Future[Any] | None = None
    is_killed: bool = False
    thread: threading.Thread = field(default_factory=threading.Thread)


class Workers(Executor):
    """At most `slots` spawned processes, each started when it is first needed and ended after `idle_s` without work.

    What is submitted must be picklable. The processes end with this one, however it ends. One stays warm.
    """

    def __init__(self, slots: int, *, idle_s: float = 60.0) -> None:
        self._idle_s = idle_s
        self._pending: deque[_Call] = deque()
        self._changed = threading.Condition()
        self._is_closed = False
        self._slots = [_Slot() for _ in range(slots)]
        for number, slot in enumerate(self._slots):
            slot.thread = threading.Thread(target=self._serve, args=(slot,), name=f"picpik-slot-{number}", daemon=True)
            slot.thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `fn` in a process; work starts in the order of submission. Raises RuntimeError after `shutdown`."""
        future: Future[T] = Future()
        with self._changed:
            if self._is_closed:
                raise RuntimeError("the workers are shut down")
            self._pending.append(_Call(future, (fn, args, kwargs)))
            self._changed.notify_all()
        return future

    def kill(self, future: Future[Any]) -> bool:
        """End the work of `future`, whether it has begun or not; return whether there was something to end.

        Work that had begun ends with KilledError (unless it was just done) and its process is replaced; other work goes
        on.
        """
        if future.cancel():
            return True
        with self._changed:
            slot = next((slot for slot in self._slots if slot.current is future), None)
            if slot is not None:
                _kill(slot)
            return slot is not None

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT002 - Executor's own
        """Take nothing more; end the processes once the work is done, at once with `cancel_futures`."""
        dropped: list[_Call] = []
        with self._changed:
            self._is_closed = True
            if cancel_futures:
                dropped.extend(self._pending)
                self._pending.clear()
                for busy in [slot for slot in self._slots if slot.current is not None]:
                    _kill(busy)
            self._changed.notify_all()
        for call in dropped:  # outside the lock, since it calls what others have attached to the future
            call.future.cancel()
        if wait:
            for slot in self._slots:
                slot.thread.join()

    def _serve(self, slot: _Slot) -> None:
        """Work off calls in one slot until the end."""
        while self._step(slot):
            pass

    def _step(self, slot: _Slot) -> bool:
        """Do the next call, or end the process after a time without one; return whether there may be more to do."""
        with self._changed:
            is_turn = self._changed.wait_for(lambda: self._is_turn_of(slot), self._idle_s)
            call = self._taken(slot) if is_turn and self._pending else None
            is_over = call is None and self._is_closed and not self._pending
            is_spare = not is_turn and any(other.running is not None for other in self._slots if other is not slot)
            unneeded = self._released(slot) if is_over or is_spare else None
        if call is not None:
            self._run(slot, call)
        elif unneeded is not None:
            unneeded.end()
        return not is_over

    def _is_turn_of(self, slot: _Slot) -> bool:
        """Whether this slot has something to do; one with a process goes before one that must start its own."""
        if not self._pending:
            return self._is_closed
        return slot.running is not None or not any(
            other.running is not None and other.current is None for other in self._slots
        )

    def _taken(self, slot: _Slot) -> _Call | None:
        """Take the next call for this slot, unless it was cancelled. From then on it can be killed."""
        call = self._pending.popleft()
        if not call.future.set_running_or_notify_cancel():
            return None
        slot.current, slot.is_killed = call.future, False
        self._changed.notify_all()  # with this one busy, it may be another slot's turn
        return call

    def _released(self, slot: _Slot) -> _Process | None:
        """Return the slot's process, which is the slot's no more: nobody can kill it by mistake while it ends."""
        running, slot.running = slot.running, None
        return running

    def _run(self, slot: _Slot, call: _Call) -> None:
        """Have the call done by the slot's process and give its answer to the future. Raises nothing."""
        is_broken = False
        try:
            pipe = self._ready(slot).pipe
            pipe.send(call.work)
            is_done, answer = pipe.recv()
        except (EOFError, OSError):
            is_broken, is_done, answer = True, False, None
        except Exception as error:  # noqa: BLE001 - what cannot be pickled is the caller's fault, whatever it raises
            is_done, answer = False, error
        with self._changed:
            slot.current = None
            # One that was killed a moment too late has no work any more: the next call must not find it dying.
            ended = self._released(slot) if is_broken or slot.is_killed else None
            self._changed.notify_all()
        if is_broken:
            answer = KilledError() if slot.is_killed else WorkerDiedError()
        if ended is not None:
            ended.end()
        if is_done:
            call.future.set_result(answer)
        else:
            call.future.set_exception(answer)

    def _ready(self, slot: _Slot) -> _Process:
        """Return the slot's process, a new one if it has none that lives. Raises OSError."""
        if slot.running is not None and slot.running.process.is_alive():
            return slot.running
        with self._changed:
            dead = self._released(slot)
        if dead is not None:
            dead.end()
        running = _started()
        with self._changed:
            slot.running = running
            if slot.is_killed:  # while it was being started
                _kill(slot)
        return running


def _kill(slot: _Slot) -> None:
    slot.is_killed = True
    if slot.running is not None:
        slot.running.process.kill()


def _started() -> _Process:
    """Start a process, which takes a moment to import what its first work needs. Raises OSError."""
    ours, theirs = _CONTEXT.Pipe()
    try:
        process = _CONTEXT.Process(target=_work, args=(theirs,), name="picpik-worker", daemon=True)
        process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return _Process(process, ours)


# In the process


def _work(pipe: "Connection[Any, Any]") -> None:
    """Do what comes until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the parent
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # painting in the editor goes before
    threading.Thread(target=_follow_parent, name="picpik-parent", daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(_answer(pipe.recv_bytes()))


def _answer(call: bytes) -> bytes:
    """Do one call; return (True, its result) or (False, its exception), pickled."""
    try:
        fn, args, kwargs = pickle.loads(call)  # noqa: S301 - our own parent's
        return pickle.dumps((True, fn(*args, **kwargs)))
    except Exception as error:  # noqa: BLE001 - every failure is the caller's to see
        return _failure(error)


def _failure(error: Exception) -> bytes:
    """Return (False, error), pickled; an error that cannot travel goes as its text."""
    try:
        return pickle.dumps((False, error))
    except Exception:  # noqa: BLE001 - whatever a foreign class does when it is pickled
        return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))


def _follow_parent() -> None:
    """End this process with its parent, also in the middle of native code that nothing else can interrupt."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        time.sleep(_ORPHAN_GRACE_S)  # idle ones see their pipe close and leave in order
        os._exit(1)
