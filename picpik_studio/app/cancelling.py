"""Stopping a job, in whatever state it is, and saying what could be stopped and what could not."""

import time
from typing import Final

from picpik_studio.api.client import Client
from picpik_studio.app.extras import joined, said_beside
from picpik_studio.app.job import WATCHED, Job, JobDetails, Reason, State
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.status_words import has_ended
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

NOTHING_SENT: Final = QT_TRANSLATE_NOOP("Jobs", "Cancelled before anything was sent.")
STOPPED: Final = QT_TRANSLATE_NOOP("Jobs", "Cancelled; the service has stopped it.")
LEFT: Final = QT_TRANSLATE_NOOP(
    "Jobs", "Cancelled here. The service had finished it already, so it may have been charged."
)
UNREACHED: Final = QT_TRANSLATE_NOOP(
    "Jobs", "Given up here. Nobody knows whether the service took it, so it could not be stopped there."
)
NOT_STOPPED: Final = QT_TRANSLATE_NOOP("Jobs", "The service could not be told to stop; the job goes on. {why}")


class Canceller:
    """Carries out the wish to cancel, on the network lane."""

    def __init__(self, desk: JobDesk) -> None:
        self._desk = desk

    def cancel(self, job_id: str) -> Job | None:
        """Stop the job as far as it can be stopped now; return it as it stands then.

        A job that is being sent is stopped when its TaskUID has come: whoever sends it calls this again.
        """
        book = self._desk.book
        for state, message in ((State.PREPARED, NOTHING_SENT), (State.DOWNLOADING, LEFT), (State.UNKNOWN, UNREACHED)):
            job = book.get(job_id)
            if job is not None and job.state is state and (ended := self._end(job_id, message)) is not None:
                return ended
        job = book.get(job_id)
        if job is None or job.task_uid is None or job.state not in WATCHED:
            return job
        return self._terminate(job, job.task_uid)

    def _terminate(self, job: Job, task_uid: str) -> Job | None:
        try:
            client = self._desk.client(job.connection_id)
            said = said_beside(client.terminate_task(task_uid))
        except PicPikError as error:
            message = Reason(NOT_STOPPED, {"why": str(error)})
            return self._desk.book.keep(job.id, message=message, is_cancelling=False)
        told = joined(job.told, said)
        return self._end(job.id, STOPPED, {"status_word": _last_word(client, task_uid), "told": told})

    def _end(self, job_id: str, message: str, details: JobDetails | None = None) -> Job | None:
        changes: JobDetails = {"message": Reason(message), "ended": time.time(), "is_cancelling": False}
        changes.update(details or {})
        return self._desk.book.keep(job_id, State.CANCELLED, **changes)


def _last_word(client: Client, task_uid: str) -> str:
    """Return what the service calls a task that it has stopped; "" when it cannot be asked or still speaks of work."""
    try:
        details = client.list_tasks_details([task_uid])
    except PicPikError:
        return ""
    return next((detail.Status.strip() for detail in details if has_ended(detail)), "")
