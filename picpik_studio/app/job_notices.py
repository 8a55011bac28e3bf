"""What is said of jobs: failures and open questions, for a person who does not look at the list."""

from typing import Final

from picpik_studio.app.cancelling import NOT_STOPPED
from picpik_studio.app.job import Job, Reason, State
from picpik_studio.app.jobs import Jobs
from picpik_studio.app.notices import Kind, Notice, NoticeAction, Notices
from picpik_studio.app.sending import LOST
from picpik_studio.texts import QT_TRANSLATE_NOOP

RETRY: Final = QT_TRANSLATE_NOOP("Jobs", "Send again")
LOOK: Final = QT_TRANSLATE_NOOP("Jobs", "Look again")


class JobNotices:
    """Follows the jobs and says each thing once; what was so before this run is not news."""

    def __init__(self, jobs: Jobs, notices: Notices) -> None:
        self._jobs = jobs
        self._notices = notices
        self._seen: dict[str, tuple[State, Reason | None]] = {}
        jobs.changed.connect(self._changed)
        jobs.removed.connect(lambda job_id: self._seen.pop(job_id, None))

    def _changed(self, job: Job) -> None:
        now = (job.state, job.message)
        before = self._seen.get(job.id)
        self._seen[job.id] = now
        if now == before or job.message is None:
            return
        if job.state is State.UNKNOWN:
            self._ask(job)
        elif before is not None and job.state is State.FAILED:
            self._say("error", job, NoticeAction(RETRY, lambda: self._jobs.retry(job.id)))
        elif before is not None and (job.state is State.FINISHED or job.message.template == NOT_STOPPED):
            self._say("warning", job)

    def _ask(self, job: Job) -> None:
        """Say what was found at the service; that the answer was lost is not said before it was looked for."""
        if job.message is not None and job.message.template != LOST:
            self._say("warning", job, NoticeAction(LOOK, lambda: self._jobs.look_again(job.id)))

    def _say(self, kind: Kind, job: Job, action: NoticeAction | None = None) -> None:
        reason = job.message or Reason("")
        self._notices.show(Notice(kind, reason.template, reason.values, action, f"job {job.id}", reason.detail))
