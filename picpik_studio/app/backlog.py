"""What the journal would not take: kept in memory, told of once, and written as soon as there is room."""

import contextlib
import hashlib
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from picpik_studio.app.job import Job, Reason
from picpik_studio.app.job_book import JobBook
from picpik_studio.app.lanes import Timer
from picpik_studio.app.notices import Notice, NoticeAction, Notices
from picpik_studio.app.places import numbered
from picpik_studio.app.tasks import Tasks
from picpik_studio.core.signal import Signal
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.errors import FileError
from picpik_studio.files.journal import Journal
from picpik_studio.texts import QT_TRANSLATE_NOOP

IN_JOURNAL: Final = "blob:"
"""Before the hash of an image that came with the answer itself, where else the address of an image stands."""
PAUSES_SECONDS: Final = (1.0, 2.0, 4.0, 8.0, 15.0)
"""How long to wait before the first, second, … new try to write; the last one again and again."""
FLUSH_SECONDS: Final = 2.0
"""How long a program that ends goes on trying; what is being written then is finished."""

TASK: Final = QT_TRANSLATE_NOOP(
    "Jobs", "The service's task {uid} is known to this running program only, so do not close it yet. {why}"
)
JOB: Final = QT_TRANSLATE_NOOP(
    "Jobs", "How a job stands is known to this running program only, so do not close it yet. {why}"
)
JOBS: Final = QT_TRANSLATE_NOOP(
    "Jobs", "How {count} jobs stand is known to this running program only, so do not close it yet. {why}"
)
PICTURE: Final = QT_TRANSLATE_NOOP(
    "Jobs",
    "A picture has come and could not be stored: it is in this running program only. Before you close it, free some"
    " space, or save the picture elsewhere from the list of jobs. {why}",
)
PICTURES: Final = QT_TRANSLATE_NOOP(
    "Jobs",
    "{count} pictures have come and could not be stored: they are in this running program only. Before you close it,"
    " free some space, or save the pictures elsewhere from the list of jobs. {why}",
)
STORED: Final = QT_TRANSLATE_NOOP("Jobs", "What the service sent was written to {name}, as it came.")
AGAIN: Final = QT_TRANSLATE_NOOP("Jobs", "Try again")
_KEY: Final = "unkept"
_UNFORESEEN: Final = "unkept-unforeseen"


