"""What the service's status words mean.

Version 1 publishes none, so words are compared in any case, and unknown ones are shown as they came. A word that
nobody knows counts as finished when there are pictures, and as still running when there are none.
"""

from dataclasses import dataclass

from picpik_studio.api.answers import TaskDetail
from picpik_studio.app.job import Reason, State
from picpik_studio.texts import QT_TRANSLATE_NOOP

FINISHED = frozenset({"finished", "success", "succeeded", "completed", "done"})
FAILED = frozenset({"error", "failed", "failure"})
STOPPED = frozenset({"terminated", "cancelled", "canceled", "stopped", "timeout"})
QUEUED = frozenset({"queuing", "queued", "queueing", "pending", "waiting"})
RUNNING = frozenset({"running", "processing", "started", "working"})

_FAILED_WITH = QT_TRANSLATE_NOOP("Jobs", "The service could not do it: {reason}")
_FAILED_BY_CODE = QT_TRANSLATE_NOOP("Jobs", "The service could not do it and did not say why (error {code}).")
_FAILED = QT_TRANSLATE_NOOP("Jobs", "The service could not do it and did not say why.")
_STOPPED = QT_TRANSLATE_NOOP("Jobs", "The service ended the task: {word}.")


@dataclass(frozen=True)
class Verdict:
    """What one answer says of a task. `state` DOWNLOADING means that its pictures can be fetched now.

    `is_known` is False for a word that nobody knows while nothing else says what it means; `is_empty` says that the
    task is finished and names no picture (yet).
    """

    state: State
    message: Reason | None = None
    is_known: bool = True
    is_empty: bool = False


def has_ended(detail: TaskDetail) -> bool:
    """Whether a service that lists a task as running says itself that it runs no more."""
    return bool(detail.ErrorCode) or detail.Status.strip().lower() in FINISHED | FAILED | STOPPED


def judge(detail: TaskDetail, before: State) -> Verdict:
    """Return what `detail` says of a task that stood at `before`."""
    word = detail.Status.strip().lower()
    if detail.ErrorCode or word in FAILED:
        return Verdict(State.FAILED, _failure(detail))
    if word in STOPPED:
        return Verdict(State.CANCELLED, Reason(_STOPPED, {"word": detail.Status.strip()}))
    if detail.ImgList and word not in QUEUED | RUNNING:
        return Verdict(State.DOWNLOADING)
    return _under_way(word, before)


def _under_way(word: str, before: State) -> Verdict:
    if word in FINISHED:
        return Verdict(before, is_empty=True)
    if word in QUEUED:
        return Verdict(State.QUEUED)
    if word in RUNNING:
        return Verdict(State.RUNNING)
    return Verdict(before, is_known=False)


def _failure(detail: TaskDetail) -> Reason:
    reason = detail.error.strip()
    if reason:
        return Reason(_FAILED_WITH, {"reason": reason})
    return Reason(_FAILED_BY_CODE, {"code": detail.ErrorCode}) if detail.ErrorCode else Reason(_FAILED)
