"""The restore and the pick brush: strokes on a patch's own alpha, by the very brush that paints the mask."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from picpik_studio.core.composition import composed
from picpik_studio.core.document import Document, PixelsChanged
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.patch import Patch
from picpik_studio.core.tools.base import Button, Modifiers
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.retouch import Retouch, RetouchBrush
from picpik_studio.core.tools.settings import ToolSettings
from tests.core.making import at, document, patch

PLACE = Rect(100, 50, 60, 90)
PLACES = st.tuples(st.floats(100, 160), st.floats(50, 140))  # further out the touches of a long way begin elsewhere


def brush(size: float = 20, **details: float) -> ToolSettings:
    settings = ToolSettings()
    settings.size, settings.hardness = size, 1
    for name, value in details.items():
        setattr(settings, name, value)
    return settings


def tool(target: Document, kind: Retouch, meant: Patch | None, settings: ToolSettings | None = None) -> RetouchBrush:
    def find() -> Patch | None:
        laid = [each for each in target.patches if meant is not None and each.id == meant.id]
        return laid[0] if laid else meant

    return RetouchBrush(target, settings or brush(), kind, find)


def solid(target: Document) -> Patch:
    """Return a patch that replaces everything in its place."""
    one = replace(patch(target, PLACE), weight=np.full((90, 60), 255, np.uint8))
    pixels = one.pixels.copy()
    pixels[..., 3] = 255
    return replace(one, pixels=pixels)


def test_restore_brings_the_original_back_and_the_right_button_the_result() -> None:
    target = document()
    one = solid(target)
    target.add_patch(one)
    laid = target.pixels.copy()
    restore = tool(target, "restore", one)
    restore.press(at(130, 90))
    assert restore.is_active
    assert restore.place == Point(130, 90)
    restore.release(at(130, 90))
    assert np.array_equal(target.pixels[90, 130], target.picture.pixels[90, 130])
    assert np.array_equal(target.pixels[60, 110], laid[60, 110])
    assert target.history.undo_label == "Restore the original"
    restore.press(at(130, 90, Button.RIGHT))
    restore.release(at(130, 90, Button.RIGHT))
    assert np.array_equal(target.pixels[85:95, 125:135], laid[85:95, 125:135])
    assert target.history.undo_label == "Bring the result back"
    target.undo()
    target.undo()
    assert np.array_equal(target.pixels, laid)


def test_the_first_stroke_of_the_pick_brush_lays_the_result_there_but_only_what_is_painted() -> None:
    target = document()
    one = solid(target)
    pick = tool(target, "pick", one)
    pick.press(at(130, 90))
    pick.move(at(140, 90))
    pick.release(at(140, 90))
    assert [each.id for each in target.patches] == ["a"]
    assert np.array_equal(target.pixels[90, 135], one.pixels[40, 35])
    assert np.array_equal(target.pixels[60, 110], target.picture.pixels[60, 110])
    pick.press(at(120, 120))
    pick.release(at(120, 120))
    assert len(target.patches) == 1
    assert target.history.edits_done == 2
    pick.press(at(130, 90, Button.ERASER))
    pick.release(at(130, 90, Button.ERASER))
    assert np.array_equal(target.pixels[90, 130], target.picture.pixels[90, 130])
    for _ in range(3):
        target.undo()
    assert not target.patches


def test_restoring_a_result_that_lies_nowhere_yet_lays_all_the_rest_of_it() -> None:
    target = document()
    one = solid(target)
    restore = tool(target, "restore", one)
    restore.press(at(130, 90))
    restore.release(at(130, 90))
    assert np.array_equal(target.pixels[60, 110], one.pixels[10, 10])
    assert np.array_equal(target.pixels[90, 130], target.picture.pixels[90, 130])


@pytest.mark.parametrize("kind", ["restore", "pick"])
def test_a_stroke_that_is_given_up_leaves_nothing(kind: Retouch) -> None:
    target = document()
    target.add_patch(solid(target))
    before = target.pixels.copy()
    brushed = tool(target, kind, target.patches[0])
    brushed.press(at(130, 90))
    brushed.move(at(150, 120))
    brushed.cancel()
    assert np.array_equal(target.pixels, before)
    assert (target.history.edits_done, brushed.is_active) == (1, False)


def test_without_a_result_nothing_happens() -> None:
    target = document()
    restore = tool(target, "restore", None)
    for step in (restore.press, restore.move, restore.jump, restore.release):
        step(at(130, 90))
    restore.cancel()
    assert (restore.last_point, restore.place, target.history.can_undo) == (None, None, False)


def test_a_straight_line_goes_on_from_the_last_stroke_even_on_another_result() -> None:
    target = document()
    low, high = solid(target), replace(solid(target), id="b", rect=PLACE.translated(5, 0))
    target.add_patch(low)
    target.add_patch(high)
    meant = [low]
    restore = RetouchBrush(
        target, brush(), "restore", lambda: next(each for each in target.patches if each.id == meant[0].id)
    )
    restore.press(at(110, 60))
    restore.release(at(110, 60))
    assert restore.last_point == Point(110, 60)
    meant[0] = high
    restore.press(at(110, 130, modifiers=Modifiers.SHIFT))
    restore.release(at(110, 130, modifiers=Modifiers.SHIFT))
    alpha = target.patches[1].alpha
    assert alpha is not None
    assert (alpha[15:75, 110 - high.rect.x] == 0).all()
    restore.press(at(150, 60))
    restore.jump(at(150, 100))
    restore.release(at(150, 100))
    changed = target.patches[1].alpha
    assert changed is not None
    assert changed[30, 150 - high.rect.x] == 255, "no line leads there"


@given(st.lists(PLACES, min_size=1, max_size=4), st.floats(1, 90), st.floats(0, 1), st.floats(0.01, 1), st.booleans())
@example(path=[(100, 99), (132, 50)], size=40, hardness=0, opacity=1, erases=False).via(
    "a touch between two quarters of a pixel"
)
def test_it_paints_what_the_mask_brush_would_paint(
    path: list[tuple[float, float]], size: float, hardness: float, opacity: float, erases: bool
) -> None:
    settings = brush(size, hardness=hardness, opacity=opacity)
    target = document()
    target.add_patch(replace(solid(target), alpha=np.full((90, 60), 0 if not erases else 255, np.uint8)))
    kind: Retouch = "restore" if erases else "pick"
    brushed, before = tool(target, kind, target.patches[0], settings), target.patches[0].alpha
    mask = Document(target.picture)
    if erases:
        mask.fill_mask(255)
    settings.mode = "erase" if erases else "paint"
    plain = BrushTool(mask, settings)
    for each in (brushed, plain):
        each.press(at(*path[0]))
        for place in path[1:]:
            each.move(at(*place))
        each.release(at(*path[-1]))
    alpha = target.patches[0].alpha
    assert alpha is not None
    assert np.abs(alpha.astype(int) - mask.mask.pixels[PLACE.slices]).max() <= 1
    assert np.array_equal(target.pixels, composed(target.picture, target.patches, Rect.of(target.size)))
    outside = np.ones(target.pixels.shape[:2], np.bool_)
    outside[PLACE.slices] = False
    assert np.array_equal(target.pixels[outside], target.picture.pixels[outside])
    if target.history.edits_done > 1:
        target.undo()
    again = target.patches[0].alpha
    assert again is not None
    assert before is not None
    assert np.array_equal(again, before)


def test_the_surface_is_as_large_as_the_result() -> None:
    target = document()
    target.add_patch(solid(target))
    restore = tool(target, "restore", target.patches[0])
    with pytest.raises(RuntimeError, match="Nothing is being painted on"):
        restore._brush._document.size  # noqa: B018 - a property that raises
    restore.press(at(0, 0))
    assert restore._brush._document.size == Size(60, 90)
    restore.cancel()


def test_a_large_brush_composes_all_that_it_changes_and_tells_of_it_in_few_rectangles() -> None:
    target = document(900, 700)
    one = patch(target, Rect(50, 40, 800, 600))
    target.add_patch(one)
    told: list[Rect] = []
    target.changed.connect(lambda event: told.append(event.rect) if isinstance(event, PixelsChanged) else None)
    restore = tool(target, "restore", one, brush(400, hardness=0.5))
    restore.press(at(300, 300))
    for step in range(1, 12):
        shown = target.pixels.copy()
        told.clear()
        restore.move(at(300 + 9 * step, 300 + 25 * (step % 3)))
        now = composed(target.picture, target.patches, Rect.of(target.size))
        assert np.array_equal(target.pixels, now)
        changed = (now != shown).any(axis=2)
        assert changed.any()
        for rect in told:
            changed[rect.slices] = False
        assert not changed.any(), "what is told of is all that is drawn anew"
        assert len(told) <= 3, "each is composed by itself, and heard by many"
    restore.cancel()
    assert np.array_equal(target.pixels, composed(target.picture, (one,), Rect.of(target.size)))
