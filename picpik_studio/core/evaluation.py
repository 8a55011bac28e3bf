"""What a recipe makes of a mask, kept up to date: after a stroke only what the stroke can reach is made anew."""

from collections.abc import Callable

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane, plane, read_only
from picpik_studio.core.footprint import bounds
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.morphology import on_grid
from picpik_studio.core.recipe import Recipe, Step

_MOSTLY = 0.6  # of the picture: from here on a step is taken on all of it, which needs no copy


class _Stage:
    """One step and what it has made; inside `stale` that is not yet what it would make now."""

    def __init__(self, step: Step, made: Plane, whole: Rect) -> None:
        self.step = step
        self.made = made
        self.stale = whole


class Evaluation:
    """A mask, which belongs to it from now on, and every step's outcome, a plane each; for one worker at a time.

    `receive` tells what of the mask has changed, `use` another recipe, `update` makes what is out of date. When it is
    interrupted by an exception of `check`, a later one goes on where it was.
    """

    def __init__(self, mask: Plane) -> None:
        self.recipe = Recipe()
        self.mask = mask
        self._whole = Rect.of(Size(mask.shape[1], mask.shape[0]))
        self._stages: list[_Stage] = []
        self._changed = self._whole

    def receive(self, rect: Rect, pixels: Plane) -> None:
        """Take over what the mask is inside `rect` (pixels of the picture) now: uint8 of its size."""
        self.mask[rect.slices] = pixels
        self._stain(0, rect)

    def use(self, recipe: Recipe) -> None:
        """Take these steps from now on; what the first steps of both have in common is kept."""
        self.recipe = recipe
        steps = [step for step in recipe.steps if step.is_on]
        same = 0
        while same < min(len(steps), len(self._stages)) and steps[same] == self._stages[same].step:
            same += 1
        if same == len(steps) == len(self._stages):
            return
        spare = [stage.made for stage in self._stages[same:]]
        del self._stages[same:]
        for step in steps[same:]:
            made = spare.pop() if spare else plane(self._whole.width, self._whole.height)
            self._stages.append(_Stage(step, made, self._whole))
        self._changed = self._whole

    def update(self, check: Callable[[], None] = lambda: None) -> Rect:
        """Make what is out of date; return where `derived` may differ from what it was at the last `update`.

        `check` is called before each step, and may raise to end it there. Slow work.
        """
        source = self.mask
        for number, stage in enumerate(self._stages):
            check()
            changed = _remake(stage, source, self._whole)
            self._stain(number + 1, changed)
            stage.stale = EMPTY
            source = stage.made
        changed, self._changed = self._changed, EMPTY
        return changed

    def derived(self) -> Plane:
        """Return a copy of the outcome of the last `update`, uint8 HxW, read-only."""
        return read_only((self._stages[-1].made if self._stages else self.mask).copy())

    def _stain(self, number: int, rect: Rect) -> None:
        """Note that what a stage is made from has changed inside `rect`; what the last one made, when there is none."""
        if number == len(self._stages):
            self._changed = self._changed.united(rect)
        elif not rect.is_empty:
            stage = self._stages[number]
            reach = stage.step.reach
            reached = self._whole if reach is None else rect.expanded(reach).intersected(self._whole)
            stage.stale = stage.stale.united(reached)


def _remake(stage: _Stage, source: Plane, whole: Rect) -> Rect:
    """Make what is stale in a stage from its source; return where it has changed, or may have."""
    stale, reach = stage.stale, stage.step.reach
    if stale.is_empty:
        return EMPTY
    if reach is None or stale.width * stale.height > _MOSTLY * whole.width * whole.height:
        made = stage.step.apply(source)
        changed = whole if stale == whole and reach is not None else _difference(stage.made, made)
        stage.made = made
        return changed
    near = on_grid(stale.expanded(reach)).intersected(whole)
    made = stage.step.apply(np.ascontiguousarray(source[near.slices]))
    stage.made[stale.slices] = made[stale.translated(-near.x, -near.y).slices]
    return stale


def _difference(before: Plane, after: Plane) -> Rect:
    """Return the rectangle that holds all pixels in which two planes differ."""
    return bounds(cv2.compare(before, after, cv2.CMP_NE).astype(np.uint8, copy=False))
