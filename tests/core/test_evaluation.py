from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picpik_studio.core import morphology
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.core.evaluation import Evaluation
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.recipe import Feather, FillHoles, Grow, Recipe, RemoveSpecks, Smooth, Step
from tests.core.making import document, masks, rects_in
from tests.core.test_recipe import steps

TYPICAL = Recipe((Grow(px=8), Feather(sigma=4.0), FillHoles()))


class Change(NamedTuple):
    rect: Rect
    value: int


@st.composite
def changed_masks(draw: st.DrawFn) -> tuple[Plane, list[Change]]:
    mask = draw(masks())
    rects = rects_in(Size(mask.shape[1], mask.shape[0]))
    values = st.sampled_from([0, 90, 128, 255])
    return mask, draw(st.lists(st.builds(Change, rects, values), min_size=1, max_size=4))


def put(evaluation: Evaluation, mask: Plane, change: Change) -> None:
    mask[change.rect.slices] = change.value
    evaluation.receive(change.rect, mask[change.rect.slices])


@given(changed_masks(), st.lists(st.lists(steps(), max_size=4), min_size=1, max_size=3))
def test_bit_by_bit_is_exactly_what_the_whole_is(
    changed: tuple[Plane, list[Change]], recipes: list[list[Step]]
) -> None:
    mask, changes = changed
    evaluation = Evaluation(mask.copy())
    before = evaluation.derived()
    for number, change in enumerate(changes):
        recipe = Recipe(tuple(recipes[number % len(recipes)]))
        put(evaluation, mask, change)
        evaluation.use(recipe)
        touched = evaluation.update()
        derived = evaluation.derived()
        assert np.array_equal(derived, recipe.apply(mask))
        outside = derived != before
        outside[touched.slices] = False
        assert not outside.any()
        before = derived


@settings(max_examples=20)
@given(st.integers(0, 99), st.sampled_from([3.0, 6.0, 17.0, 40.0, 70.0, 130.0]))
def test_a_feather_is_exact_wherever_a_part_lies(seed: int, sigma: float) -> None:
    generator = np.random.default_rng(seed)
    mask = np.where(generator.random((700, 900)) > 0.7, 255, 0).astype(np.uint8)
    recipe = Recipe((Feather(sigma=sigma),))
    evaluation = Evaluation(mask.copy())
    evaluation.use(recipe)
    evaluation.update()
    x, y = (int(number) for number in generator.integers(0, 600, 2))
    put(evaluation, mask, Change(Rect(x, y, 13, 29), 255))
    evaluation.update()
    assert np.array_equal(evaluation.derived(), recipe.apply(mask))


def test_a_dab_makes_only_its_neighbourhood_anew() -> None:
    mask = np.zeros((1000, 1000), np.uint8)
    evaluation = Evaluation(mask.copy())
    evaluation.use(TYPICAL)
    evaluation.update()
    put(evaluation, mask, Change(Rect(500, 500, 20, 20), 255))
    touched = evaluation.update()
    assert touched.width < 120
    assert Rect(480, 480, 60, 60).intersected(touched) == Rect(480, 480, 60, 60)
    assert evaluation.update() == EMPTY


def test_another_amount_makes_only_what_follows_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    mask = np.zeros((200, 200), np.uint8)
    mask[50:100, 50:100] = 255
    evaluation = Evaluation(mask.copy())
    evaluation.use(TYPICAL)
    evaluation.update()
    grown: list[int] = []
    real = morphology.grow

    def grow(mask: Plane, px: int) -> Plane:
        grown.append(px)
        return real(mask, px)

    monkeypatch.setattr(morphology, "grow", grow)
    recipe = TYPICAL.replaced(1, Feather(sigma=7.0))
    evaluation.use(recipe)
    evaluation.update()
    assert not grown
    assert np.array_equal(evaluation.derived(), recipe.apply(mask))
    assert grown == [8]


def test_what_was_interrupted_goes_on() -> None:
    class Enough(Exception):  # noqa: N818 - it is no error
        pass

    mask = np.zeros((300, 300), np.uint8)
    evaluation = Evaluation(mask.copy())
    recipe = Recipe((Grow(px=4), RemoveSpecks(up_to=9), Smooth(px=6)))
    evaluation.use(recipe)
    evaluation.update()
    put(evaluation, mask, Change(Rect(100, 100, 30, 30), 255))
    calls = iter(range(9))

    def check() -> None:
        if next(calls) == 2:
            raise Enough

    with pytest.raises(Enough):
        evaluation.update(check)
    put(evaluation, mask, Change(Rect(10, 10, 30, 30), 255))
    touched = evaluation.update()
    assert np.array_equal(evaluation.derived(), recipe.apply(mask))
    assert Rect(10, 10, 120, 120).intersected(touched) == Rect(10, 10, 120, 120)


def test_without_a_step_it_is_the_mask() -> None:
    mask = np.full((20, 30), 77, np.uint8)
    evaluation = Evaluation(mask.copy())
    evaluation.use(Recipe((Grow(is_on=False, px=3),)))
    evaluation.update()
    derived = evaluation.derived()
    assert np.array_equal(derived, mask)
    with pytest.raises(ValueError, match="read-only"):
        derived[...] = 1


def test_changes_of_one_gesture_are_one_edit() -> None:
    target = document()
    for px in (5, 6, 7):
        target.set_recipe(Recipe((Grow(px=px),)), gesture="one")
    assert target.history.edits_done == 1
    target.set_recipe(Recipe((Grow(px=9),)), gesture="two")
    assert target.history.edits_done == 2
    target.undo()
    assert target.recipe == Recipe((Grow(px=7),))
    target.set_recipe(Recipe((Grow(px=8),)), gesture="one")
    assert target.history.edits_done == 2
    target.undo()
    target.undo()
    assert target.recipe == Recipe()


def test_a_step_switched_off_is_as_if_it_was_not_there() -> None:
    target = document()
    target.fill_mask(200)
    before = target.snapshot()
    target.set_recipe(Recipe((Grow(px=5),)))
    target.set_recipe(target.recipe.switched(0, is_on=False))
    after = target.snapshot()
    assert np.array_equal(after.derived, before.derived)


def known(target: Document) -> Plane | None:
    return target.derived


def test_what_a_worker_derived_is_true_until_the_next_change() -> None:
    target = document()
    assert known(target) is target.mask.pixels
    target.fill_mask(255)
    target.set_recipe(TYPICAL)
    assert known(target) is None
    derived = target.snapshot().derived
    target.receive_derived(derived)
    assert known(target) is derived
    assert target.snapshot().derived is derived
    target.set_recipe(Recipe((Grow(px=5),)))
    assert known(target) is None
    target.receive_derived(derived)
    with target.begin("stroke") as editor:
        editor.touch(Rect(0, 0, 5, 5))[:5, :5] = 0
        editor.announce(Rect(0, 0, 5, 5))
        assert known(target) is None
        target.receive_derived(derived)
        assert known(target) is None


def test_live_steps_on_a_painting_are_a_change_that_is_not_saved() -> None:
    target = document()
    target.set_recipe(TYPICAL)
    assert not target.is_mask_modified
    target.fill_mask(255)
    target.mark_saved(target.snapshot())
    assert not target.is_mask_modified
    target.set_recipe(Recipe((Grow(px=5),)))
    assert [target.is_mask_modified, target.undo(), target.is_mask_modified] == [True, True, False]
