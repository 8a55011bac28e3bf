"""Undo after do is identity, for any history; the budget, the patches and the saved place are in it."""

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.document import CanvasChanged, Document, DocumentEvent, MaskChanged, PixelsChanged
from picpik_studio.core.edits import JointEdit, RecipeEdit, mask_edit
from picpik_studio.core.geometry import Offset, Rect, Size
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.core.recipe import Grow, Recipe
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.settings import ToolSettings
from tests.core.making import at, noise, patch, picture, rects_in
from tests.core.test_outpaint import change_canvas, plans
from tests.core.test_recipe import steps

SIZES = st.builds(Size, st.integers(1, 400), st.integers(1, 300))
CHANGES = ["stroke", "fill", "invert", "clear", "replace", "patch", "remove", "recipe", "bake", "canvas"]
KINDS = st.sampled_from([*CHANGES, "cancel", "undo", "redo"])
State = tuple[Plane, Pixels, Pixels, tuple[tuple[str, Rect], ...], Recipe, Offset, bool]


def state(target: Document) -> State:
    patches = tuple((one.id, one.rect) for one in target.patches)
    planes = target.mask.pixels.copy(), target.pixels.copy(), target.picture.pixels.copy()
    return *planes, patches, target.recipe, target.origin, target.is_modified


def assert_same(a: State, b: State) -> None:
    assert all(np.array_equal(one, other) for one, other in zip(a[:3], b[:3], strict=True))
    assert a[3:] == b[3:]


def stroke(target: Document, data: st.DataObject, *, cancel: bool = False) -> None:
    settings = ToolSettings()
    settings.size = data.draw(st.floats(1, 150))
    settings.hardness, settings.opacity = data.draw(st.floats(0, 1)), data.draw(st.floats(0, 1))
    settings.mode = data.draw(st.sampled_from(["paint", "erase"]))
    tool = BrushTool(target, settings)
    places = st.tuples(st.floats(-200, 600), st.floats(-200, 500))
    tool.press(at(*data.draw(places)))
    for place in data.draw(st.lists(places, max_size=3)):
        tool.move(at(*place))
    tool.cancel() if cancel else tool.release(at(*data.draw(places)))


def change(target: Document, kind: str, number: int, data: st.DataObject) -> None:
    if kind == "patch":
        target.add_patch(patch(target, data.draw(rects_in(target.size)), str(number), number))
    elif kind == "remove":
        for one in target.patches[:1]:
            target.remove_patch(one.id)
    elif kind == "replace":
        target.replace_mask(noise(target.size, 1, number)[..., 0].astype(np.uint8))
    elif kind == "recipe":
        target.set_recipe(Recipe(tuple(data.draw(st.lists(steps(), max_size=3)))))
    elif kind == "canvas":
        change_canvas(target, data.draw(plans(target.size)))
    elif kind == "fill":
        target.fill_mask(data.draw(st.integers(0, 255)))
    else:
        SIMPLE[kind](target)


def bake(target: Document) -> None:
    snapshot = target.snapshot()
    painted = mask_edit("", snapshot.mask, snapshot.derived)
    if painted is not None:
        target.do(JointEdit("", RecipeEdit("", Recipe()), painted))
        assert np.array_equal(target.mask.pixels, snapshot.derived)


SIMPLE: dict[str, Callable[[Document], object]] = {
    "invert": Document.invert_mask,
    "clear": Document.clear_mask,
    "undo": Document.undo,
    "redo": Document.redo,
    "bake": bake,
}


def perform(target: Document, kind: str, number: int, data: st.DataObject) -> None:
    if kind in {"stroke", "cancel"}:
        stroke(target, data, cancel=kind == "cancel")
    else:
        change(target, kind, number, data)


class Model:
    """What the history must be: every state that was reached, and where the document stands among them."""

    def __init__(self, target: Document) -> None:
        self.target = target
        self.states = [state(target)]
        self.place = 0

    def follow(self, kind: str, *, was_pushed: bool) -> None:
        """Take in what was just done, and compare."""
        if was_pushed:
            self.states[self.place + 1 :] = [state(self.target)]
            self.place += 1
        elif kind in {"undo", "redo"}:
            self.place = min(max(self.place + (1 if kind == "redo" else -1), 0), len(self.states) - 1)
        assert_same(state(self.target), self.states[self.place])


