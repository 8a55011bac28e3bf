"""Edits: the undoable changes. `swap` undoes one, and a second `swap` redoes it."""

from dataclasses import replace
from functools import reduce
from typing import Protocol

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.events import DocumentEvent, MaskChanged, PatchesChanged, PixelsChanged, RecipeChanged
from picpik_studio.core.geometry import EMPTY, Rect
from picpik_studio.core.mask import Mask
from picpik_studio.core.patch import Patch, with_patch, writable_alpha
from picpik_studio.core.recipe import Recipe
from picpik_studio.core.sheet import Sheet
from picpik_studio.core.tiles import (
    Packed,
    TileIndex,
    pack,
    rect_of,
    size_of,
    tile_in,
    tiles_of,
    uniform_values,
    unpack_into,
)

_TILE_OVERHEAD = 120  # a dictionary entry, its key and the small objects of a tile, in bytes


class Editable(Protocol):
    """What an edit changes: a document, seen from inside."""

    @property
    def mask(self) -> Mask:
        """The mask."""

    @property
    def patches(self) -> tuple[Patch, ...]:
        """The patches, the undermost first."""

    @property
    def recipe(self) -> Recipe:
        """The steps that are taken on the painted mask."""

    @property
    def sheet(self) -> Sheet:
        """All that has the size of the canvas."""

    def put_sheet(self, sheet: Sheet) -> None:
        """Stand on another sheet."""

    def put_recipe(self, recipe: Recipe) -> None:
        """Take these steps from now on."""

    def put_patches(self, patches: tuple[Patch, ...], rect: Rect) -> None:
        """Let these patches lie over the picture and compose `rect` anew."""


class Edit(Protocol):
    """One change that can be taken back."""

    label: str

    @property
    def size_bytes(self) -> int:
        """The memory that is held for it."""

    def swap(self, document: Editable) -> Rect:
        """Exchange what is kept with what the document has; return the rectangle that changed, in document pixels."""

    def events(self, rect: Rect) -> tuple[DocumentEvent, ...]:
        """Return what is to be announced after `swap` returned `rect`."""


class MaskEdit:
    """The tiles of the mask that one stroke or command changed.

    `tiles` maps their index to the packed pixels to put back.
    """

    def __init__(self, label: str, tiles: dict[TileIndex, Packed]) -> None:
        self.label = label
        self.size_bytes = 0
        self._tiles = tiles
        self._weigh()

    def swap(self, document: Editable) -> Rect:
        """Exchange the kept tiles with the mask's; return the rectangle that holds them."""
        rect = rect_of(self._tiles, document.mask.pixels)
        pixels = document.mask.writable(rect)
        for (index, packed), value in zip(self._tiles.items(), uniform_values(pixels, self._tiles), strict=True):
            tile = tile_in(pixels, index)
            self._tiles[index] = pack(tile, value)
            unpack_into(packed, tile)
        self._weigh()
        return rect

    def events(self, rect: Rect) -> tuple[DocumentEvent, ...]:
        """Return what is to be announced after a swap."""
        return (MaskChanged(rect),)

    def _weigh(self) -> None:
        self.size_bytes = sum(map(size_of, self._tiles.values())) + _TILE_OVERHEAD * len(self._tiles)


def mask_edit(label: str, before: Plane, after: Plane) -> MaskEdit | None:
    """Return the edit, not done yet, that makes the mask `after` of `before` (uint8 HxW both), or None for alike ones.

    Looks at every pixel and packs what differs: for workers, so that doing the edit costs what undoing it costs.
    """
    tiles: dict[TileIndex, Packed] = {}
    for index in tiles_of(Rect(0, 0, before.shape[1], before.shape[0])):
        tile = tile_in(after, index)
        if not np.array_equal(tile_in(before, index), tile):
            tiles[index] = pack(tile)
    return MaskEdit(label, tiles) if tiles else None


class InvertEdit:
    """The whole mask turned round: its own opposite, so that nothing has to be kept."""

    size_bytes = _TILE_OVERHEAD

    def __init__(self, label: str) -> None:
        self.label = label

    def swap(self, document: Editable) -> Rect:
        """Turn 0 into 255 and so on, everywhere."""
        whole = Rect.of(document.mask.size)
        pixels = document.mask.writable(whole)
        cv2.bitwise_not(pixels, dst=pixels)
        return whole

    def events(self, rect: Rect) -> tuple[DocumentEvent, ...]:
        """Return what is to be announced after a swap."""
        return (MaskChanged(rect),)


