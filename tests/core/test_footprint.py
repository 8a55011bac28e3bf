import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import footprint
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Rect
from tests.core.making import masks

BLURS = st.one_of(st.integers(0, 12), st.integers(0, 64))


def plainly(mask: Plane, blur: int, *, invert: bool) -> Plane:
    """The definition, over the whole array at once."""
    painted = np.where(mask >= 128, 255, 0).astype(np.uint8)
    repaint = 255 - painted if invert else painted
    if blur == 0:
        return repaint
    side = 2 * int(2.5 * blur + 0.5) + 1
    blurred = cv2.GaussianBlur(repaint, (side, side), sigmaX=blur, sigmaY=blur, borderType=cv2.BORDER_REPLICATE)
    return np.maximum(repaint, np.minimum(255, 2 * blurred.astype(np.int64))).astype(np.uint8)


def in_floats(mask: Plane, blur: int) -> Plane:
    """The same from the Gaussian's own formula, without OpenCV."""
    far = footprint.reach(blur)
    kernel = np.exp(-(np.arange(-far, far + 1) ** 2) / (2 * blur**2))
    padded = np.pad(np.where(mask >= 128, 255.0, 0.0), far, mode="edge")
    for axis in (0, 1):
        padded = np.apply_along_axis(np.convolve, axis, padded, kernel / kernel.sum(), mode="valid")
    weight: Plane = np.maximum(np.where(mask >= 128, 255, 0), np.minimum(255, np.rint(2 * padded))).astype(np.uint8)
    return weight


@given(masks(), BLURS, st.booleans())
def test_it_is_the_definition_to_the_bit(mask: Plane, blur: int, invert: bool) -> None:
    assert np.array_equal(footprint.weight(mask, blur, invert=invert), plainly(mask, blur, invert=invert))


@pytest.mark.parametrize("blur", [1, 3, 12])
def test_it_is_the_gaussian_of_the_books(blur: int) -> None:
    mask = np.zeros((70, 90), np.uint8)
    mask[20:50, 30:33] = 200
    mask[0:5, 60:90] = 128
    difference = footprint.weight(mask, blur, invert=False).astype(int) - in_floats(mask, blur).astype(int)
    assert np.abs(difference).max() <= 3


@given(masks(), BLURS, st.booleans())
def test_painted_pixels_weigh_255_and_far_ones_nothing(mask: Plane, blur: int, invert: bool) -> None:
    weight = footprint.weight(mask, blur, invert=invert)
    repaint = (mask >= 128) != invert
    assert (weight[repaint] == 255).all()
    side = 2 * footprint.reach(blur) + 1
    near = cv2.dilate(repaint.astype(np.uint8), np.ones((side, side), np.uint8))
    assert not weight[near == 0].any()


@given(masks(), BLURS, st.booleans())
def test_the_mask_is_left_alone_and_only_its_half_counts(mask: Plane, blur: int, invert: bool) -> None:
    before = mask.copy()
    weight = footprint.weight(mask, blur, invert=invert)
    assert np.array_equal(mask, before)
    binary = np.where(mask >= 128, 255, 0).astype(np.uint8)
    assert np.array_equal(weight, footprint.weight(binary, blur, invert=invert))
    assert np.array_equal(weight, footprint.weight(255 - binary, blur, invert=not invert))


def test_broad_areas_fall_off_outside_only() -> None:
    mask = np.zeros((400, 400), np.uint8)
    mask[:, :200] = 255
    row = footprint.weight(mask, 12, invert=False)[200].astype(int)
    assert (row[:200] == 255).all()
    assert (np.diff(row[200:]) <= 0).all()
    assert 200 < row[200] < 255
    last = np.flatnonzero(row)[-1]
    assert 200 + 20 <= last <= 200 + footprint.reach(12) - 1


def test_small_dabs_keep_their_weight_at_any_blur() -> None:
    mask = np.zeros((301, 301), np.uint8)
    cv2.circle(mask, (150, 150), 2, 255, -1)
    weight = footprint.weight(mask, 64, invert=False)
    assert (weight[mask == 255] == 255).all()
    assert weight[150, 160] < 10


def test_how_far_the_blur_reaches() -> None:
    assert [footprint.reach(blur) for blur in (0, 1, 4, 12, 32, 64)] == [0, 3, 10, 30, 80, 160]


def test_bounds_hold_every_pixel_that_is_not_0() -> None:
    area = np.zeros((20, 30), np.uint8)
    assert footprint.bounds(area) == EMPTY
    assert footprint.bounds(area[:0]) == EMPTY
    area[4, 7] = 1
    area[9, 3] = 255
    assert footprint.bounds(area) == Rect(3, 4, 5, 6)


@given(masks(), st.booleans())
def test_the_box_and_the_count_are_those_of_what_is_repainted(mask: Plane, invert: bool) -> None:
    repainted = footprint.repaint(mask, invert=invert)
    assert footprint.box(mask, invert=invert) == footprint.bounds(repainted)
    assert footprint.extent(mask, invert=invert) == (footprint.bounds(repainted), cv2.countNonZero(repainted))


@given(masks(), st.booleans(), st.integers(1, 40))
def test_a_box_is_found_through_any_number_of_strips(mask: Plane, invert: bool, strip: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(footprint, "_TILE", strip)
        assert footprint.box(mask, invert=invert) == footprint.bounds(footprint.repaint(mask, invert=invert))


@pytest.mark.parametrize("blur", range(1, 65))
def test_the_kernel_is_the_one_of_opencv(blur: int) -> None:
    """Read off from a single point: 255 * tap / 256 tells every tap from the next."""
    far = footprint.reach(blur)
    point = np.zeros((1, 4 * far + 1), np.uint8)
    point[0, 2 * far] = 255
    seen = cv2.GaussianBlur(point, (2 * far + 1, 2 * far + 1), blur, borderType=cv2.BORDER_REPLICATE)
    assert sum(footprint.kernel(blur)) == 256
    assert seen[0, far : 3 * far + 1].tolist() == [round(255 * tap / 256) for tap in footprint.kernel(blur)]


@pytest.mark.parametrize("blur", [6, 7, 20, 64])
@pytest.mark.parametrize("shape", [(1, 1), (300, 7), (129, 385)])
def test_tiles_are_blurred_as_the_whole(blur: int, shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(blur)
    area = np.where(rng.random(shape) < 0.3, 255, 0).astype(np.uint8)
    area[: shape[0] // 2, : shape[1] // 2] = 255
    side = 2 * footprint.reach(blur) + 1
    wanted = cv2.GaussianBlur(area, (side, side), sigmaX=blur, sigmaY=blur, borderType=cv2.BORDER_REPLICATE)
    assert np.array_equal(footprint.blurred(area, blur), wanted)
    assert footprint.blurred(area, 0) is area
