"""What a document was at one moment, for workers."""

from dataclasses import dataclass, field
from functools import cached_property

from picpik_studio.core.arrays import Pixels, Plane, read_only
from picpik_studio.core.composition import ComposedRows, composed
from picpik_studio.core.frozen import FrozenPlane
from picpik_studio.core.geometry import NOWHERE, Offset, Rect
from picpik_studio.core.mask import digest
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from picpik_studio.core.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a document was at one moment, for workers: nothing in it ever changes.

    `painted` is what is painted; `origin` and `canvas` are the document's. Taking one is cheap; the first look at
    `mask`, `pixels` or `derived` is not, and belongs into a worker.
    """

    picture: Picture
    patches: tuple[Patch, ...]
    painted: Plane | FrozenPlane
    recipe: Recipe = field(default_factory=Recipe)
    known: Plane | None = field(default=None, repr=False)
    origin: Offset = NOWHERE
    canvas: object = field(default=None, repr=False)

    @property
    def mask(self) -> Plane:
        """The mask as it is painted, uint8 HxW, read-only."""
        return self.painted.plane() if isinstance(self.painted, FrozenPlane) else self.painted

    @cached_property
    def derived(self) -> Plane:
        """What the recipe makes of the mask, uint8 HxW, read-only: what a request is made from. `known`, if it is."""
        return read_only(self.recipe.apply(self.mask)) if self.known is None else self.known

    @cached_property
    def pixels(self) -> Pixels:
        """The composed picture, in the layout of `picture.pixels`, read-only."""
        return read_only(composed(self.picture, self.patches, Rect.of(self.picture.size)))

    @cached_property
    def painting(self) -> str:
        """What names the painted mask and its live steps; "" when nothing is painted. Slow, for workers."""
        return named(self.mask, self.recipe)

    @property
    def rows(self) -> ComposedRows:
        """The composed picture, composed as it is read and not kept: what is written needs no copy of the whole."""
        return ComposedRows(self.picture, self.patches)

    def pixels_in(self, rect: Rect) -> Pixels:
        """Return the composed pixels inside `rect` (which lies in the picture), read-only; the rest is not composed."""
        return read_only(composed(self.picture, self.patches, rect))


def named(mask: Plane, recipe: Recipe) -> str:
    """Return what names a painting: its pixels, and the live steps where there are some; "" for an empty one."""
    painting = digest(mask)
    return f"{painting} {recipe}" if painting and recipe.steps else painting
