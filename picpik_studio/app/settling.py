"""Jobs of which nobody knows whether the service took them: looked for, shown, never sent again in silence."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from picpik_studio.api.answers import Running, TaskDetail
from picpik_studio.api.client import Client
from picpik_studio.api.errors import ClosedError
from picpik_studio.app.connections import LOCAL
from picpik_studio.app.extras import joined, said_beside
from picpik_studio.app.job import Job, Reason, State
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.lanes import Timer
from picpik_studio.app.pauses import pause_after
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

PAUSES_SECONDS: Final = (2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""How long to wait before a service is asked again: one that could not be reached as often as it takes, one that had no
task to offer so many times, for what was sent may be on its way still."""
LATE_SECONDS, LATE_PAUSE_SECONDS = 10.0, 0.5
"""The engine of a killed editor takes some seconds to end; only then the next one has its tasks."""

FOUND_NONE: Final = QT_TRANSLATE_NOOP(
    "Jobs",
    "No answer came, and the service runs no task that could be this job: it may have ended, or never have begun.",
)
FOUND_ONE: Final = QT_TRANSLATE_NOOP(
    "Jobs", "No answer came. The service runs task {uid}, which may be this job: say whether it is."
)
FOUND_SOME: Final = QT_TRANSLATE_NOOP(
    "Jobs", "No answer came. The service runs {count} tasks that may be this job: say which it is."
)
NEVER_CAME: Final = QT_TRANSLATE_NOOP("Jobs", "It never reached the service of this computer. Send it again.")
NO_LOOK: Final = QT_TRANSLATE_NOOP("Jobs", "Nobody knows whether the service took it, and it cannot be asked: {why}")
TAKEN: Final = QT_TRANSLATE_NOOP("Jobs", "Task {uid} is another job of this list: choose another one.")


@dataclass(frozen=True)
class _Found:
    """What one look has found: jobs that have their task now, whether others may get one, and why it failed.

    `is_early`: the engine before this one may not have ended yet; `is_open`: there was nothing to offer for a job.
    """

    settled: tuple[Job, ...] = ()
    is_early: bool = False
    is_open: bool = False
    error: PicPikError | None = None


@dataclass
class _Search:
    """The looks at one connection; belongs to the dispatch thread. `since`: when each job was first looked for."""

    is_asking: bool = False
    is_wanted: bool = False
    failures: int = 0
    looks: int = 0
    timer: Timer | None = None
    since: dict[str, float] = field(default_factory=dict)

    def pause_after(self, found: _Found) -> float | None:
        """Return the seconds after which to look again, None for not by itself."""
        if found.error is not None:
            pause = PAUSES_SECONDS[min(self.failures, len(PAUSES_SECONDS)) - 1]
            return pause_after(found.error, pause) if found.error.retryable else None
        if found.is_early:
            return LATE_PAUSE_SECONDS
        if found.is_open and self.looks < len(PAUSES_SECONDS):
            self.looks += 1
            return PAUSES_SECONDS[self.looks - 1]
        return None


