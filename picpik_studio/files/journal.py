"""What must outlive a crash: where each job stands, the bytes that belong to it, and its picture's files.

One SQLite file in WAL mode with synchronous FULL: what a method has written is on the disk when it returns. Several
threads may share a Journal, several processes may hold the file. It keeps plain JSON and bytes, never a key.
"""

import contextlib
import hashlib
import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from picpik_studio.core.geometry import Offset
from picpik_studio.files import journal_file
from picpik_studio.files.errors import LostBlobError
from picpik_studio.files.fingerprint import Fingerprint
from picpik_studio.texts import QT_TRANSLATE_NOOP

_BLOB_NAME = re.compile(r"[0-9a-f]{64}")
_SECRET = re.compile(r'"(public_?key|private_?key|signature)":', re.IGNORECASE)
_UNUSED_BLOB_STAYS_S = 24 * 60 * 60
SAVED_STAY = 1000
"""Of how many saved files, the newest ones, it is known which picture they are."""


@dataclass(frozen=True)
class Entry:
    """One job: `updated` in Unix seconds, `record` as it was put."""

    job_id: str
    state: str
    updated: float
    record: dict[str, Any]


@dataclass(frozen=True)
class SavedFile:
    """Which picture a saved file is: `root` as jobs name it, `origin` the way from its corner to the file's."""

    root: str
    origin: Offset


class Journal:
    """The jobs and blobs in the file `path`; made, with its folder, when missing.

    A file that is no longer a sound journal is renamed to `<name>.broken-<date>` and a new one begun; `set_aside` then
    is its new path, for the person to be told. `now` gives Unix seconds. Raises FileError, as every method does: the
    folder cannot be written, no room, another program holds it for 10 s, written by a newer version.
    """

    def __init__(self, path: Path | str, *, now: Callable[[], float] = time.time) -> None:
        self.path = Path(path)
        self._now = now
        self._lock = threading.RLock()
        self._connection, self.set_aside = journal_file.opened(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def hurry(self) -> None:
        """From now on wait for another program that holds the file `journal_file.HURRIED_S` only."""
        with self._speaking():
            self._connection.execute(f"PRAGMA busy_timeout = {round(1000 * journal_file.HURRIED_S)}").fetchall()

    def put(self, job_id: str, state: str, record: Mapping[str, Any]) -> None:
        """Keep a job, new or changed.

        `record` is plain JSON; each blob whose hash occurs anywhere in it is kept as long as the job. Raises ValueError
        for a record that is not JSON or holds a field for a key.
        """
        text = json.dumps(record, allow_nan=False, separators=(",", ":"))
        if _SECRET.search(text):
            raise ValueError("A record of the journal must not hold a key or a signature")
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO jobs (id, state, updated, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
                " SET state = excluded.state, updated = excluded.updated, record = excluded.record",
                (job_id, state, self._now(), text),
            )
            connection.execute("DELETE FROM uses WHERE job_id = ?", (job_id,))
            names = set(_BLOB_NAME.findall(text))
            connection.executemany("INSERT INTO uses (job_id, hash) VALUES (?, ?)", [(job_id, name) for name in names])

    def all(self) -> list[Entry]:
        """Return every job, the oldest first."""
        with self._speaking():
            rows = self._connection.execute("SELECT id, state, updated, record FROM jobs ORDER BY rowid").fetchall()
        return [Entry(job_id, state, updated, json.loads(record)) for job_id, state, updated, record in rows]

    def forget(self, job_id: str) -> None:
        """Drop a job, and the blobs that no job names any more.

        A blob younger than a day stays: the record that will name it may be about to be put.
        """
        with self._writing() as connection:
            connection.execute("DELETE FROM uses WHERE job_id = ?", (job_id,))
            connection.execute("DELETE FROM jobs WHERE id = ?", (job_id,))
            connection.execute(
                "DELETE FROM blobs WHERE put < ? AND hash NOT IN (SELECT hash FROM uses)",
                (self._now() - _UNUSED_BLOB_STAYS_S,),
            )
        with self._speaking():
            self._connection.executescript("PRAGMA incremental_vacuum")  # `execute` would give back a single page

    def put_blob(self, data: bytes) -> str:
        """Keep bytes under their SHA-256, 64 hexadecimal digits, and return it; the same bytes are kept once."""
        name = hashlib.sha256(data).hexdigest()
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO blobs (hash, put, data) VALUES (?, ?, ?)"
                " ON CONFLICT (hash) DO UPDATE SET put = excluded.put",
                (name, self._now(), data),
            )
        return name

    def blob(self, name: str) -> bytes:
        """Return the bytes with this hash. Raises LostBlobError: not there, or not the bytes that were put."""
        with self._speaking():
            row = self._connection.execute("SELECT data FROM blobs WHERE hash = ?", (name,)).fetchone()
        if row is None or hashlib.sha256(row[0]).hexdigest() != name:
            raise LostBlobError(
                QT_TRANSLATE_NOOP("Files", "A picture that was kept with this job is lost: prepare the job anew.")
            )
        return bytes(row[0])

    def put_saved(self, file: Fingerprint, saved: SavedFile) -> None:
        """Keep which picture a file is; the newest word on a file counts, and the oldest of SAVED_STAY files goes."""
        with self._writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO saved (hash, size, root, dx, dy) VALUES (?, ?, ?, ?, ?)",
                (file.sha256, file.size_bytes, saved.root, *saved.origin),
            )
            connection.execute(
                "DELETE FROM saved WHERE rowid <= (SELECT rowid FROM saved ORDER BY rowid DESC LIMIT 1 OFFSET ?)",
                (SAVED_STAY,),
            )

    def has_saved(self, size_bytes: int) -> bool:
        """Whether a file of this size is known: only then is it worth reading the whole for its hash."""
        with self._speaking():
            row = self._connection.execute("SELECT 1 FROM saved WHERE size = ?", (size_bytes,)).fetchone()
        return row is not None

    def saved(self, file: Fingerprint) -> SavedFile | None:
        """Return which picture a file is, None where that is not known."""
        with self._speaking():
            found = self._connection.execute("SELECT root, dx, dy FROM saved WHERE hash = ?", (file.sha256,))
            row = found.fetchone()
        return None if row is None else SavedFile(row[0], Offset(row[1], row[2]))

    @contextlib.contextmanager
    def _speaking(self) -> Iterator[None]:
        """One thread at a time; SQLite's errors become ours."""
        with self._lock, journal_file.speaking(self.path):
            yield

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: on the disk as a whole, or not at all."""
        with self._speaking(), journal_file.transaction(self._connection) as connection:
            yield connection
