"""Taking up the jobs of editors that have ended, however they ended."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from picpik_studio.app.connections import LOCAL
from picpik_studio.app.job import ENDED, Job, Reason, State
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.job_records import from_record
from picpik_studio.app.owners import Owner
from picpik_studio.files.journal import Entry
from picpik_studio.texts import QT_TRANSLATE_NOOP

NOT_SENT: Final = QT_TRANSLATE_NOOP(
    "Jobs", "The program ended before it was wholly sent: nothing has begun. Send it again."
)
UNSURE: Final = QT_TRANSLATE_NOOP(
    "Jobs", "The program ended before an answer was kept: the service may or may not have begun."
)


class Resumer:
    """Makes the jobs of dead processes this process's own, each exactly once whoever else starts at the same time."""

    def __init__(self, desk: JobDesk, owner: Owner) -> None:
        self._desk = desk
        self._owner = owner
        self._half_taken: dict[str, Job] = {}

    def take_over(self) -> tuple[Job, ...]:
        """Return the jobs that are this process's from now on, oldest first; on the files lane.

        One that had not wholly been sent yet has failed, one whose last piece may have left is `unknown`.
        Results that were being fetched are asked for again, for their addresses may be others now.
        """
        with self._owner.taking_over():
            return self._take(lambda _job: True)

    def take_up(self) -> tuple[Job, ...]:
        """Do the same while this process runs, if an editor beside it has ended without a farewell.

        What ran in that one's own engine waits for the next start: only an engine that starts goes on with it.
        """
        with self._owner.taking_over():
            dead = self._owner.dead_neighbours()
            may_take = dead or self._half_taken
            jobs = self._take(lambda job: job.is_ended or job.connection_id != LOCAL) if may_take else ()
            for name in dead:
                self._owner.bury(name)
        return jobs

    def _take(self, may_take: Callable[[Job], bool]) -> tuple[Job, ...]:
        found = [job for entry in self._desk.journal.all() if (job := _read(entry)) is not None]
        dead = {job.owner for job in found if not self._owner.is_alive(job.owner)}
        for job in found:
            if job.owner in dead and may_take(job):
                revived = _revived(job, self._owner.name)
                self._desk.book.write(revived)
                self._half_taken[job.id] = revived  # its owner lives now: should the next one fail, only this tells
        for name in dead:
            self._owner.bury(name)
        jobs, self._half_taken = tuple(self._half_taken.values()), {}
        return jobs


def _read(entry: Entry) -> Job | None:
    """Return the job of a journal's entry; None for one that this version cannot read, which is left alone."""
    try:
        return from_record(entry.state, entry.record)
    except (KeyError, TypeError, ValueError):
        return None


def _revived(job: Job, owner: str) -> Job:
    job = replace(job, owner=owner, is_cancelling=False)
    if job.state in ENDED:
        return job
    if job.state is State.PREPARED or (job.state is State.SENDING and not job.may_have_left):
        return replace(job, state=State.FAILED, message=Reason(NOT_SENT), ended=time.time(), deadline=None)
    if job.state is State.SENDING:
        return replace(job, state=State.UNKNOWN, message=Reason(UNSURE))
    if job.state is State.DOWNLOADING and job.task_uid:
        return replace(job, state=State.RUNNING)
    return job
