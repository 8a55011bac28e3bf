"""What a document announces: one signal, typed events. Each says what has already changed."""

from dataclasses import dataclass

from picpik_studio.core.geometry import Offset, Rect


@dataclass(frozen=True)
class MaskChanged:
    """The mask's pixels inside `rect` (document pixels); where `within` names rectangles, inside of these alone."""

    rect: Rect
    within: tuple[Rect, ...] = ()

    @property
    def parts(self) -> tuple[Rect, ...]:
        """The rectangles in which pixels have changed."""
        return self.within or (self.rect,)


@dataclass(frozen=True)
class PixelsChanged:
    """The composed picture's pixels inside `rect`; `Document.pixels` may be another array than before."""

    rect: Rect


@dataclass(frozen=True)
class PatchesChanged:
    """Which patches lie over the picture."""


@dataclass(frozen=True)
class HistoryChanged:
    """What can be undone and redone, and whether all is saved."""


@dataclass(frozen=True)
class EditDropped:
    """An edit has ended and left nothing: what it announced was taken back, or made no difference."""


@dataclass(frozen=True)
class RecipeChanged:
    """The steps that are taken on the painted mask; its own pixels are as they were."""


@dataclass(frozen=True)
class CanvasChanged:
    """The canvas: its size, its base picture, and where it lies. What lay at a place lies `offset` from it now.

    It comes before all else that the same edit announces: the rectangles of those are of the new canvas, whole.
    """

    offset: Offset


@dataclass(frozen=True)
class CanvasAwaited:
    """The history has stepped to another canvas, which a worker makes ready: as long as that takes, all else stays.

    Then follows what the steps change, or, when it cannot be made, EditDropped: the history has stepped back.
    """


DocumentEvent = (
    CanvasAwaited
    | CanvasChanged
    | MaskChanged
    | RecipeChanged
    | PixelsChanged
    | PatchesChanged
    | HistoryChanged
    | EditDropped
)

SETTLED = (HistoryChanged, EditDropped)
"""Whatever changed before one of these stays so until the next edit: what looks at the whole mask looks now."""
