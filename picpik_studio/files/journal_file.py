"""The journal's file: opening, migrating, setting aside a broken one, and what SQLite's errors mean."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from picpik_studio.files import locks
from picpik_studio.files.errors import DiskFullError, JournalBusyError, JournalError
from picpik_studio.texts import QT_TRANSLATE_NOOP

APPLICATION_ID = 0x50504A4C  # "PPJL"
HURRIED_S = 0.5
"""How long a program that ends waits for another one that holds the file."""
_BUSY_S = 10.0
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE jobs (id TEXT UNIQUE NOT NULL, state TEXT NOT NULL, updated REAL NOT NULL, record TEXT NOT NULL)",
        "CREATE TABLE blobs (hash TEXT PRIMARY KEY NOT NULL, put REAL NOT NULL, data BLOB NOT NULL)",
        "CREATE TABLE uses (job_id TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (hash, job_id)) WITHOUT ROWID",
    ),
    (
        """CREATE TABLE saved (
            hash TEXT PRIMARY KEY NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL, dx INTEGER NOT NULL,
            dy INTEGER NOT NULL
        )""",
    ),
)
"""Step n takes a file of user_version n to n + 1."""
VERSION = len(_MIGRATIONS)


class _UnsoundError(Exception):
    """The file is readable by SQLite, but is not what we wrote."""


def opened(path: Path) -> tuple[sqlite3.Connection, Path | None]:
    """Open the journal at `path`, new if need be; the second value is where a broken one was moved.

    Raises JournalError or DiskFullError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with locks.held(path.with_name(f"{path.name}.lock")), speaking(path):
            connection = _sound(path)
            if connection is not None:
                return connection, None
            aside = _set_aside(path)
            return _connected(path), aside
    except OSError as error:
        raise _not_writable(path, error.strerror or type(error).__name__) from error


def _sound(path: Path) -> sqlite3.Connection | None:
    """Return the open journal, or None when the file is broken."""
    try:
        return _connected(path)
    except _UnsoundError:
        return None
    except sqlite3.DatabaseError as error:
        if _is_broken(error):
            return None
        raise


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Commit what is done inside, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled it back by itself
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into JournalError or DiskFullError; a misuse of SQLite stays what it is."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        raise _sentence(error, path) from error


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, 0 when the error came from Python's side."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_broken(error: sqlite3.Error) -> bool:
    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


def _sentence(error: sqlite3.Error, path: Path) -> JournalError | DiskFullError:
    code = _code(error)
    if code == sqlite3.SQLITE_FULL:
        return DiskFullError(
            QT_TRANSLATE_NOOP("Files", "There is no room for the list of jobs in “{folder}”: free some space."),
            folder=str(path.parent),
        )
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return JournalBusyError(
            QT_TRANSLATE_NOOP("Files", "Another program holds the list of jobs “{name}”: close it and try again."),
            name=path.name,
        )
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return _not_writable(path, str(error))
    if _is_broken(error):
        return JournalError(
            QT_TRANSLATE_NOOP(
                "Files", "The list of jobs “{name}” is damaged: start the program again, and it will begin a new one."
            ),
            name=path.name,
        )
    return JournalError(
        QT_TRANSLATE_NOOP("Files", "The list of jobs “{name}” cannot be used ({why}): look after its disk."),
        name=path.name,
        why=str(error),
    )


def _not_writable(path: Path, why: str) -> JournalError:
    return JournalError(
        QT_TRANSLATE_NOOP("Files", "The list of jobs cannot be kept in “{folder}” ({why}): make that folder writable."),
        folder=str(path.parent),
        why=why,
    )


def _connected(path: Path) -> sqlite3.Connection:
    """Open, migrate and look through the file at `path`."""
    connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        _configure(connection)
        _migrate(connection, path)
        _look_through(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _configure(connection: sqlite3.Connection) -> None:
    for pragma in (
        "auto_vacuum = INCREMENTAL",  # only before the first table; forgotten blobs give their room back
        "journal_mode = WAL",  # a network disk that cannot keeps the older way, which is as safe
        "synchronous = FULL",
        "fullfsync = ON",  # macOS: through the drive's own cache too
        "journal_size_limit = 67108864",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file to VERSION, in one transaction."""
    with transaction(connection):
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise JournalError(
                QT_TRANSLATE_NOOP("Files", "“{name}” belongs to another program: move it to another folder."),
                name=path.name,
            )
        if version > VERSION:
            raise JournalError(
                QT_TRANSLATE_NOOP(
                    "Files", "The list of jobs “{name}” was written by a newer version: install that one."
                ),
                name=path.name,
            )
        for step in _MIGRATIONS[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _look_through(connection: sqlite3.Connection) -> None:
    """Read every job once, so that damage shows now, while the file can still be set aside. Blobs check themselves."""
    connection.execute("SELECT count(*) FROM uses").fetchone()
    for (record,) in connection.execute("SELECT record FROM jobs"):
        try:
            json.loads(record)
        except (ValueError, TypeError) as error:
            raise _UnsoundError from error


def _set_aside(path: Path) -> Path:
    """Rename the broken file, its log with it, and return its new path."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S-%f")
    aside = path.with_name(f"{path.name}.broken-{stamp}")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    return aside
