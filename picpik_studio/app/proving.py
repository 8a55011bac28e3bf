"""The proof for the whole document: its own pixels against those of the opened file, outside every footprint."""

from collections.abc import Callable
from typing import Final

from picpik_studio.app.lanes import Timer
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.core.document import DocumentEvent, PatchesChanged, PixelsChanged
from picpik_studio.core.proof import Proof, prove
from picpik_studio.core.signal import Signal

PAUSE_SECONDS: Final = 0.4


class Proving:
    """Proves one session's document anew, in a worker, after every change of its pixels; `changed` follows.

    `proof` is None while nothing lies over the picture, and until all of it has been looked at. It is the document's
    very pixels that are compared, as they are shown and saved: what changes under the worker's eyes is looked at again.
    """

    def __init__(self, state: SessionState) -> None:
        self.changed: Signal[()] = Signal()
        self.proof: Proof | None = None
        self._state = state
        self._pause: Timer | None = None
        self._task: Task[Proof] | None = None
        self._unfollow: Callable[[], None] = lambda: None
        state.changed.connect(lambda topic: self._enter() if topic == "document" else None)

    def close(self) -> None:
        """Follow nothing any more."""
        self._unfollow()
        self._stop()

    def _enter(self) -> None:
        self._unfollow()
        self._unfollow = self._state.follow_document(self._follow)
        self._stop()
        self._take(None)

    def _follow(self, event: DocumentEvent) -> None:
        if isinstance(event, PixelsChanged | PatchesChanged):
            self._stop()
            self._take(None)
            self._pause = self._state.program.tasks.after(PAUSE_SECONDS, self._prove)

    def _stop(self) -> None:
        for waiting in (self._pause, self._task):
            if waiting is not None:
                waiting.cancel()
        self._pause = self._task = None

    def _prove(self) -> None:
        self._pause = None
        document = self._state.document
        if document is None or not document.patches or document.is_editing:
            return
        before, after, patches, size = document.picture.pixels, document.pixels, document.patches, document.size
        self._task = self._state.program.tasks.run(
            "pixels",
            lambda task: prove(
                size, lambda rect: before[rect.slices], lambda rect: after[rect.slices], patches, task.check
            ),
            done=self._take,
            label="proof",
        )

    def _take(self, proof: Proof | None) -> None:
        if proof != self.proof:
            self.proof = proof
            self.changed.emit()
