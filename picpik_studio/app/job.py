"""What is known of one submission: plain frozen values, as the journal keeps them and the window shows them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypedDict

from picpik_studio.app.action import Action
from picpik_studio.app.connections import LOCAL
from picpik_studio.app.extras import Extras, joined
from picpik_studio.app.notices import UNFORESEEN, describe
from picpik_studio.core.proof import Proof
from picpik_studio.errors import PicPikError


class State(StrEnum):
    """Where a job stands; its value is what the journal keeps."""

    PREPARED = "prepared"
    SENDING = "sending"
    SUBMITTED = "submitted"
    QUEUED = "queued"
    RUNNING = "running"
    DOWNLOADING = "downloading"
    FINISHED = "finished"
    APPLIED = "applied"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


KEPT_SECONDS: Final = 24 * 60 * 60.0
"""For so long a service keeps what it has made."""

ENDED = frozenset({State.FINISHED, State.APPLIED, State.FAILED, State.CANCELLED})
"""States that nothing leaves by itself: a finished job becomes applied when a result of it is accepted, and finished
again when that is undone; the person may have the results of a failed or cancelled one fetched after all."""

WATCHED = frozenset({State.SUBMITTED, State.QUEUED, State.RUNNING})
"""States in which the service is asked again and again."""

_NEXT: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.PREPARED: frozenset({State.SENDING, State.CANCELLED, State.FAILED}),
        State.SENDING: frozenset({State.SUBMITTED, State.DOWNLOADING, State.UNKNOWN, State.FAILED, State.CANCELLED}),
        State.SUBMITTED: frozenset({State.QUEUED, State.RUNNING, State.DOWNLOADING, State.FAILED, State.CANCELLED}),
        State.QUEUED: frozenset({State.RUNNING, State.DOWNLOADING, State.FAILED, State.CANCELLED}),
        State.RUNNING: frozenset({State.QUEUED, State.DOWNLOADING, State.FAILED, State.CANCELLED}),
        State.DOWNLOADING: frozenset({State.FINISHED, State.FAILED, State.CANCELLED}),
        State.FINISHED: frozenset({State.APPLIED}),
        State.APPLIED: frozenset({State.FINISHED}),
        State.FAILED: frozenset({State.SUBMITTED, State.DOWNLOADING}),
        State.CANCELLED: frozenset({State.SUBMITTED, State.DOWNLOADING}),
        State.UNKNOWN: frozenset({State.SUBMITTED, State.FAILED, State.CANCELLED}),
    }
)


@dataclass(frozen=True)
class Reason:
    """Why something is so: a marked text, what fills it, and what the service itself said (never translated)."""

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    detail: str = ""

    @property
    def text(self) -> str:
        """The English sentence."""
        return f"{self.template.format(**self.values)} {self.detail}".strip()

    @classmethod
    def of(cls, error: PicPikError) -> "Reason":
        """Return what `error` says."""
        return cls(error.template, MappingProxyType(dict(error.values)), str(getattr(error, "detail", "")))


def reason_of(error: Exception) -> Reason:
    """Return what any error says: ours in its own sentence, an unforeseen one with its type and text."""
    if isinstance(error, PicPikError):
        return Reason.of(error)
    return Reason(UNFORESEEN, {"what": describe(error)})


class PartOf(NamedTuple):
    """Which part of a repaint area that went as several jobs one of them has: number `number` (from 0) of `total`."""

    whole: str
    number: int
    total: int


@dataclass(frozen=True)
class ResultRef:
    """One picture that a job brought home: `path` is the service's own file, byte for byte; `thumbnail` a small PNG.

    `seed` is the one that made it (image i of a batch has the job's seed + i), or None when the service did not say.
    `proof` is what was found when it was laid over the picture for the first time.
    """

    job_id: str
    index: int
    seed: int | None
    path: Path
    thumbnail: bytes
    hidden: bool = False
    proof: Proof | None = None


class JobDetails(TypedDict, total=False):
    """What of a `Job` may become otherwise while it goes its way, beside its state; see there."""

    task_uid: str | None
    status_word: str
    message: Reason | None
    started: float | None
    ended: float | None
    credits: int | None
    seed: int | None
    results: tuple[ResultRef, ...]
    request: Mapping[str, Any]
    urls: tuple[str, ...]
    unreadable: tuple[Path, ...]
    candidates: tuple[str, ...]
    deadline: float | None
    told: Extras
    extras: Extras
    is_cancelling: bool
    is_watched: bool
    may_have_left: bool
    unkept: Reason | None


class JobChanges(JobDetails, total=False):
    """The details, and the state."""

    state: State


@dataclass(frozen=True)
class Job:
    """A snapshot of one submission. Times are Unix seconds; `status_word` is the service's own, as it came.

    `may_have_left`: that of it may have left without which no service can begin anything; before, it surely was not
    sent. `picture_hash` names the picture it was made from, `document` the file of it. `request` is what was sent,
    in plain JSON with the pictures by their hash. `urls` are the addresses of what it made; images that came with
    the answer itself, without a task, lie in the journal and are named `blob:` and their hash. `unreadable` are
    files that came and are no pictures. `candidates` are the TaskUIDs among which an `unknown` job may be. `told`
    is what the service said beside what the protocol names when it took the job, `extras` what it has said of it
    last. `part` says of a repaint area that went as several jobs which part this is: one that is sent again is the same
    part. `is_cancelling`: the service was asked to stop and has not answered yet; `is_watched`: the service is
    asked on. Until `deadline` at least the service keeps what it makes of it. `unkept` is why the journal does not
    have the job as it stands here: with this process that would be lost.
    """

    id: str
    state: State
    connection_id: str
    request_uuid: str
    created: float
    picture_hash: str
    batch: int
    action: Action = Action.REDRAW
    task_uid: str | None = None
    status_word: str = ""
    message: Reason | None = None
    started: float | None = None
    ended: float | None = None
    credits: int | None = None
    seed: int | None = None
    results: tuple[ResultRef, ...] = ()
    thumbnail: bytes = b""
    document: Path | None = None
    prompt: str = ""
    owner: str = ""
    request: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    urls: tuple[str, ...] = ()
    unreadable: tuple[Path, ...] = ()
    candidates: tuple[str, ...] = ()
    deadline: float | None = None
    part: PartOf | None = None
    told: Extras = ()
    extras: Extras = ()
    is_cancelling: bool = False
    is_watched: bool = True
    may_have_left: bool = False
    unkept: Reason | None = None

    @property
    def is_ended(self) -> bool:
        """Whether nothing happens to it any more by itself."""
        return self.state in ENDED

    @property
    def can_cancel(self) -> bool:
        """Whether there is something to stop."""
        return not self.is_ended and not self.is_cancelling

    @property
    def can_retry(self) -> bool:
        """Whether the same request may be sent once more without a second job running beside it."""
        return self.is_ended

    @property
    def can_look(self) -> bool:
        """Whether its results may still be had though it has ended."""
        return self.state in {State.FAILED, State.CANCELLED} and bool(self.task_uid or self.urls)

    @property
    def beside(self) -> Extras:
        """All that the service says beside what the protocol names."""
        return joined(self.told, self.extras)

    @property
    def files(self) -> tuple[Path, ...]:
        """What it has brought home, pictures first."""
        return (*(ref.path for ref in self.results), *self.unreadable)

    @property
    def is_owed(self) -> bool:
        """Whether the service may keep something for it that has not come home and is not about to by itself."""
        if self.deadline is None:
            return False
        if self.state in WATCHED:
            return self.message is not None or not self.is_watched
        return self.state in {State.DOWNLOADING, State.UNKNOWN} or (
            self.is_ended and len(self.results) + len(self.unreadable) < len(self.urls)
        )

    def elapsed(self, now: float | None = None) -> float:
        """Return the seconds from its creation to its end, or to `now` (the time now)."""
        end = self.ended if self.ended is not None else (time.time() if now is None else now)
        return max(0.0, end - self.created)

    def may_become(self, state: State) -> bool:
        """Whether the next state may be `state`; staying the same (with other details) is always allowed."""
        return state is self.state or state in _NEXT[self.state]

    def with_result_hidden(self, index: int, *, hidden: bool) -> "Job":
        """Return the job with its result `index` taken out of the strip, or put back."""
        results = tuple(replace(ref, hidden=hidden) if ref.index == index else ref for ref in self.results)
        return replace(self, results=results)

    def with_result_proved(self, index: int, proof: Proof) -> "Job":
        """Return the job with what was found of its result `index`."""
        results = tuple(replace(ref, proof=proof) if ref.index == index else ref for ref in self.results)
        return replace(self, results=results)

    def with_marks_of(self, other: "Job") -> "Job":
        """Return the job with what people and looks have noted on its results in `other`: hidden, and the proofs."""
        marks = {ref.index: (ref.hidden, ref.proof) for ref in other.results}
        results = (
            replace(ref, hidden=marks[ref.index][0], proof=marks[ref.index][1]) if ref.index in marks else ref
            for ref in self.results
        )
        return replace(self, results=tuple(results))


def is_aside(job: Job) -> bool:
    """Whether a job is no news for a list: a selection of this computer costs nothing and is told of on the canvas."""
    is_sound = job.state not in {State.FAILED, State.UNKNOWN}
    return job.action.is_selection and job.connection_id == LOCAL and is_sound
