"""The seams that a person wishes patches to have: made in a worker one at a time, and put in when they are there."""

from collections.abc import Callable
from typing import Final, NamedTuple

from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.core.composition import below, refitted
from picpik_studio.core.document import SETTLED, Document, DocumentEvent
from picpik_studio.core.patch import Patch, with_patch
from picpik_studio.core.seam import Seam
from picpik_studio.core.signal import Signal
from picpik_studio.texts import QT_TRANSLATE_NOOP

SEAM: Final = QT_TRANSLATE_NOOP("Edit", "Change seam")


class Wish(NamedTuple):
    """A seam that a patch shall have; changes of one `gesture` are one edit."""

    seam: Seam
    gesture: str


class Seaming:
    """Keeps one wish a patch, the latest, until it is put in, undo takes it back, or its patch is gone.

    One that comes while a stroke is open waits for its end. `changed` tells that wishes were given up, so that the
    seams are those that the patches have; `busy` when there is something to be made, or no more.
    """

    def __init__(self, state: SessionState) -> None:
        self.changed: Signal[()] = Signal()
        self.busy: Signal[()] = Signal()
        self._state = state
        self._wishes: dict[str, Wish] = {}
        self._task: Task[Patch] | None = None
        self._done = 0
        self._unfollow: Callable[[], None] = lambda: None
        state.changed.connect(lambda topic: self._enter() if topic == "document" else None)

    @property
    def is_busy(self) -> bool:
        """Whether a seam is being made, or waits to be."""
        return bool(self._wishes) or self._task is not None

    def wanted(self, patch: Patch) -> Seam:
        """Return the seam that a patch shall have, though a worker may still be making it."""
        wish = self._wishes.get(patch.id)
        return patch.seam if wish is None else wish.seam

    def wish(self, patch_id: str, seam: Seam, gesture: str) -> None:
        """Have this seam made for a patch."""
        self._wishes[patch_id] = Wish(seam, gesture)
        self._go_on()

    def _go_on(self) -> None:
        """Make the next seam that is wished for; one at a time, so that it is seen while a slider is held."""
        document = self._state.document
        if document is None or document.is_editing or self._task is not None:
            return
        there = {patch.id: patch for patch in document.patches}
        self._wishes = {patch_id: wish for patch_id, wish in self._wishes.items() if patch_id in there}
        for patch_id, wish in self._wishes.items():
            self._make(document, there[patch_id], wish)
            break
        self.busy.emit()

    def _make(self, document: Document, patch: Patch, wish: Wish) -> None:
        picture, under = document.picture, below(document.patches, patch)
        self._task = self._state.program.tasks.run(
            "pixels",
            lambda _task: refitted(picture, under, patch, wish.seam),
            done=lambda made: self._made(document, patch, made, wish),
            failed=lambda error: self._failed(patch, wish, error),
            label="seam",
        )

    def _made(self, document: Document, patch: Patch, made: Patch, wish: Wish) -> None:
        """Put in what was made, if the patch is still the one that it was made of; else it is made once more."""
        self._task = None
        if not document.is_editing and any(each is patch for each in document.patches):
            if self._wishes.get(patch.id) is wish:
                del self._wishes[patch.id]
            document.set_patches(with_patch(document.patches, made), SEAM, gesture=wish.gesture)
        self._go_on()

    def _failed(self, patch: Patch, wish: Wish, error: Exception) -> None:
        """Say that one cannot be made; the others are made all the same."""
        self._task = None
        if self._wishes.get(patch.id) is wish:
            del self._wishes[patch.id]
        self._state.program.notices.fail(error)
        self._go_on()
        self.changed.emit()

    def _give_up(self) -> None:
        """Forget every wish; what is shown is then what there is."""
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self._wishes.clear()
        self.busy.emit()
        self.changed.emit()

    def _enter(self) -> None:
        """Follow another document."""
        self._unfollow()
        document = self._state.document
        self._unfollow = self._state.follow_document(self._follow)
        self._done = document.history.edits_done if document is not None else 0
        if self.is_busy:
            self._give_up()

    def _follow(self, event: DocumentEvent) -> None:
        """Undo takes back what is still being made too, for it is wished later; nothing else does."""
        document = self._state.document
        if document is None or not isinstance(event, SETTLED):
            return
        before, self._done = self._done, document.history.edits_done
        if self._done < before and self.is_busy:
            self._give_up()
        elif self._wishes and self._task is None:
            # What has ended announces it still: another edit follows when everybody has heard.
            self._state.program.tasks.dispatch(self._go_on)
