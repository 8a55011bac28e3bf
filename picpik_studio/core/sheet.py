"""What a document consists of, as its edits see it; a sheet is the part of it that has the canvas's size."""

from dataclasses import dataclass, field

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.composition import Composition
from picpik_studio.core.geometry import NOWHERE, Offset, Rect, Size
from picpik_studio.core.mask import Mask
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from picpik_studio.core.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Sheet:
    """A picture with mask and patches of its size; `origin` is the way to its corner from that of the first picture.

    `canvas` is a value that only this canvas has: two sheets with the same one differ in where their memory lies.
    """

    picture: Picture
    mask: Mask
    composition: Composition
    origin: Offset = NOWHERE
    canvas: object = field(default_factory=object)

    @classmethod
    def of(cls, picture: Picture, origin: Offset = NOWHERE) -> "Sheet":
        """Return a picture with nothing on it."""
        return cls(picture, Mask(picture.size), Composition(picture), origin)


class Layers:
    """A sheet and the recipe. Everyone may read; the methods are for edits alone."""

    def __init__(self, picture: Picture, origin: Offset = NOWHERE) -> None:
        self.sheet = Sheet.of(picture, origin)
        self.recipe = Recipe()

    @property
    def picture(self) -> Picture:
        """What the patches lie over: the picture as it was opened, on the canvas that it has now."""
        return self.sheet.picture

    @property
    def mask(self) -> Mask:
        """The mask."""
        return self.sheet.mask

    @property
    def composition(self) -> Composition:
        """The picture with its patches."""
        return self.sheet.composition

    @property
    def origin(self) -> Offset:
        """The way to the canvas's corner from that of the picture as it was opened, the first time if that is known.

        (0, 0) until the canvas changes, in this session or in one that saved the file.
        """
        return self.sheet.origin

    @property
    def canvas(self) -> object:
        """What only the present canvas has: to see whether it is still the same one, also after undo and redo."""
        return self.sheet.canvas

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return self.sheet.picture.size

    @property
    def pixels(self) -> Pixels:
        """The composed picture, read-only, in the layout of `picture.pixels`, which it is until the first patch."""
        return self.sheet.composition.pixels

    @property
    def patches(self) -> tuple[Patch, ...]:
        """What lies over the picture, the undermost first."""
        return self.sheet.composition.patches

    def put_recipe(self, recipe: Recipe) -> None:
        """Take these steps from now on."""
        self.recipe = recipe

    def put_patches(self, patches: tuple[Patch, ...], rect: Rect) -> None:
        """Let these patches lie over the picture and compose `rect` anew."""
        self.sheet.composition.put(patches, rect)

    def put_sheet(self, sheet: Sheet) -> None:
        """Stand on another sheet."""
        self.sheet = sheet
