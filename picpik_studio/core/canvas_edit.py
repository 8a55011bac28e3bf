"""The edit that puts a document on another canvas: larger, smaller, or moved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.composition import Composition
from picpik_studio.core.edits import Editable
from picpik_studio.core.events import CanvasChanged, DocumentEvent, MaskChanged, PatchesChanged, PixelsChanged
from picpik_studio.core.geometry import NOWHERE, Offset, Rect
from picpik_studio.core.mask import Mask
from picpik_studio.core.outpaint import Canvas
from picpik_studio.core.picture import Picture
from picpik_studio.core.resting import RestingSheet
from picpik_studio.core.sheet import Sheet
from picpik_studio.core.tiles import PackedPlane

AT_ONCE_BYTES: Final = 16 * 1024 * 1024
"""The pixels of a picture with which everything is done in a few milliseconds: that is worth no worker."""

_MOSTLY = 0.5  # of the larger area: what has so much of it is a view of it, and no copy


@dataclass(frozen=True, eq=False)
class Exchange:
    """What a swap puts in the place of `before`, ready made, and how that is kept: `size_bytes` for it alone."""

    before: Sheet
    shown: Sheet
    kept: RestingSheet
    size_bytes: int


class CanvasEdit:
    """Exchanges the whole sheet: picture, mask, patches and origin, at once.

    `canvas` was made of `document` as it is now, and its arrays belong to the edit. What a larger canvas has of a
    smaller one is not kept twice: the smaller one is then a view of it, and so is what a crop leaves. If that is little
    it keeps pixels of its own: a document that is back on it, for good once there is no redo, would hold all the rest.
    """

    def __init__(self, label: str, canvas: Canvas, document: Editable) -> None:
        self.label = label
        before = document.sheet
        composition = Composition(canvas.picture, canvas.patches, canvas.composed)
        origin = Offset(before.origin.dx - canvas.offset.dx, before.origin.dy - canvas.offset.dy)
        sheet = Sheet(canvas.picture, Mask(canvas.picture.size, canvas.mask), composition, origin)
        # A crop that leaves little is a copy, so that what it takes away can be given up with the edit.
        self._others: Sheet | RestingSheet = _within(sheet, before) if _is_much(sheet, before) else sheet
        self._keeps_own = _area(before) < _area(sheet) and not _is_much(before, sheet)
        self._offset = NOWHERE
        # The first swap has nothing slow to do: the mask that it lays to rest was packed with the canvas.
        self._ready: Exchange | None = self._exchange(before, canvas.painted)
        self.size_bytes = 0

    def swap(self, document: Editable) -> Rect:
        """Exchange the kept sheet with the document's; return all of the one that is there now."""
        ready, self._ready = self._ready, None
        before = document.sheet
        made = ready if ready is not None and ready.before is before else self._exchange(before)
        document.put_sheet(made.shown)
        self._others, self.size_bytes = made.kept, made.size_bytes
        self._offset = _way(before, made.shown)
        return Rect.of(made.shown.picture.size)

    def slow_part(self, document: Editable) -> Callable[[], Exchange] | None:
        """Return what a worker may do before the next swap, which `receive` takes; None where it takes no time.

        Nothing of the document may change from now until that swap. The edit stays as it is.
        """
        before, others = document.sheet, self._others
        if max(before.picture.pixels.nbytes, others.picture.pixels.nbytes) <= AT_ONCE_BYTES:
            return None
        return lambda: self._exchange(before)

    def receive(self, ready: Exchange) -> None:
        """Take what `slow_part` has made, right before the swap."""
        self._ready = ready

    def _exchange(self, before: Sheet, painted: PackedPlane | None = None) -> Exchange:
        shown = self._to_show(before)
        kept = before if self._keeps_own else _within(before, shown)
        is_shared = _block(kept.composition.pixels) is _block(shown.composition.pixels)
        resting = RestingSheet(kept, is_shared=is_shared, painted=painted)
        return Exchange(before, shown, resting, _only_held(resting, shown))

    def _to_show(self, before: Sheet) -> Sheet:
        """Return the kept sheet, awake; of a crop that leaves little a copy again, as it was the first time."""
        if not isinstance(self._others, RestingSheet):
            return self._others
        sheet = self._others.wake()
        is_view = _block(sheet.picture.pixels) is _block(before.picture.pixels)
        return _copied(sheet) if is_view and not _is_much(sheet, before) else sheet

    def events(self, rect: Rect) -> tuple[DocumentEvent, ...]:
        """Return what is to be announced after a swap; where the canvas lies comes first."""
        return CanvasChanged(self._offset), MaskChanged(rect), PatchesChanged(), PixelsChanged(rect)


def _area(sheet: Sheet) -> int:
    width, height = sheet.picture.size
    return width * height


def _is_much(small: Sheet, large: Sheet) -> bool:
    return _MOSTLY * _area(large) <= _area(small)


def _way(before: Sheet, now: Sheet) -> Offset:
    return Offset(before.origin.dx - now.origin.dx, before.origin.dy - now.origin.dy)


def _within(small: Sheet, large: Sheet) -> Sheet:
    """Return `small` as a view of `large`, where that holds all its pixels in its layout; else as it is."""
    rect = Rect.of(small.picture.size).translated(*_way(small, large))
    pixels = large.picture.pixels
    if not Rect.of(large.picture.size).encloses(rect) or pixels.shape[2] != small.picture.pixels.shape[2]:
        return small
    picture = _viewed(small.picture, pixels[rect.slices])
    composition = large.composition.within(picture, small.composition.patches, rect)
    return replace(small, picture=picture, composition=composition)


def _copied(sheet: Sheet) -> Sheet:
    """Return the sheet with pixels of its own."""
    picture, over = _viewed(sheet.picture, sheet.picture.pixels.copy()), sheet.composition
    own = over.pixels.copy() if over.pixels is not sheet.picture.pixels else None
    return replace(sheet, picture=picture, composition=Composition(picture, over.patches, own))


def _viewed(picture: Picture, pixels: Pixels) -> Picture:
    """Return the picture with the same pixels from elsewhere; what is known of it by its hash is not lost."""
    return replace(picture, pixels=pixels, root=picture.opened_hash)


def _only_held(kept: RestingSheet, shown: Sheet) -> int:
    """Return the memory that is held for `kept` alone while the document shows `shown`."""
    seen: dict[int, int] = {}
    for array in _arrays(shown):
        key = id(_block(array))
        seen[key] = max(seen.get(key, 0), array.nbytes)
    blocks = {id(_block(array)): _block(array) for array in kept.arrays}
    return kept.packed_bytes + sum(max(0, block.nbytes - seen.get(key, 0)) for key, block in blocks.items())


def _arrays(sheet: Sheet) -> list[Pixels]:
    of_patches = (array for patch in sheet.composition.patches for array in patch.arrays)
    return [sheet.picture.pixels, sheet.composition.pixels, sheet.mask.pixels, *of_patches]


def _block(array: Pixels) -> Pixels:
    """Return the array whose memory it is."""
    return array if array.base is None else array.base
