"""Asking the services how the jobs stand: one question for all jobs of a connection, never two at once."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from picpik_studio.api.answers import TaskDetail
from picpik_studio.api.errors import ApiError
from picpik_studio.app.cancelling import STOPPED
from picpik_studio.app.connections import LOCAL
from picpik_studio.app.extras import task_extras
from picpik_studio.app.job import KEPT_SECONDS, WATCHED, Job, JobDetails, Reason, State
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.lanes import Timer
from picpik_studio.app.pauses import pause_after
from picpik_studio.app.status_words import FINISHED, Verdict, judge
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

BACK_OFF: Final = 1.5
"""After a question to which nothing new was answered, the pause is so many times longer."""

AWAY: Final = QT_TRANSLATE_NOOP("Jobs", "The service cannot be asked just now; the job goes on. {why}")
GONE: Final = QT_TRANSLATE_NOOP("Jobs", "The service does not know this task any more.")
EMPTY: Final = QT_TRANSLATE_NOOP("Jobs", "The service says that it is finished, but names no picture.")


@dataclass(frozen=True)
class Pace:
    """How often a connection is asked.

    Seconds: `least` after news, growing to `most`, or to `rare` when the words that are answered are unknown or
    nothing sensible is. A task that is missing from the answers `misses` times in a row is given up.
    """

    least: float
    most: float
    rare: float
    misses: int


LOCAL_PACE: Final = Pace(0.15, 1.0, 5.0, 16)  # the engine of a killed editor takes a while to let its tasks go
CLOUD_PACE: Final = Pace(1.0, 10.0, 120.0, 20)


@dataclass
class _Round:
    """The questions to one connection; belongs to the dispatch thread."""

    pace: Pace
    pause: float
    timer: Timer | None = None
    is_asking: bool = False
    not_before: float = 0.0
    """Monotonic seconds before which the service wishes not to be asked, whatever happens here."""
    misses: dict[str, int] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)
    """When each job was last said not to have ended: what it makes is kept for a day from then, at least."""

    def slow_down(self, most: float) -> None:
        """Make the next pause longer, up to `most`."""
        self.pause = min(self.pause * BACK_OFF, most)


@dataclass(frozen=True)
class _Outcome:
    """What one answer did to one job."""

    job: Job
    verdict: Verdict
    is_new: bool


class Watcher:
    """Follows the jobs that a service has taken; `arrived` is called (dispatch thread) when results can be fetched."""

    def __init__(self, desk: JobDesk, arrived: Callable[[Job], None]) -> None:
        self._desk = desk
        self._arrived = arrived
        self._rounds: dict[str, _Round] = {}

    def watch(self, connection_id: str) -> None:
        """Ask this connection soon: a job has come to it, or the person asked. For the dispatch thread."""
        pace = LOCAL_PACE if connection_id == LOCAL else CLOUD_PACE
        state = self._rounds.setdefault(connection_id, _Round(pace, pace.least))
        state.pause = pace.least
        if not state.is_asking:
            self._plan(connection_id, state)

    def _plan(self, connection_id: str, state: _Round, pause: float | None = None) -> None:
        state.is_asking = False
        if state.timer is not None:
            state.timer.cancel()
        seconds = max(state.pause if pause is None else pause, state.not_before - time.monotonic())
        state.timer = self._desk.tasks.after(seconds, lambda: self._ask(connection_id, state))

    def _ask(self, connection_id: str, state: _Round) -> None:
        jobs = self._watched(connection_id)
        if not jobs:
            del self._rounds[connection_id]
            return
        state.is_asking = True
        self._desk.tasks.run(
            "network",
            lambda _task: self._question(connection_id, state, jobs),
            done=lambda outcomes: self._heard(connection_id, state, jobs, outcomes),
            failed=lambda error: self._unheard(connection_id, state, jobs, error),
            label="status",
        )

    def _watched(self, connection_id: str) -> dict[str, Job]:
        return {
            job.task_uid: job
            for job in self._desk.book.all
            if job.connection_id == connection_id and job.task_uid and job.is_watched and job.state in WATCHED
        }

    # On the network lane

    def _question(self, connection_id: str, state: _Round, jobs: Mapping[str, Job]) -> tuple[_Outcome, ...]:
        details = self._desk.client(connection_id).list_tasks_details(list(jobs))
        by_uid = {detail.TaskUID: detail for detail in details}
        return tuple(
            self._take_in(job, by_uid[uid], state.heard.get(job.id))
            for uid, job in jobs.items()
            if uid in by_uid and self._goes_on(job.id)
        )

    def _goes_on(self, job_id: str) -> bool:
        """Say whether a job is still asked about: one that was cancelled meanwhile shall not come back to life."""
        job = self._desk.book.get(job_id)
        return job is not None and job.state in WATCHED

    def _take_in(self, job: Job, detail: TaskDetail, heard: float | None) -> _Outcome:
        verdict = judge(detail, job.state)
        changes: JobDetails = {"status_word": detail.Status.strip(), "message": verdict.message}
        changes["extras"] = task_extras(detail)
        if detail.Seed is not None:
            changes["seed"] = detail.Seed
        if detail.ConsumeApiPoint is not None:
            changes["credits"] = detail.ConsumeApiPoint
        if verdict.state in {State.FAILED, State.CANCELLED}:
            changes |= {"ended": time.time(), "is_cancelling": False}
        current = self._desk.book.get(job.id)
        if verdict.state is State.CANCELLED and current is not None and current.is_cancelling:
            changes["message"] = Reason(STOPPED)  # it ended because the person wished so
        if verdict.state is State.DOWNLOADING:
            changes |= {"urls": tuple(detail.ImgList), "deadline": _deadline(job, heard)}
        elif verdict.state is not job.state and verdict.state in WATCHED:
            changes["deadline"] = time.time() + KEPT_SECONDS
        new = self._desk.book.keep(job.id, verdict.state, **changes)
        is_new = new is not None and (new.state, new.status_word) != (job.state, job.status_word)
        return _Outcome(new or job, verdict, is_new)

    # Back on the dispatch thread

    def _heard(
        self, connection_id: str, state: _Round, jobs: Mapping[str, Job], outcomes: tuple[_Outcome, ...]
    ) -> None:
        now = time.time()
        state.heard |= {outcome.job.id: now for outcome in outcomes if outcome.job.state in WATCHED}
        answered = {outcome.job.id for outcome in outcomes if not outcome.verdict.is_empty}
        state.misses = {job.id: state.misses.get(job.id, 0) + 1 for job in jobs.values() if job.id not in answered}
        for job_id in [job_id for job_id, count in state.misses.items() if count >= state.pace.misses]:
            self._give_up(job_id)
        if any(outcome.is_new for outcome in outcomes):
            state.pause = state.pace.least
        else:
            is_known = all(outcome.verdict.is_known for outcome in outcomes)
            state.slow_down(state.pace.most if is_known else state.pace.rare)
        self._plan(connection_id, state)
        for outcome in outcomes:
            if outcome.job.state is State.DOWNLOADING:
                self._arrived(outcome.job)

    def _unheard(self, connection_id: str, state: _Round, jobs: Mapping[str, Job], error: Exception) -> None:
        if isinstance(error, PicPikError):
            self._say(state, tuple(job.id for job in jobs.values()), Reason(AWAY, {"why": str(error)}))
        else:
            self._desk.notices.fail(error)
        can_recover = isinstance(error, ApiError) and error.retryable
        state.slow_down(state.pace.most if can_recover else state.pace.rare)
        pause = pause_after(error, state.pause)
        if isinstance(error, ApiError) and error.retry_after:
            state.not_before = time.monotonic() + pause
        self._plan(connection_id, state, pause)

    def _say(self, state: _Round, job_ids: tuple[str, ...], message: Reason) -> None:
        """Show why nothing is heard; it is no news for the journal."""
        for job_id in job_ids:
            job = self._desk.book.get(job_id)
            if job is not None and job.state in WATCHED:
                self._desk.book.jot(job, message=message, deadline=_deadline(job, state.heard.get(job_id)))

    def _give_up(self, job_id: str) -> None:
        self._desk.tasks.run("files", lambda _task: self._abandon(job_id), done=self._abandoned, label="journal")

    def _abandon(self, job_id: str) -> Job | None:
        """Let a task go that the service does not answer for: to its old addresses if there are any, else failed."""
        job = self._desk.book.get(job_id)
        if job is None or job.state not in WATCHED:
            return None
        if job.urls:
            return self._desk.book.keep(job_id, State.DOWNLOADING)
        message = Reason(EMPTY if job.status_word.lower() in FINISHED else GONE)
        return self._desk.book.keep(job_id, State.FAILED, message=message, ended=time.time(), is_cancelling=False)

    def _abandoned(self, job: Job | None) -> None:
        if job is not None and job.state is State.DOWNLOADING:
            self._arrived(job)


def _deadline(job: Job, heard: float | None) -> float:
    """Return until when at least the service keeps what it makes of a job that had not ended when it was last heard."""
    last = job.created if job.started is None else job.started
    least = max(job.deadline or 0.0, last + KEPT_SECONDS)
    return least if heard is None else max(least, heard + KEPT_SECONDS)
