"""What the service keeps on the disk: tasks, their inputs and results, in a folder under a held lock.

A folder outlives its engine. The lock falls with the process, however it ends, and the next engine takes the folder
over with all that was unfinished (`folders`).
"""

import contextlib
import logging
import secrets
import shutil
import sqlite3
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from picpik_studio.engine.errors import StoreError
from picpik_studio.engine.results import Results
from picpik_studio.engine.task import FINISHED, RUNNING, Task, from_record, to_record
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.errors import FileError
from picpik_studio.texts import QT_TRANSLATE_NOOP

KEPT_SECONDS = 24 * 3600
LOCK = "lock"

_LOG = logging.getLogger(__name__)
_NOT_KEPT = QT_TRANSLATE_NOOP("Engine", "The service cannot keep its data on the disk: {why}")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS tasks (uid TEXT PRIMARY KEY, created REAL NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS acceptances (number INTEGER PRIMARY KEY, at REAL NOT NULL, uid TEXT NOT NULL,
                                        request_uuid TEXT NOT NULL);
"""


class BrokenStoreError(Exception):
    """The folder holds something else than tasks of this version."""


class Store:
    """The tasks of one folder; usable from any thread. A change is durable before the method returns.

    When the disk refuses a change of a task that was accepted (full, gone), it holds until this engine ends all the
    same, and the log says so; the next one then finishes the task if its pictures are there, else fails it.
    """

    def __init__(self, folder: Path, lock: BinaryIO) -> None:
        """Open what `folder` holds. Raises BrokenStoreError, and OSError or sqlite3.OperationalError (disk, rights)."""
        self.folder = folder
        self._held = lock
        self._lock = threading.Lock()
        self._is_closed = False
        self.results = Results(folder / "results")
        (folder / "inputs").mkdir(exist_ok=True)
        self._db = sqlite3.connect(folder / "tasks.sqlite", check_same_thread=False, isolation_level=None)
        try:
            self._tasks = {task.uid: task for task in self._read()}
            self._uids = {token: task.uid for task in self._tasks.values() for token in task.tokens}
            self._tidy()
        except BaseException:
            self._db.close()
            raise

    @property
    def count(self) -> int:
        """How many tasks there are, ended ones too."""
        return len(self._tasks)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks, in order of arrival."""
        with self._lock:
            return tuple(self._tasks.values())

    def get(self, uid: str) -> Task | None:
        """Return a task, or None."""
        return self._tasks.get(uid)

    def accept(self, task: Task, inputs: tuple[bytes, ...]) -> None:
        """Keep a new task with the bytes of its pictures, and record that it was accepted. Raises StoreError."""
        try:
            for name, data in zip(task.inputs, inputs, strict=True):
                write_atomic(self._input(name), data)
            with self._transaction():
                self._db.execute("INSERT INTO tasks VALUES (?, ?, ?)", (task.uid, task.created, to_record(task)))
                self._db.execute(
                    "INSERT INTO acceptances (at, uid, request_uuid) VALUES (?, ?, ?)",
                    (task.created, task.uid, task.request_uuid),
                )
        except (FileError, sqlite3.Error) as error:
            _discard(map(self._input, task.inputs))
            raise StoreError(_NOT_KEPT, why=_why(error)) from error
        with self._lock:
            self._tasks[task.uid] = task
            self._uids.update(dict.fromkeys(task.tokens, task.uid))

    def begin(self, uid: str) -> Task | None:
        """Note that a task is being worked on and return it; None when it has ended.

        In memory only: what has not ended is begun again by the next engine anyway.
        """
        with self._lock:
            task = self._tasks.get(uid)
            if task is None or task.is_ended:
                return None
            self._tasks[uid] = task = replace(task, status=RUNNING)
            return task

    def change(self, uid: str, **changes: object) -> Task:
        """Change fields of a task and return it. One that has ended keeps its status. Raises KeyError.

        Once it has ended, its inputs go, and its results too unless it is finished.
        """
        with self._lock:
            task = self._tasks[uid]
            if task.is_ended and "status" in changes:
                return task
            task = replace(task, **changes)  # type: ignore[arg-type]  # checked by the dataclass's own names
            self._tasks[uid] = task
        self._write(task)
        if task.is_ended:
            _discard(map(self._input, task.inputs))
            if task.status != FINISHED:
                self.results.discard(task.tokens)
        return task

    def inputs(self, task: Task) -> tuple[bytes, ...]:
        """Return the bytes of a task's pictures. Raises OSError when they are gone."""
        return tuple(self._input(name).read_bytes() for name in task.inputs)

    def put_result(self, token: str, data: bytes) -> None:
        """Keep a result, unless its task has ended meanwhile. Raises StoreError."""
        self._write_result(token, data)
        task = self._tasks.get(self._uids.get(token, ""))
        # In this order whoever comes second, this or `change`, sees what the other did.
        if task is None or task.is_ended:
            self.results.discard([token])

    def put_more(self, uid: str, images: Sequence[bytes]) -> None:
        """Keep results that were not announced when the task was accepted, after its own. Raises StoreError, KeyError.

        They go before the one that finishes the task, so they are there when it is. A task that is begun again after a
        kill has them made anew.
        """
        if not images:
            return
        more = tuple(secrets.token_hex(16) for _ in images)
        for token, image in zip(more, images, strict=True):
            self._write_result(token, image)
        with self._lock:
            own = self._tasks[uid].tokens[:1]
            self._uids.update(dict.fromkeys(more, uid))
        self.change(uid, tokens=own + more)

    def has_result(self, token: str) -> bool:
        """Whether that image is made."""
        return self.result_path(token).exists()

    def find_result(self, token: str) -> Path | None:
        """Return where the result lies that anybody may have who knows its token, None when there is none any more."""
        task = self._tasks.get(self._uids.get(token, ""))
        if task is None or _is_over(task, time.time()):
            return None
        path = self.result_path(token)
        return path if path.is_file() else None

    def result_path(self, token: str) -> Path:
        """Return where the result of that name lies, or would."""
        return self.results.path(token)

    def sweep(self, now: float) -> None:
        """Forget the tasks that ended a day ago or earlier, with their results."""
        try:
            for task in self.tasks:
                if _is_over(task, now):
                    self._forget(task)
        except sqlite3.Error:
            if not self._is_closed:
                _LOG.exception("Tasks of yesterday cannot be forgotten yet")

    def forget_told(self, *, with_results: bool = False) -> bool:
        """Forget the task that ended first of those whose end was told, before its day is over; False without one.

        `with_results`: of those only that have results, which then make room.
        """
        told = [task for task in self.tasks if task.is_ended and task.was_asked]
        if with_results:
            told = [task for task in told if self.results.has_any(task.tokens)]
        if told:
            self._forget(min(told, key=lambda task: task.ended or 0.0))
        return bool(told)

    def acceptances(self) -> list[tuple[str, str]]:
        """Return (TaskUID, request_uuid) of everything that was accepted here and is not forgotten, in order."""
        with self._lock:
            rows = self._db.execute("SELECT uid, request_uuid FROM acceptances ORDER BY number").fetchall()
        return [(str(uid), str(request_uuid)) for uid, request_uuid in rows]

    def close(self) -> None:
        """Let the folder go for another engine. What is changed afterwards stays in memory."""
        with self._lock:
            self._is_closed = True
            self._db.close()
        self._held.close()

    def remove(self) -> None:
        """Delete the folder: nothing in it is of use any more.

        Its lock goes last and while it is held: another engine must not take a folder over that vanishes around it.
        """
        with self._lock:
            self._is_closed = True
            self._db.close()
        for name in ("inputs", "results"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        _discard(path for path in self.folder.glob("*") if path.name != LOCK)
        if sys.platform == "win32":  # pragma: no cover - there, no open file can be deleted
            self._held.close()
        _discard([self.folder / LOCK])
        with contextlib.suppress(OSError):
            self.folder.rmdir()
        self._held.close()

    def _read(self) -> list[Task]:
        """Prepare the database and return its tasks. Raises BrokenStoreError, sqlite3.OperationalError."""
        try:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(_SCHEMA)
            rows = self._db.execute("SELECT record FROM tasks ORDER BY created, rowid").fetchall()
            return [from_record(record) for (record,) in rows]
        except sqlite3.OperationalError:
            raise  # the disk's fault, and perhaps not for long
        except (sqlite3.DatabaseError, LookupError, TypeError, ValueError) as error:
            raise BrokenStoreError from error

    def _tidy(self) -> None:
        """Remove what a kill left behind: half-written files, pictures that no task needs, results of none."""
        tasks = self._tasks.values()
        inputs = {name for task in tasks if not task.is_ended for name in task.inputs}
        tokens = {token for task in tasks if task.status == FINISHED or not task.is_ended for token in task.tokens}
        _discard(path for path in (self.folder / "inputs").iterdir() if path.name not in inputs)
        self.results.keep_only(tokens)

    def _input(self, name: str) -> Path:
        return self.folder / "inputs" / name

    def _write_result(self, token: str, data: bytes) -> None:
        try:
            self.results.put(token, data)
        except FileError as error:
            raise StoreError(_NOT_KEPT, why=_why(error)) from error

    def _write(self, task: Task) -> None:
        try:
            with self._transaction():
                # The newest of two that changed it at the same time, whichever comes here last.
                record = to_record(self._tasks.get(task.uid, task))
                self._db.execute("UPDATE tasks SET record = ? WHERE uid = ?", (record, task.uid))
        except sqlite3.Error:
            if not self._is_closed:
                _LOG.exception("What became of task %s is not on the disk", task.uid)

    def _forget(self, task: Task) -> None:
        with self._transaction():
            self._db.execute("DELETE FROM tasks WHERE uid = ?", (task.uid,))
            self._db.execute("DELETE FROM acceptances WHERE uid = ?", (task.uid,))
            self._tasks.pop(task.uid, None)
            for token in task.tokens:
                self._uids.pop(token, None)
        self.results.discard(task.tokens)
        _discard(map(self._input, task.inputs))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                # Some failures (no room) have ended the transaction by themselves.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


def _is_over(task: Task, now: float) -> bool:
    """Whether the day of a task that ended is over."""
    return task.ended is not None and now - task.ended >= KEPT_SECONDS


def _discard(paths: Iterable[Path]) -> None:
    """Delete files as far as they can be deleted; what is left is found by `_tidy` later."""
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()


def _why(error: Exception) -> str:
    """Return the system's own words for a failure, without the name of a file that no person knows."""
    return getattr(error.__cause__, "strerror", None) or str(error)
