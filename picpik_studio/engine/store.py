"""What the service keeps on the disk: tasks, their inputs and results, in a folder under a held lock.

A folder outlives its engine. The lock falls with the process, however it ends, and the next engine takes the folder
over with all that was unfinished.
"""

import json
import shutil
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

from picpik_studio.engine.errors import StoreError
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.locks import try_lock
from picpik_studio.texts import QT_TRANSLATE_NOOP

KEPT_SECONDS = 24 * 3600
QUEUING, RUNNING, FINISHED, ERROR, TERMINATED = "Queuing", "Running", "Finished", "Error", "Terminated"
ENDED = frozenset({FINISHED, ERROR, TERMINATED})

_LOCK = "lock"
_BROKEN = ".broken"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS tasks (uid TEXT PRIMARY KEY, created REAL NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS acceptances (number INTEGER PRIMARY KEY, at REAL NOT NULL, uid TEXT NOT NULL,
                                        request_uuid TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Task:
    """One task as it stands. `inputs` and `tokens` name its files; `order` holds what the work needs beside them.

    `tokens` are the 128-bit random names of its results, one an image. Times are Unix seconds. `was_asked`: its end has
    been told once.
    """

    uid: str
    action: str
    request_uuid: str
    status: str
    created: float
    seed: int
    order: dict[str, object]
    inputs: tuple[str, ...]
    tokens: tuple[str, ...]
    ended: float | None = None
    error_code: int = 0
    error_text: str = ""
    was_asked: bool = False

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in ENDED


class _BrokenStoreError(Exception):
    """SQLite can read it, but these are no tasks of ours, or of a version that was not yet thought of."""


class Store:
    """The tasks of one folder; usable from any thread. Every change is durable before the method returns."""

    def __init__(self, folder: Path, lock: BinaryIO) -> None:
        self.folder = folder
        self._held = lock
        self._lock = threading.RLock()
        (folder / "results").mkdir(exist_ok=True)
        (folder / "inputs").mkdir(exist_ok=True)
        self._db = sqlite3.connect(folder / "tasks.sqlite", check_same_thread=False, isolation_level=None)
        try:
            self._tasks = {task.uid: task for task in self._read()}
        except BaseException:
            self._db.close()
            raise

    def _read(self) -> list[Task]:
        """Prepare the database and return its tasks. Raises _BrokenStoreError or sqlite3.DatabaseError."""
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_SCHEMA)
        rows = self._db.execute("SELECT record FROM tasks ORDER BY created").fetchall()
        try:
            return [_task(record) for (record,) in rows]
        except (LookupError, TypeError, ValueError) as error:
            raise _BrokenStoreError from error

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks, in order of arrival."""
        with self._lock:
            return tuple(self._tasks.values())

    def get(self, uid: str) -> Task | None:
        """Return a task, or None."""
        return self._tasks.get(uid)

    def accept(self, task: Task, inputs: tuple[bytes, ...]) -> None:
        """Keep a new task with the bytes of its pictures, and record that it was accepted."""
        for name, data in zip(task.inputs, inputs, strict=True):
            write_atomic(self._input(name), data)
        with self._transaction():
            self._db.execute("INSERT INTO tasks VALUES (?, ?, ?)", (task.uid, task.created, _record(task)))
            self._db.execute(
                "INSERT INTO acceptances (at, uid, request_uuid) VALUES (?, ?, ?)",
                (task.created, task.uid, task.request_uuid),
            )
            self._tasks[task.uid] = task

    def change(self, uid: str, **changes: object) -> Task:
        """Change fields of a task and return it. One that has ended keeps its status. Raises KeyError."""
        with self._transaction():
            task = self._tasks[uid]
            if task.is_ended and "status" in changes:
                return task
            task = replace(task, **changes)  # type: ignore[arg-type]  # checked by the dataclass's own names
            self._db.execute("UPDATE tasks SET record = ? WHERE uid = ?", (_record(task), uid))
            self._tasks[uid] = task
        if task.is_ended:
            self._drop_inputs(task)
        return task

    def inputs(self, task: Task) -> tuple[bytes, ...]:
        """Return the bytes of a task's pictures. Raises OSError when they are gone."""
        return tuple(self._input(name).read_bytes() for name in task.inputs)

    def put_result(self, token: str, data: bytes) -> None:
        """Keep a result."""
        write_atomic(self.result_path(token), data)

    def has_result(self, token: str) -> bool:
        """Whether that image is made."""
        return self.result_path(token).exists()

    def result_path(self, token: str) -> Path:
        """Return where the result of that name lies, or would."""
        return self.folder / "results" / f"{token}.png"

    def sweep(self, now: float) -> None:
        """Forget the tasks that ended a day ago or earlier, with their results."""
        for task in self.tasks:
            if task.ended is not None and now - task.ended >= KEPT_SECONDS:
                self._forget(task)

    def acceptances(self) -> list[tuple[str, str]]:
        """Return (TaskUID, request_uuid) of everything that was ever accepted here, in order."""
        with self._lock:
            rows = self._db.execute("SELECT uid, request_uuid FROM acceptances ORDER BY number").fetchall()
        return [(str(uid), str(request_uuid)) for uid, request_uuid in rows]

    def close(self) -> None:
        """Let the folder go for another engine."""
        with self._lock:
            self._db.close()
        self._held.close()

    def remove(self) -> None:
        """Delete the folder: nothing in it is of use any more."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _input(self, name: str) -> Path:
        return self.folder / "inputs" / name

    def _drop_inputs(self, task: Task) -> None:
        for name in task.inputs:
            self._input(name).unlink(missing_ok=True)

    def _forget(self, task: Task) -> None:
        with self._transaction():
            self._db.execute("DELETE FROM tasks WHERE uid = ?", (task.uid,))
            self._db.execute("DELETE FROM acceptances WHERE uid = ?", (task.uid,))
            del self._tasks[task.uid]
        for token in task.tokens:
            self.result_path(token).unlink(missing_ok=True)
        self._drop_inputs(task)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def open_stores(data_folder: Path) -> list[Store]:
    """Return the store of this engine first, then those of engines that have ended, all locked for this process.

    A folder whose lock is free is taken over; a new one is made only where there is none. Raises StoreError.
    """
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
        found = [store for folder in sorted(data_folder.iterdir()) if (store := _take(folder)) is not None]
        return _tidied(found) or [_made(data_folder)]
    except OSError as error:
        raise StoreError(
            QT_TRANSLATE_NOOP("Engine", "The service cannot use its folder {folder}: {why}"),
            folder=data_folder,
            why=error.strerror or error,
        ) from error


def _tidied(stores: list[Store]) -> list[Store]:
    """Sweep; keep the first store and all others that still hold a task."""
    for store in stores:
        store.sweep(time.time())
    for store in stores[1:]:
        if not store.tasks:
            store.remove()
    return stores[:1] + [store for store in stores[1:] if store.tasks]


def _made(data_folder: Path) -> Store:
    folder = data_folder / uuid.uuid4().hex
    folder.mkdir()
    (folder / _LOCK).touch()
    store = _take(folder)
    # Another engine that started in this very moment may have been faster.
    return store if store is not None else _made(data_folder)


def _take(folder: Path) -> Store | None:
    """Open a store's folder if nobody holds it."""
    if folder.suffix == _BROKEN or not (folder / _LOCK).is_file():
        return None
    lock = (folder / _LOCK).open("r+b")
    if not try_lock(lock):
        lock.close()
        return None
    try:
        return Store(folder, lock)
    except (sqlite3.DatabaseError, _BrokenStoreError):
        # A broken store must not keep the service from starting: it is set aside, with its pictures.
        lock.close()
        folder.rename(folder.with_name(folder.name + _BROKEN))
        return None


def _record(task: Task) -> str:
    return json.dumps(asdict(task))


def _task(record: str) -> Task:
    fields = json.loads(record)
    return Task(**{**fields, "inputs": tuple(fields["inputs"]), "tokens": tuple(fields["tokens"])})
