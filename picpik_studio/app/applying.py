"""Keeps jobs true to the picture: one whose result lies over it is applied, and no longer so when none does."""

from collections.abc import Callable

from picpik_studio.app.session_state import SessionState
from picpik_studio.core.document import DocumentEvent, PatchesChanged


class Applying:
    """Follows the patches of one session's document, whichever edit, undo or redo changes them."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._jobs = state.program.jobs
        self._laid: frozenset[str] = frozenset()
        self._unfollow: Callable[[], None] = lambda: None
        state.changed.connect(lambda topic: self._enter() if topic == "document" else None)

    def _enter(self) -> None:
        self._unfollow()
        self._laid = frozenset()
        self._unfollow = self._state.follow_document(self._follow)

    def _follow(self, event: DocumentEvent) -> None:
        document = self._state.document
        if not isinstance(event, PatchesChanged) or document is None:
            return
        laid = frozenset(source.job_id for patch in document.patches for source in patch.sources)
        changed, self._laid = laid ^ self._laid, laid
        for job_id in changed:
            self._jobs.mark_applied(job_id, applied=job_id in laid)
