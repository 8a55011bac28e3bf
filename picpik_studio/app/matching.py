"""Which accepted results have colours that were matched to what lay around them before; and matching them anew."""

from collections.abc import Callable
from typing import Final

from picpik_studio.app.errors import RefusedError
from picpik_studio.app.lanes import Timer
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.core.composition import is_matched, outdated, rematched
from picpik_studio.core.document import SETTLED, Document, DocumentEvent, PatchesChanged
from picpik_studio.core.patch import Patch, are_same
from picpik_studio.core.signal import Signal
from picpik_studio.texts import QT_TRANSLATE_NOOP

PAUSE_SECONDS: Final = 0.15

RENEWED: Final = QT_TRANSLATE_NOOP("Edit", "Renew colour match")
NONE_OLD: Final = QT_TRANSLATE_NOOP("Session", "The colours of every result are matched to what lies around it now.")


class Matching:
    """Looks in a worker, whenever the patches have changed, whether a lower one has changed under an upper one's ring.

    `outdated` are the ids of those whose match is from before; `changed` follows when they are others. Nothing is
    matched anew but by `renew`: what a person has seen and accepted does not change by itself.
    """

    def __init__(self, state: SessionState) -> None:
        self.changed: Signal[()] = Signal()
        self.outdated: frozenset[str] = frozenset()
        self._state = state
        self._pause: Timer | None = None
        self._looking: Task[tuple[str, ...]] | None = None
        self._renewing: Task[tuple[Patch, ...]] | None = None
        self._is_wished = False
        self._unfollow: Callable[[], None] = lambda: None
        state.changed.connect(lambda topic: self._enter() if topic == "document" else None)

    @property
    def is_busy(self) -> bool:
        """Whether colours are being matched anew, or will be when a stroke has ended."""
        return self._is_wished

    def renew(self) -> None:
        """Match the colours of all that are outdated anew: one edit. Raises RefusedError when none is."""
        if not self.outdated:
            raise RefusedError(NONE_OLD)
        self._is_wished = True
        self._go_on()

    # How it is renewed

    def _go_on(self) -> None:
        """Begin, unless it has begun or a stroke is open, whose end is waited for."""
        document = self._state.document
        if document is None or document.is_editing or self._renewing is not None or not self._is_wished:
            return
        picture, patches = document.picture, document.patches
        self._renewing = self._state.program.tasks.run(
            "pixels",
            lambda _task: rematched(picture, patches),
            done=lambda made: self._made(document, patches, made),
            failed=self._failed,
            label="match",
        )

    def _made(self, document: Document, patches: tuple[Patch, ...], made: tuple[Patch, ...]) -> None:
        """Put in what was made, if the patches are still those that it was made of; else make it once more."""
        self._renewing = None
        if not document.is_editing and are_same(patches, document.patches):
            self._is_wished = False
            document.set_patches(made, RENEWED)
        self._go_on()

    def _failed(self, error: Exception) -> None:
        self._renewing, self._is_wished = None, False
        self._state.program.notices.fail(error)

    # How it is known

    def _enter(self) -> None:
        """Follow another document."""
        self._unfollow()
        self._unfollow = self._state.follow_document(self._follow)
        if self._renewing is not None:
            self._renewing.cancel()
        self._renewing, self._is_wished = None, False
        self._look_soon()

    def _follow(self, event: DocumentEvent) -> None:
        if isinstance(event, PatchesChanged):
            self._look_soon()
        if isinstance(event, SETTLED) and self._is_wished:
            self._state.program.tasks.dispatch(self._go_on)

    def _look_soon(self) -> None:
        for waiting in (self._pause, self._looking):
            if waiting is not None:
                waiting.cancel()
        self._pause = self._looking = None
        document = self._state.document
        if document is None or not any(map(is_matched, document.patches)):
            self._take(())
        else:
            self._pause = self._state.program.tasks.after(PAUSE_SECONDS, self._look)

    def _look(self) -> None:
        self._pause, document = None, self._state.document
        if document is not None:
            picture, patches = document.picture, document.patches
            self._looking = self._state.program.tasks.run(
                "pixels",
                lambda task: outdated(picture, patches, task.check),
                done=self._take,
                label="match",
            )

    def _take(self, found: tuple[str, ...]) -> None:
        self._looking = None
        if frozenset(found) != self.outdated:
            self.outdated = frozenset(found)
            self.changed.emit()
