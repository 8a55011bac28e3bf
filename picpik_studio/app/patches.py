"""The accepted results as a list: which one is chosen, and everything that can be done with them later."""

import uuid
from collections.abc import Callable
from typing import Final, NamedTuple

from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.seaming import Seaming
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.core import patch_list
from picpik_studio.core.document import SETTLED, Document, DocumentEvent, PatchesChanged
from picpik_studio.core.patch import Patch, are_same
from picpik_studio.core.seam import Seam
from picpik_studio.core.signal import Signal
from picpik_studio.texts import QT_TRANSLATE_NOOP

RENAMED: Final = QT_TRANSLATE_NOOP("Edit", "Rename result")
SHOWN: Final = QT_TRANSLATE_NOOP("Edit", "Show result")
HIDDEN: Final = QT_TRANSLATE_NOOP("Edit", "Hide result")
MOVED: Final = QT_TRANSLATE_NOOP("Edit", "Move result")
DELETED: Final = QT_TRANSLATE_NOOP("Edit", "Remove result")
FLATTENED: Final = QT_TRANSLATE_NOOP("Edit", "Flatten results")
NONE_CHOSEN: Final = QT_TRANSLATE_NOOP("Session", "No accepted result is chosen.")
TOO_FEW: Final = QT_TRANSLATE_NOOP("Session", "There is only one result to be seen: nothing to flatten.")


class _Flat(NamedTuple):
    """What was made of a list of patches."""

    of: tuple[Patch, ...]
    made: tuple[Patch, ...]


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
        self._seaming = Seaming(state)
        self._flattening: Task[tuple[Patch, ...]] | None = None
        self._flat: _Flat | None = None
        self._wants_flat = False
        self._done = 0
        self._unfollow: Callable[[], None] = lambda: None
        state.changed.connect(lambda topic: self._enter() if topic == "document" else None)
        self._seaming.changed.connect(self.changed.emit)
        self._seaming.busy.connect(self._seam_is_busy)

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
        return None if chosen is None else self._seaming.wanted(chosen)

    @property
    def is_busy(self) -> bool:
        """Whether a worker makes something of a patch, or something is to be made when a stroke has ended."""
        return self._seaming.is_busy or self._wants_flat

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
        """Make all that can be seen one patch, in a worker. Raises RefusedError where there are not two.

        What is put in is what can be seen by then: seams that are still being made, and strokes, come first.
        """
        self._demand_document()
        if not self._can_flatten:
            raise RefusedError(TOO_FEW)
        self._wants_flat = True
        self._go_on()

    def set_seam(self, seam: Seam, gesture: str = "") -> None:
        """Set the seam of the chosen patch: made in a worker and put in when it is there, the latest wish wins.

        Changes of one `gesture` are one edit. Raises RefusedError without a patch.
        """
        self._seaming.wish(self._demand().id, seam, gesture)

    # How flattening goes on

    @property
    def _can_flatten(self) -> bool:
        return sum(patch.is_visible for patch in self.all) > 1

    def _seam_is_busy(self) -> None:
        self.busy.emit(self.is_busy)
        self._go_on()

    def _go_on(self) -> None:
        """Flatten, and put in what was made, when neither a stroke is open nor a seam still being made."""
        document = self._state.document
        is_held = document is None or document.is_editing or self._seaming.is_busy or self._flattening is not None
        if document is None or is_held or not self._wants_flat:
            return
        flat, self._flat = self._flat, None
        if flat is not None and are_same(flat.of, self.all):
            self._wants_flat = False
            document.set_patches(flat.made, FLATTENED)
        elif self._can_flatten:
            self._flatten(document, self.all)
        else:
            self._wants_flat = False
            self._state.program.notices.say("info", TOO_FEW, key="flatten")
        self.busy.emit(self.is_busy)

    def _flatten(self, document: Document, patches: tuple[Patch, ...]) -> None:
        picture, patch_id = document.picture, f"flat-{uuid.uuid4().hex[:8]}"
        self._flattening = self._state.program.tasks.run(
            "pixels",
            lambda _task: patch_list.flattened(picture, patches, patch_id, FLATTENED),
            done=lambda made: self._flattened(_Flat(patches, made)),
            failed=self._not_flattened,
            label="flatten",
        )

    def _flattened(self, flat: _Flat) -> None:
        self._flattening, self._flat = None, flat
        self._go_on()

    def _not_flattened(self, error: Exception) -> None:
        self._give_up_flattening()
        self._state.program.notices.fail(error)

    def _give_up_flattening(self) -> None:
        if self._flattening is not None:
            self._flattening.cancel()
        self._flattening, self._flat, self._wants_flat = None, None, False
        self.busy.emit(self.is_busy)

    def _enter(self) -> None:
        """Follow another document."""
        self._unfollow()
        document = self._state.document
        self._unfollow = self._state.follow_document(self._follow)
        self._done = document.history.edits_done if document is not None else 0
        if self._wants_flat:
            self._give_up_flattening()
        self._known = self.all
        self.changed.emit()

    def _follow(self, event: DocumentEvent) -> None:
        if isinstance(event, PatchesChanged):
            new = [patch.id for patch in self.all if all(patch.id != each.id for each in self._known)]
            self._chosen = new[-1] if new else self._chosen
            self._known = self.all
            self.changed.emit()
        if isinstance(event, SETTLED):
            self._settle()

    def _settle(self) -> None:
        """Go on when everybody has heard of what has ended; undo, which is wished later, takes the flattening back."""
        before, self._done = self._done, self._demand_document().history.edits_done
        if self._wants_flat and self._done < before:
            self._give_up_flattening()
        elif self._wants_flat:
            self._state.program.tasks.dispatch(self._go_on)

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
