"""A job on its way to the service: journalled, sent once, never sent again in silence."""

import time
from typing import Final

from picpik_studio.api.client import Client, Startable, Started
from picpik_studio.api.errors import ApiError
from picpik_studio.app.job import Job, Reason, State
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.tasks import Task
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

PAUSES_SECONDS: Final = (1.0, 2.0, 4.0)
"""How long to wait before a request that the service has surely not begun is sent again."""

LOST: Final = QT_TRANSLATE_NOOP(
    "Jobs", "Sent, but no answer came: the service may or may not have begun. Look for it before you send it again."
)
KEPT: Final = "blob:"
"""Before the hash of an image that came with the answer itself, where else the address of an image stands."""
NOT_SENT: Final = QT_TRANSLATE_NOOP("Jobs", "Cancelled before anything was sent.")


class Sender:
    """Sends prepared jobs, on the network lane."""

    def __init__(self, desk: JobDesk) -> None:
        self._book = desk.book
        self._journal = desk.journal
        self._client = desk.client

    def send(self, task: Task[Job | None], job_id: str, request: GenerationRequest) -> Job | None:
        """Send a prepared job; return it as it stands then, or None when it was cancelled before.

        The state `sending` is durable before the first byte leaves, the TaskUID before anything else is done with it,
        and so are images that came instead of one.
        """
        job = self._book.get(job_id)
        if job is None or job.state is not State.PREPARED:
            return None
        try:
            client = self._client(job.connection_id)
            values = request.wire()
        except PicPikError as error:
            return self._fail(job_id, error)
        if self._book.change(job_id, State.SENDING, started=time.time()) is None:
            return None
        return self._deliver(task, job_id, client, values)

    def _deliver(self, task: Task[Job | None], job_id: str, client: Client, values: Startable) -> Job | None:
        try:
            started = self._call(task, client, values)
        except ApiError as error:
            return self._lose(job_id) if error.may_have_started else self._fail(job_id, error)
        except BaseException:
            # Whatever it was, the request may have left: only a look at the service can tell.
            self._lose(job_id)
            raise
        return self._arrive(job_id, started)

    def _arrive(self, job_id: str, started: Started) -> Job | None:
        """Keep what came: the task to watch, or where the images are."""
        if started.task_uid:
            return self._book.change(job_id, State.SUBMITTED, task_uid=started.task_uid, message=None)
        kept = [f"{KEPT}{self._journal.put_blob(picture)}" for picture in started.pictures]
        return self._book.change(job_id, State.DOWNLOADING, urls=tuple(kept or started.addresses), message=None)

    def _call(self, task: Task[Job | None], client: Client, values: Startable) -> Started:
        """Call the service, again only when it has said, or the network proves, that nothing was begun."""
        for pause in PAUSES_SECONDS:
            try:
                return client.start(values)
            except ApiError as error:
                if error.may_have_started or not error.retryable:
                    raise
            task.sleep(pause)
        return client.start(values)

    def _fail(self, job_id: str, error: PicPikError) -> Job | None:
        return self._book.change(job_id, State.FAILED, message=Reason.of(error), ended=time.time(), is_cancelling=False)

    def _lose(self, job_id: str) -> Job | None:
        return self._book.change(job_id, State.UNKNOWN, message=Reason(LOST))
