import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Plane, plane
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.mask import Mask
from picpik_studio.core.pyramid import Pyramid
from tests.benchmarks.memory import resident_mb
from tests.core.making import noise, rects_in

LARGE = st.builds(Size, st.integers(1, 1200), st.integers(1, 1200))


def halved(array: Plane) -> Plane:
    """Every pixel the mean of four, rounded half up; an odd border is doubled first."""
    rows, columns = array.shape[0] % 2, array.shape[1] % 2
    padded = np.pad(array, [(0, rows), (0, columns), *[(0, 0)] * (array.ndim - 2)], mode="edge").astype(np.uint16)
    total = padded[::2, ::2] + padded[1::2, ::2] + padded[::2, 1::2] + padded[1::2, 1::2]
    return ((total + 2) // 4).astype(np.uint8)


@pytest.mark.parametrize("size", [Size(1, 1), Size(1, 700), Size(513, 300), Size(700, 701), Size(1025, 3)])
@pytest.mark.parametrize("channels", [0, 4])
def test_levels_are_means(size: Size, channels: int) -> None:
    base = noise(size, channels or 1).astype(np.uint8)
    pyramid = Pyramid(base if channels else base[..., 0])
    assert max(pyramid.levels[-1].shape[:2]) <= 256
    for above, level in zip(pyramid.levels, pyramid.levels[1:], strict=False):
        assert np.array_equal(level, halved(above))
        assert level.strides[0] % 4 == 0
        assert level[0].flags.c_contiguous


@given(st.data(), LARGE, st.sampled_from([0, 4]))
def test_an_update_of_what_changed_is_as_good_as_a_new_one(data: st.DataObject, size: Size, channels: int) -> None:
    base = noise(size, channels or 1).astype(np.uint8)
    base = base if channels else base[..., 0].copy()
    pyramid = Pyramid(base)
    for _ in range(2):
        rect = data.draw(rects_in(size))
        base[rect.slices] = noise(rect.size, channels or 1, 5).reshape(base[rect.slices].shape)
        pyramid.update(rect)
    for level, fresh in zip(pyramid.levels, Pyramid(base).levels, strict=True):
        assert np.array_equal(level, fresh)


@given(st.data(), LARGE, st.sampled_from([0, 4]))
def test_updates_go_past_a_level_that_rests_and_it_wakes_as_it_would_have_become(
    data: st.DataObject, size: Size, channels: int
) -> None:
    base = noise(size, channels or 1).astype(np.uint8)
    base = base if channels else base[..., 0].copy()
    pyramid = Pyramid(base)
    pyramid.rest()
    assert pyramid.is_resting == (len(pyramid.levels) > 2)
    for _ in range(2):
        rect = data.draw(rects_in(size))
        base[rect.slices] = noise(rect.size, channels or 1, 5).reshape(base[rect.slices].shape)
        pyramid.update(rect)
    fresh = Pyramid(base)
    for level, expected in zip(pyramid.levels[2:], fresh.levels[2:], strict=True):
        assert np.array_equal(level, expected)
    pyramid.update(Rect(5000, 5000, 9, 9))
    pyramid.wake()
    pyramid.wake()
    assert not pyramid.is_resting
    for level, expected in zip(pyramid.levels, fresh.levels, strict=True):
        assert np.array_equal(level, expected)


def test_a_level_that_rests_takes_nothing() -> None:
    pyramid = Pyramid(np.zeros((1024, 1024, 4), np.uint8))
    pyramid.rest()
    assert pyramid.levels[1].nbytes == 0
    assert pyramid.levels[1].base is None


def test_an_update_writes_nothing_else() -> None:
    base = np.zeros((1024, 1024), np.uint8)
    pyramid = Pyramid(base)
    for level in pyramid.levels[1:]:
        level[...] = 9
    pyramid.update(Rect(100, 200, 50, 60))
    assert [np.count_nonzero(level != 9) for level in pyramid.levels] == [1024 * 1024, 25 * 30, 13 * 15]
    pyramid.update(Rect(0, 0, 0, 0))
    pyramid.update(Rect(2000, 2000, 5, 5))
    assert np.count_nonzero(pyramid.levels[1] != 9) == 25 * 30


@given(st.data(), LARGE)
def test_a_blank_one_is_as_good_as_one_over_zeros(data: st.DataObject, size: Size) -> None:
    blank, full = Pyramid.blank(*size), Pyramid(plane(*size))
    rect = data.draw(rects_in(size))
    for pyramid in (blank, full):
        pyramid.levels[0][rect.slices] = noise(rect.size, 1, 7)[..., 0]
        pyramid.update(rect)
    for level, fresh in zip(blank.levels, full.levels, strict=True):
        assert np.array_equal(level, fresh)
        assert level.strides == fresh.strides


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells how much memory is really used")
def test_a_blank_one_takes_memory_only_where_it_is_written() -> None:
    before = resident_mb()
    blank = Pyramid.blank(16_000, 10_000)  # 200 MB with its levels
    made = resident_mb()
    blank.levels[0][:2000] = 5
    blank.update(Rect(0, 0, 16_000, 2000))
    assert made - before < 10
    assert 30 < resident_mb() - made < 60
    mask = Mask(Size(16_000, 10_000))
    assert not mask.pixels.any()
    assert resident_mb() - made < 70


def test_level_0_is_the_array_itself() -> None:
    base = np.zeros((5, 5), np.uint8)
    assert Pyramid(base).levels[0] is base


@pytest.mark.parametrize(("zoom", "level"), [(8, 0), (1, 0), (0.51, 0), (0.5, 1), (0.3, 1), (0.25, 2), (0.01, 3)])
def test_the_level_is_never_smaller_than_what_is_shown(zoom: float, level: int) -> None:
    assert Pyramid(np.zeros((2000, 2000), np.uint8)).level_for(zoom) == level
