import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import morphology
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size
from picpik_studio.core.regions import SEAM
from tests.core import references
from tests.core.making import masks, rects_in

CHAMFER = 0.021  # how far the 5x5 chamfer distance is off, as a part of the distance


@st.composite
def small_masks(draw: st.DrawFn) -> Plane:
    """A mask of any values, with many holes and specks, small enough for the slow definitions."""
    size = Size(draw(st.integers(1, 40)), draw(st.integers(1, 40)))
    values = np.array(draw(st.sampled_from([(0,), (0, 255, 255), (60, 127, 128, 200, 255), (255, 0, 0, 0)])), np.uint8)
    grains = np.random.default_rng(draw(st.integers(0, 99))).choice(values, (20, 20))
    mask = grains.repeat(2, axis=0).repeat(2, axis=1)[: size.height, : size.width].copy()
    for _ in range(draw(st.integers(0, 6))):
        mask[draw(rects_in(size)).slices] = draw(st.sampled_from([0, 0, 60, 127, 128, 200, 255, 255]))
    return mask


def blobs() -> Plane:
    """Shapes with hard, soft, straight, slanted and cut-off edges."""
    rows, columns = np.indices((181, 243))
    mask = np.clip(60 - np.hypot(rows - 70.3, columns - 80.8), 0, 1) * 255
    mask[120:150, 140:] = 255
    mask = np.maximum(mask, np.clip((30 - np.hypot(rows - 178, columns - 200)) * 12, 0, 255))
    shapes: Plane = np.rint(mask).astype(np.uint8)
    return shapes


@given(small_masks(), st.integers(0, 12))
def test_growing_covers_what_is_near(mask: Plane, px: int) -> None:
    grown = morphology.grow(mask, px)
    near = references.distances(mask >= 128)
    for sign, compare in ((1, np.greater_equal), (-1, np.less_equal)):
        distance = near * (1 + sign * CHAMFER)
        cover = np.where(near == math.inf, 0, np.clip(px + 1 - np.minimum(distance, px + 1), 0, 1) * 255)
        expected = np.maximum(mask, cover) if px else mask
        assert compare(grown.astype(float), expected - sign * 0.51).all()


@pytest.mark.parametrize("px", [1, 7, 32, 60])
def test_growing_a_straight_edge_is_exact_and_stays_hard(px: int) -> None:
    mask = np.zeros((300, 700), np.uint8)
    mask[:, 200:300] = 255
    expected = np.zeros_like(mask)
    expected[:, 200 - px : 300 + px] = 255
    assert np.array_equal(morphology.grow(mask, px), expected)
    expected[...] = 0
    if px < 50:
        expected[:, 200 + px : 300 - px] = 255
    assert np.array_equal(morphology.shrink(mask, px), expected)


def test_growing_is_the_same_in_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    mask = blobs()
    whole = morphology.grow(mask, 9)
    monkeypatch.setattr(morphology, "_STRIP", 7)
    assert np.array_equal(morphology.grow(mask, 9), whole)
    sparse = np.zeros((400, 60), np.uint8)
    sparse[5, 5] = sparse[390, 50] = 255
    assert morphology.grow(sparse, 2)[388:393, 48:53].any()
    assert not morphology.grow(sparse, 2)[10:380].any()


@given(masks(), st.integers(0, 40), st.integers(0, 40))
def test_growing_only_adds_and_more_of_it_adds_more(mask: Plane, px: int, more: int) -> None:
    before = mask.copy()
    grown = morphology.grow(mask, px)
    assert (grown >= mask).all()
    assert (morphology.grow(mask, px + more) >= grown).all()
    assert np.array_equal(mask, before)


@given(masks(), st.integers(0, 40))
def test_shrinking_is_growing_of_what_is_kept(mask: Plane, px: int) -> None:
    assert np.array_equal(morphology.shrink(mask, px), 255 - morphology.grow(255 - mask, px))
    assert (morphology.shrink(mask, px) <= mask).all()


@pytest.mark.parametrize("value", [0, 127, 255])
def test_a_uniform_mask_stays_what_it_is(value: int) -> None:
    mask = np.full((30, 40), value, np.uint8)
    for result in (
        morphology.grow(mask, 5),
        morphology.shrink(mask, 5 if value != 127 else 0),
        morphology.feather(mask, 3),
        morphology.feather(mask, 70),
        morphology.fill_holes(mask),
        morphology.remove_specks(mask, 9),
    ):
        assert np.array_equal(result, mask)
        assert not np.shares_memory(result, mask)


def test_shrinking_takes_faint_paint() -> None:
    assert not morphology.shrink(np.full((30, 40), 127, np.uint8), 5).any()


@pytest.mark.parametrize("sigma", [0.6, 3, 5, 9, 16, 25, 64])
def test_feathering_is_the_gaussian(sigma: float) -> None:
    mask = blobs()
    error = np.abs(morphology.feather(mask, sigma) - references.blurred(mask, sigma))
    assert error.mean() <= 0.26
    assert error.max() <= 2.0


