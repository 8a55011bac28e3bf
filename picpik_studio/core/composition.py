"""A picture with patches over it, composed: only where they lie, and anew only where they have changed."""

from collections.abc import Callable
from dataclasses import replace

from picpik_studio.core.arrays import Pixels, read_only
from picpik_studio.core.colour_match import Surroundings, ground_of, ring_around
from picpik_studio.core.composite import lay_over
from picpik_studio.core.geometry import Rect, union
from picpik_studio.core.patch import Patch, with_seam
from picpik_studio.core.picture import Picture
from picpik_studio.core.seam import AS_SENT, Borders, Seam


def composed(picture: Picture, patches: tuple[Patch, ...], rect: Rect) -> Pixels:
    """Return the picture inside `rect` (which lies in it) with the patches laid over, the first one undermost."""
    there = [patch for patch in patches if patch.is_visible and not patch.rect.intersected(rect).is_empty]
    base = picture.pixels[rect.slices]
    if not there:
        return base
    result = base.copy()
    for patch in there:
        common = patch.rect.intersected(rect)
        target = result[common.translated(-rect.x, -rect.y).slices]
        lay_patch(target, patch, common.translated(-patch.rect.x, -patch.rect.y).slices)
    return result


class ComposedRows:
    """What `composed` makes of a whole picture, made row by row as it is read: for who needs it once, from above."""

    def __init__(self, picture: Picture, patches: tuple[Patch, ...]) -> None:
        self._picture = picture
        self._patches = patches
        self.shape: tuple[int, ...] = picture.pixels.shape
        self.dtype = picture.pixels.dtype

    def __getitem__(self, rows: slice) -> Pixels:
        """Return some rows that follow each other, read-only or new."""
        first, end, _step = rows.indices(self.shape[0])
        return composed(self._picture, self._patches, Rect(0, first, self.shape[1], end - first))


def lay_patch(target: Pixels, patch: Patch, part: tuple[slice, slice]) -> None:
    """Lay rows and columns `part` of a patch over `target`, which has their size."""
    lay_over(target, patch.laid[part], patch.weight_in(part), out=target, mixes_alpha=patch.is_flat)


def refitted(picture: Picture, patches: tuple[Patch, ...], patch: Patch, seam: Seam) -> Patch:
    """Return `patch` with another seam, matched to what the picture and the patches under it have. Slow as it may be.

    What lies under it: the patches before the one with its id, or all when it lies nowhere yet.
    """
    around = _around(picture, below(patches, patch), patch)
    return with_seam(patch, seam, around, Borders.of(patch.rect, picture.size))


def _around(picture: Picture, under: tuple[Patch, ...], patch: Patch) -> Surroundings:
    """Return what the picture has with the patches `under` one, in its place and around it."""
    ring = ring_around(patch.rect, Rect.of(picture.size))
    return Surroundings(composed(picture, under, ring), patch.rect.translated(-ring.x, -ring.y))


def outdated(
    picture: Picture, patches: tuple[Patch, ...], check: Callable[[], object] = lambda: None
) -> tuple[str, ...]:
    """Return the ids of the patches whose colours are matched to other surroundings than they have now.

    Slow work; `check` is called between patches and may raise to end it.
    """
    result = []
    for place, patch in enumerate(patches):
        check()
        if _is_outdated(picture, patches[:place], patch):
            result.append(patch.id)
    return tuple(result)


def _is_outdated(picture: Picture, under: tuple[Patch, ...], patch: Patch) -> bool:
    if not is_matched(patch):
        return False
    ground = ground_of(patch.weight, _around(picture, under, patch), Borders.of(patch.rect, picture.size))
    return ground != _ground(patch)


def rematched(picture: Picture, patches: tuple[Patch, ...]) -> tuple[Patch, ...]:
    """Return the patches with the colours of those that are `outdated` matched anew, the undermost first. Slow."""
    result: tuple[Patch, ...] = ()
    for patch in patches:
        bare = replace(patch, seam=AS_SENT, fit=None)
        is_old = _is_outdated(picture, result, patch)
        result = (*result, refitted(picture, result, bare, patch.seam) if is_old else patch)
    return result


def is_matched(patch: Patch) -> bool:
    """Whether a patch's colours are matched to what lies around it."""
    return bool(_ground(patch))


def _ground(patch: Patch) -> str:
    return patch.fit.ground if patch.fit is not None else ""


def change_between(before: tuple[Patch, ...], after: tuple[Patch, ...]) -> Rect:
    """Return the rectangle outside which both compose alike, in document pixels."""
    first = 0
    while first < min(len(before), len(after)) and before[first] is after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] is after[-1 - last]:
        last += 1
    changed = (*before[first : len(before) - last], *after[first : len(after) - last])
    return union(patch.rect for patch in changed if patch.is_visible)


class Composition:
    """The composed pixels of a picture, which stays as it is; `patches` lie over it.

    `pixels` is read-only, in the layout of `picture.pixels`, which it is until the first patch. One that is made with
    patches is given what they make of the picture, an array that belongs to it from then on.
    """

    def __init__(self, picture: Picture, patches: tuple[Patch, ...] = (), own: Pixels | None = None) -> None:
        self.picture = picture
        self.patches = patches
        self.pixels = picture.pixels if own is None else read_only(own)
        self._composed = own
        self._spare: Pixels | None = None

    def put(self, patches: tuple[Patch, ...], rect: Rect) -> None:
        """Let these patches lie over the picture and compose `rect` anew."""
        self.patches = patches
        if rect.is_empty:
            return
        if self._composed is None:
            self._composed = self.picture.pixels.copy() if self._spare is None else self._spare
            self.pixels = read_only(self._composed)
            self._spare = None
        self._composed[rect.slices] = composed(self.picture, patches, rect)

    def laid_over(self, patch: Patch) -> Pixels:
        """Return how the picture would look inside `patch.rect` with `patch` over all others; a new array."""
        result = self.pixels[patch.rect.slices].copy()
        lay_patch(result, patch, Rect.of(patch.rect.size).slices)
        return result

    def within(self, picture: Picture, patches: tuple[Patch, ...], rect: Rect) -> "Composition":
        """Return what another picture, which has the pixels of this one's inside `rect`, and its patches make.

        It writes into the memory of this one. They may be put in each other's place, as undo does: whenever this one
        is seen again, its patches there are what they were.
        """
        own = self._composed[rect.slices] if self._composed is not None and patches else None
        return Composition(picture, patches, own)

    @property
    def wants_spare(self) -> bool:
        """Whether the first patch would copy the whole picture: let a worker do it before (`receive_spare`)."""
        return self._composed is None and self._spare is None

    def receive_spare(self, spare: Pixels) -> None:
        """Take a copy of `picture.pixels` that a worker has made, for the patches to be laid into.

        Without one the first patch makes it, which takes 25 ms at 24 MP and 100 ms at 100 MP. Raises ValueError when
        it has another shape or dtype; its contents are trusted.
        """
        if spare.shape != self.pixels.shape or spare.dtype != self.pixels.dtype:
            raise ValueError(f"A spare copy of {self.picture.size} cannot be an array of {spare.dtype} {spare.shape}")
        if self._composed is None:
            self._spare = spare


def below(patches: tuple[Patch, ...], patch: Patch) -> tuple[Patch, ...]:
    """Return the patches under the one with the id of `patch`; all of them when it lies nowhere yet."""
    for place, each in enumerate(patches):
        if each.id == patch.id:
            return patches[:place]
    return patches
