"""When results are fetched: at once, and again after pauses that grow, until they are here or kept no longer."""

import time
from dataclasses import dataclass
from typing import Final

from picpik_studio.app.fetching import Fetcher, Outcome
from picpik_studio.app.job import Job, Reason, State, reason_of
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.lanes import Timer
from picpik_studio.app.pauses import pause_after
from picpik_studio.app.tasks import Task
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

PAUSES_SECONDS: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""How long to wait before the first, second, … new try; the last one again and again."""

WAITING: Final = QT_TRANSLATE_NOOP(
    "Jobs", "The results are made but cannot be fetched just now; they are asked for on and on. {why}"
)
HELD: Final = QT_TRANSLATE_NOOP(
    "Jobs", "The pictures have come, but could not be stored; that is tried on and on. {why}"
)


@dataclass
class _Errand:
    """One job's results on their way: the task that fetches, or the timer of the next try."""

    tries: int = 0
    task: Task[Outcome] | None = None
    timer: Timer | None = None


class Bringer:
    """Has the results of jobs fetched; for the dispatch thread."""

    def __init__(self, desk: JobDesk) -> None:
        self._desk = desk
        self._fetcher = Fetcher(desk)
        self._errands: dict[str, _Errand] = {}
        desk.backlog.wished.connect(self._fetch_held)

    def fetch(self, job: Job) -> None:
        """Fetch what a job has made, now; harmless while that is being done."""
        errand = self._errands.setdefault(job.id, _Errand())
        if errand.timer is not None:
            errand.timer.cancel()
            errand.timer = None
        if errand.task is None:
            is_first = errand.tries == 0
            errand.task = self._desk.tasks.run(
                "network",
                lambda task: self._fetcher.fetch(task, job, is_first=is_first),
                done=lambda outcome: self._came(job.id, errand, *outcome),
                failed=lambda error: self._broke(job.id, error),
                label="download",
            )

    def leave(self, job_id: str) -> None:
        """Fetch nothing more for a job."""
        errand = self._errands.pop(job_id, None)
        for each in (errand.task, errand.timer) if errand is not None else ():
            if each is not None:
                each.cancel()

    def _came(self, job_id: str, errand: _Errand, job: Job | None, why: PicPikError | None) -> None:
        errand.task = None
        if job is None or why is None or job.state is not State.DOWNLOADING:
            self._errands.pop(job_id, None)
            return
        pause = pause_after(why, PAUSES_SECONDS[min(errand.tries, len(PAUSES_SECONDS) - 1)])
        errand.tries += 1
        waits_for_room = self._desk.backlog.is_here(job)
        self._desk.book.jot(job, message=Reason(HELD if waits_for_room else WAITING, {"why": str(why)}))
        errand.timer = self._desk.tasks.after(pause, lambda: self._again(job_id))

    def _fetch_held(self) -> None:
        """Store the pictures now that could not be stored before."""
        for job in self._desk.book.all:
            if job.state is State.DOWNLOADING and self._desk.backlog.is_here(job):
                self.fetch(job)

    def _again(self, job_id: str) -> None:
        job = self._desk.book.get(job_id)
        if job is not None and job.state is State.DOWNLOADING:
            self.fetch(job)

    def _broke(self, job_id: str, error: Exception) -> None:
        """Give a job up whose results cannot be brought home for a reason that nobody foresaw."""
        self._errands.pop(job_id, None)
        job = self._desk.book.get(job_id)
        if job is not None:
            self._desk.note(job, state=State.FAILED, message=reason_of(error), ended=time.time(), is_cancelling=False)
