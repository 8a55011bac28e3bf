"""A job of which nobody knows whether the service took it: looked for, shown, and only ever sent again when told to."""

import time
from typing import Final

from picpik_studio.api.answers import TaskDetail
from picpik_studio.app.connections import LOCAL
from picpik_studio.app.job import Job, Reason, State
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

FOUND_NONE: Final = QT_TRANSLATE_NOOP(
    "Jobs", "The service has no running task that it could be. It may have ended already, or never have begun."
)
FOUND_SOME: Final = QT_TRANSLATE_NOOP("Jobs", "It may be one of {count} tasks that run at the service: say which.")
NEVER_CAME: Final = QT_TRANSLATE_NOOP("Jobs", "It never reached the service of this computer. Send it again.")
NO_LOOK: Final = QT_TRANSLATE_NOOP("Jobs", "Nobody knows whether the service took it, and it cannot be asked: {why}")


class Settler:
    """Looks for the tasks of `unknown` jobs, on the network lane."""

    def __init__(self, desk: JobDesk) -> None:
        self._desk = desk

    def look(self, job_id: str) -> Job | None:
        """Look for the job at its service; return it as it stands then.

        Our own engine repeats the request's UUID, so there the answer is certain. The cloud does not: tasks that are
        not known to belong to another job become `candidates`, for the person to choose from.
        """
        job = self._desk.book.get(job_id)
        if job is None or job.state is not State.UNKNOWN:
            return job
        try:
            details = self._running(job.connection_id)
        except PicPikError as error:
            return self._desk.book.change(job_id, message=Reason(NO_LOOK, {"why": str(error)}))
        certain = [detail.TaskUID for detail in details if detail.request_uuid == job.request_uuid]
        if certain:
            return self.adopt(job_id, certain[0])
        if job.connection_id == LOCAL:
            return self._desk.book.change(job_id, State.FAILED, message=Reason(NEVER_CAME), ended=time.time())
        taken = {other.task_uid for other in self._desk.book.all}
        free = tuple(detail.TaskUID for detail in details if detail.TaskUID not in taken and not detail.request_uuid)
        message = Reason(FOUND_SOME, {"count": len(free)}) if free else Reason(FOUND_NONE)
        return self._desk.book.change(job_id, candidates=free, message=message)

    def adopt(self, job_id: str, task_uid: str) -> Job | None:
        """Take `task_uid` for this job's from now on."""
        return self._desk.book.change(
            job_id, State.SUBMITTED, task_uid=task_uid.strip(), candidates=(), message=None, is_watched=True
        )

    def _running(self, connection_id: str) -> list[TaskDetail]:
        client = self._desk.client(connection_id)
        uids = client.list_running_tasks()
        return list(client.list_tasks_details(uids)) if uids else []
