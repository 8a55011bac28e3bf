"""The recipe: what is done to the painted mask before it is used, step by step, without touching the strokes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from picpik_studio.core import morphology
from picpik_studio.core.arrays import Plane
from picpik_studio.texts import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Step:
    """One step. While `is_on` is False it does nothing. Raises ValueError when its amount is out of range."""

    title: ClassVar[str] = ""

    is_on: bool = True

    def apply(self, mask: Plane) -> Plane:
        """Return what the step makes of `mask`, uint8 HxW; the mask itself stays as it is."""
        raise NotImplementedError

    @property
    def reach(self) -> int | None:
        """How many pixels away a changed pixel can change what the step makes; None when there is no limit."""
        return None


@dataclass(frozen=True)
class Grow(Step):
    """Grow the repaint area by `px` pixels (0 to 1000)."""

    title = QT_TRANSLATE_NOOP("Recipe", "Grow")
    px: int = 8

    def __post_init__(self) -> None:
        morphology.demand(self.px, 0, morphology.MAX_GROW)

    def apply(self, mask: Plane) -> Plane:
        """See `morphology.grow`."""
        return morphology.grow(mask, self.px)

    @property
    def reach(self) -> int:
        """As far as it grows, and the pixel that is half covered."""
        return self.px + 1


@dataclass(frozen=True)
class Shrink(Step):
    """Shrink the repaint area by `px` pixels (0 to 1000)."""

    title = QT_TRANSLATE_NOOP("Recipe", "Shrink")
    px: int = 8

    def __post_init__(self) -> None:
        morphology.demand(self.px, 0, morphology.MAX_GROW)

    def apply(self, mask: Plane) -> Plane:
        """See `morphology.shrink`."""
        return morphology.shrink(mask, self.px)

    @property
    def reach(self) -> int:
        """As far as it shrinks, and the pixel that is half covered."""
        return self.px + 1


@dataclass(frozen=True)
class Feather(Step):
    """Blur the repaint area's edge with a `sigma` of 0 to 500 pixels."""

    title = QT_TRANSLATE_NOOP("Recipe", "Feather")
    sigma: float = 4.0

    def __post_init__(self) -> None:
        morphology.demand(self.sigma, 0, morphology.MAX_SIGMA)

    def apply(self, mask: Plane) -> Plane:
        """See `morphology.feather`."""
        return morphology.feather(mask, self.sigma)

    @property
    def reach(self) -> int:
        """See `morphology.feather_reach`."""
        return morphology.feather_reach(self.sigma)


@dataclass(frozen=True)
class Smooth(Step):
    """Round what is smaller than about `px` pixels (0 to 200)."""

    title = QT_TRANSLATE_NOOP("Recipe", "Smooth")
    px: int = 8

    def __post_init__(self) -> None:
        morphology.demand(self.px, 0, morphology.MAX_SMOOTH)

    def apply(self, mask: Plane) -> Plane:
        """See `morphology.smooth`."""
        return morphology.smooth(mask, self.px)

    @property
    def reach(self) -> int:
        """See `morphology.smooth_reach`."""
        return morphology.smooth_reach(self.px)


@dataclass(frozen=True)
class FillHoles(Step):
    """Paint the holes of at most `up_to` pixels of area; None paints all."""

    title = QT_TRANSLATE_NOOP("Recipe", "Fill holes")
    up_to: int | None = None

    def __post_init__(self) -> None:
        morphology.demand(self.up_to or 0, 0, morphology.MAX_AREA)

    def apply(self, mask: Plane) -> Plane:
        """See `morphology.fill_holes`."""
        return morphology.fill_holes(mask, self.up_to)


@dataclass(frozen=True)
class RemoveSpecks(Step):
    """Take painted parts of at most `up_to` pixels of area away."""

    title = QT_TRANSLATE_NOOP("Recipe", "Remove specks")
    up_to: int = 64

    def __post_init__(self) -> None:
        morphology.demand(self.up_to, 0, morphology.MAX_AREA)

    def apply(self, mask: Plane) -> Plane:
        """See `morphology.remove_specks`."""
        return morphology.remove_specks(mask, self.up_to)


STEPS: tuple[type[Step], ...] = (Grow, Shrink, FillHoles, RemoveSpecks, Smooth, Feather)
"""All kinds, in the order in which they are offered."""


@dataclass(frozen=True)
class Recipe:
    """Steps in their order. A value: every change returns another recipe; undo is `edits.RecipeEdit`.

    Indices are those of `steps`; one that is not there raises IndexError.
    """

    steps: tuple[Step, ...] = ()

    @property
    def is_idle(self) -> bool:
        """Whether no step is on, so that the mask is used as it is painted."""
        return not any(step.is_on for step in self.steps)

    def apply(self, mask: Plane) -> Plane:
        """Return what the steps that are on make of `mask` (uint8 HxW): `mask` itself when none is. Slow work."""
        for step in self.steps:
            if step.is_on:
                mask = step.apply(mask)
        return mask

    def added(self, step: Step) -> "Recipe":
        """Return this with `step` as its last."""
        return Recipe((*self.steps, step))

    def removed(self, index: int) -> "Recipe":
        """Return this without a step."""
        return self._with(index, ())

    def replaced(self, index: int, step: Step) -> "Recipe":
        """Return this with `step` instead of the one there, to change its amount for example."""
        return self._with(index, (step,))

    def switched(self, index: int, *, is_on: bool) -> "Recipe":
        """Return this with a step on or off."""
        return self._with(index, (replace(self.steps[index], is_on=is_on),))

    def moved(self, index: int, to: int) -> "Recipe":
        """Return this with a step at another place, the `to`th of the new order."""
        rest = list(self.removed(index).steps)
        rest.insert(to, self.steps[index])
        return Recipe(tuple(rest))

    def _with(self, index: int, steps: Sequence[Step]) -> "Recipe":
        """Return this with `steps` instead of the one at `index`."""
        if not 0 <= index < len(self.steps):
            raise IndexError(index)
        return Recipe((*self.steps[:index], *steps, *self.steps[index + 1 :]))
