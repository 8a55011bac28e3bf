"""The document: a picture being edited, with its mask, patches and history; all edits and announcements are here."""

import numpy as np

from picpik_studio.core.alpha_painting import AlphaPainting
from picpik_studio.core.arrays import Plane
from picpik_studio.core.composition import change_between
from picpik_studio.core.edits import Edit, InvertEdit, MaskEdit, PatchesEdit, RecipeEdit
from picpik_studio.core.errors import EditOpenError, StepOpenError
from picpik_studio.core.events import (
    SETTLED,
    CanvasAwaited,
    CanvasChanged,
    DocumentEvent,
    EditDropped,
    HistoryChanged,
    MaskChanged,
    PatchesChanged,
    PixelsChanged,
    RecipeChanged,
)
from picpik_studio.core.geometry import NOWHERE, Offset, Rect, union
from picpik_studio.core.history import DEFAULT_BUDGET_BYTES
from picpik_studio.core.mask_editor import MaskEditor
from picpik_studio.core.patch import Patch, are_same, bytes_between
from picpik_studio.core.patch_list import without
from picpik_studio.core.picture import Picture
from picpik_studio.core.recipe import Recipe
from picpik_studio.core.snapshot import Snapshot, named
from picpik_studio.core.steps import Stepping
from picpik_studio.core.tiles import Packed, TileIndex
from picpik_studio.texts import QT_TRANSLATE_NOOP

__all__ = [
    "SETTLED",
    "CanvasAwaited",
    "CanvasChanged",
    "Document",
    "DocumentEvent",
    "EditDropped",
    "HistoryChanged",
    "MaskChanged",
    "MaskEditor",
    "PatchesChanged",
    "PixelsChanged",
    "RecipeChanged",
    "Snapshot",
]


