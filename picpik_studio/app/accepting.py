"""Lays results over the picture for good: the one that is shown, or all the parts that one painting went as."""

from dataclasses import replace
from typing import Final, NamedTuple

from picpik_studio.app.errors import RefusedError
from picpik_studio.app.job import Job, ResultRef
from picpik_studio.app.notices import Notice, NoticeAction
from picpik_studio.app.passing import say_while, undo_if_last
from picpik_studio.app.result_loading import load, parts_beside
from picpik_studio.app.session_state import SessionState, ShownResult
from picpik_studio.app.showing import STROKE, Showing
from picpik_studio.core.document import Document
from picpik_studio.core.patch import Patch, Source
from picpik_studio.texts import QT_TRANSLATE_NOOP

LABEL_ALL: Final = QT_TRANSLATE_NOOP("Edit", "Accept all parts")
ACCEPTED: Final = QT_TRANSLATE_NOOP("Session", "The result is part of the picture now.")
ACCEPTED_ALL: Final = QT_TRANSLATE_NOOP("Session", "{count} parts are in the picture now.")
ACCEPTED_SOME: Final = QT_TRANSLATE_NOOP(
    "Session", "{count} parts are in the picture now; {missing} of the {whole} have not come yet."
)
ACCEPTED_ALREADY: Final = QT_TRANSLATE_NOOP("Session", "This result is part of the picture already.")
MOVED: Final = QT_TRANSLATE_NOOP("Session", "The canvas has changed meanwhile: accept the parts once more.")
UNDO: Final = QT_TRANSLATE_NOOP("Session", "Undo")


class _Parts(NamedTuple):
    """What can be laid of one painting together: its results, and how many parts there are and are still missing."""

    refs: tuple[ResultRef, ...]
    whole: int
    missing: int


class Accepting:
    """What becomes of the shown result of one session when it is accepted; each time one edit."""

    def __init__(self, state: SessionState, showing: Showing) -> None:
        self._state = state
        self._jobs = state.program.jobs
        self._showing = showing

    @property
    def is_accepted(self) -> bool:
        """Whether the shown result is one of the accepted ones already, or part of one."""
        shown = self._state.shown
        return shown is not None and self._is_laid(shown.job_id, shown.index)

    @property
    def together(self) -> int:
        """How many parts of one painting `accept_all` would lay, the shown one among them; 0 when it is only one."""
        shown = self._state.shown
        count = len(self._parts(shown).refs) if shown is not None else 0
        return count if count > 1 else 0

    def accept(self) -> None:
        """Lay the shown result over the picture. One that is accepted already is not laid once more."""
        shown, document = self._showing.demand_idle()
        if self.is_accepted:
            self._state.program.notices.say("info", ACCEPTED_ALREADY, key="accepted already")
            return
        document.add_patch(self._proved(shown.patch))
        self._say(document, Notice("success", ACCEPTED, key=f"accepted {shown.patch.id}"))

    def accept_all(self) -> None:
        """Lay the shown result, and the same one of every other part that has come, over the picture."""
        shown, document = self._showing.demand_idle()
        parts = self._parts(shown)
        if len(parts.refs) <= 1:
            self.accept()
            return
        jobs, canvas, picture, origin = self._jobs, document.canvas, document.picture, document.origin

        def lay(patches: tuple[Patch, ...]) -> None:
            if self._state.document is not document:
                return
            if document.is_editing or document.canvas is not canvas:
                self._state.program.notices.fail(RefusedError(STROKE if document.is_editing else MOVED))
                return
            self._lay(document, patches, parts)

        self._state.program.tasks.run(
            "pixels",
            lambda _task: tuple(load(jobs, ref, picture, origin) for ref in parts.refs),
            done=lay,
            label="accept",
        )

    def _lay(self, document: Document, patches: tuple[Patch, ...], parts: _Parts) -> None:
        """Lay all of them, but those that were accepted meanwhile, as one edit."""
        laid = tuple(self._proved(patch) for patch in patches if not self._is_laid(patch.job_id, patch.image_index))
        if not laid:
            return
        for patch in laid:
            self._showing.arriving.seen(patch.job_id, patch.image_index)
        document.set_patches((*document.patches, *laid), LABEL_ALL)
        text = ACCEPTED_SOME if parts.missing else ACCEPTED_ALL
        values = {"count": len(laid), "missing": parts.missing, "whole": parts.whole}
        self._say(document, Notice("success", text, values, key=f"accepted {laid[0].id}"))

    def _say(self, document: Document, notice: Notice) -> None:
        """Show the picture itself, and say what was done, with the way back."""
        edit = document.history.last
        self._showing.set_shown(None)
        undo = NoticeAction(UNDO, lambda: undo_if_last(document, edit))
        say_while(self._state, replace(notice, action=undo), lambda: document.history.last is edit)

    def _parts(self, shown: ShownResult) -> _Parts:
        """Return what can be laid together with `shown`: of each part the same image of the newest job that has one."""
        job = self._jobs.get(shown.job_id)
        ref = self._showing.ref(shown.job_id, shown.index)
        if job is None or ref is None or job.part is None or self.is_accepted:
            return _Parts((), 0, 0)
        beside = parts_beside(self._jobs, job.id)
        open_parts = [jobs for jobs in beside.values() if not any(self._is_any_laid(each) for each in jobs)]
        found = [self._newest(jobs, shown.index) for jobs in open_parts]
        others = tuple(each for each in found if each is not None)
        missing = job.part.total - len(beside) - 1 + len(open_parts) - len(others)
        return _Parts((ref, *others), job.part.total, missing)

    def _newest(self, jobs: tuple[Job, ...], index: int) -> ResultRef | None:
        """Return image `index`, or else the first, of the newest of these jobs that has any in the strip."""
        for job in jobs:
            refs = {ref.index: ref for ref in job.results if not ref.hidden} if job.is_ended else {}
            if refs:
                return refs.get(index) or next(iter(refs.values()))
        return None

    def _proved(self, patch: Patch) -> Patch:
        ref = self._showing.ref(patch.job_id, patch.image_index)
        return replace(patch, proof=ref.proof if ref is not None else None)

    def _is_any_laid(self, job: Job) -> bool:
        return any(self._is_laid(ref.job_id, ref.index) for ref in job.results)

    def _is_laid(self, job_id: str, index: int) -> bool:
        document = self._state.document
        return document is not None and any(Source(job_id, index) in patch.sources for patch in document.patches)
