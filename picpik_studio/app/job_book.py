"""Where the jobs of this process stand: the journal first, then memory, then the announcement."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Unpack

from picpik_studio.app.job import Job, JobChanges, JobDetails, Reason, State
from picpik_studio.app.job_records import to_record
from picpik_studio.core.signal import Signal
from picpik_studio.files.errors import FileError
from picpik_studio.files.journal import Journal


class JobBook:
    """The jobs by id, oldest first. Readable and changeable from any thread; the signals come on the dispatch thread.

    `change` and `keep` write to the disk, so they belong to slow work; `jot` is for the dispatch thread and is written
    later.
    """

    def __init__(self, journal: Journal, dispatch: Callable[[Callable[[], None]], None]) -> None:
        self.changed: Signal[Job] = Signal()
        self.removed: Signal[str] = Signal()
        self._journal = journal
        self._dispatch = dispatch
        self._jobs: dict[str, Job] = {}
        self._memory = threading.Lock()
        self._writing = threading.Lock()  # held while the disk is waited for, so never taken by the dispatch thread

    @property
    def all(self) -> tuple[Job, ...]:
        """Every job, oldest first."""
        return tuple(self._jobs.values())

    def get(self, job_id: str) -> Job | None:
        """Return a job as it stands now, or None."""
        return self._jobs.get(job_id)

    def add(self, job: Job) -> None:
        """Take in a job without writing it: one that was just made, or one that the journal had."""
        with self._memory:
            self._jobs[job.id] = job
        self._tell(job)

    def change(self, job_id: str, state: State | None = None, **details: Unpack[JobDetails]) -> Job | None:
        """Write the job with another state or other details to the journal, then take it in and announce it.

        Returns the new job; None when it is gone, or when `state` cannot follow the one it has: something else was
        faster, and its word stands. Raises FileError, and nothing has changed: for what must not happen unwritten.
        """
        return self._changed(job_id, state, details, self.write)

    def keep(self, job_id: str, state: State | None = None, **details: Unpack[JobDetails]) -> Job | None:
        """Do as `change` does, for what has happened: it is taken in also when the journal refuses it.

        The job then says so as `unkept`, until it is written.
        """
        return self._changed(job_id, state, details, self._written)

    def jot(self, job: Job, **details: Unpack[JobChanges]) -> Job:
        """Take in small details at once; whoever wants them durable has `write_current` called off this thread."""
        return self.revise(job, lambda now: replace(now, **details))

    def revise(self, job: Job, revised: Callable[[Job], Job]) -> Job:
        """Do as `jot` does, with what `revised` makes of the job as it stands."""
        with self._memory:
            new = self._jobs[job.id] = revised(self._jobs.get(job.id, job))
        self._tell(new)
        return new

    def write(self, job: Job) -> None:
        """Make the job as given durable."""
        self._journal.put(job.id, job.state.value, to_record(job))

    def write_current(self, job_id: str) -> None:
        """Make the job durable as it stands now, if it still exists; when the journal refuses, it is `unkept`."""
        with self._writing:
            job = self._jobs.get(job_id)
            if job is None:
                return
            unkept = self._written(job)
            if unkept == job.unkept:
                return
            with self._memory:
                new = self._jobs[job_id] = replace(self._jobs[job_id], unkept=unkept)
        self._tell(new)

    def remove(self, job_id: str) -> None:
        """Forget a job, in the journal and here."""
        with self._writing, self._memory:
            self._jobs.pop(job_id, None)
        self._journal.forget(job_id)
        self._dispatch(lambda: self.removed.emit(job_id))

    def _changed(
        self, job_id: str, state: State | None, details: JobDetails, write: Callable[[Job], Reason | None]
    ) -> Job | None:
        with self._writing:
            job = self._jobs.get(job_id)
            if job is None or (state is not None and not job.may_become(state)):
                return None
            changes: JobChanges = {**details, "state": state or job.state}
            if _with(job, changes) == job:
                return job
            changes["unkept"] = write(_with(job, changes))
            with self._memory:
                new = self._jobs[job_id] = _with(self._jobs[job_id], changes)  # with what was jotted meanwhile
        self._tell(new)
        return new

    def _written(self, job: Job) -> Reason | None:
        """Make the job durable; return why it could not be."""
        try:
            self.write(job)
        except FileError as error:
            return Reason.of(error)
        return None

    def _tell(self, job: Job) -> None:
        self._dispatch(lambda: self.changed.emit(job))


def _with(job: Job, changes: JobChanges) -> Job:
    """Return the job with other details; the marks on its results that were made here meanwhile stay."""
    new = replace(job, **changes)
    return new.with_marks_of(job) if "results" in changes else new
