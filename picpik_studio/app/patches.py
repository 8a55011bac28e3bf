"""The accepted results as a list: which one is chosen, and everything that can be done with them later."""

import uuid
from collections.abc import Callable
from typing import Final

from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.core import patch_list
from picpik_studio.core.composition import below, refitted
from picpik_studio.core.document import Document, DocumentEvent, HistoryChanged, PatchesChanged
from picpik_studio.core.patch import Patch, are_same, with_patch
from picpik_studio.core.seam import Seam
from picpik_studio.core.signal import Signal
from picpik_studio.texts import QT_TRANSLATE_NOOP

RENAMED: Final = QT_TRANSLATE_NOOP("Edit", "Rename result")
SHOWN: Final = QT_TRANSLATE_NOOP("Edit", "Show result")
HIDDEN: Final = QT_TRANSLATE_NOOP("Edit", "Hide result")
MOVED: Final = QT_TRANSLATE_NOOP("Edit", "Move result")
DELETED: Final = QT_TRANSLATE_NOOP("Edit", "Remove result")
FLATTENED: Final = QT_TRANSLATE_NOOP("Edit", "Flatten results")
SEAM: Final = QT_TRANSLATE_NOOP("Edit", "Change seam")
NONE_CHOSEN: Final = QT_TRANSLATE_NOOP("Session", "No accepted result is chosen.")
TOO_FEW: Final = QT_TRANSLATE_NOOP("Session", "There is only one result to be seen: nothing to flatten.")