class Document(Stepping):
    """A picture with its mask, patches and history. `changed` announces every change after it is complete.

    All changes go through edits; one edit may be open at a time. For one thread; workers are given a `snapshot`. While
    an edit is open every other change raises EditOpenError, and undo is refused. While a step waits for the `worker`
    every other change raises StepOpenError, and further steps follow it. `origin` is where a picture that was saved on
    another canvas begins.
    """

    def __init__(
        self, picture: Picture, *, origin: Offset = NOWHERE, history_budget_bytes: int = DEFAULT_BUDGET_BYTES
    ) -> None:
        super().__init__(picture, origin, history_budget_bytes=history_budget_bytes)
        self._editor: MaskEditor | None = None
        self._saved_patches: tuple[Patch, ...] = ()
        self._saved_canvas = self.canvas
        self._saved_painting = ""
        self._derived: Plane | None = None

    @property
    def is_modified(self) -> bool:
        """Whether the picture, by its canvas or its patches, is another one than was saved or opened last."""
        return self._saved_canvas is not self.canvas or not are_same(self._saved_patches, self.patches)

    @property
    def is_mask_modified(self) -> bool:
        """Whether something is painted, and was so neither when the picture was saved last nor in a file of its own.

        Looks at every pixel of the mask: for moments such as closing, not for every stroke.
        """
        return named(self.mask.pixels, self.recipe) not in {"", self._saved_painting}

    @property
    def is_editing(self) -> bool:
        """Whether nothing else may change: an edit is open, a stroke for example, or a step waits for its worker."""
        return self._editor is not None or self.is_stepping

    def demand_closed(self) -> None:
        """Raise EditOpenError while an edit is open, StepOpenError while a step waits for its worker."""
        if self._editor is not None:
            raise EditOpenError
        if self.is_stepping:
            raise StepOpenError

    def mark_saved(self, snapshot: Snapshot) -> None:
        """Remember that the document is saved as it was at `snapshot`, whose `painting` a worker has looked at."""
        self._saved_patches, self._saved_painting = snapshot.patches, snapshot.painting
        self._saved_canvas = snapshot.canvas
        self.changed.emit(HistoryChanged())

    def mark_mask_saved(self, painting: str) -> None:
        """Remember that the mask that `painting` names (`core.mask.digest`) lies in a file of its own."""
        self._saved_painting = painting

    def snapshot(self) -> Snapshot:
        """Return what the document is now, for workers. An open edit's pixels are in it.

        As long as somebody holds one and nothing is painted, the next one shares its copy of the mask, which a worker
        makes or the next edit.
        """
        mask = self.mask.frozen(is_open=self.is_editing)
        return Snapshot(self.picture, self.patches, mask, self.recipe, self._derived, self.origin, self.canvas)

    # The recipe

    @property
    def derived(self) -> Plane | None:
        """What the recipe makes of the mask as it is now, read-only: None until a worker has made it.

        While no step is on it is the mask itself, which later strokes change.
        """
        return self.mask.pixels if self.recipe.is_idle else self._derived

    def receive_derived(self, derived: Plane) -> None:
        """Take what a worker has made of mask and recipe as they are now (uint8 HxW); the next change ends it."""
        if not self.is_editing and not self.recipe.is_idle:
            self._derived = derived

    def set_recipe(
        self, recipe: Recipe, label: str = QT_TRANSLATE_NOOP("Edit", "Change recipe"), *, gesture: str = ""
    ) -> None:
        """Take these steps on the painted mask from now on, as one edit; the recipe that is there is no edit.

        Changes of one `gesture` that follow each other, such as those while a slider is held, are one edit together.
        """
        if recipe == self.recipe:
            return
        last = self.history.last
        if gesture and isinstance(last, RecipeEdit) and last.gesture == gesture:
            self.demand_closed()
            self.put_recipe(recipe)
            self._derived = None
            self.changed.emit(RecipeChanged())
        else:
            self.do(RecipeEdit(label, recipe, gesture))

    # Editing the mask

    def begin(self, label: str) -> MaskEditor:
        """Open an edit of the mask, named `label` for people. Raises EditOpenError while another one is open."""
        self.demand_closed()
        self._editor = MaskEditor(self.mask, label, self._announce_mask, self._end)
        return self._editor

    def fill_mask(self, value: int, label: str = QT_TRANSLATE_NOOP("Edit", "Fill repaint area")) -> None:
        """Give every pixel of the mask one value, 0 to 255."""
        with self.begin(label) as editor:
            whole = Rect.of(self.size)
            editor.touch(whole)[...] = value
            editor.announce(whole)

    def clear_mask(self) -> None:
        """Repaint nothing."""
        self.fill_mask(0, QT_TRANSLATE_NOOP("Edit", "Clear repaint area"))

    def replace_mask(self, pixels: Plane, label: str = QT_TRANSLATE_NOOP("Edit", "Replace repaint area")) -> None:
        """Take over another mask, uint8 HxW of the document's size. Raises ValueError for any other array."""
        if pixels.shape != self.mask.pixels.shape or pixels.dtype != np.uint8:
            raise ValueError(f"A mask of {self.size} cannot be an array of {pixels.dtype} {pixels.shape}")
        with self.begin(label) as editor:
            whole = Rect.of(self.size)
            editor.touch(whole)[...] = pixels
            editor.announce(whole)

    def invert_mask(self) -> None:
        """Turn repaint into keep and keep into repaint."""
        self.do(InvertEdit(QT_TRANSLATE_NOOP("Edit", "Invert repaint area")))

    # Patches

    def add_patch(self, patch: Patch) -> None:
        """Lay a patch over all others. Raises ValueError when it does not fit the document or is there already."""
        self._demand_fitting(patch)
        if any(other.id == patch.id for other in self.patches):
            raise ValueError(f"The patch {patch.id} lies there already")
        label = patch.label or QT_TRANSLATE_NOOP("Edit", "Accept result")
        self.set_patches((*self.patches, patch), label)

    def remove_patch(self, patch_id: str) -> None:
        """Take a patch away. Raises KeyError when it is not there."""
        self.set_patches(without(self.patches, patch_id), QT_TRANSLATE_NOOP("Edit", "Remove result"))

    def set_patches(self, patches: tuple[Patch, ...], label: str, *, gesture: str = "") -> None:
        """Let these patches lie over the picture, as one edit; those that lie there are no edit.

        Changes of one `gesture` that follow each other, such as those while a slider is held, are one edit together.
        """
        rect = change_between(self.patches, patches)
        last = self.history.last
        if are_same(self.patches, patches):
            return
        if gesture and isinstance(last, PatchesEdit) and last.gesture == gesture:
            self.demand_closed()
            last.widen(rect)
            self.put_patches(patches, rect)
            for event in last.events(rect):
                self.changed.emit(event)
        else:
            size_bytes = bytes_between(self.patches, patches)
            self.do(PatchesEdit(label, patches, rect, size_bytes=size_bytes, gesture=gesture))

    def begin_alpha(self, patch: Patch, label: str) -> MaskEditor:
        """Open an edit of a patch's alpha, in the patch's own pixels; one that lies nowhere yet is laid over all.

        Raises EditOpenError while another edit is open, ValueError when the patch does not fit.
        """
        self.demand_closed()
        self._demand_fitting(patch)
        self._editor = AlphaPainting(self, patch, label, self._end_alpha).editor
        return self._editor

    # History

    def undo(self) -> bool:
        """Take the last edit back, now or in its turn; return whether there was one. Refused while an edit is open."""
        return self._editor is None and self._step(is_undo=True)

    def redo(self) -> bool:
        """Do what was undone last again, as `undo`; return whether there was such an edit."""
        return self._editor is None and self._step(is_undo=False)

    def do(self, edit: Edit) -> None:
        """Do an edit that was not done yet, by its first swap, and keep it for undo. Raises RuntimeError as `begin`."""
        self.demand_closed()
        self.history.push(edit)
        self._announce(edit.events(edit.swap(self)))

    def _announce(self, events: tuple[DocumentEvent, ...]) -> None:
        if any(isinstance(event, MaskChanged | RecipeChanged) for event in events):
            self._derived = None
        for event in events:
            self.changed.emit(event)
        self.changed.emit(HistoryChanged())

    def _announce_mask(self, rects: tuple[Rect, ...]) -> None:
        self._derived = None
        self.changed.emit(MaskChanged(union(rects), rects if len(rects) > 1 else ()))

    def _end(self, tiles: dict[TileIndex, Packed], taken_back: Rect) -> None:
        editor, self._editor = self._editor, None
        if not taken_back.is_empty:
            self._announce_mask((taken_back,))
        if tiles and editor is not None:
            self.history.push(MaskEdit(editor.label, tiles))
            self.changed.emit(HistoryChanged())
        else:
            self.changed.emit(EditDropped())

    def _end_alpha(self, edit: Edit | None) -> None:
        self._editor = None
        if edit is not None:
            self.history.push(edit)
            self.changed.emit(PatchesChanged())
            self.changed.emit(HistoryChanged())
        else:
            self.changed.emit(EditDropped())

    def _demand_fitting(self, patch: Patch) -> None:
        if not Rect.of(self.size).encloses(patch.rect):
            raise ValueError(f"The patch {patch.id} does not lie in the picture")
        if patch.pixels.dtype != self.pixels.dtype or patch.pixels.shape[2] != self.pixels.shape[2]:
            raise ValueError(f"The patch {patch.id} has another layout than the picture")
