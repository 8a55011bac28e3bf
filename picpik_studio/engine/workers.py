"""A pool of processes in which one piece of work can be ended without harm to the others.

`concurrent.futures.ProcessPoolExecutor` cannot do that: a worker that is killed breaks every future.
"""

import contextlib
import multiprocessing
import multiprocessing.connection
import os
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
class _Slot:
    """A place for one process; it has one from its first work on."""

    process: BaseProcess | None = None
    connection: "Connection[Any, Any] | None" = None
    current: Future[Any] | None = None
    is_killed: bool = False
    thread: threading.Thread = field(default_factory=threading.Thread)

    @property
    def is_warm(self) -> bool:
        """Whether its process runs already."""
        return self.process is not None

    def start(self) -> None:
        """Start the process, which takes a moment to import what its first work needs."""
        self.connection, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_work, args=(theirs,), name="picpik-worker", daemon=True)
        self.process.start()
        theirs.close()

    def end(self) -> None:
        """End the process: by itself when it is idle, else it is killed."""
        process, connection, self.process, self.connection = self.process, self.connection, None, None
        if process is None or connection is None:
            return
        connection.close()
        process.join(_FAREWELL_S)
        process.kill()
        process.join()
        process.close()


class Workers(Executor):
    """At most `slots` spawned processes, each started when it is first needed and ended after `idle_s` without work.

    What is submitted must be picklable. The processes end with this one, however it ends. One stays warm.
    """

    def __init__(self, slots: int, *, idle_s: float = 60.0) -> None:
        self._idle_s = idle_s
        self._pending: deque[_Call] = deque()
        self._changed = threading.Condition(threading.RLock())
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

        Work that had begun ends with KilledError, its process is replaced; other work goes on.
        """
        if future.cancel():
            return True
        with self._changed:
            slot = next((slot for slot in self._slots if slot.current is future), None)
            if slot is None or slot.process is None:
                return False
            _kill(slot)
            return True

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT002 - Executor's own
        """Take nothing more; end the processes once the work is done, at once with `cancel_futures`."""
        with self._changed:
            self._is_closed = True
            if cancel_futures:
                self._drop_all()
            self._changed.notify_all()
        if wait:
            for slot in self._slots:
                slot.thread.join()

    def _drop_all(self) -> None:
        for call in self._pending:
            call.future.cancel()
        self._pending.clear()
        for slot in self._slots:
            if slot.current is not None:
                _kill(slot)

    def _serve(self, slot: _Slot) -> None:
        """Work off calls in one slot until the end."""
        while (call := self._next(slot)) is not None:
            self._run(slot, call)
        slot.end()

    def _next(self, slot: _Slot) -> _Call | None:
        """Return the next call for this slot once there is one, None at the end; a warm slot goes before a cold one."""
        with self._changed:
            while True:
                is_called = self._changed.wait_for(lambda: self._is_turn_of(slot), self._idle_s)
                if not is_called:
                    self._cool(slot)
                elif not self._pending:
                    return None
                else:
                    call = self._pending.popleft()
                    if call.future.set_running_or_notify_cancel():
                        return self._begun(slot, call)

    def _begun(self, slot: _Slot, call: _Call) -> _Call:
        """Note what the slot does, and have a process for it, so that it can be killed from now on."""
        slot.current, slot.is_killed = call.future, False
        if not slot.is_warm:
            slot.start()
        return call

    def _is_turn_of(self, slot: _Slot) -> bool:
        if not self._pending:
            return self._is_closed
        return slot.is_warm or not any(other.is_warm and other.current is None for other in self._slots)

    def _cool(self, slot: _Slot) -> None:
        """End an idle process unless it is the last."""
        if sum(other.is_warm for other in self._slots) > 1:
            slot.end()

    def _run(self, slot: _Slot, call: _Call) -> None:
        """Hand the call to the slot's process and its answer to the future."""
        try:
            is_done, answer = _ask(slot, call)
        except (EOFError, OSError):
            is_done, answer = False, KilledError() if slot.is_killed else WorkerDiedError()
            slot.end()
        except Exception as error:  # noqa: BLE001 - what cannot be pickled is the caller's fault, whatever it raises
            is_done, answer = False, error
        with self._changed:
            slot.current = None
            self._changed.notify_all()
        if is_done:
            call.future.set_result(answer)
        else:
            call.future.set_exception(answer)


def _kill(slot: _Slot) -> None:
    slot.is_killed = True
    if slot.process is not None:
        slot.process.kill()


def _ask(slot: _Slot, call: _Call) -> tuple[bool, Any]:
    """Send the work and wait. Raises EOFError or OSError when the process ends meanwhile."""
    if slot.connection is None:
        raise EOFError
    slot.connection.send(call.work)
    is_done, answer = slot.connection.recv()
    return bool(is_done), answer


# In the process


def _work(connection: "Connection[Any, Any]") -> None:
    """Do what comes until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the parent
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # painting in the editor goes before
    threading.Thread(target=_follow_parent, name="picpik-parent", daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        while True:
            _answer(connection, *connection.recv())


def _answer(
    connection: "Connection[Any, Any]", fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    try:
        result = True, fn(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - every failure is the caller's to see
        result = False, error
    connection.send(result)


def _follow_parent() -> None:
    """End this process with its parent, also in the middle of native code that nothing else can interrupt."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        time.sleep(_ORPHAN_GRACE_S)  # idle ones see their pipe close and leave in order
        os._exit(1)