class Settler:
    """Looks for the tasks of `unknown` jobs: one look for all of a connection, never two at once.

    `goes_on` is called (dispatch thread) with each job that has its task. A service that cannot be reached is asked
    again until it can.
    """

    def __init__(self, desk: JobDesk, goes_on: Callable[[Job], None]) -> None:
        self._desk = desk
        self._goes_on = goes_on
        self._searches: dict[str, _Search] = {}
        self._giving = threading.RLock()  # a look must not offer again what is being given to a job just then

    def look(self, connection_id: str) -> None:
        """Look for the unknown jobs of a connection now. For the dispatch thread."""
        search = self._searches.setdefault(connection_id, _Search())
        search.looks = 0
        self._look(connection_id, search)

    def _look(self, connection_id: str, search: _Search) -> None:
        if search.timer is not None:
            search.timer.cancel()
        if search.is_asking:
            search.is_wanted = True
            return
        search.is_asking, search.is_wanted = True, False
        now = time.monotonic()
        jobs = self._jobs(connection_id, State.UNKNOWN)
        search.since = {job.id: search.since.get(job.id, now) for job in jobs}
        late = {job_id for job_id, since in search.since.items() if now - since >= LATE_SECONDS}
        self._desk.tasks.run(
            "network",
            lambda _task: self._found(connection_id, late),
            done=lambda found: self._heard(connection_id, search, found),
            failed=lambda error: self._unheard(search, error),
            label="look",
        )

    def adopt(self, job_id: str, task_uid: str) -> Job | None:
        """Take `task_uid` for this job's from now on, unless it is another's; return the job. On the network lane."""
        with self._giving:
            return self._adopt(job_id, task_uid.strip())

    def _adopt(self, job_id: str, uid: str) -> Job | None:
        if uid in {other.task_uid for other in self._desk.book.all if other.id != job_id}:
            return self._desk.book.keep(job_id, message=Reason(TAKEN, {"uid": uid}))
        job = self._desk.book.keep(job_id, State.SUBMITTED, task_uid=uid, candidates=(), message=None, is_watched=True)
        if job is not None:
            self._withdraw(job.connection_id, uid)
        return job

    def _heard(self, connection_id: str, search: _Search, found: _Found) -> None:
        search.is_asking = False
        search.failures = search.failures + 1 if found.error is not None else 0
        pause = search.pause_after(found)
        if search.is_wanted:
            self._look(connection_id, search)
        elif pause is not None:
            search.timer = self._desk.tasks.after(pause, lambda: self._look(connection_id, search))
        for job in found.settled:
            self._goes_on(job)

    def _unheard(self, search: _Search, error: Exception) -> None:
        search.is_asking = False
        self._desk.notices.fail(error)

    # On the network lane

    def _found(self, connection_id: str, late: set[str]) -> _Found:
        """Look once. Our own engine repeats the request's UUID, so there the answer is certain.

        The cloud does not: tasks that are not known to belong to another job become `candidates`, for the person to
        choose from, and stay so when they have ended meanwhile.
        """
        jobs = self._jobs(connection_id, State.UNKNOWN)
        if not jobs:
            return _Found()
        try:
            client = self._desk.client(connection_id)
            running = client.list_running_tasks()
            details = self._details(client, connection_id, running.uids)
        except PicPikError as error:
            for job in self._jobs(connection_id, State.UNKNOWN) if not isinstance(error, ClosedError) else ():
                self._desk.book.keep(job.id, message=Reason(NO_LOOK, {"why": str(error)}), is_cancelling=False)
            return _Found(error=error)
        with self._giving:
            settled = [self._settle(job, running, details, is_late=job.id in late) for job in jobs]
        still = self._jobs(connection_id, State.UNKNOWN)
        return _Found(
            tuple(job for job in settled if job is not None),
            is_early=connection_id == LOCAL and any(job.id not in late for job in still),
            is_open=connection_id != LOCAL and not all(job.candidates for job in still),
        )

    def _details(self, client: Client, connection_id: str, running: Iterable[str]) -> dict[str, TaskDetail]:
        """Ask what the tasks are that may be the ones looked for.

        Their names are durable before: our engine lists an ended task only until its details were asked for once.
        """
        taken = self._taken()
        free = [uid for uid in running if uid not in taken]
        for job in self._jobs(connection_id, State.UNKNOWN, State.SENDING):
            self._desk.book.change(job.id, candidates=_merged(job.candidates, free))
        lists = [job.candidates for job in self._jobs(connection_id, State.UNKNOWN)]
        uids = _merged(*lists, free)
        return {detail.TaskUID: detail for detail in client.list_tasks_details(uids)} if uids else {}

    def _settle(self, job: Job, running: Running, details: dict[str, TaskDetail], *, is_late: bool) -> Job | None:
        """Give the job its task and return it; else note what it may be, or that the engine never had it."""
        now = self._desk.book.get(job.id)
        if now is None or now.state is not State.UNKNOWN:
            return None  # the person was faster: gave it up, or named its task
        certain = [uid for uid, detail in details.items() if detail.request_uuid == job.request_uuid]
        if certain:
            return self.adopt(job.id, certain[0])
        if job.connection_id == LOCAL:
            if is_late:
                self._end(job)
            return None
        given = {other.task_uid for other in self._desk.book.all}
        free = tuple(uid for uid in now.candidates if uid not in given and _may_be(uid, running.uids, details))
        message = replace(_offer(free), detail=job.message.detail if job.message is not None else "")
        told = joined(now.told, said_beside(running.beside))
        self._desk.book.keep(job.id, candidates=free, message=message, told=told, is_cancelling=False)
        return None

    def _end(self, job: Job) -> None:
        """Let go of a job that the engine of this computer never had; there the answer is certain."""
        detail = job.message.detail if job.message is not None else ""
        self._desk.book.keep(
            job.id,
            State.FAILED,
            message=Reason(NEVER_CAME, detail=detail),
            ended=time.time(),
            candidates=(),
            is_cancelling=False,
            deadline=None,
        )

    def _taken(self) -> set[str]:
        """Return the tasks that are known to be somebody's: of this editor's jobs, and of those beside it."""
        uids = {entry.record.get("task_uid") for entry in self._desk.journal.all()}
        return {str(uid) for uid in uids | {job.task_uid for job in self._desk.book.all} if uid}

    def _jobs(self, connection_id: str, *states: State) -> list[Job]:
        return [job for job in self._desk.book.all if job.connection_id == connection_id and job.state in states]

    def _withdraw(self, connection_id: str, uid: str) -> None:
        """Offer a task to no other job any more."""
        for job in self._jobs(connection_id, State.UNKNOWN):
            if uid in job.candidates:
                left = tuple(each for each in job.candidates if each != uid)
                self._desk.book.keep(job.id, candidates=left, message=_offer(left))


def _merged(*lists: Iterable[str]) -> tuple[str, ...]:
    """Return what is in any of the lists, once, in order."""
    return tuple(dict.fromkeys(uid for each in lists for uid in each))


def _offer(uids: tuple[str, ...]) -> Reason:
    """Return what is said of the tasks that a job may be."""
    if len(uids) == 1:
        return Reason(FOUND_ONE, {"uid": uids[0]})
    return Reason(FOUND_SOME, {"count": len(uids)}) if uids else Reason(FOUND_NONE)


def _may_be(uid: str, running: Iterable[str], details: dict[str, TaskDetail]) -> bool:
    """Say whether a task may be a job's: one that the service still knows, and that names no other request."""
    detail = details.get(uid)
    return uid in running if detail is None else not detail.request_uuid
