"""What is said of jobs: failures and open questions, for a person who does not look at the list."""

from typing import Final

from picpik_studio.app.cancelling import NOT_STOPPED
from picpik_studio.app.job import WATCHED, Job, Reason, State
from picpik_studio.app.jobs import Jobs
from picpik_studio.app.key_trouble import KeyTrouble
from picpik_studio.app.notices import Kind, Notice, NoticeAction, Notices
from picpik_studio.app.sending import LOST
from picpik_studio.texts import QT_TRANSLATE_NOOP

RETRY: Final = QT_TRANSLATE_NOOP("Jobs", "Send again")
_GOES_WELL: Final = WATCHED | {State.DOWNLOADING, State.FINISHED}

LOOK: Final = QT_TRANSLATE_NOOP("Jobs", "Look again")


class JobNotices:
    """Follows the jobs and says each thing once; what was so before this run is not news."""

    def __init__(self, jobs: Jobs, notices: Notices, key_trouble: KeyTrouble) -> None:
        self._jobs = jobs
        self._notices = notices
        self._key_trouble = key_trouble
        self._seen: dict[str, tuple[State, Reason | None]] = {}
        jobs.changed.connect(self._changed)
        jobs.removed.connect(lambda job_id: self._seen.pop(job_id, None))

    def _changed(self, job: Job) -> None:
        now = (job.state, job.message)
        before = self._seen.get(job.id)
        self._seen[job.id] = now
        if now == before:
            return
        if job.state in _GOES_WELL and job.message is None:
            self._take_back(job, before)
        else:
            self._tell(job, before)

    def _take_back(self, job: Job, before: tuple[State, Reason | None] | None) -> None:
        """Take back what was said of a job that goes on after all, and of the keys of its service."""
        self._key_trouble.is_over(job.connection_id)
        if before is not None and before[1] is not None:
            self._notices.withdraw(_key(job))

    def _tell(self, job: Job, before: tuple[State, Reason | None] | None) -> None:
        if job.message is None:
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
        notice = Notice(kind, reason.template, reason.values, action, _key(job), reason.detail)
        if not self._key_trouble.takes(notice, job.connection_id):
            self._notices.show(notice)


def _key(job: Job) -> str:
    return f"job {job.id}"