class Backlog:
    """The jobs and pictures of this process that the journal has refused; `wished` tells that the person says: now.

    `put`, `picture`, `pictures_of` and `owed` are for any thread, all else is for the dispatch thread.
    """

    def __init__(self, book: JobBook, journal: Journal, tasks: Tasks, notices: Notices) -> None:
        self.wished: Signal[()] = Signal()
        self._book = book
        self._journal = journal
        self._tasks = tasks
        self._notices = notices
        self._pictures: dict[str, bytes] = {}
        self._why: Reason | None = None
        self._jobs: dict[str, Job] = {}
        self._said: tuple[str, Mapping[str, object]] | None = None
        self._tries = 0
        self._has_failed = False
        self._timer: Timer | None = None
        self._lock = threading.Lock()
        book.changed.connect(self._changed)
        book.removed.connect(self._removed)

    # From any thread

    def put(self, picture: bytes) -> str:
        """Keep a picture that came with an answer, in memory when the journal refuses it; return its address."""
        try:
            return f"{IN_JOURNAL}{self._journal.put_blob(picture)}"
        except FileError as error:
            self._why = Reason.of(error)
            address = f"{IN_JOURNAL}{hashlib.sha256(picture).hexdigest()}"
            with self._lock:
                self._pictures[address] = picture
            return address

    @staticmethod
    def is_here(job: Job) -> bool:
        """Whether a job's pictures came with the answer itself: the service keeps none of them."""
        return any(url.startswith(IN_JOURNAL) for url in job.urls)

    def picture(self, address: str) -> bytes:
        """Return a picture that was put. Raises FileError, LostBlobError when a process before this one had it."""
        with self._lock:
            picture = self._pictures.get(address)
        return self._journal.blob(address.removeprefix(IN_JOURNAL)) if picture is None else picture

    def pictures_of(self, job: Job) -> tuple[tuple[int, bytes], ...]:
        """Return the pictures of a job that are in memory only, each with its number in the batch, from 0."""
        home = {ref.index for ref in job.results}
        with self._lock:
            return tuple(
                (index, self._pictures[url])
                for index, url in enumerate(job.urls)
                if url in self._pictures and index not in home
            )

    @property
    def owed(self) -> tuple[Job, ...]:
        """The jobs that the journal does not have as they stand this moment, told of or not, oldest first."""
        return tuple(job for job in self._book.all if job.unkept is not None or self.pictures_of(job))

    # On the dispatch thread

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs that would not be found as they stand when this process ended now."""
        return tuple(self._jobs.values())

    def try_now(self) -> None:
        """Write what can be written, now, because the person says that there is room."""
        self._tries = 0
        self._write()
        self.wished.emit()

    def flush(self) -> None:
        """Try a last time to write what is `owed`, on this thread: for a program that ends, when its tasks have."""
        deadline = time.monotonic() + FLUSH_SECONDS
        self._journal.hurry()
        for job in self.owed:
            if time.monotonic() < deadline:
                with contextlib.suppress(ValueError):  # one that can never be written is no reason to lose the others
                    self._write_out(job)

    def save(self, job: Job, path: Path) -> None:
        """Write the pictures of a job that are in memory only to `path`, numbered where they are several."""
        pictures = self.pictures_of(job)
        if pictures:
            self._tasks.run(
                "files",
                lambda _task: _write_beside(path, job.batch, pictures),
                done=lambda _nothing: self._notices.say("success", STORED, name=path.name),
                label="save",
            )

    def _changed(self, job: Job) -> None:
        if job.unkept is None and not self.pictures_of(job):
            self._removed(job.id)
            return
        self._jobs[job.id] = job
        self._say()
        if self._timer is None:
            self._plan()

    def _removed(self, job_id: str) -> None:
        """Let go of a job that is written, or was removed, and of its pictures."""
        job = self._jobs.pop(job_id, None)
        if job is None:
            return
        wanted = {url for other in self._jobs.values() for url in other.urls}
        with self._lock:
            for address in {*job.urls} - wanted:
                self._pictures.pop(address, None)
        self._say()

    def _plan(self) -> None:
        pause = PAUSES_SECONDS[min(self._tries, len(PAUSES_SECONDS) - 1)]
        self._tries += 1
        self._timer = self._tasks.after(pause, self._write)

    def _write(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        jobs = self.jobs
        self._tasks.run(
            "files",
            lambda _task: self._written(jobs),
            done=lambda _none: self._tried(),
            failed=self._broke,
            label="journal",
        )

    def _written(self, jobs: tuple[Job, ...]) -> None:
        """Write each job, whatever befalls another; what was raised is raised in the end."""
        with contextlib.ExitStack() as last_first:
            for job in reversed(jobs):
                last_first.callback(self._write_out, job)

    def _write_out(self, job: Job) -> None:
        """Write the pictures of a job, then the job that names them."""
        for index, picture in self.pictures_of(job):
            self._put_again(job.urls[index], picture)
        self._book.write_current(job.id)

    def _put_again(self, address: str, picture: bytes) -> None:
        try:
            self._journal.put_blob(picture)
        except FileError as error:
            self._why = Reason.of(error)
            return
        with self._lock:
            self._pictures.pop(address, None)

    def _broke(self, error: Exception) -> None:
        """Say once what nobody foresaw, and try on: what is paid for does not hang on it."""
        if not self._has_failed:
            self._notices.fail(error, key=_UNFORESEEN)
        self._has_failed = True
        self._tried()

    def _tried(self) -> None:
        self._timer = None
        for job in self.jobs:
            self._changed(self._book.get(job.id) or job)
        if not self._jobs:
            self._tries = 0

    def _say(self) -> None:
        """Say what is not kept, once; take it back when nothing is left."""
        saying = self._saying() if self._jobs else None
        if saying == self._said:
            return
        self._said = saying
        if saying is None:
            self._notices.withdraw(_KEY)
        else:
            template, values = saying
            self._notices.show(Notice("error", template, values, NoticeAction(AGAIN, self.try_now), _KEY))

    def _saying(self) -> tuple[str, Mapping[str, Any]]:
        jobs = self.jobs
        pictures = sum(len(self.pictures_of(job)) for job in jobs)
        why = next((job.unkept for job in jobs if job.unkept is not None), self._why)
        values: dict[str, Any] = {"why": why.text if why is not None else ""}
        if pictures:
            return (PICTURES, {**values, "count": pictures}) if pictures > 1 else (PICTURE, values)
        if len(jobs) > 1:
            return JOBS, {**values, "count": len(jobs)}
        return (TASK, {**values, "uid": jobs[0].task_uid}) if jobs[0].task_uid else (JOB, values)


def _write_beside(path: Path, count: int, pictures: tuple[tuple[int, bytes], ...]) -> None:
    for index, data in pictures:
        write_atomic(numbered(path, index, count), data)