def test_a_very_wide_feather_is_the_gaussian_too() -> None:
    mask = np.zeros((90, 120), np.uint8)
    mask[:, 60:] = 255
    row = references.blurred(mask[:1], 128)[0]
    assert np.abs(morphology.feather(mask, 128) - row).max() <= 1.0


@given(masks(), st.floats(0, 500))
def test_feathering_stays_between_the_extremes(mask: Plane, sigma: float) -> None:
    soft = morphology.feather(mask, sigma)
    assert soft.shape == mask.shape
    assert int(mask.min()) - 1 <= soft.min()
    assert soft.max() <= int(mask.max()) + 1
    if sigma == 0:
        assert np.array_equal(soft, mask)


@pytest.mark.parametrize("px", [1, 4, 10, 40])
def test_smoothing_is_a_blur_made_steep_again(px: int) -> None:
    mask = blobs()
    sigma = px / 2
    steep = max(1.0, 1.25 * sigma * math.sqrt(2 * math.pi))
    soft = references.blurred(np.where(mask >= 128, 255, 0), sigma)
    expected = np.clip((soft - 127.5) * steep + 127.5, 0, 255)
    error = np.abs(morphology.smooth(mask, px) - expected)
    assert error.max() <= 1.3 * steep + 0.5
    assert error.mean() <= 0.5


def test_smoothing_keeps_straight_edges_and_takes_spikes() -> None:
    mask = np.zeros((120, 120), np.uint8)
    mask[:, 60:] = 255
    assert np.array_equal(morphology.smooth(mask, 6), mask)
    spiked = mask.copy()
    spiked[60, 52:60] = 255
    spiked[30, 60:68] = 0
    assert np.array_equal(morphology.smooth(spiked, 10) >= 128, mask >= 128)
    assert np.array_equal(morphology.smooth(spiked, 0), spiked)


@given(small_masks(), st.one_of(st.none(), st.integers(0, 60)))
def test_holes_are_what_the_border_does_not_reach(mask: Plane, up_to: int | None) -> None:
    expected = np.zeros(mask.shape, bool)
    for part in references.parts(mask < 128, corners=False):
        if not references.is_at_border(part) and (up_to is None or part.sum() <= up_to):
            expected |= part
    assert np.array_equal(morphology.holes(mask, up_to) > 0, expected)
    assert np.array_equal(morphology.fill_holes(mask, up_to), references.without_seam(mask, expected, SEAM))


@given(small_masks(), st.integers(0, 60))
def test_specks_are_the_small_painted_parts(mask: Plane, up_to: int) -> None:
    expected = np.zeros(mask.shape, bool)
    for part in references.parts(mask >= 128, corners=True):
        if part.sum() <= up_to:
            expected |= part
    assert np.array_equal(morphology.specks(mask, up_to) > 0, expected)
    left = 255 - references.without_seam((255 - mask).astype(np.uint8), expected, SEAM)
    assert np.array_equal(morphology.remove_specks(mask, up_to), left)


@given(masks())
def test_filling_and_removing_are_done_once(mask: Plane) -> None:
    filled = morphology.fill_holes(mask)
    assert not morphology.holes(filled).any()
    assert np.array_equal(filled >= 128, (mask >= 128) | (morphology.holes(mask) > 0))
    assert not morphology.specks(morphology.remove_specks(mask, 30), 30).any()


def test_a_soft_hole_and_a_soft_speck_leave_no_ring() -> None:
    rows, columns = np.indices((80, 80))
    hole = np.clip((np.hypot(rows - 40, columns - 40) - 12) * 60 + 128, 0, 255).astype(np.uint8)
    assert np.array_equal(morphology.fill_holes(hole), np.full_like(hole, 255))
    assert not morphology.remove_specks(255 - hole, 1000).any()


def test_half_opaque_paint_around_a_hole_stays_half_opaque() -> None:
    mask = np.full((60, 60), 180, np.uint8)
    mask[20:40, 20:40] = 0
    filled = morphology.fill_holes(mask)
    assert (filled[20:40, 20:40] == 255).all()
    assert (np.delete(np.delete(filled, range(20, 40), 0), range(20, 40), 1) == 180).all()


@pytest.mark.parametrize("px", [-1, 1001])
def test_what_is_out_of_range_is_refused(px: int) -> None:
    mask = blobs()
    for work in (morphology.grow, morphology.shrink, morphology.feather, morphology.smooth):
        with pytest.raises(ValueError, match=str(px)):
            work(mask, px)


def test_a_negative_area_is_refused() -> None:
    mask = blobs()
    for work in (morphology.fill_holes, morphology.remove_specks):
        with pytest.raises(ValueError, match="-1"):
            work(mask, -1)
