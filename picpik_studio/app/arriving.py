"""Which results come to the front by themselves when they come home, and which wait, marked, to be looked at.

What was sent last is what the person waits for. But a result that they compare, pick from, or went to themselves since
then stays under their eyes: a key that is on its way to it must not hit another one.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from picpik_studio.app.action import Action
from picpik_studio.app.job import Job, State
from picpik_studio.app.notices import Notice, NoticeAction
from picpik_studio.app.passing import say_while
from picpik_studio.app.session_state import SessionState
from picpik_studio.core.patch import Source
from picpik_studio.core.tools.settings import RETOUCHERS
from picpik_studio.texts import QT_TRANSLATE_NOOP

HAS_COME: Final = QT_TRANSLATE_NOOP("Session", "A new result has come; the one that you are at stays in front.")
SHOW: Final = QT_TRANSLATE_NOOP("Session", "Show")


class Arriving:
    """Follows one session's jobs as far as `noted` is told of them.

    `new` are the results that have come and were not shown yet; `is_comparing` tells whether the shown one is being
    compared. `show` brings one to the front.
    """

    def __init__(self, state: SessionState, show: Callable[[str, int], None]) -> None:
        self.new: frozenset[Source] = frozenset()
        self.is_comparing: Callable[[], bool] = lambda: False
        self._state = state
        self._show = show
        self._awaited: set[str] = set()
        self._outrun: set[str] = set()
        self._deferred: Job | None = None

    def note(self, job: Job) -> None:
        """Follow a job of the open picture; what it has brought home comes to the front, or is marked and announced."""
        if not job.is_ended:
            self._awaited.add(job.id)
        elif job.id in self._awaited:
            self._awaited.discard(job.id)
            if job.state is State.FINISHED and job.results:
                self._come(job)

    def picked(self) -> None:
        """Note that the person went to a result: what is under way does not take its place."""
        self._outrun |= self._awaited

    def seen(self, job_id: str, index: int) -> None:
        """Note that a result is shown."""
        self.new -= {Source(job_id, index)}

    def settle(self) -> None:
        """Bring forward what came while one painted, now that the stroke has ended."""
        job, document = self._deferred, self._state.document
        if job is not None and document is not None and not document.is_editing:
            self._deferred = None
            self._bring(job)

    def forget(self) -> None:
        """Begin anew with another document."""
        self.new, self._deferred = frozenset(), None

    def _come(self, job: Job) -> None:
        self.new |= {Source(job.id, ref.index) for ref in job.results if not ref.hidden}
        self._state.changed.emit("results")
        if self._state.document is not None and self._state.document.is_editing:
            self._deferred = job
        else:
            self._bring(job)

    def _bring(self, job: Job) -> None:
        """Show the first result of a job, or say that it is there."""
        if self._is_kept_by(job):
            return
        first = Source(job.id, job.results[0].index)
        if not self._is_busy(job):
            self._show(*first)
            return
        show = NoticeAction(SHOW, partial(self._go_to, first))
        name = job.part.whole if job.part is not None else job.id
        notice = Notice("info", HAS_COME, action=show, key=f"arrived {name}")
        say_while(self._state, notice, lambda: first in self.new)

    def _go_to(self, key: Source) -> None:
        self.picked()
        self._show(*key)

    def _is_kept_by(self, job: Job) -> bool:
        """Whether the shown result stays without a word: the other is a part beside it, or its own enlargement."""
        front = self._front()
        if front is None:
            return False
        is_beside = job.part is not None and front.part is not None and job.part.whole == front.part.whole
        return is_beside or job.action is Action.UPSCALE

    def _is_busy(self, job: Job) -> bool:
        """Whether the person is in the middle of something that another result would disturb."""
        front = self._front()
        if front is None:  # nothing is at the front that it could take the place of
            return False
        if self.is_comparing() or self._state.tool.tool in RETOUCHERS:
            return True
        return job.id in self._outrun or front.created > job.created

    def _front(self) -> Job | None:
        shown = self._state.shown
        return self._state.program.jobs.get(shown.job_id) if shown is not None else None
