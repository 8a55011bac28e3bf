"""A sheet that nobody sees, kept for undo: what can be made again of the rest is not kept."""

from dataclasses import replace
from typing import Final

import numpy as np

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.composition import Composition, composed
from picpik_studio.core.geometry import Rect
from picpik_studio.core.history import DEFAULT_BUDGET_BYTES
from picpik_studio.core.mask import Mask
from picpik_studio.core.picture import Picture
from picpik_studio.core.sheet import Sheet
from picpik_studio.core.tiles import PackedPlane, packed, size_of, tile_in, unpack_into

COMPOSED_BYTES: Final = DEFAULT_BUDGET_BYTES // 4
"""So many bytes of composed pixels may be kept beside the picture's: undo need not compose them again (.1 to .4 s)."""


class RestingSheet:
    """A sheet with its mask packed, and a large one without composed pixels that are in nobody else's memory.

    Of 100 megapixels with patches that leaves 400 MB of 900, which is within the history's budget. `arrays` are those
    that it still holds, `packed_bytes` is what the mask takes. `wake` copies a large picture once, to compose it again.
    """

    def __init__(self, sheet: Sheet, *, is_shared: bool, painted: PackedPlane | None = None) -> None:
        """Lay `sheet` to rest; `is_shared`: the memory of its composed pixels is held by another sheet all the same.

        `painted` is its mask, when that was packed before.
        """
        self._mask = packed(sheet.mask.pixels) if painted is None else painted
        self._is_composed = sheet.composition.pixels is not sheet.picture.pixels
        is_small = sheet.picture.pixels.nbytes <= COMPOSED_BYTES
        self._composition = sheet.composition if self._is_composed and (is_shared or is_small) else None
        self._patches = sheet.composition.patches
        self._rest = replace(sheet, mask=_NOTHING, composition=Composition(sheet.picture))

    @property
    def picture(self) -> Picture:
        """The picture without patches."""
        return self._rest.picture

    @property
    def arrays(self) -> list[Pixels]:
        """Every array that it holds."""
        composed_pixels = [] if self._composition is None else [self._composition.pixels]
        of_patches = (array for patch in self._patches for array in patch.arrays)
        return [self._rest.picture.pixels, *composed_pixels, *of_patches]

    @property
    def packed_bytes(self) -> int:
        """The memory that the mask takes at rest."""
        return sum(map(size_of, self._mask.values()))

    def wake(self) -> Sheet:
        """Return the sheet as it was, to the last bit."""
        return replace(self._rest, mask=self._woken_mask(), composition=self._composition or self._composed())

    def _woken_mask(self) -> Mask:
        mask = Mask(self._rest.picture.size)
        pixels = mask.writable(Rect.of(mask.size))
        for index, tile in self._mask.items():
            unpack_into(tile, tile_in(pixels, index))
        return mask

    def _composed(self) -> Composition:
        picture, patches = self._rest.picture, self._patches
        if not (self._is_composed and patches):
            return Composition(picture, patches)
        pixels = composed(picture, patches, Rect.of(picture.size))
        return Composition(picture, patches, pixels if pixels.flags.owndata else pixels.copy())


_NOTHING = Mask(Rect(0, 0, 1, 1).size, np.zeros((1, 1), np.uint8))
