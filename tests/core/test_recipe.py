import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import morphology
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import HistoryChanged, RecipeChanged
from picpik_studio.core.geometry import Rect
from picpik_studio.core.recipe import STEPS, Feather, FillHoles, Grow, Recipe, RemoveSpecks, Shrink, Smooth, Step
from tests.core.making import document, listen, masks

SOME = Recipe((Grow(px=3), FillHoles(), Feather(sigma=2.0)))


@st.composite
def steps(draw: st.DrawFn) -> Step:
    is_on = draw(st.booleans())
    small = st.integers(0, 20)
    kinds = {
        Grow: st.builds(Grow, st.just(is_on), small),
        Shrink: st.builds(Shrink, st.just(is_on), small),
        Smooth: st.builds(Smooth, st.just(is_on), small),
        Feather: st.builds(Feather, st.just(is_on), st.floats(0, 20)),
        FillHoles: st.builds(FillHoles, st.just(is_on), st.one_of(st.none(), small)),
        RemoveSpecks: st.builds(RemoveSpecks, st.just(is_on), small),
    }
    assert set(kinds) == set(STEPS)
    step: Step = draw(kinds[draw(st.sampled_from(STEPS))])
    return step


def test_every_step_does_what_its_function_does() -> None:
    mask = np.zeros((60, 80), np.uint8)
    mask[10:40, 10:60] = 255
    mask[20:23, 30:33] = 0
    mask[50, 70] = 255
    for step, expected in (
        (Grow(px=5), morphology.grow(mask, 5)),
        (Shrink(px=5), morphology.shrink(mask, 5)),
        (Smooth(px=6), morphology.smooth(mask, 6)),
        (Feather(sigma=3.0), morphology.feather(mask, 3.0)),
        (FillHoles(), morphology.fill_holes(mask)),
        (FillHoles(up_to=8), mask),
        (RemoveSpecks(up_to=4), morphology.remove_specks(mask, 4)),
    ):
        assert np.array_equal(Recipe((step,)).apply(mask), expected)


def test_every_kind_has_a_title_and_is_on_at_first() -> None:
    assert len({kind.title for kind in STEPS}) == len(STEPS)
    assert all(kind().is_on and kind.title for kind in STEPS)


def test_steps_are_taken_in_their_order() -> None:
    mask = np.zeros((40, 40), np.uint8)
    mask[10:30, 10:19] = mask[10:30, 21:30] = 255
    closing, opening = Recipe((Grow(px=2), Shrink(px=2))), Recipe((Shrink(px=2), Grow(px=2)))
    assert np.array_equal(closing.apply(mask), morphology.shrink(morphology.grow(mask, 2), 2))
    assert closing.apply(mask)[20, 20] == 255
    assert opening.apply(mask)[20, 20] == 0
    assert closing.moved(0, 1) == opening


@given(masks(), st.lists(steps(), max_size=4))
def test_a_recipe_is_its_steps_that_are_on_one_after_the_other(mask: Plane, some: list[Step]) -> None:
    before = mask.copy()
    recipe = Recipe(tuple(some))
    expected = mask
    for step in some:
        expected = step.apply(expected) if step.is_on else expected
    assert np.array_equal(recipe.apply(mask), expected)
    assert np.array_equal(mask, before)
    off = recipe
    for index in range(len(some)):
        off = off.switched(index, is_on=False)
    assert off.is_idle
    assert off.apply(mask) is mask


def test_a_recipe_is_changed_by_making_another() -> None:
    assert SOME.added(Smooth()).steps == (*SOME.steps, Smooth())
    assert SOME.removed(1).steps == (Grow(px=3), Feather(sigma=2.0))
    assert SOME.replaced(0, Grow(px=9)).steps[0] == Grow(px=9)
    assert SOME.switched(2, is_on=False).steps[2] == Feather(is_on=False, sigma=2.0)
    assert SOME.moved(2, 0).steps == (Feather(sigma=2.0), Grow(px=3), FillHoles())
    assert not SOME.is_idle
    assert Recipe().is_idle


@pytest.mark.parametrize("index", [-1, 3])
def test_a_step_that_is_not_there_is_refused(index: int) -> None:
    with pytest.raises(IndexError):
        SOME.removed(index)
    with pytest.raises(IndexError):
        SOME.replaced(index, Smooth())
    with pytest.raises(IndexError):
        SOME.moved(index, 0)


def test_amounts_out_of_range_are_refused() -> None:
    for kind, amount in (
        (Grow, 1001),
        (Shrink, -1),
        (Smooth, 201),
        (Feather, 501),
        (FillHoles, -1),
        (RemoveSpecks, -1),
    ):
        with pytest.raises(ValueError, match=str(amount)):
            kind(True, amount)


def test_a_step_says_itself_what_it_does() -> None:
    with pytest.raises(NotImplementedError):
        Step().apply(np.zeros((2, 2), np.uint8))


def test_a_recipe_is_set_by_an_edit_and_the_strokes_stay() -> None:
    target = document()
    rect = Rect(40, 50, 60, 30)
    with target.begin("Paint") as editor:
        editor.touch(rect)[rect.slices] = 255
    painted = target.mask.pixels.copy()
    heard = listen(target)
    target.set_recipe(SOME)
    target.set_recipe(SOME)
    assert heard == [RecipeChanged(), HistoryChanged()]
    assert target.history.undo_label == "Change recipe"
    shot = target.snapshot()
    assert np.array_equal(shot.mask, painted)
    assert np.array_equal(shot.derived, SOME.apply(painted))
    assert not shot.derived.flags.writeable
    target.undo()
    assert target.recipe == Recipe()
    assert target.snapshot().derived.tolist() == painted.tolist()
    target.redo()
    assert target.recipe == SOME
    assert np.array_equal(target.mask.pixels, painted)


@given(st.lists(st.lists(steps(), max_size=3), max_size=6))
def test_undo_finds_every_recipe_again(recipes: list[list[Step]]) -> None:
    target = document(20, 20)
    states = [target.recipe]
    for some in recipes:
        target.set_recipe(Recipe(tuple(some)))
        if target.recipe != states[-1]:
            states.append(target.recipe)
    for state in reversed(states[:-1]):
        assert target.undo()
        assert target.recipe == state
    assert not target.undo()
    for state in states[1:]:
        assert target.redo()
        assert target.recipe == state
