"""A patch: an accepted result with its place, its own weight, and how its seam is set."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from picpik_studio.core.arrays import Pixels, Plane, read_only
from picpik_studio.core.colour_match import Surroundings, ground_of, matched
from picpik_studio.core.geometry import Rect
from picpik_studio.core.proof import Proof
from picpik_studio.core.seam import AS_SENT, FULL, Borders, Seam, edge_weight

_OPAQUE = 255
_HALF = 127


class Source(NamedTuple):
    """Which result of which job a patch is made of; `image_index` counts from 0."""

    job_id: str
    image_index: int


@dataclass(frozen=True, eq=False)
class Fit:
    """What a seam makes of a patch, by slow work: `pixels` and `weight` in the patch's own layout and size.

    `ground` names the surroundings that the colours were matched to (`colour_match.ground_of`), "" for no match.
    """

    pixels: Pixels
    weight: Plane
    ground: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "pixels", read_only(self.pixels))
        object.__setattr__(self, "weight", read_only(self.weight))


@dataclass(frozen=True, eq=False)
class Patch:
    """A result that lies over the picture; a value, so that every change of it is another patch with the same `id`.

    `rect` is its place in document pixels, inside the picture; `pixels` has the document's dtype and channels and the
    size of `rect`: the result as it came back, whatever is set later. `weight` is uint8 HxW, 255 where the result
    replaces the picture, 0 outside the footprint. `job_id` and `image_index` (from 0) say where it came from, `label`
    names its laying for people, `name` the patch itself ("" when nobody has named it).

    `seam` is how it meets what is around, `fit` what that makes of it (None: nothing but the opacity is set). `alpha`
    (uint8 HxW, None for all 255) is how much of it is there, as brushes have painted it. `is_visible`: whether it lies
    over the picture at all. A `is_flat` one replaces the picture, alpha too, where its weight is not 0: it was made of
    those in `merged`. `proof` is what was found when it was looked at. `fall_off_px` is
    how wide the fall-off is that it was sent with (`seam.fall_off`). Arrays become read-only. Raises ValueError when
    the sizes do not agree.
    """

    id: str
    rect: Rect
    pixels: Pixels
    weight: Plane
    job_id: str
    image_index: int
    label: str
    name: str = ""
    seam: Seam = AS_SENT
    fit: Fit | None = None
    alpha: Plane | None = None
    is_visible: bool = True
    is_flat: bool = False
    merged: tuple[Source, ...] = ()
    proof: Proof | None = None
    fall_off_px: int = 0

    def __post_init__(self) -> None:
        shape = (self.rect.height, self.rect.width)
        planes = [self.weight, *([] if self.alpha is None else [self.alpha])]
        fitted = [] if self.fit is None else [self.fit.pixels, self.fit.weight]
        if any(array.shape[:2] != shape for array in (self.pixels, *planes, *fitted)):
            raise ValueError(f"The patch's pixels and weight must be {self.rect.width} x {self.rect.height}")
        for name in ("pixels", "weight", "alpha"):
            array = getattr(self, name)
            if array is not None:
                object.__setattr__(self, name, read_only(array))

    @property
    def sources(self) -> tuple[Source, ...]:
        """The results that it is made of."""
        return self.merged or (Source(self.job_id, self.image_index),)

    @property
    def arrays(self) -> tuple[Pixels, ...]:
        """Every array that it holds."""
        fit = () if self.fit is None else (self.fit.pixels, self.fit.weight)
        return (self.pixels, self.weight, *fit, *(() if self.alpha is None else (self.alpha,)))

    @property
    def size_bytes(self) -> int:
        """The memory that its arrays take."""
        return sum(array.nbytes for array in self.arrays)

    @property
    def laid(self) -> Pixels:
        """The colours that lie over the picture: the result's, or what the seam has made of them."""
        return self.pixels if self.fit is None else self.fit.pixels

    def weight_in(self, part: tuple[slice, slice]) -> Plane:
        """Return how much of it lies over the picture in rows and columns `part` of its own, uint8 HxW.

        The seam's edge, its opacity and the painted alpha together; 0 wherever `weight` is.
        """
        edge = (self.weight if self.fit is None else self.fit.weight)[part]
        if self.seam.opacity != FULL:
            edge = ((edge.astype(np.uint16) * self.seam.opacity + FULL // 2) // FULL).astype(np.uint8)
        if self.alpha is None:
            return edge
        product = edge.astype(np.uint16) * self.alpha[part] + _HALF
        return (product // _OPAQUE).astype(np.uint8)


def with_seam(patch: Patch, seam: Seam, around: Surroundings, borders: Borders) -> Patch:
    """Return `patch` with another seam. Slow, unless only the opacity differs: for a worker.

    Colours are matched anew when it is the match that differs: what an edge is set to changes none of them.
    `around` is what the picture has without the patch; `borders` are the sides where the patch ends with the picture.
    """
    if replace(seam, opacity=FULL) == replace(patch.seam, opacity=FULL):
        return replace(patch, seam=seam)
    if not (seam.has_own_edge or seam.matches):
        return replace(patch, seam=seam, fit=None)
    known = patch.fit if (patch.seam.match, patch.seam.strength) == (seam.match, seam.strength) else None
    if known is not None:
        pixels, ground = known.pixels, known.ground
    else:
        pixels = matched(patch.pixels, patch.weight, around, borders, seam.match, seam.strength)
        ground = ground_of(patch.weight, around, borders) if seam.matches else ""
    return replace(patch, seam=seam, fit=Fit(pixels, edge_weight(patch.weight, seam, borders), ground))


def writable_alpha(patch: Patch) -> Plane:
    """Return a copy of the patch's alpha, uint8 HxW, to be written."""
    return np.full(patch.weight.shape, _OPAQUE, np.uint8) if patch.alpha is None else patch.alpha.copy()


def with_patch(patches: tuple[Patch, ...], patch: Patch) -> tuple[Patch, ...]:
    """Return `patches` with `patch` in the place of the one with its id; over all others when there is none."""
    if all(each.id != patch.id for each in patches):
        return (*patches, patch)
    return tuple(patch if each.id == patch.id else each for each in patches)


def are_same(one: tuple[Patch, ...], other: tuple[Patch, ...]) -> bool:
    """Whether both hold the very same patches in the same order."""
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def bytes_between(before: tuple[Patch, ...], after: tuple[Patch, ...]) -> int:
    """Return the memory of the arrays that only one of the two holds: what it costs to keep both."""
    held = [{id(array.base if array.base is not None else array): array for each in patches for array in each.arrays}
            for patches in (before, after)]  # fmt: skip
    return sum((held[0] | held[1])[key].nbytes for key in held[0].keys() ^ held[1].keys())
