import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.composite import lay_over, on_grey
from picpik_studio.core.geometry import Size
from tests.core.making import SIZES, noise

LAYOUTS = st.sampled_from([(np.uint8, 4), (np.uint16, 3), (np.uint16, 4)])


def plainly(base: Pixels, fill: Pixels, weight: Plane) -> Pixels:
    """The formula, one pixel after the other, in Python's own whole numbers."""
    result = base.copy()
    full = np.iinfo(base.dtype).max
    for place in np.ndindex(weight.shape):
        w = int(weight[place])
        for channel in range(3):
            result[(*place, channel)] = (
                w * int(fill[(*place, channel)]) + (255 - w) * int(base[(*place, channel)]) + 127
            ) // 255
        if base.shape[2] == 4:
            result[(*place, 3)] = max(int(base[(*place, 3)]), w * (full // 255))
    return result


@given(st.integers(1, 6), st.integers(1, 6), LAYOUTS, st.integers(0, 99))
def test_it_is_the_formula(width: int, height: int, layout: tuple[type[np.unsignedinteger], int], seed: int) -> None:
    size = Size(width, height)
    base, fill = (noise(size, layout[1], seed + i, layout[0]) for i in range(2))
    weight = noise(size, 1, seed + 2)[..., 0].astype(np.uint8)
    assert np.array_equal(lay_over(base, fill, weight), plainly(base, fill, weight))


def test_every_weight_with_every_pair_of_samples() -> None:
    base, fill = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    for w in range(256):
        weight = np.full((256, 256), w, np.uint8)
        result = lay_over(np.dstack([base] * 4), np.dstack([fill] * 4), weight)
        expected = (w * fill.astype(np.int64) + (255 - w) * base.astype(np.int64) + 127) // 255
        assert np.array_equal(result[..., 0], expected)


@given(SIZES, LAYOUTS, st.integers(0, 99))
def test_nothing_changes_at_0_and_all_at_255(
    size: Size, layout: tuple[type[np.unsignedinteger], int], seed: int
) -> None:
    base, fill = (noise(size, layout[1], seed + i, layout[0]) for i in range(2))
    weight = np.random.default_rng(seed).choice(np.array([0, 130, 255], np.uint8), (size.height, size.width))
    before = base.copy()
    result = lay_over(base, fill, weight)
    assert np.array_equal(base, before)
    assert np.array_equal(result[weight == 0], base[weight == 0])
    assert np.array_equal(result[weight == 255][..., :3], fill[weight == 255][..., :3])
    if layout[1] == 4:
        assert (result[weight == 255][..., 3] == np.iinfo(layout[0]).max).all()


def test_it_works_in_place_and_into_another_array() -> None:
    size = Size(300, 140)
    base, fill = noise(size, seed=1), noise(size, seed=2)
    weight = noise(size, 1, 3)[..., 0].astype(np.uint8)
    weight[:, :130] = 0
    expected = lay_over(base, fill, weight)
    other = np.zeros_like(base)
    assert lay_over(base, fill, weight, out=other) is other
    assert np.array_equal(other, expected)
    assert lay_over(base, fill, weight, out=base) is base
    assert np.array_equal(base, expected)


def test_parts_of_larger_arrays_are_taken() -> None:
    large, fill = noise(Size(60, 50), seed=1), noise(Size(60, 50), seed=2)
    weight = noise(Size(60, 50), 1, 3)[..., 0].astype(np.uint8)
    expected = large.copy()
    part = slice(10, 31), slice(7, 40)
    expected[part] = plainly(large[part], fill[part], weight[part])
    target = large[part]
    lay_over(target, fill[part], weight[part], out=target)
    assert np.array_equal(large, expected)


@pytest.mark.parametrize("wrong", ["size", "depth", "weight"])
def test_arrays_that_do_not_agree_are_refused(wrong: str) -> None:
    base = noise(Size(4, 3))
    fill = noise(Size(3, 4) if wrong == "size" else Size(4, 3), dtype=np.uint16 if wrong == "depth" else np.uint8)
    weight = np.zeros((4, 3) if wrong == "weight" else (3, 4), np.uint8)
    with pytest.raises(ValueError, match="one size and one depth"):
        lay_over(base, fill, weight)


def test_transparent_pixels_are_grey() -> None:
    pixels = np.array([[[10, 20, 30, 255], [10, 20, 30, 0], [0, 255, 0, 128]]], np.uint8)
    assert on_grey(pixels).tolist() == [[[10, 20, 30, 255], [128, 128, 128, 255], [64, 192, 64, 255]]]
