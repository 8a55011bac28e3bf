"""A stroke on a patch's alpha while it is being painted: seen at once, kept as one edit, or taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np

from picpik_studio.core.edits import AlphaEdit, Edit, PatchesEdit
from picpik_studio.core.events import DocumentEvent, PixelsChanged
from picpik_studio.core.geometry import EMPTY, Rect, gathered
from picpik_studio.core.mask import Mask
from picpik_studio.core.mask_editor import MaskEditor
from picpik_studio.core.patch import Patch, with_patch, writable_alpha
from picpik_studio.core.signal import Signal
from picpik_studio.core.tiles import Packed, TileIndex

_WASTE = 14_000  # pixels: as many are composed in the time in which one rectangle more is told of


class Layered(Protocol):
    """A document, as far as its patches go."""

    changed: Signal[DocumentEvent]

    @property
    def patches(self) -> tuple[Patch, ...]:
        """The patches, the undermost first."""

    def put_patches(self, patches: tuple[Patch, ...], rect: Rect) -> None:
        """Let these patches lie over the picture and compose `rect` anew."""


class AlphaPainting:
    """Puts a copy of the patch with a writable alpha in its place, until `editor` ends; then `ended` gets the edit.

    A patch that does not lie over the picture yet lies there from the first change on; None tells `ended` that nothing
    has changed. The patch that workers may still look at is never written.
    """

    def __init__(self, document: Layered, patch: Patch, label: str, ended: Callable[[Edit | None], None]) -> None:
        self._document = document
        self._before = document.patches
        self._patch = patch
        self._label = label
        self._ended = ended
        self._changed = EMPTY
        self._mask = Mask(patch.rect.size)
        np.copyto(self._mask.writable(Rect.of(patch.rect.size)), writable_alpha(patch))
        self.editor = MaskEditor(self._mask, label, self._show, self._end)
        self._working = replace(patch, alpha=self._mask.pixels)
        if all(each.id != patch.id for each in self._before):
            self._changed = patch.rect
        self._put(with_patch(self._before, self._working), self._changed)

    def _put(self, patches: tuple[Patch, ...], rect: Rect) -> None:
        self._document.put_patches(patches, rect)
        if not rect.is_empty:
            self._document.changed.emit(PixelsChanged(rect))

    def _show(self, rects: tuple[Rect, ...]) -> None:
        """Compose what was painted inside `rects` (the patch's pixels) anew."""
        for rect in gathered(rects, _WASTE):
            place = rect.translated(self._patch.rect.x, self._patch.rect.y)
            self._changed = self._changed.united(place)
            self._put(self._document.patches, place)

    def _end(self, tiles: dict[TileIndex, Packed], _taken_back: Rect) -> None:
        if not tiles:
            self._put(self._before, self._changed)
            self._ended(None)
        elif any(each.id == self._patch.id for each in self._before):
            self._ended(AlphaEdit(self._label, self._patch.id, tiles))
        else:
            size_bytes = self._working.size_bytes
            self._ended(PatchesEdit(self._label, self._before, self._patch.rect, size_bytes=size_bytes))
