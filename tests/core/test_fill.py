import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.fill import Region, Wand, enclosed, filled, painted_part
from picpik_studio.core.geometry import EMPTY, Point, Rect, Size
from picpik_studio.core.regions import SEAM
from tests.core import references
from tests.core.making import noise

Depth = type[np.uint8] | type[np.uint16]


def spread(region: Region, shape: tuple[int, ...]) -> Plane:
    """The region as an array of the whole picture."""
    rect, values = region
    plane = np.zeros(shape[:2], np.uint8)
    plane[rect.slices] = values
    return plane


def likeness(pixels: Pixels, x: int, y: int, *, has_alpha: bool) -> Plane:
    """The definition, in whole numbers."""
    samples, full = pixels.astype(np.int64), int(np.iinfo(pixels.dtype).max)
    if has_alpha:
        samples[..., :3] = np.rint(samples[..., :3] * samples[..., 3:] / full)
    else:
        samples = samples[..., :3]
    apart = np.abs(samples - samples[y, x]).max(axis=2)
    difference: Plane = (-(-apart // (full // 255))).astype(np.uint8)
    return difference


@st.composite
def pictures(draw: st.DrawFn) -> tuple[Pixels, int, int]:
    """A small picture of patches, with a place in it."""
    size = Size(draw(st.integers(1, 30)), draw(st.integers(1, 30)))
    depth: Depth = np.uint16 if draw(st.booleans()) else np.uint8
    grains = noise(Size(10, 10), 4, draw(st.integers(0, 99)), depth)
    if draw(st.booleans()):
        grains = (grains // 32 + 100).astype(depth)
    pixels = grains.repeat(3, axis=0).repeat(3, axis=1)[: size.height, : size.width].copy()
    return pixels, draw(st.integers(0, size.width - 1)), draw(st.integers(0, size.height - 1))


@given(pictures(), st.integers(0, 255), st.booleans())
def test_the_wand_takes_what_is_alike(case: tuple[Pixels, int, int], tolerance: int, has_alpha: bool) -> None:
    pixels, x, y = case
    wand = Wand(pixels, Point(x + 0.7, y + 0.2), has_alpha=has_alpha)
    difference = likeness(pixels, x, y, has_alpha=has_alpha)
    assert np.array_equal(wand.difference, difference)
    alike = difference <= tolerance
    everywhere = wand.region(tolerance, contiguous=False)
    assert np.array_equal(spread(everywhere, pixels.shape), np.where(alike, 255, 0))
    joined = references.reached(alike, (y, x), corners=False)
    assert np.array_equal(spread(wand.region(tolerance), pixels.shape), np.where(joined, 255, 0))
    assert np.array_equal(wand.plane(tolerance), np.where(joined, 255, 0))
    rows, columns = np.nonzero(joined)
    rect = wand.region(tolerance)[0]
    assert rect == Rect.spanning(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


@given(pictures(), st.integers(0, 255), st.integers(0, 255))
def test_more_tolerance_takes_more(case: tuple[Pixels, int, int], low: int, high: int) -> None:
    pixels, x, y = case
    wand = Wand(pixels, Point(x, y), has_alpha=True)
    low, high = sorted((low, high))
    assert (wand.plane(low) <= wand.plane(high)).all()
    assert (wand.plane(low) <= wand.plane(low, contiguous=False)).all()
    assert wand.plane(low)[y, x] == 255
    assert wand.plane(255).all()


def test_a_picture_of_three_channels_has_no_alpha() -> None:
    pixels = noise(Size(9, 7), 3, 1, np.uint16)
    assert np.array_equal(
        Wand(pixels, Point(4, 4), has_alpha=False).difference, likeness(pixels, 4, 4, has_alpha=False)
    )


def test_what_is_invisible_is_alike_whatever_hides_there() -> None:
    pixels = noise(Size(20, 20), 4, 3)
    pixels[..., 3] = 0
    pixels[10:, :, 3] = 255
    assert np.array_equal(Wand(pixels, Point(3, 3), has_alpha=True).plane(0) > 0, pixels[..., 3] == 0)
    assert np.count_nonzero(Wand(pixels, Point(3, 3), has_alpha=False).plane(0)) < 5


def test_the_wand_reads_in_strips_and_writes_nothing() -> None:
    pixels = noise(Size(5, 300), 4, 4)
    before = pixels.copy()
    wand = Wand(pixels, Point(2, 250), has_alpha=False)
    wand.region(40)
    assert np.array_equal(wand.difference, likeness(pixels, 2, 250, has_alpha=False))
    assert np.array_equal(pixels, before)
    with pytest.raises(ValueError, match="read-only"):
        wand.difference[0, 0] = 1


@pytest.mark.parametrize("point", [Point(-0.1, 5), Point(5, 20), Point(20, 5)])
def test_a_place_outside_is_refused(point: Point) -> None:
    with pytest.raises(ValueError, match="outside"):
        Wand(noise(Size(20, 20)), point, has_alpha=False)


@pytest.mark.parametrize("tolerance", [-1, 256])
def test_a_tolerance_out_of_range_is_refused(tolerance: int) -> None:
    with pytest.raises(ValueError, match=str(tolerance)):
        Wand(noise(Size(20, 20)), Point(5, 5), has_alpha=False).region(tolerance)


@st.composite
def places(draw: st.DrawFn) -> tuple[Plane, int, int]:
    """A small mask with regions of all kinds, and a place in it."""
    values = np.array([0, 0, 100, 128, 200, 255, 255], np.uint8)
    grains = np.random.default_rng(draw(st.integers(0, 99))).choice(values, (10, 10))
    mask = grains.repeat(3, axis=0).repeat(3, axis=1)
    return mask, draw(st.integers(0, 29)), draw(st.integers(0, 29))


@given(places())
def test_a_region_is_bounded_by_what_is_painted(case: tuple[Plane, int, int]) -> None:
    mask, x, y = case
    point = Point(x + 0.5, y + 0.5)
    for flags, region, corners in (
        (mask < 128, enclosed(mask, point), False),
        (mask >= 128, painted_part(mask, point), True),
    ):
        expected = references.reached(flags, (y, x), corners=corners)
        assert np.array_equal(spread(region, mask.shape), np.where(expected, 255, 0))
        result = mask.copy()
        rect, values = filled(mask, region)
        result[rect.slices] = values
        assert np.array_equal(result, references.without_seam(mask, expected, SEAM))


def test_outside_there_is_no_region() -> None:
    mask = np.zeros((20, 30), np.uint8)
    rect, plane = enclosed(mask, Point(40, 5))
    assert (rect, plane.size) == (EMPTY, 0)
    rect, plane = filled(mask, (rect, plane))
    assert (rect, plane.size) == (EMPTY, 0)
