"""The parts that the PatchMatch fill is made of, each by itself."""

import numpy as np
import pytest

from picpik_studio.core.geometry import Rect
from picpik_studio.engine.fills.detail import carried
from picpik_studio.engine.fills.drift import levelled
from picpik_studio.engine.fills.field import Field
from picpik_studio.engine.fills.regions import regions
from picpik_studio.engine.fills.scale import Scale
from picpik_studio.engine.fills.search import RADIUS, Effort, Nodes, Search
from picpik_studio.engine.fills.smooth import smooth
from tests.engine.textures import disc, gravel

BOX = Rect(50, 50, 20, 20)


def scale_of(side: int, box: Rect = BOX) -> Scale:
    hole = np.zeros((side, side), np.uint8)
    hole[box.slices] = 255
    return Scale(gravel(side, side), hole, np.where(hole > 0, 0, 255).astype(np.uint8))


def field_to(down: int, right: int, box: Rect = BOX) -> Field:
    shape = box.height, box.width
    return Field(box, np.full(shape, down, np.int32), np.full(shape, right, np.int32))


# Regions


@pytest.mark.parametrize("count", [1, 5, 60])
def test_regions_are_few_and_hold_the_whole_hole(count: int) -> None:
    hole = np.zeros((700, 900), np.uint8)
    random = np.random.default_rng(count)
    for y, x in zip(random.integers(0, 690, count), random.integers(0, 890, count), strict=True):
        hole[y : y + 8, x : x + 8] = 255
    found = regions(hole)
    together = np.zeros_like(hole)
    for region in found:
        assert region.hole.shape == (region.crop.height, region.crop.width)
        together[region.crop.slices] |= region.hole
    assert 1 <= len(found) <= 6
    assert np.array_equal(together, hole)


def test_a_region_has_surroundings_to_copy_from() -> None:
    hole = np.zeros((1000, 1000), np.uint8)
    hole[480:520, 490:510] = 255
    assert regions(hole)[0].crop == Rect(490 - 128, 480 - 128, 20 + 256, 40 + 256)


# Scale


def test_a_smaller_scale_lets_nothing_of_the_hole_bleed_out() -> None:
    scale = scale_of(200)
    scale.pixels[scale.hole > 0] = 255
    small = scale.at(100)
    lit = small.pixels[small.known > 0]
    assert small.size == (100, 100)
    assert int(lit.max()) <= int(scale.pixels[scale.known > 0].max())
    assert (small.hole[25:35, 25:35] > 0).all()
    assert not (small.known & small.hole).any()


def test_a_scale_that_would_save_little_is_the_same() -> None:
    scale = scale_of(120)
    assert scale.at(100) is scale
    assert scale.at(500) is scale


def test_a_thin_picture_keeps_some_width() -> None:
    plain = np.zeros((64, 2000), np.uint8)
    small = Scale(gravel(64, 2000), plain, plain + 255).at(320)
    assert small.size == (1000, 32)


# Search and field


def test_the_search_finds_where_things_were_copied_from() -> None:
    scale = scale_of(120)
    field = field_to(-30, 25)
    filled = scale.pixels.copy()
    filled[BOX.expanded(6).slices] = filled[BOX.expanded(6).translated(25, -30).slices]
    centres = scale.known > 0
    centres[:RADIUS] = centres[-RADIUS:] = False
    centres[:, :RADIUS] = centres[:, -RADIUS:] = False
    centres[BOX.expanded(RADIUS).slices] = False
    nodes = Nodes.over(BOX, scale.hole)
    y, x = Search(filled, scale.pixels, centres, nodes, seed=1).run(Effort(8, (4, 2, 1), 60))
    expected_y, expected_x = field.sources(nodes)
    assert ((y == expected_y) & (x == expected_x)).mean() > 0.9


def test_a_search_takes_what_it_is_given_to_begin_with() -> None:
    scale = scale_of(120)
    filled = field_to(0, 40).woven(scale, scale.pixels.astype(np.float32), 1.0)
    centres = np.zeros((120, 120), bool)
    centres[10:110, 85:115] = True
    nodes = Nodes.over(BOX, scale.hole)
    search = Search(filled, scale.pixels.astype(np.float32), centres, nodes, seed=1)
    search.begin(*field_to(0, 40).sources(nodes))
    y, x = search.run(Effort(0, (), 0))
    inner = slice(3, -3)
    assert np.array_equal(y[inner, inner], nodes.y[inner, inner])
    assert np.array_equal(x[inner, inner], nodes.x[inner, inner] + 40)


def test_an_even_field_weaves_an_exact_copy() -> None:
    scale = scale_of(120)
    woven = field_to(30, -20).woven(scale, scale.pixels.astype(np.float32), 1.5)
    assert np.abs(woven[BOX.slices] - scale.pixels[BOX.translated(-20, 30).slices]).max() < 0.01
    assert np.array_equal(woven[scale.known > 0], scale.pixels[scale.known > 0])


def test_a_field_grows_with_its_picture() -> None:
    small, large = scale_of(120), scale_of(240, Rect(100, 100, 40, 40))
    grown = field_to(-7, 3).on(small, large)
    assert grown.box == Rect(100, 100, 40, 40)
    assert set(grown.down.flat) == {-14}
    assert set(grown.right.flat) == {6}


# Detail and drift


def test_where_the_small_fill_copies_the_large_one_does_too() -> None:
    large = scale_of(240, Rect(100, 100, 40, 40))
    small = large.at(120)
    box = small.box
    field = field_to(-40, 20, box)
    filled = small.pixels.copy()
    filled[box.slices] = small.pixels[box.translated(20, -40).slices]
    result = carried(large, small, filled, field)
    error = np.abs(result[110:130, 110:130].astype(int) - large.pixels[30:50, 150:170])
    assert error.mean() < 3
    assert np.array_equal(result[large.known > 0], large.pixels[large.known > 0])


def test_drift_is_evened_out() -> None:
    scale = scale_of(120)
    scale.pixels[:] = 100
    woven = scale.pixels.copy()
    woven[BOX.slices] += np.linspace(0, 30, BOX.width).astype(np.uint8)[None, :, None]
    result = levelled(scale, field_to(0, 30), woven)
    assert np.abs(result[BOX.slices].astype(int) - 100).mean() < 3
    assert np.array_equal(result[scale.known > 0], woven[scale.known > 0])


# Smooth


def test_the_smooth_fill_goes_between_what_is_known() -> None:
    pixels = np.zeros((30, 40, 3), np.uint8)
    pixels[:, :20] = 100
    pixels[:, 20:] = 160
    known = np.where(disc(30, 40, 10) > 0, 0, 255).astype(np.uint8)
    filled = smooth(pixels, known)
    assert np.array_equal(filled[known > 0], pixels[known > 0])
    assert int(filled.min()) >= 100
    assert int(filled.max()) <= 160


def test_the_smooth_fill_of_nothing_is_grey() -> None:
    assert set(smooth(np.zeros((5, 9, 3), np.uint8), np.zeros((5, 9), np.uint8)).flat) == {128}
