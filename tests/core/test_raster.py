import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from picpik_studio.core import raster
from picpik_studio.core.arrays import Plane
from picpik_studio.core.brush import Brush
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.raster import Dab, Stamps
from picpik_studio.core.stroke import Stroke, Tip
from picpik_studio.core.sweep import Sweeps

SMALL = st.builds(Brush, st.floats(1, 39.9), st.floats(0, 1), st.just(1.0))
POINTS = st.builds(Point, st.floats(-20, 170), st.floats(-20, 120))


def distance_to_segment(start: Point, end: Point, width: int, height: int) -> NDArray[np.float64]:
    """The distance of every pixel's middle to a straight line from `start` to `end`."""
    y, x = np.indices((height, width)) + 0.5
    dx, dy = end.x - start.x, end.y - start.y
    t = np.clip(((x - start.x) * dx + (y - start.y) * dy) / max(dx * dx + dy * dy, 1e-12), 0, 1)
    distance: NDArray[np.float64] = np.hypot(x - start.x - t * dx, y - start.y - t * dy)
    return distance


def draw(pixels: Plane, brush: Brush, points: list[Point], *, erase: bool = False) -> Plane:
    """Draw one stroke into `pixels`, and return them."""
    stroke = Stroke(Tip(brush), Size(pixels.shape[1], pixels.shape[0]), points[0])
    for dab in stroke.start():
        dab.paint(pixels, erase=erase)
    for point in points[1:]:
        for dab in stroke.to(point):
            dab.paint(pixels, erase=erase)
    return pixels


def painted(brush: Brush, points: list[Point], width: int = 150, height: int = 100) -> Plane:
    return draw(np.zeros((height, width), np.uint8), brush, points)


@given(SMALL, POINTS, POINTS)
def test_a_small_stroke_is_the_brush_at_every_place_of_the_line(brush: Brush, start: Point, end: Point) -> None:
    pixels = painted(brush, [start, end]).astype(float)
    distance = distance_to_segment(start, end, 150, 100)
    steepest = 1.5 * 255 / (brush.outer - brush.inner)  # the slope of the curve in its middle, per pixel
    expected = brush.falloff(distance.astype(np.float32))
    assert np.abs(pixels - expected).max() <= 0.01 * steepest + 1


@pytest.mark.parametrize("size", [40, 100, 199, 400, 900])
@pytest.mark.parametrize("hardness", [1.0, 0.5])
def test_a_large_stroke_has_no_gaps_and_waves_of_half_a_pixel_at_most(size: float, hardness: float) -> None:
    brush = Brush(size, hardness)
    start, end = Point(30, 250.3), Point(970, 260.9)
    pixels = painted(brush, [start, end], 1000, 500).astype(float)
    distance = distance_to_segment(start, end, 1000, 500)
    tolerance = 0.6 if size < 400 else 1.2  # a quarter of a pixel of wave, and the rounded place
    assert (pixels[distance < brush.inner - tolerance] == 255).all()
    assert not pixels[distance > brush.outer + tolerance].any()


@pytest.mark.parametrize("size", [40, 60, 150, 380])
@pytest.mark.parametrize("hardness", [0.0, 0.3, 0.6])
def test_a_large_soft_stroke_has_no_ribs(size: float, hardness: float) -> None:
    """Between its touches it may be fainter by 2 of 255 and a little, more where the edge is steep."""
    brush = Brush(size, hardness)
    start, end = Point(200.1, 250.2), Point(800.3, 250.2)
    pixels = painted(brush, [start, end], 1000, 500)[:, 250:750].astype(float)
    swept = brush.falloff(distance_to_segment(start, end, 1000, 500).astype(np.float32))[:, 250:750]
    width = brush.outer - brush.inner
    dip, rounded = 3 + 94 / (width * width), 1.5 * 255 / width * 0.2
    assert np.abs(pixels - swept).max() <= dip + rounded
    assert (pixels.max(axis=1) - pixels.min(axis=1)).max() <= dip


@given(st.floats(1, 90), st.floats(0, 1), st.floats(0, 1), st.lists(POINTS, min_size=2, max_size=5))
def test_a_stroke_never_builds_up_above_its_opacity(
    size: float, hardness: float, opacity: float, points: list[Point]
) -> None:
    brush = Brush(size, hardness, opacity)
    assert painted(brush, points + points).max() <= brush.peak


