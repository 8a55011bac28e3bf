"""Parts of the picture that are shown otherwise: with a result, or what differs. Slow work, for workers."""

import numpy as np

from picpik_studio.core.composition import composed, lay_patch
from picpik_studio.core.difference import difference
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect, Size, union
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.ui.canvas.photo import Photo
from picpik_studio.ui.canvas.proxy import as_shown
from picpik_studio.ui.canvas.scene import Inset

_GRID = 64
"""A part of the picture begins where its levels' pixels begin, down to the sixth level."""


def result_inset(document: Document, patch: Patch, depth: int) -> Inset:
    """Return the picture around a result with the result laid over it; `depth` is how many levels the picture has."""
    place = on_grid(patch.rect.expanded(_GRID)).intersected(Rect.of(document.size))
    pixels = document.pixels[place.slices].copy()
    lay_patch(pixels[patch.rect.translated(-place.x, -place.y).slices], patch, Rect.of(patch.rect.size).slices)
    pyramid = Pyramid(as_shown(document.picture, pixels), depth)
    return Inset(Photo(pyramid, place, has_alpha=document.picture.has_alpha), patch.rect)


def difference_inset(picture: Picture, patches: tuple[Patch, ...], depth: int) -> Inset | None:
    """Return what differs once `patches` lie over a picture, or None where there are none."""
    if not patches:
        return None
    changed = union(patch.rect for patch in patches)
    place = on_grid(changed.expanded(_GRID)).intersected(Rect.of(picture.size))
    before, after = picture.pixels[place.slices], composed(picture, patches, place)
    apart = difference(as_shown(picture, before), as_shown(picture, after))
    return Inset(Photo(Pyramid(apart.astype(np.uint8, copy=False), depth), place, has_alpha=False), place)


def darkness(size: Size) -> Photo:
    """Return a black picture that is shown at `size`, made of a single pixel."""
    return Photo(Pyramid(np.zeros((1, 1, 4), np.uint8)), Rect.of(size), has_alpha=False)


def on_grid(rect: Rect) -> Rect:
    """Return `rect` grown to where the pixels of all levels begin."""
    x, y = rect.x // _GRID * _GRID, rect.y // _GRID * _GRID
    return Rect(x, y, -(-(rect.right - x) // _GRID) * _GRID, -(-(rect.bottom - y) // _GRID) * _GRID)
