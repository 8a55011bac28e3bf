"""All submissions of this process: sent, watched, brought home, cancelled, taken up again after a restart.

The parts lie beside: `sending`, `watching`, `bringing`, `cancelling`, `settling`, `resuming`; `job_book` keeps them.
"""

import shutil
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from picpik_studio.app.bringing import Bringer
from picpik_studio.app.cancelling import Canceller
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.job import ENDED, WATCHED, Job, Reason, ResultRef, State, is_aside, reason_of
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.owners import Owner
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.request_store import load_request, store_request
from picpik_studio.app.resuming import Resumer
from picpik_studio.app.sending import LOST, Sender
from picpik_studio.app.settling import Settler
from picpik_studio.app.tasks import Task
from picpik_studio.app.watching import Watcher
from picpik_studio.core.proof import Proof
from picpik_studio.core.signal import Signal
from picpik_studio.texts import QT_TRANSLATE_NOOP

__all__ = ["ENDED", "WATCHED", "Job", "Jobs", "ResultRef", "State"]

RESUME_SECONDS = 5.0
"""How long to wait before jobs are taken up that could not be, for the disk is full or another program holds it."""

UNKNOWN_JOB = QT_TRANSLATE_NOOP("Jobs", "There is no such job any more.")


class Jobs:
    """The jobs of this process.

    Every method belongs to the dispatch thread and returns at once; how it goes on is told by `changed` (with the job
    as it is now) and `removed` (with the id), on the same thread.
    """

    def __init__(self, desk: JobDesk, owner: Owner) -> None:
        self.changed: Signal[Job] = desk.book.changed
        self.removed: Signal[str] = desk.book.removed
        self.is_resuming = False
        self._is_refused = False
        self._desk = desk
        self._owner = owner
        self._sender = Sender(desk)
        self._bringer = Bringer(desk)
        self._watcher = Watcher(desk, self._bringer.fetch)
        self._canceller = Canceller(desk)
        self._settler = Settler(desk, self._go_on)
        self._resumer = Resumer(desk, owner)

    # What there is

    @property
    def all(self) -> tuple[Job, ...]:
        """Every job, oldest first."""
        return self._desk.book.all

    def get(self, job_id: str) -> Job | None:
        """Return a job as it stands, or None."""
        return self._desk.book.get(job_id)

    def of_picture(self, picture_hash: str) -> tuple[Job, ...]:
        """Return the jobs that were made from one picture, oldest first."""
        return tuple(job for job in self.all if job.picture_hash == picture_hash)

    @property
    def running(self) -> int:
        """How many jobs have not ended, but for those that are no news."""
        return sum(not job.is_ended and not is_aside(job) for job in self.all)

    def request(self, job_id: str) -> GenerationRequest:
        """Return what was sent. Slow: for a worker. Raises RefusedError or FileError when it is not to be had."""
        job = self.get(job_id)
        if job is None:
            raise RefusedError(UNKNOWN_JOB)
        return load_request(self._desk.journal, job.request)

    # What can be done

    def submit(self, request: GenerationRequest, document: Path | None = None) -> Job:
        """Take in a request and send it; return its job, which is `prepared`."""
        job = Job(
            id=uuid.uuid4().hex,
            state=State.PREPARED,
            connection_id=request.connection_id,
            request_uuid=request.request_uuid,
            created=time.time(),
            picture_hash=request.picture_hash,
            batch=request.batch,
            action=request.action,
            seed=request.seed if request.seed >= 0 else None,
            thumbnail=request.thumbnail,
            document=document,
            prompt=request.prompt,
            part=request.part,
            owner=self._owner.name,
        )
        self._desk.book.add(job)
        self._desk.tasks.run(
            "network",
            lambda task: self._begin(task, job, request),
            done=self._sent,
            failed=lambda error: self._not_begun(job.id, error),
            label="submit",
        )
        return job

    def cancel(self, job_id: str) -> None:
        """Stop a job, at the service too; its message then says what could be stopped and what could not."""
        job = self.get(job_id)
        if job is None or not job.can_cancel:
            return
        self._desk.book.jot(job, is_cancelling=True)
        self._bringer.leave(job_id)
        if job.state is State.SENDING:
            self._sender.stop(job_id)  # whoever sends it goes on from there
        else:
            self._do(lambda: self._canceller.cancel(job_id), "cancel")

    def retry(self, job_id: str) -> None:
        """Send the same request once more, as a new job."""
        job = self.get(job_id)
        if job is not None and job.can_retry:
            self._send_anew(job)

    def look_again(self, job_id: str) -> None:
        """Ask the service now about a job that is not watched, is `unknown`, or whose results did not come home."""
        job = self.get(job_id)
        if job is None:
            return
        if job.state is State.UNKNOWN:
            self._settler.look(job.connection_id)
        elif job.state is State.DOWNLOADING:
            self._bringer.fetch(job)
        elif job.state in WATCHED:
            self._desk.note(job, is_watched=True)
            self._watcher.watch(job.connection_id)
        elif job.can_look:
            state = State.SUBMITTED if job.task_uid else State.DOWNLOADING
            self._do(lambda: self._desk.book.keep(job_id, state, message=None, ended=None, is_watched=True), "look")

    def stop_watching(self, job_id: str) -> None:
        """Ask the service no more about a job whose status says nothing; `look_again` takes it up."""
        job = self.get(job_id)
        if job is not None and job.state in WATCHED:
            self._desk.note(job, is_watched=False)

    def adopt(self, job_id: str, task_uid: str) -> None:
        """Say which of the service's tasks an `unknown` job is."""
        self._do(lambda: self._settler.adopt(job_id, task_uid), "adopt")

    def send_again(self, job_id: str) -> None:
        """Give an `unknown` job up and send its request as a new one: the person accepts that it may run twice."""
        job = self.get(job_id)
        if job is not None and job.state is State.UNKNOWN and job.can_cancel:
            self.cancel(job_id)
            self._send_anew(job)

    def forget(self, job_id: str) -> None:
        """Remove an ended job and the files of its results."""
        job = self.get(job_id)
        if job is not None and job.is_ended:
            self._desk.tasks.run("files", lambda _task: self._remove(job), label="forget")

    def mark_applied(self, job_id: str, *, applied: bool) -> None:
        """Note that a result of a finished job was accepted, or that none lies over the picture any more."""
        job = self.get(job_id)
        state = State.APPLIED if applied else State.FINISHED
        if job is not None and job.may_become(state):
            self._desk.note(job, state=state)

    def hide_result(self, job_id: str, index: int, *, hidden: bool) -> None:
        """Take a result out of the strip, or put it back; the job keeps it either way."""
        job = self.get(job_id)
        if job is not None:
            self._desk.revise(job, lambda now: now.with_result_hidden(index, hidden=hidden))

    def note_proof(self, job_id: str, index: int, proof: Proof) -> None:
        """Keep what was found when a result was looked at, unless it is known."""
        job = self.get(job_id)
        if job is not None and any(ref.index == index and ref.proof != proof for ref in job.results):
            self._desk.revise(job, lambda now: now.with_result_proved(index, proof))

    def resume(self) -> None:
        """Take up the jobs of editors that have ended: watch them, fetch results, look for those that are unknown."""
        self.is_resuming = True
        self._desk.tasks.run(
            "files",
            lambda _task: self._resumer.take_over(),
            done=self._resumed,
            failed=self._not_resumed,
            label="resume",
        )

    def take_up(self) -> None:
        """Look, without a word, whether an editor beside this one has crashed, and take up its jobs."""
        self._desk.tasks.run("files", lambda _task: self._resumer.take_up(), done=self._take_in, label="resume")

    # How it goes on

    def _begin(self, task: Task[Job | None], job: Job, request: GenerationRequest) -> Job | None:
        record = store_request(self._desk.journal, request)
        self._desk.book.change(job.id, request=record)
        return self._sender.send(task, job.id, request)

    def _send_anew(self, job: Job) -> None:
        self._desk.tasks.run(
            "files",
            lambda _task: load_request(self._desk.journal, job.request).again(),
            done=lambda request: self.submit(request, job.document),
            label="retry",
        )

    def _not_begun(self, job_id: str, error: Exception) -> None:
        """Give a job up that went wrong in a way nobody foresaw; one that may have left is looked for."""
        job = self.get(job_id)
        if job is None or job.state not in {State.PREPARED, State.SENDING}:
            self._desk.notices.fail(error)
        elif job.state is State.PREPARED:
            self._give_up(job, error)
        else:
            self._desk.notices.fail(error)
            self._sent(self._desk.note(job, state=State.UNKNOWN, message=Reason(LOST)))

    def _give_up(self, job: Job, error: Exception) -> None:
        self._desk.note(job, state=State.FAILED, message=reason_of(error), ended=time.time(), is_cancelling=False)

    def _sent(self, job: Job | None) -> None:
        """Go on with a job that was sent, or that an editor before this one had."""
        if job is not None and job.state is State.UNKNOWN:
            self._settler.look(job.connection_id)
        else:
            self._go_on(job)

    def _go_on(self, job: Job | None) -> None:
        job = self.get(job.id) if job is not None else None
        if job is None:
            return
        if job.is_cancelling and job.state in WATCHED | {State.DOWNLOADING}:
            self._do(lambda: self._canceller.cancel(job.id), "cancel")
        elif job.state in WATCHED:
            self._watcher.watch(job.connection_id)
        elif job.state is State.DOWNLOADING:
            self._bringer.fetch(job)
        elif job.is_cancelling and job.state is State.SENDING:
            self._sender.stop(job.id)

    def _do(self, work: Callable[[], Job | None], label: str) -> None:
        """Do something about a job on the network lane, then go on with it as it stands."""
        self._desk.tasks.run("network", lambda _task: work(), done=self._go_on, label=label)

    def _resumed(self, jobs: tuple[Job, ...]) -> None:
        self.is_resuming = False
        self._desk.notices.withdraw("resume")
        self._take_in(jobs)

    def _not_resumed(self, error: Exception) -> None:
        """Say once that the disk does not let the jobs be taken up, and try on: some of them may be kept for a day."""
        if not self._is_refused:
            self._desk.notices.fail(error, key="resume")
        self._is_refused = True
        self._desk.tasks.after(RESUME_SECONDS, self.resume)

    def _take_in(self, jobs: tuple[Job, ...]) -> None:
        for job in jobs:
            self._desk.book.add(job)
        for job in jobs:
            self._sent(job)
            if job.is_ended and is_aside(job):
                self.forget(job.id)

    def _remove(self, job: Job) -> None:
        shutil.rmtree(self._desk.results / job.id, ignore_errors=True)
        self._desk.book.remove(job.id)
