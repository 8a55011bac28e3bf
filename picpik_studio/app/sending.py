"""A job on its way to the service: journalled, sent once, never sent again in silence."""

import time
from collections.abc import Callable
from typing import Final

from picpik_studio.api.client import Client, Startable, Started
from picpik_studio.api.errors import ApiError, ServiceError
from picpik_studio.api.stopping import Stop
from picpik_studio.app.errors import OtherThanShownError
from picpik_studio.app.extras import start_extras
from picpik_studio.app.job import KEPT_SECONDS, Job, JobDetails, Reason, State
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.pauses import pause_after
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.tasks import Task
from picpik_studio.errors import PicPikError
from picpik_studio.files.errors import FileError
from picpik_studio.texts import QT_TRANSLATE_NOOP

PAUSES_SECONDS: Final = (1.0, 2.0, 4.0)
"""How long to wait before a request that the service has surely not begun is sent again."""
PATIENCE_SECONDS: Final = 60.0
"""A service that asks for a longer pause is not waited for: the person is told, and may send again later."""

LOST: Final = QT_TRANSLATE_NOOP(
    "Jobs", "Sent, but no answer came: the service may or may not have begun. Look for it before you send it again."
)
OTHER: Final = QT_TRANSLATE_NOOP(
    "Jobs",
    "Not sent: the service has restarted, or its keys have changed, since you looked. Send it again as it is now.",
)
NOT_BEGUN: Final = QT_TRANSLATE_NOOP("Jobs", "Cancelled; the service had not begun.")


class Sender:
    """Sends prepared jobs, on the network lane."""

    def __init__(self, desk: JobDesk) -> None:
        self._book = desk.book
        self._backlog = desk.backlog
        self._client = desk.client
        self._stops: dict[str, Stop] = {}

    def stop(self, job_id: str) -> None:
        """Give up what is being sent, unless it has left whole; from any thread."""
        stop = self._stops.get(job_id)
        if stop is not None:
            stop.wish()

    def send(self, task: Task[Job | None], job_id: str, request: GenerationRequest) -> Job | None:
        """Send a prepared job; return it as it stands then, or None when it was cancelled before.

        The state `sending` is durable before the first byte leaves, `may_have_left` before the last piece, the TaskUID
        before anything else is done with it, and so are images that came instead of one; where the disk refuses these,
        the backlog has them.
        """
        job = self._book.get(job_id)
        if job is None or job.state is not State.PREPARED:
            return None
        try:
            client = self._client(job.connection_id)
            values = request.wire()
            _demand_as_shown(client, values, request)
        except PicPikError as error:
            return self._fail(job_id, error)
        stop = self._stops[job_id] = Stop()
        task.on_cancel(stop.wish)
        try:
            now = time.time()
            if self._book.change(job_id, State.SENDING, started=now, deadline=now + KEPT_SECONDS) is None:
                return None
            return self._deliver(job_id, client, values, stop)
        finally:
            del self._stops[job_id]

    def _deliver(self, job_id: str, client: Client, values: Startable, stop: Stop) -> Job | None:
        try:
            started = _call(client, values, stop, lambda may: self._note(job_id, may_have_left=may))
        except FileError as error:  # of the note that it leaves, without which it does not
            return self._fail(job_id, error)
        except ApiError as error:
            return self._lose(job_id, error) if error.may_have_started else self._fail(job_id, error)
        except BaseException:
            # Whatever it was, the request may have left: only a look at the service can tell.
            self._lose(job_id)
            raise
        return self._arrive(job_id, started)

    def _note(self, job_id: str, *, may_have_left: bool) -> None:
        """Make durable that all of a request may leave now; or that it has not, of which less is known if it fails."""
        if may_have_left:
            self._book.change(job_id, may_have_left=True)
        else:
            self._book.keep(job_id, may_have_left=False)

    def _arrive(self, job_id: str, started: Started) -> Job | None:
        """Keep what came: the task to watch, or where the images are."""
        details: JobDetails = {"message": None, "candidates": (), "told": start_extras(started.beside)}
        if started.seed is not None:
            details["seed"] = started.seed
        if started.credits is not None:
            details["credits"] = started.credits
        if started.task_uid:
            details["task_uid"] = started.task_uid
            return self._book.keep(job_id, State.SUBMITTED, **details)
        kept = tuple(map(self._backlog.put, started.pictures))
        if kept:
            details["deadline"] = None  # no service keeps what it has handed over
        details["urls"] = kept or started.addresses
        return self._book.keep(job_id, State.DOWNLOADING, **details)

    def _fail(self, job_id: str, error: PicPikError) -> Job | None:
        """Give it up: nothing was begun. What the person wished to stop is cancelled then, whatever stopped it."""
        job = self._book.get(job_id)
        is_wished = job is not None and job.is_cancelling
        state, message = (State.CANCELLED, Reason(NOT_BEGUN)) if is_wished else (State.FAILED, Reason.of(error))
        return self._book.keep(job_id, state, message=message, ended=time.time(), is_cancelling=False, deadline=None)

    def _lose(self, job_id: str, error: ApiError | None = None) -> Job | None:
        detail = str(error.values["detail"]) if isinstance(error, ServiceError) else ""
        return self._book.keep(job_id, State.UNKNOWN, message=Reason(LOST, detail=detail))


def _demand_as_shown(client: Client, values: Startable, request: GenerationRequest) -> None:
    """Raise OtherThanShownError when a request that a person has looked at would leave as other bytes.

    Its signature is made with the keys of this moment, which a service that has started anew has not from before.
    """
    if request.shown_as and client.draft(values).digest != request.shown_as:
        raise OtherThanShownError(OTHER)


def _call(client: Client, values: Startable, stop: Stop, may_have_left: Callable[[bool], None]) -> Started:
    """Call the service, again only when it has said, or the network proves, that nothing was begun."""

    def leaving() -> None:
        may_have_left(True)

    for pause in PAUSES_SECONDS:
        try:
            return client.start(values, stop=stop, leaving=leaving)
        except ApiError as error:
            if not _may_try_again(error, stop):
                raise
            seconds = pause_after(error, pause)
        may_have_left(False)
        stop.wait(seconds)
    return client.start(values, stop=stop, leaving=leaving)


def _may_try_again(error: ApiError, stop: Stop) -> bool:
    is_passing = error.retryable and error.retry_after <= PATIENCE_SECONDS
    return is_passing and not error.may_have_started and not stop.is_wished