@given(SIZES, st.lists(KINDS, max_size=8), st.data())
def test_every_state_is_found_again_by_undo_and_redo(size: Size, kinds: list[str], data: st.DataObject) -> None:
    target = Document(picture(size))
    model = Model(target)
    for number, kind in enumerate(kinds):
        before = target.history.edits_done
        perform(target, kind, number, data)
        model.follow(kind, was_pushed=kind not in {"undo", "redo"} and target.history.edits_done > before)
    for _ in range(model.place):
        assert target.undo()
        model.follow("undo", was_pushed=False)
    assert not target.undo()
    assert not target.is_modified
    for _ in range(len(model.states) - 1):
        assert target.redo()
        model.follow("redo", was_pushed=False)
    assert not target.redo()


@given(SIZES, st.lists(KINDS, max_size=5), st.integers(0, 60), st.data())
def test_grow_then_its_step_off_is_the_identity(size: Size, kinds: list[str], px: int, data: st.DataObject) -> None:
    target = Document(picture(size))
    for number, kind in enumerate(kinds):
        perform(target, kind, number, data)
    painted, derived, recipe = target.mask.pixels.copy(), target.snapshot().derived.copy(), target.recipe
    index = data.draw(st.integers(0, len(recipe.steps)))
    grown = recipe.added(Grow(px=px)).moved(len(recipe.steps), index)
    target.set_recipe(grown)
    assert np.array_equal(target.snapshot().derived, grown.apply(painted))
    target.set_recipe(grown.switched(index, is_on=False))
    assert np.array_equal(target.mask.pixels, painted)
    assert np.array_equal(target.snapshot().derived, derived)
    target.set_recipe(target.recipe.removed(index))
    assert target.recipe == recipe
    assert np.array_equal(target.snapshot().derived, derived)


@given(SIZES, st.lists(KINDS, max_size=6), st.data())
def test_whatever_changes_is_announced(size: Size, kinds: list[str], data: st.DataObject) -> None:
    target = Document(picture(size))
    mask, pixels = target.mask.pixels.copy(), target.pixels.copy()
    following = Pyramid(target.mask.pixels)

    def copy(event: DocumentEvent) -> None:
        nonlocal mask, pixels, following
        if isinstance(event, CanvasChanged):  # all that follows is of another size
            mask, pixels = np.zeros_like(target.mask.pixels), np.zeros_like(target.pixels)
            following = Pyramid(target.mask.pixels)
        elif isinstance(event, MaskChanged):
            mask[event.rect.slices] = target.mask.pixels[event.rect.slices]
            following.update(event.rect)
        elif isinstance(event, PixelsChanged):
            pixels[event.rect.slices] = target.pixels[event.rect.slices]

    target.changed.connect(copy)
    for number, kind in enumerate(kinds):
        perform(target, kind, number, data)
        assert np.array_equal(mask, target.mask.pixels)
        assert np.array_equal(pixels, target.pixels)
    for level, fresh in zip(following.levels, Pyramid(target.mask.pixels).levels, strict=True):
        assert np.array_equal(level, fresh)


@given(st.integers(0, 20_000), st.lists(st.sampled_from(["stroke", "replace"]), max_size=6), st.data())
def test_a_small_budget_forgets_the_oldest_and_nothing_else(budget: int, kinds: list[str], data: st.DataObject) -> None:
    target = Document(picture(Size(200, 150)), history_budget_bytes=budget)
    model = Model(target)
    for number, kind in enumerate(kinds):
        before = target.history.edits_done
        perform(target, kind, number, data)
        model.follow(kind, was_pushed=target.history.edits_done > before)
        kept = target.history.edits_done - target.history.dropped
        assert target.history.size_bytes <= budget or kept == 1
    while target.undo():
        model.follow("undo", was_pushed=False)
    assert model.place == target.history.dropped
