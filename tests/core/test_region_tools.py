from collections.abc import Callable
from typing import TypeVar

import cv2
import numpy as np
import pytest

from picpik_studio.core.canvas_edit import CanvasEdit
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import EMPTY, Rect
from picpik_studio.core.outpaint import CanvasPlan, recanvassed
from picpik_studio.core.picture import Picture
from picpik_studio.core.tools.base import Button, Key, Modifiers
from picpik_studio.core.tools.bucket import BucketTool
from picpik_studio.core.tools.combine import Combine
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.wand import WandTool
from tests.core.making import at, document, patch

T = TypeVar("T")
SHIFT, ALT = Modifiers.SHIFT, Modifiers.ALT


def striped() -> Document:
    """A picture of four upright stripes: 10, 20, 90 and 10 in every colour."""
    pixels = np.full((40, 80, 4), 255, np.uint8)
    for number, value in enumerate((10, 20, 90, 10)):
        pixels[:, 20 * number : 20 * number + 20, :3] = value
    return Document(Picture(pixels, has_alpha=False))


def painted_columns(target: Document) -> list[int]:
    return [int(x) // 20 for x in np.flatnonzero((target.mask.pixels == 255).all(axis=0))[::20]]


class Later:
    """Keeps the work until it is asked to do it."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def __call__(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self.waiting.append(lambda: done(work()))

    def go(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


def wand(target: Document, tolerance: int = 15, *, contiguous: bool = True) -> WandTool:
    options = RegionSettings()
    options.tolerance, options.contiguous = tolerance, contiguous
    return WandTool(target, options)


def click(tool: WandTool | BucketTool, x: float, y: float, modifiers: Modifiers = Modifiers.NONE) -> None:
    tool.press(at(x, y, modifiers=modifiers))
    tool.move(at(x + 30, y))
    tool.release(at(x + 30, y))


def active(tool: WandTool | BucketTool) -> bool:
    return tool.is_active


@pytest.mark.parametrize(
    ("tolerance", "contiguous", "stripes"),
    [(0, True, [0]), (10, True, [0, 1]), (9, False, [0, 3]), (10, False, [0, 1, 3]), (80, True, [0, 1, 2, 3])],
)
def test_a_click_takes_what_looks_alike(tolerance: int, contiguous: bool, stripes: list[int]) -> None:
    target = striped()
    click(wand(target, tolerance, contiguous=contiguous), 5, 5)
    assert painted_columns(target) == stripes
    assert target.history.undo_label == "Magic wand"
    target.undo()
    assert not target.mask.pixels.any()


def test_modifiers_combine_regions() -> None:
    target = striped()
    tool = wand(target)
    click(tool, 5, 5)
    click(tool, 45, 5, SHIFT)
    assert painted_columns(target) == [0, 1, 2]
    click(tool, 45, 5, ALT)
    assert painted_columns(target) == [0, 1]
    click(tool, 65, 5, SHIFT)
    click(tool, 5, 5, SHIFT | ALT)
    assert painted_columns(target) == [0, 1]


def test_between_press_and_release_the_region_is_shown_and_follows_the_settings() -> None:
    target, options = striped(), RegionSettings()
    tool = WandTool(target, options)
    shown: list[Rect] = []
    tool.previewed.connect(lambda: shown.append((tool.preview() or (EMPTY,))[0]))
    assert tool.preview() is None
    tool.press(at(5, 5))
    assert (active(tool), tool.combine) == (True, Combine.ADD)
    options.tolerance = 5
    options.contiguous = False
    assert shown == [Rect(0, 0, 40, 40), Rect(0, 0, 20, 40), Rect(0, 0, 80, 40)]
    assert not target.history.can_undo
    tool.release(at(5, 5))
    assert not active(tool)
    assert (tool.preview(), tool.combine) == (None, None)
    assert painted_columns(target) == [0, 3]
    options.tolerance = 200
    assert len(shown) == 3
    assert painted_columns(target) == [0, 3]


def test_of_many_wishes_only_the_last_is_looked_for() -> None:
    options, later = RegionSettings(), Later()
    tool = WandTool(striped(), options, later)
    shown: list[Rect] = []
    tool.previewed.connect(lambda: shown.append((tool.preview() or (EMPTY,))[0]))
    tool.press(at(5, 5))
    for options.tolerance in range(100):
        assert len(later.waiting) == 1
    later.go()
    assert shown == [Rect(0, 0, 80, 40)]


def test_it_looks_at_the_composed_picture() -> None:
    target = striped()
    target.add_patch(patch(target, Rect(0, 0, 10, 40)))
    click(wand(target), 15, 5)
    assert not target.mask.pixels[:, 0:10].all()
    assert target.mask.pixels[:, 10:40].all()


@pytest.mark.parametrize("kind", [WandTool, BucketTool])
def test_a_region_that_comes_late_is_put_in_when_no_stroke_is_in_the_way(kind: type[WandTool | BucketTool]) -> None:
    target, later = striped(), Later()
    tool = kind(target, RegionSettings(), later)
    click(tool, 45, 5)
    click(tool, 5, 5)
    assert not active(tool)
    assert not target.history.can_undo
    with target.begin("Stroke") as editor:
        later.go()
        editor.touch(Rect(0, 0, 1, 1))[0, 0] = 1
        editor.announce(Rect(0, 0, 1, 1))
        assert not target.mask.pixels[1:].any()
    assert painted_columns(target) == ([0, 1, 2] if kind is WandTool else [0, 1, 2, 3])
    assert [target.undo(), target.undo(), target.undo()] == [True, True, kind is WandTool]


@pytest.mark.parametrize("end", ["commit", "abort"])
def test_a_region_that_comes_late_is_put_in_even_after_a_stroke_of_nothing(end: str) -> None:
    target, later = striped(), Later()
    click(WandTool(target, RegionSettings(), later), 45, 5)
    editor = target.begin("Stroke beside the picture")
    later.go()
    assert not target.mask.pixels.any()
    getattr(editor, end)()
    assert painted_columns(target) == [2]


@pytest.mark.parametrize("end", ["escape", "cancel", "press elsewhere", "press outside"])
def test_a_region_that_was_given_up_never_comes(end: str) -> None:
    target, later = striped(), Later()
    tool = WandTool(target, RegionSettings(), later)
    tool.press(at(5, 5))
    if end == "escape":
        assert tool.key(Key.ESCAPE)
    elif end == "cancel":
        tool.cancel()
    else:
        tool.press(at(45, 5) if end == "press elsewhere" else at(-5, 5))
    tool.release(at(5, 5))
    later.go()
    assert not active(tool)
    assert painted_columns(target) == ([2] if end == "press elsewhere" else [])


def test_other_keys_and_keys_going_up_are_not_for_the_wand() -> None:
    tool = wand(striped())
    assert not tool.key(Key.ESCAPE)
    tool.press(at(5, 5))
    assert not tool.key(Key.SPACE)
    assert tool.key(Key.ESCAPE, is_down=False)
    assert active(tool)


def test_wand_settings_keep_their_range_and_say_what_changed() -> None:
    options = RegionSettings()
    said: list[str] = []
    options.changed.connect(said.append)
    options.tolerance = 300
    options.tolerance = 255
    options.contiguous = False
    options.contiguous = False
    assert (options.tolerance, options.contiguous) == (255, False)
    options.tolerance = -4
    assert options.tolerance == 0
    assert said == ["tolerance", "contiguous", "tolerance"]


def ringed() -> Document:
    """A document with a painted, antialiased ring."""
    target = document()
    mask = np.zeros_like(target.mask.pixels)
    cv2.circle(mask, (100, 100), 60, (255,), 8, cv2.LINE_AA)
    target.replace_mask(mask)
    return target


def test_the_bucket_fills_what_is_enclosed_and_leaves_no_ring() -> None:
    target = ringed()
    before = target.mask.pixels.copy()
    click(BucketTool(target, RegionSettings()), 100, 100)
    assert target.history.undo_label == "Fill region"
    away = np.hypot(*(np.indices(before.shape) - 100))
    assert (target.mask.pixels[away < 60] == 255).all()
    assert np.array_equal(target.mask.pixels[away > 60], before[away > 60])
    target.undo()
    assert np.array_equal(target.mask.pixels, before)


def test_the_bucket_fills_what_lies_outside_up_to_the_border() -> None:
    target = ringed()
    click(BucketTool(target, RegionSettings()), 5, 5)
    assert target.mask.pixels[0, 0] == target.mask.pixels[-1, -1] == 255
    assert target.mask.pixels[100, 100] == 0


@pytest.mark.parametrize("how", ["alt", "right", "set"])
def test_the_bucket_empties_the_painted_part(how: str) -> None:
    target = ringed()
    with target.begin("Other") as editor:
        editor.touch(Rect(250, 50, 20, 20))[50:70, 250:270] = 255
    settings = RegionSettings()
    settings.combine = Combine.SUBTRACT if how == "set" else Combine.ADD
    tool = BucketTool(target, settings)
    modifiers, button = (ALT if how == "alt" else Modifiers.NONE), Button.RIGHT if how == "right" else Button.LEFT
    tool.press(at(160, 100, button, modifiers))
    tool.release(at(160, 100, button, modifiers))
    assert not target.mask.pixels[:, :200].any()
    assert target.mask.pixels[50:70, 250:270].all()
    assert target.history.undo_label == "Empty region"


def test_with_both_modifiers_only_the_part_under_the_pointer_is_kept() -> None:
    target = ringed()
    ring = target.mask.pixels.copy()
    with target.begin("Other") as editor:
        editor.touch(Rect(250, 50, 20, 20))[50:70, 250:270] = 255
    click(BucketTool(target, RegionSettings()), 160, 100, SHIFT | ALT)
    assert np.array_equal(target.mask.pixels, np.where(ring >= 128, ring, 0))


@pytest.mark.parametrize(("x", "modifiers"), [(160, Modifiers.NONE), (100, ALT), (100, SHIFT | ALT), (-5, SHIFT)])
def test_where_there_is_nothing_to_do_nothing_is_done(x: float, modifiers: Modifiers) -> None:
    target = ringed()
    before = target.history.edits_done
    tool = BucketTool(target, RegionSettings())
    tool.release(at(x, 100))
    click(tool, x, 100, modifiers)
    tool.press(at(100, 100))
    assert active(tool)
    tool.cancel()
    assert not active(tool)
    tool.release(at(100, 100))
    assert target.history.edits_done == before


@pytest.mark.parametrize("kind", [WandTool, BucketTool])
def test_what_is_found_for_another_canvas_is_put_where_it_lies_now(kind: type[WandTool | BucketTool]) -> None:
    target, later = striped(), Later()
    options = RegionSettings()
    options.tolerance = 5
    click(kind(target, options, later), 45, 5)
    made = recanvassed(target.snapshot(), CanvasPlan(Rect(-7, 3, 90, 30), paints_new=False))
    target.do(CanvasEdit("canvas", made, target))
    later.go()
    there = np.zeros((30, 90), bool)
    there[:, slice(47, 67) if kind is WandTool else slice(7, 87)] = True
    assert np.array_equal(target.mask.pixels == 255, there)


def test_what_is_found_on_what_the_canvas_has_no_more_changes_nothing() -> None:
    target, later = striped(), Later()
    click(WandTool(target, RegionSettings(), later), 45, 5)
    target.do(CanvasEdit("canvas", recanvassed(target.snapshot(), CanvasPlan(Rect(0, 0, 9, 9))), target))
    later.go()
    assert not target.mask.pixels.any()
