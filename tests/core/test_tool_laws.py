"""Undo after do is the identity for any history of any tools, and no tool leaves an edit open."""

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import morphology
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Size
from picpik_studio.core.recipe import Feather, Grow, Recipe
from picpik_studio.core.spot_search import find_spots
from picpik_studio.core.spots import fixed
from picpik_studio.core.tools.base import Button, Key, Modifiers, Tool
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.bucket import BucketTool
from picpik_studio.core.tools.combine import Combine
from picpik_studio.core.tools.ellipse import EllipseTool
from picpik_studio.core.tools.lasso import LassoTool
from picpik_studio.core.tools.polygon import PolygonTool
from picpik_studio.core.tools.rectangle import RectangleTool
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.core.tools.wand import WandTool
from tests.core.making import at, picture

REGIONS: dict[str, Callable[[Document, RegionSettings], Tool]] = {
    "rectangle": RectangleTool,
    "ellipse": EllipseTool,
    "lasso": LassoTool,
    "polygon": PolygonTool,
    "bucket": BucketTool,
    "wand": WandTool,
}
WHOLE: dict[str, Callable[[Plane], Plane]] = {
    "grow": lambda mask: morphology.grow(mask, 3),
    "shrink": lambda mask: morphology.shrink(mask, 2),
    "feather": lambda mask: morphology.feather(mask, 2.5),
    "smooth": lambda mask: morphology.smooth(mask, 4),
    "holes": morphology.fill_holes,
    "specks": lambda mask: morphology.remove_specks(mask, 30),
    "spots": lambda mask: fixed(mask, find_spots(mask)),
}
KINDS = st.sampled_from(["brush", *REGIONS, *WHOLE, "recipe"])
State = tuple[Plane, Recipe]


@st.composite
def region_settings(draw: st.DrawFn) -> RegionSettings:
    settings = RegionSettings()
    settings.combine = draw(st.sampled_from(Combine))
    settings.tolerance, settings.contiguous = draw(st.integers(0, 255)), draw(st.booleans())
    return settings


def use(tool: Tool, data: st.DataObject) -> None:
    """Click or drag somewhere, with any modifiers and button; a polygon is closed, a few are given up."""
    modifiers = data.draw(st.sampled_from([Modifiers.NONE, Modifiers.SHIFT, Modifiers.ALT, Modifiers(5)]))
    button = data.draw(st.sampled_from([Button.LEFT, Button.RIGHT]))
    events = [
        at(*place, button, modifiers)
        for place in data.draw(st.lists(st.tuples(st.floats(-20, 90), st.floats(-20, 70)), min_size=2, max_size=4))
    ]
    for event in events if isinstance(tool, PolygonTool) else events[:1]:
        tool.press(event)
    for event in events:
        tool.move(event)
    if data.draw(st.integers(0, 4)) == 0:
        tool.cancel()
    tool.release(events[-1])
    if isinstance(tool, PolygonTool):
        tool.key(Key.ENTER)
    assert not tool.is_active


def perform(target: Document, kind: str, data: st.DataObject) -> None:
    if kind == "brush":
        settings = ToolSettings()
        settings.mode = data.draw(st.sampled_from(["paint", "erase"]))
        settings.size, settings.smoothing = data.draw(st.floats(1, 60)), data.draw(st.floats(0, 1))
        settings.hardness, settings.opacity = data.draw(st.floats(0, 1)), data.draw(st.floats(0.01, 1))
        settings.spacing = data.draw(st.sampled_from([0.0, 0.4, 1.5]))
        use(BrushTool(target, settings), data)
    elif kind in REGIONS:
        use(REGIONS[kind](target, data.draw(region_settings())), data)
    elif kind in WHOLE:
        target.replace_mask(WHOLE[kind](target.mask.pixels), kind)
    else:
        target.set_recipe(Recipe((Grow(px=data.draw(st.integers(0, 3))), Feather())))


def state(target: Document) -> State:
    return target.mask.pixels.copy(), target.recipe


def is_at(target: Document, there: State) -> bool:
    return np.array_equal(target.mask.pixels, there[0]) and target.recipe == there[1]


@given(st.integers(1, 80), st.integers(1, 60), st.lists(KINDS, max_size=6), st.data())
def test_every_state_is_found_again(width: int, height: int, kinds: list[str], data: st.DataObject) -> None:
    target = Document(picture(Size(width, height)))
    states = [state(target)]
    for kind in kinds:
        done = target.history.edits_done
        perform(target, kind, data)
        assert not target.is_editing
        assert target.history.edits_done - done == (0 if is_at(target, states[-1]) else 1)
        if not is_at(target, states[-1]):
            states.append(state(target))
    for there in reversed(states[:-1]):
        assert target.undo()
        assert is_at(target, there)
    assert not target.undo()
    for there in states[1:]:
        assert target.redo()
        assert is_at(target, there)
    assert not target.redo()


@given(
    st.sampled_from(["rectangle", "ellipse", "lasso", "polygon", "wand"]),
    st.lists(st.tuples(st.floats(-20, 90), st.floats(-20, 70)), min_size=3, max_size=6),
    region_settings(),
)
def test_adding_and_then_subtracting_the_same_region_leaves_nothing(
    kind: str, places: list[tuple[float, float]], settings: RegionSettings
) -> None:
    target = Document(picture(Size(80, 60)))
    tool = REGIONS[kind](target, settings)
    for settings.combine in (Combine.ADD, Combine.SUBTRACT):
        for place in places if isinstance(tool, PolygonTool) else places[:1]:
            tool.press(at(*place))
        for place in places:
            tool.move(at(*place))
        tool.release(at(*places[-1]))
        if isinstance(tool, PolygonTool):
            tool.key(Key.ENTER)
    assert not target.mask.pixels.any()
    assert target.history.edits_done in (0, 2)
