"""What the window says of a job: its state, its time, its cost."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from picpik_studio.app.action import Action
from picpik_studio.app.connections import LOCAL
from picpik_studio.app.job import Job, State
from picpik_studio.ui import theme
from picpik_studio.ui.words import said

_SPOKEN_BY_SERVICE: Final = frozenset({State.SUBMITTED, State.QUEUED, State.RUNNING, State.FINISHED})
"""States for which the service's own word says it all."""

_LOOK: Final = {
    State.PREPARED: ("circle-dashed", theme.SECOND),
    State.SENDING: ("send", theme.ACCENT),
    State.SUBMITTED: ("clock", theme.SECOND),
    State.QUEUED: ("clock", theme.SECOND),
    State.RUNNING: ("loader-circle", theme.ACCENT),
    State.DOWNLOADING: ("download", theme.ACCENT),
    State.FINISHED: ("circle-check", theme.SUCCESS),
    State.APPLIED: ("badge-check", theme.SUCCESS),
    State.FAILED: ("circle-x", theme.ERROR),
    State.CANCELLED: ("ban", theme.SECOND),
    State.UNKNOWN: ("circle-help", theme.WARNING),
}

_LONGEST_UID: Final = 22
_UID_END: Final = 8


def look(job: Job) -> tuple[str, str]:
    """Return the icon of a job's state and its colour."""
    return _LOOK[job.state]


def status(job: Job) -> str:
    """Return the status: the service's word as it came, or ours where that does not say it."""
    if job.is_cancelling:
        return QCoreApplication.translate("Jobs", "Cancelling")
    if job.state in _SPOKEN_BY_SERVICE and job.status_word:
        return job.status_word
    return state_title(job.state)


def state_title(state: State) -> str:
    """Return our own word for a state."""
    translate = QCoreApplication.translate
    return {
        State.PREPARED: translate("Jobs", "Prepared"),
        State.SENDING: translate("Jobs", "Sending"),
        State.SUBMITTED: translate("Jobs", "Submitted"),
        State.QUEUED: translate("Jobs", "Queued"),
        State.RUNNING: translate("Jobs", "Running"),
        State.DOWNLOADING: translate("Jobs", "Fetching results"),
        State.FINISHED: translate("Jobs", "Finished"),
        State.APPLIED: translate("Jobs", "Accepted"),
        State.FAILED: translate("Jobs", "Failed"),
        State.CANCELLED: translate("Jobs", "Cancelled"),
        State.UNKNOWN: translate("Jobs", "Unknown"),
    }[state]


def what(job: Job) -> str:
    """Return what was asked for: the prompt of a redraw, else the action's name."""
    if job.action is Action.REDRAW:
        return job.prompt
    return " ".join(filter(None, (said(job.action.label), enlarged(job))))


def enlarged(job: Job) -> str:
    """Return the size that an upscaling asks for; empty for every other job."""
    wish = job.request.get("mapping", {})
    if job.action is not Action.UPSCALE or not wish:
        return ""
    size = QCoreApplication.translate("Jobs", "{width} x {height}")
    return size.format(width=wish.get("Width"), height=wish.get("Height"))


def elapsed(seconds: float) -> str:
    """Return a duration as 0:07, 12:03 or 1:02:03."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def outcome(job: Job) -> str:
    """Return the service's word where the status is ours, how many results came, and what they cost."""
    translate = QCoreApplication.translate
    parts = []
    if job.status_word and job.status_word.casefold() != status(job).casefold():
        parts.append(translate("Jobs", "Service: {word}").format(word=job.status_word))
    if job.results:
        parts.append(translate("Jobs", "Results: {count}").format(count=len(job.results)))
    elif not job.is_ended and job.batch > 1:
        parts.append(translate("Jobs", "Results asked for: {count}").format(count=job.batch))
    if job.credits or (job.credits is not None and job.connection_id != LOCAL):
        parts.append(translate("Jobs", "Credits: {count}").format(count=job.credits))
    return " · ".join(parts)


def shortened(uid: str) -> str:
    """Return a TaskUID without its middle where it is too long for the row."""
    return uid if len(uid) <= _LONGEST_UID else f"{uid[: _LONGEST_UID - _UID_END - 1]}…{uid[-_UID_END:]}"
