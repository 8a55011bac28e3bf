"""What the parts of the jobs share: the book, the journal and what it refused, the way to a service, the results."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

from picpik_studio.api.client import Client
from picpik_studio.app.backlog import Backlog
from picpik_studio.app.job import Job, JobChanges
from picpik_studio.app.job_book import JobBook
from picpik_studio.app.notices import Notices
from picpik_studio.app.tasks import Tasks
from picpik_studio.files.journal import Journal


@dataclass(frozen=True)
class JobDesk:
    """The shared things. `client(connection_id)` is slow (it may start the engine, or ask the keyring)."""

    book: JobBook
    journal: Journal
    backlog: Backlog
    tasks: Tasks
    notices: Notices
    client: Callable[[str], Client]
    results: Path

    def note(self, job: Job, **details: Unpack[JobChanges]) -> Job:
        """Take in details of a job at once and write them soon; for the dispatch thread."""
        return self.revise(job, lambda now: replace(now, **details))

    def revise(self, job: Job, revised: Callable[[Job], Job]) -> Job:
        """Do the same with what `revised` makes of the job as it stands."""
        new = self.book.revise(job, revised)
        self.tasks.run("files", lambda _task: self.book.write_current(job.id), label="journal")
        return new