class Patches:
    """The patches of one session's document, each change one undoable edit.

    `chosen` is the one that is worked on: the one that was chosen last, else the topmost; None when there is none.
    `changed` follows when the list or the choice is another one, `busy` tells when slow work on them begins and ends.
    """

    def __init__(self, state: SessionState) -> None:
        self.changed: Signal[()] = Signal()
        self.busy: Signal[bool] = Signal()
        self._state = state
        self._chosen = ""
        self._known: tuple[Patch, ...] = ()
        self._task: Task[Patch] | None = None
        self._flattening: Task[tuple[Patch, ...]] | None = None
        self._wanted: tuple[str, Seam, str] | None = None
        self._puts = False
        self._unfollow: Callable[[], None] = lambda: None
        state.changed.connect(lambda topic: self._enter() if topic == "document" else None)

    # What there is

    @property
    def all(self) -> tuple[Patch, ...]:
        """Every patch, the undermost first."""
        return self._state.document.patches if self._state.document is not None else ()

    @property
    def chosen(self) -> Patch | None:
        """The patch that is worked on."""
        found = next((patch for patch in self.all if patch.id == self._chosen), None)
        return found or (self.all[-1] if self.all else None)

    @property
    def seam(self) -> Seam | None:
        """The seam of the chosen patch as it is wanted, though a worker may still be making it; None without one."""
        chosen = self.chosen
        if chosen is None:
            return None
        wanted = self._wanted
        return wanted[1] if wanted is not None and wanted[0] == chosen.id else chosen.seam

    @property
    def is_busy(self) -> bool:
        """Whether a worker makes something of a patch."""
        return self._task is not None or self._flattening is not None

    def choose(self, patch_id: str) -> None:
        """Work on this patch from now on."""
        if patch_id != self._chosen:
            self._chosen = patch_id
            self.changed.emit()

    def step(self, step: int) -> None:
        """Choose the patch above (1) or below (-1), until the list ends."""
        chosen = self.chosen
        if chosen is not None:
            place = self.all.index(chosen) + step
            self.choose(self.all[min(max(place, 0), len(self.all) - 1)].id)

    # What can be done

    def rename(self, patch_id: str, name: str) -> None:
        """Give a patch a name; the one that it has is no change."""
        if patch_list.find(self.all, patch_id).name != name.strip():
            self._put(patch_list.renamed(self.all, patch_id, name), RENAMED)

    def show(self, patch_id: str, *, is_visible: bool) -> None:
        """Let a patch lie over the picture, or not."""
        if patch_list.find(self.all, patch_id).is_visible != is_visible:
            label = SHOWN if is_visible else HIDDEN
            self._put(patch_list.shown(self.all, patch_id, is_visible=is_visible), label)

    def move(self, patch_id: str, place: int) -> None:
        """Put a patch at another place, 0 undermost."""
        self._put(patch_list.moved(self.all, patch_id, place), MOVED)

    def move_chosen(self, step: int) -> None:
        """Put the chosen patch one place higher (1) or lower (-1). Raises RefusedError without one."""
        chosen = self._demand()
        self.move(chosen.id, self.all.index(chosen) + step)

    def toggle_chosen(self) -> None:
        """Hide the chosen patch, or show it again. Raises RefusedError without one."""
        chosen = self._demand()
        self.show(chosen.id, is_visible=not chosen.is_visible)

    def remove_chosen(self) -> None:
        """Take the chosen patch away; the one that takes its place is chosen. Raises RefusedError without one."""
        chosen = self._demand()
        place = self.all.index(chosen)
        rest = patch_list.without(self.all, chosen.id)
        self._put(rest, DELETED)
        if rest:
            self.choose(rest[min(place, len(rest) - 1)].id)

    def flatten(self) -> None:
        """Make all that can be seen one patch, in a worker. Raises RefusedError where there are not two."""
        document, patches = self._demand_document(), self.all
        if sum(patch.is_visible for patch in patches) < 2:  # noqa: PLR2004 - two make one
            raise RefusedError(TOO_FEW)
        patch_id = f"flat-{uuid.uuid4().hex[:8]}"
        self._flattening = self._state.program.tasks.run(
            "pixels",
            lambda _task: patch_list.flattened(document.picture, patches, patch_id, FLATTENED),
            done=lambda made: self._flattened(document, patches, made),
            failed=self._not_flattened,
            label="flatten",
        )
        self.busy.emit(True)

    def set_seam(self, seam: Seam, gesture: str = "") -> None:
        """Set the seam of the chosen patch: made in a worker and put in when it is there, the latest wish wins.

        Changes of one `gesture` are one edit. Raises RefusedError without a patch.
        """
        chosen = self._demand()
        self._wanted = (chosen.id, seam, gesture)
        if self._task is None:
            self._fit()

    # How it goes on

    def _fit(self) -> None:
        """Make the seam that is wanted; one at a time, so that it is seen while a slider is held."""
        document, wanted = self._state.document, self._wanted
        patch = next((each for each in self.all if wanted is not None and each.id == wanted[0]), None)
        if document is None or wanted is None or patch is None:
            self._wanted = None
            return
        _id, seam, _gesture = wanted
        picture, under = document.picture, below(self.all, patch)
        self._task = self._state.program.tasks.run(
            "pixels",
            lambda _task: refitted(picture, under, patch, seam),
            done=lambda made: self._fitted(document, patch, made, wanted),
            failed=self._not_fitted,
            label="seam",
        )
        self.busy.emit(True)

    def _fitted(self, document: Document, patch: Patch, made: Patch, wanted: tuple[str, Seam, str]) -> None:
        """Put in what was made, if the patch is still the one that it was made of; then what is wanted by now."""
        self._task = None
        is_still_there = self._state.document is document and any(each is patch for each in self.all)
        if is_still_there and not document.is_editing:
            self._puts = True
            document.set_patches(with_patch(self.all, made), SEAM, gesture=wanted[2])
            self._puts = False
        if self._wanted is wanted and is_still_there and not document.is_editing:
            self._wanted = None
        elif self._wanted is not None:
            self._fit()
        self.busy.emit(self.is_busy)

    def _not_fitted(self, error: Exception) -> None:
        self._task = self._wanted = None
        self._state.program.notices.fail(error)
        self.busy.emit(self.is_busy)
        self.changed.emit()

    def _flattened(self, document: Document, patches: tuple[Patch, ...], made: tuple[Patch, ...]) -> None:
        """Put in what was made, unless the list is another one by now."""
        self._flattening = None
        if self._state.document is document and are_same(patches, self.all) and not document.is_editing:
            document.set_patches(made, FLATTENED)
        self.busy.emit(self.is_busy)

    def _not_flattened(self, error: Exception) -> None:
        self._flattening = None
        self._state.program.notices.fail(error)
        self.busy.emit(self.is_busy)

    def _enter(self) -> None:
        """Follow another document."""
        self._unfollow()
        for task in (self._task, self._flattening):
            if task is not None:
                task.cancel()
        self._task = self._flattening = self._wanted = None
        document = self._state.document
        self._unfollow = document.changed.connect(self._follow) if document is not None else lambda: None
        self._known = self.all
        self.changed.emit()

    def _follow(self, event: DocumentEvent) -> None:
        if isinstance(event, HistoryChanged) and not self._puts:
            self._wanted = None  # undo, or another change, is wished for later than the seam that is still being made
        if isinstance(event, PatchesChanged):
            new = [patch.id for patch in self.all if all(patch.id != each.id for each in self._known)]
            self._chosen = new[-1] if new else self._chosen
            self._known = self.all
            self.changed.emit()

    def _put(self, patches: tuple[Patch, ...], label: str) -> None:
        self._demand_document().set_patches(patches, label)

    def _demand_document(self) -> Document:
        if self._state.document is None:
            raise RefusedError(NO_DOCUMENT)
        return self._state.document

    def _demand(self) -> Patch:
        chosen = self.chosen
        if chosen is None:
            raise RefusedError(NONE_CHOSEN)
        return chosen
