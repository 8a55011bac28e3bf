"""Requests without a window: sent, waited for, cancelled by Ctrl+C, and forgotten when their results are at home."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from picpik_studio.app.errors import CancelledError, JobError
from picpik_studio.app.job import Job, State
from picpik_studio.app.lanes import QueueDispatcher
from picpik_studio.app.program import Program
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.sending import LOST
from picpik_studio.texts import QT_TRANSLATE_NOOP

Progress = Callable[[Job], object]

CANCEL_SECONDS: Final = 15.0
FORGET_SECONDS: Final = 5.0

KEPT: Final = QT_TRANSLATE_NOOP("Redraw", "{why} The job is kept: the editor looks for it at its next start.")

STORED: Final = QT_TRANSLATE_NOOP("Redraw", "What had come is kept: the editor brings it home at its next start.")
LOST_PICTURE: Final = QT_TRANSLATE_NOOP("Redraw", "A picture had come and could not be stored, so it is lost. {why}")
LOST_PICTURES: Final = QT_TRANSLATE_NOOP(
    "Redraw", "{count} pictures had come and could not be stored, so they are lost. {why}"
)
UNNOTED: Final = QT_TRANSLATE_NOOP("Redraw", "The service's task {uid} goes on, and could not be noted here. {why}")


class Waiter:
    """Has requests done by one program, on the calling thread; `progress` is called with the job as it changes."""

    def __init__(self, program: Program, dispatcher: QueueDispatcher, progress: Progress) -> None:
        self.program = program
        self._jobs = program.jobs
        self._dispatcher = dispatcher
        self._progress = progress

    def done(self, request: GenerationRequest, document: Path | None) -> Job:
        """Send the request and wait for its end; return its job. Raises JobError, CancelledError."""
        disconnect = self._jobs.changed.connect(self._progress)
        job_id = self._jobs.submit(request, document).id
        try:
            self._dispatcher.run_until(lambda: self._is_settled(job_id))
        except KeyboardInterrupt:
            self._cancel(job_id)
            raise
        finally:
            disconnect()
        return self._demand_results(job_id)

    def _is_settled(self, job_id: str) -> bool:
        """Whether nothing more will come: ended, or unknown after the service was asked."""
        job = self._jobs.get(job_id)
        if job is None or job.is_ended:
            return True
        return job.state is State.UNKNOWN and job.message is not None and job.message.template != LOST

    def _demand_results(self, job_id: str) -> Job:
        job = self._jobs.get(job_id)
        if job is None:
            raise CancelledError(KEPT, why="")
        if job.state is State.FINISHED:
            return job
        why = job.message.text if job.message is not None else job.status_word
        if job.state is State.UNKNOWN or job.urls:
            raise JobError(KEPT, why=why)
        self.forget(job)
        raise JobError("{why}", why=why)

    def _cancel(self, job_id: str) -> None:
        """Stop the job at the service; what could not be stopped stays in the journal.

        Pictures that came with the answer are paid for and nowhere else: there is nothing to stop, and they are kept.
        """
        job = self._jobs.get(job_id)
        if job is not None and job.state is State.DOWNLOADING and self.program.backlog.is_here(job):
            return
        self._jobs.cancel(job_id)
        self._dispatcher.run_until(lambda: not self._is_cancelling(job_id), CANCEL_SECONDS)
        job = self._jobs.get(job_id)
        if job is not None:
            self.forget(job)

    def _is_cancelling(self, job_id: str) -> bool:
        job = self._jobs.get(job_id)
        return job is not None and job.is_cancelling and not job.is_ended

    def forget(self, job: Job) -> None:
        """Remove an ended job whose results are where they were wanted; one that lacks some keeps the way to them."""
        lacks = job.state is State.FINISHED and len(job.results) < len(job.urls)
        if job.is_ended and not lacks:
            self._jobs.forget(job.id)
            self._dispatcher.run_until(lambda: self._jobs.get(job.id) is None, FORGET_SECONDS)


@contextmanager
def waiting(progress: Progress | None) -> Iterator[Waiter]:
    """Give a waiter with a program of its own, which ends with the block."""
    dispatcher = QueueDispatcher()
    program = Program(dispatcher)
    try:
        yield Waiter(program, dispatcher, progress or _quiet)
    except KeyboardInterrupt as interrupt:
        program.close()  # which tries a last time to store what has come
        raise KeyboardInterrupt(*_last_words(program)) from interrupt
    finally:
        program.close()


def _last_words(program: Program) -> tuple[str, ...]:
    """Return, in one sentence, what a program that was interrupted has stored at its end and what it could not."""
    backlog = program.backlog
    for job in backlog.owed:
        why = job.unkept.text if job.unkept is not None else ""
        if count := len(backlog.pictures_of(job)):
            lost = LOST_PICTURES if count > 1 else LOST_PICTURE
            return (lost.format(count=count, why=why).strip(),)
        if job.task_uid and not job.is_ended:
            return (UNNOTED.format(uid=job.task_uid, why=why),)
    is_kept = any(job.state is State.DOWNLOADING and backlog.is_here(job) for job in program.jobs.all)
    return (STORED,) if is_kept else ()


def _quiet(_job: Job) -> None:
    """Say nothing."""
