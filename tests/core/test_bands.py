"""Large dabs in bands: the same pixels as in one go, and nothing announced too little or far too much."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Plane
from picpik_studio.core.bands import BANDED_FROM, paint_banded
from picpik_studio.core.brush import Brush, Touch
from picpik_studio.core.document import DocumentEvent, MaskChanged
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.pressure import Pen
from picpik_studio.core.raster import Dab, Stamps
from picpik_studio.core.stroke import Stroke, Tip
from picpik_studio.core.tools.base import Button, ToolEvent
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.settings import ToolSettings
from tests.core.making import document as a_document

WIDTH, HEIGHT = 420, 380
PLACES = st.builds(Point, st.floats(-150, 550), st.floats(-150, 520))
STEPS = st.floats(-60, 60) | st.floats(-300, 300)


def random_mask(seed: int) -> Plane:
    random = np.random.default_rng(seed)
    coarse = random.choice([0, 90, 200, 255], (HEIGHT // 20, WIDTH // 20)).astype(np.uint8)
    return np.ascontiguousarray(np.kron(coarse, np.ones((20, 20), np.uint8)))


def dab_at(place: Point, size: float = 300, opacity: float = 1.0) -> Dab:
    return Stamps(Brush(size, 0.6, opacity)).at(place)


def covers(parts: list[Rect], rects: list[Rect]) -> bool:
    seen = np.zeros((HEIGHT + 200, WIDTH + 200), bool)
    for part in parts:
        seen[part.slices] = True
    return all(seen[rect.slices].all() for rect in rects)


@given(PLACES, st.integers(0, 5), st.sampled_from([0.4, 1.0]), st.booleans())
def test_bands_paint_the_same_and_announce_all_of_it(
    place: Point,
    seed: int,
    opacity: float,
    erase: bool,
) -> None:
    before = random_mask(seed)
    whole, banded = before.copy(), before.copy()
    dab = dab_at(place, opacity=opacity)
    dab.paint(whole, erase=erase)
    parts = paint_banded((dab,), banded, erase=erase)
    assert np.array_equal(whole, banded)
    rows, columns = np.nonzero(whole != before)
    changed = [Rect(int(x), int(y), 1, 1) for x, y in zip(columns[::97], rows[::97], strict=True)]
    assert covers(parts, changed)
    for part in parts:
        assert (whole != before)[part.slices].any(axis=1)[[0, -1]].all(), "no row too many"
        assert (whole != before)[part.slices].any(axis=0)[[0, -1]].all(), "no column too many"


@given(
    PLACES,
    st.lists(st.tuples(STEPS, STEPS, st.sampled_from([0.6, 0.9, 1.0])), max_size=6),
    st.sampled_from([(300.0, 0.6), (300.0, 1.0), (399.0, 0.9), (420.0, 0.3), (420.0, 1.0), (900.0, 0.7)]),
    st.integers(1, 4),
    st.integers(0, 5),
    st.booleans(),
)
def test_dabs_that_follow_each_other_paint_the_same_and_announce_all_of_it(
    place: Point,
    steps: list[tuple[float, float, float]],
    brush: tuple[float, float],
    together: int,
    seed: int,
    erase: bool,
) -> None:
    """Also where only a part of the brush is used now and then, as a pen does."""
    before = random_mask(seed)
    whole, banded = before.copy(), before.copy()
    stamps = Stamps(Brush(*brush))
    parts: list[Rect] = []
    after, group = None, []
    for dx, dy, share in ((0.0, 0.0, 1.0), *steps):
        place = Point(place.x + dx, place.y + dy)
        group.append(stamps.at(place, Touch(max(share, 0.9), share)))
        group[-1].paint(whole, erase=erase)
        if len(group) == together:
            parts += paint_banded(group, banded, after, erase=erase)
            after, group = group[-1], []
    parts += paint_banded(group, banded, after, erase=erase)
    assert np.array_equal(whole, banded)
    rows, columns = np.nonzero(whole != before)
    assert covers(parts, [Rect(int(x), int(y), 1, 1) for x, y in zip(columns[::97], rows[::97], strict=True)])


def test_what_is_painted_already_is_not_announced() -> None:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    assert paint_banded((dab_at(Point(200, 200)),), mask)
    assert not paint_banded((dab_at(Point(200, 200)),), mask)


@pytest.mark.parametrize("button", [Button.LEFT, Button.RIGHT])
@pytest.mark.parametrize("direction", [(14.0, 0.0), (0.0, 14.0), (10.0, 10.0)])
def test_a_step_of_a_large_brush_announces_little_more_than_it_changes(
    button: Button, direction: tuple[float, float]
) -> None:
    document = a_document(1600, 1400)
    with document.begin("all") as editor:
        if button is Button.RIGHT:
            whole = Rect.of(document.size)
            editor.touch(whole)[...] = 255
            editor.announce(whole)
    settings = ToolSettings()
    settings.size = 800
    tool = BrushTool(document, settings)
    tool.press(ToolEvent(Point(700, 600), button=button))
    heard: list[Rect] = []
    kept = document.mask.pixels.copy()

    def hear(event: DocumentEvent) -> None:
        if isinstance(event, MaskChanged):
            heard.extend(event.parts)

    document.changed.connect(hear)
    tool.move(ToolEvent(Point(700 + direction[0], 600 + direction[1]), button=button))
    now = document.mask.pixels.copy()
    tool.cancel()
    told = np.zeros(kept.shape, bool)
    for rect in heard[:-1]:
        told[rect.slices] = True
    assert not (kept != now)[~told].any()
    assert len(heard) <= 14
    assert sum(rect.width * rect.height for rect in heard[:-1]) < 0.85 * 800 * 800


@given(
    st.floats(200, 700),
    st.sampled_from([0.0, 0.7, 1.0]),
    st.sampled_from([0.0, 0.1, 1.3]),
    PLACES,
    st.lists(st.tuples(PLACES, st.none() | st.floats(0, 1), st.booleans()), max_size=5),
    st.booleans(),
)
def test_a_stroke_paints_what_its_dabs_paint_one_by_one(
    size: float,
    hardness: float,
    spacing: float,
    start: Point,
    steps: list[tuple[Point, float | None, bool]],
    erase: bool,
) -> None:
    """By a mouse, a pen, and where the picture moves under them: a brush may shrink to one that is swept, and back."""
    document = a_document(WIDTH, HEIGHT)
    document.replace_mask(random_mask(2))
    expected = document.mask.pixels.copy()
    settings = ToolSettings()
    settings.size, settings.hardness, settings.spacing = size, hardness, spacing
    settings.mode = "erase" if erase else "paint"
    settings.pen = Pen(fades=True)
    tool = BrushTool(document, settings)
    stroke = Stroke(Tip(settings.brush), document.size, start, settings.pen.touch(None))
    tool.press(ToolEvent(start))
    dabs = list(stroke.start())
    heard: list[Rect] = []
    before = document.mask.pixels.copy()
    document.changed.connect(lambda event: heard.extend(event.parts) if isinstance(event, MaskChanged) else None)
    last = start
    for place, pressure, is_jump in steps:
        if is_jump:
            tool.jump(ToolEvent(place, pressure))
            dabs += stroke.jump(Point(stroke.last.x + (place.x - last.x), stroke.last.y + (place.y - last.y)))
        else:
            tool.move(ToolEvent(place, pressure))
            dabs += stroke.to(place, settings.pen.touch(pressure))
        last = place
    for dab in dabs:
        dab.paint(expected, erase=erase)
    assert np.array_equal(document.mask.pixels, expected)
    told = np.zeros(expected.shape, bool)
    for rect in heard:
        told[rect.slices] = True
    assert not (before != expected)[~told].any()
    tool.cancel()


def test_small_brushes_take_the_short_way() -> None:
    assert dab_at(Point(200, 200), 200).rect.height < BANDED_FROM <= dab_at(Point(200, 200), 300).rect.height