class JointEdit:
    """Several edits that are one to a person; they change different things, so that their order does not matter."""

    def __init__(self, label: str, *edits: Edit) -> None:
        self.label = label
        self._edits = edits
        self._rects: tuple[Rect, ...] = ()

    @property
    def size_bytes(self) -> int:
        """The memory that all of them take."""
        return sum(edit.size_bytes for edit in self._edits)

    def swap(self, document: Editable) -> Rect:
        """Swap every one; return the rectangle that holds all that changed."""
        self._rects = tuple(edit.swap(document) for edit in self._edits)
        return reduce(Rect.united, self._rects, EMPTY)

    def events(self, rect: Rect) -> tuple[DocumentEvent, ...]:
        """Return what each of them announces after the last swap."""
        del rect
        pairs = zip(self._edits, self._rects, strict=True)
        return tuple(event for edit, changed in pairs for event in edit.events(changed))


class PatchesEdit:
    """Another set of patches; `others` are those to put in, `rect` is where the two sets differ.

    Changes of one `gesture` (not empty) are one edit: `widen` takes in the rectangle of each further one.
    """

    def __init__(
        self, label: str, others: tuple[Patch, ...], rect: Rect, *, size_bytes: int, gesture: str = ""
    ) -> None:
        self.label = label
        self.gesture = gesture
        self.size_bytes = size_bytes
        self._others = others
        self._rect = rect

    def widen(self, rect: Rect) -> None:
        """Know that the patches differ inside `rect` too."""
        self._rect = self._rect.united(rect)

    def swap(self, document: Editable) -> Rect:
        """Exchange the kept patches with the document's."""
        current = document.patches
        document.put_patches(self._others, self._rect)
        self._others = current
        return self._rect

    def events(self, rect: Rect) -> tuple[DocumentEvent, ...]:
        """Return what is to be announced after a swap."""
        return (PatchesChanged(), PixelsChanged(rect)) if not rect.is_empty else (PatchesChanged(),)


class AlphaEdit:
    """The tiles of a patch's alpha that one stroke changed; the patch becomes another one with the same id."""

    def __init__(self, label: str, patch_id: str, tiles: dict[TileIndex, Packed]) -> None:
        self.label = label
        self.size_bytes = 0
        self._id = patch_id
        self._tiles = tiles
        self._weigh()

    def swap(self, document: Editable) -> Rect:
        """Exchange the kept tiles with the alpha's; return the rectangle that holds them, in document pixels."""
        patch = next(each for each in document.patches if each.id == self._id)
        alpha = writable_alpha(patch)
        for index, packed in self._tiles.items():
            tile = tile_in(alpha, index)
            self._tiles[index] = pack(tile)
            unpack_into(packed, tile)
        self._weigh()
        rect = rect_of(self._tiles, alpha).translated(patch.rect.x, patch.rect.y)
        document.put_patches(with_patch(document.patches, replace(patch, alpha=alpha)), rect)
        return rect

    def events(self, rect: Rect) -> tuple[DocumentEvent, ...]:
        """Return what is to be announced after a swap."""
        return PatchesChanged(), PixelsChanged(rect)

    def _weigh(self) -> None:
        self.size_bytes = sum(map(size_of, self._tiles.values())) + _TILE_OVERHEAD * len(self._tiles)


class RecipeEdit:
    """Another recipe; `other` is the one to put in. Changes of one `gesture` (not empty) are one edit."""

    size_bytes = _TILE_OVERHEAD

    def __init__(self, label: str, other: Recipe, gesture: str = "") -> None:
        self.label = label
        self.gesture = gesture
        self._other = other

    def swap(self, document: Editable) -> Rect:
        """Exchange the kept recipe with the document's; no pixel of the mask changes."""
        current = document.recipe
        document.put_recipe(self._other)
        self._other = current
        return EMPTY

    def events(self, rect: Rect) -> tuple[DocumentEvent, ...]:
        """Return what is to be announced after a swap."""
        del rect
        return (RecipeChanged(),)