@given(st.floats(1, 90), st.floats(0, 1), st.floats(0, 1), st.lists(POINTS, min_size=1, max_size=4))
def test_erasing_a_full_mask_is_the_opposite_of_painting_an_empty_one(
    size: float, hardness: float, opacity: float, points: list[Point]
) -> None:
    brush = Brush(size, hardness, opacity)
    erased = draw(np.full((100, 150), 255, np.uint8), brush, points, erase=True)
    assert np.array_equal(erased, 255 - painted(brush, points))


@given(SMALL, st.lists(POINTS, min_size=2, max_size=5))
def test_painting_the_same_path_again_changes_nothing(brush: Brush, points: list[Point]) -> None:
    once = painted(brush, points)
    assert np.array_equal(draw(once.copy(), brush, points), once)


@pytest.mark.parametrize("size", [10, 60])
def test_leaving_the_picture_and_coming_back_leaves_a_gap_only_outside(size: float) -> None:
    brush = Brush(size, 1.0)
    there = painted(brush, [Point(20, 50), Point(400, 50)])
    back = painted(brush, [Point(400, 50), Point(400, 80), Point(20, 80)])
    whole = painted(brush, [Point(20, 50), Point(400, 50), Point(400, 80), Point(20, 80)])
    assert np.array_equal(whole, np.maximum(there, back))
    assert there[50, 149] == back[80, 149] == 255


@pytest.mark.parametrize("size", [5, 80, 2000])
def test_what_is_far_outside_makes_no_dab(size: float) -> None:
    stroke = Stroke(Tip(Brush(size)), Size(50, 50), Point(-9000, -9000))
    assert not list(stroke.start())
    assert not list(stroke.to(Point(9000, -9000)))
    assert list(stroke.to(Point(25, 25)))


def test_a_long_way_costs_only_what_is_inside() -> None:
    stroke = Stroke(Tip(Brush(10)), Size(100, 100), Point(-1e6, 50))
    assert len(list(stroke.to(Point(1e6, 50)))) == 1


def test_small_brushes_are_swept_and_large_ones_stamped() -> None:
    there = Point(40.3, 40.6)
    for size, painter in ((39.9, Sweeps), (40, Stamps)):
        dab = Tip(Brush(size)).at(there)
        assert np.array_equal(dab.values, painter(Brush(size)).at(there).values)
    assert not np.array_equal(Sweeps(Brush(40)).at(there).values, Stamps(Brush(40)).at(there).values)


def test_stamps_are_made_once() -> None:
    stamps = Stamps(Brush(50))
    first, again, other = (stamps.at(Point(x, 9)) for x in (10.1, 70.2, 10.3))
    assert first.values is again.values
    assert first.values is not other.values
    large = Stamps(Brush(500))
    assert large.at(Point(10.1, 9)).values is large.at(Point(10.9, 9.5)).values


def test_the_touches_lie_as_near_as_the_edge_needs() -> None:
    assert len(list(Stamps(Brush(800, 1.0)).between(Point(0, 0), Point(400, 0)))) == 15
    assert len(list(Stamps(Brush(50)).between(Point(5, 5), Point(5, 5)))) == 1


@pytest.mark.parametrize("in_place", [False, True], ids=["copied back", "in place"])
@given(st.integers(-8, 12), st.integers(-8, 12), st.integers(0, 99), st.booleans())
def test_a_dab_takes_the_larger_or_the_smaller_value_and_stays_inside(
    in_place: bool, x: int, y: int, seed: int, erase: bool
) -> None:
    generator = np.random.default_rng(seed)
    pixels = generator.integers(0, 256, (10, 9), dtype=np.uint8)
    values = generator.integers(0, 256, (5, 6), dtype=np.uint8)
    expected = np.full((30, 29), 0, np.uint8)
    expected[10:20, 10:19] = pixels
    target = expected[10 + y : 15 + y, 10 + x : 16 + x]
    target[...] = np.minimum(target, 255 - values) if erase else np.maximum(target, values)
    with pytest.MonkeyPatch.context() as patch:  # what an older or a newer OpenCV would have chosen
        patch.setattr(raster, "_IN_PLACE", in_place)
        rect = Dab(Rect(x, y, 6, 5), values).paint(pixels, erase=erase)
    assert np.array_equal(pixels, expected[10:20, 10:19])
    assert rect == Rect(x, y, 6, 5).intersected(Rect(0, 0, 9, 10))
