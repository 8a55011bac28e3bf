"""The pen's pressure, the pulled string, the straight way, and the dabs that follow them."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Plane
from picpik_studio.core.brush import FULL, Brush, Touch
from picpik_studio.core.geometry import Point, Size
from picpik_studio.core.pressure import CURVES, Curve, Pen
from picpik_studio.core.raster import blend, part_way
from picpik_studio.core.smoothing import PulledString, StraightWay
from picpik_studio.core.stroke import Stroke, Tip
from picpik_studio.core.sweep import Sweeps

SIDE = 90
SHARES = st.floats(0, 1)
TOUCHES = st.builds(Touch, SHARES, SHARES)
PLACES = st.builds(Point, st.floats(5, 85), st.floats(5, 85))
CURVE_POINTS = st.lists(st.tuples(st.integers(0, 20), SHARES), min_size=2, max_size=4, unique_by=lambda pair: pair[0])


def drawn(brush: Brush, path: list[tuple[Point, Touch]]) -> Plane:
    pixels = np.zeros((SIDE, SIDE), np.uint8)
    stroke = Stroke(Tip(brush), Size(SIDE, SIDE), *path[0])
    for dab in stroke.start():
        dab.paint(pixels)
    for place, touch in path[1:]:
        for dab in stroke.to(place, touch):
            dab.paint(pixels)
    return pixels


def disc(size: float, place: Point, parts: int = 16) -> Plane:
    """A disc by asking many points of every pixel."""
    steps = (np.arange(SIDE * parts) + 0.5) / parts
    inside = (steps[None, :] - place.x) ** 2 + (steps[:, None] - place.y) ** 2 <= size * size / 4
    plane: Plane = np.rint(inside.reshape(SIDE, parts, SIDE, parts).mean(axis=(1, 3)) * 255).astype(np.uint8)
    return plane


def swept(brush: Brush, path: list[tuple[Point, Touch]], steps: int = 400) -> Plane:
    """The largest value of many touches along a path, by the brush's own definition."""
    y, x = np.indices((SIDE, SIDE)) + 0.5
    best = np.zeros((SIDE, SIDE), np.float32)
    for (start, before), (end, after) in pairwise(path):
        for i in range(steps + 1):
            place = part_way(start, end, i / steps)
            used = brush.touched(blend(before, after, i / steps))
            distance = np.hypot(x - place.x, y - place.y).astype(np.float32)
            np.maximum(best, used.falloff(distance), out=best)
    plane: Plane = np.rint(best).astype(np.uint8)
    return plane


@given(st.floats(3, 39), PLACES)
def test_a_small_hard_touch_is_a_disc_to_a_fraction_of_a_pixel(size: float, place: Point) -> None:
    pixels = drawn(Brush(size, 1.0), [(Point(place.x / 2 + 22, place.y / 2 + 22), FULL)]).astype(float)
    middle = Point(place.x / 2 + 22, place.y / 2 + 22)
    exact = disc(size, middle).astype(float)
    assert np.abs(pixels - exact).max() <= 0.15 * 255
    assert pixels.sum() == pytest.approx(exact.sum(), rel=0.25 / size)
    y, x = np.indices(pixels.shape) + 0.5
    assert (pixels * x).sum() / pixels.sum() == pytest.approx(middle.x, abs=0.06)
    assert (pixels * y).sum() / pixels.sum() == pytest.approx(middle.y, abs=0.06)


@pytest.mark.parametrize("hardness", [0.0, 0.6, 1.0])
@pytest.mark.parametrize(("before", "after"), [(0.1, 1.0), (1.0, 0.2), (0.5, 0.8)])
def test_a_taper_is_the_brush_at_every_size_on_its_way(hardness: float, before: float, after: float) -> None:
    brush = Brush(30, hardness)
    path = [(Point(20.3, 30.2), Touch(before)), (Point(68.4, 55.7), Touch(after))]
    assert np.abs(drawn(brush, path).astype(int) - swept(brush, path)).max() <= 24


def test_opacity_by_pressure_is_the_largest_on_the_way_and_never_builds_up() -> None:
    brush = Brush(20, 0.8)
    path = [(Point(20, 40), Touch(1, 0.2)), (Point(70, 45), Touch(1, 0.9))]
    pixels = drawn(brush, path)
    assert np.abs(pixels.astype(int) - swept(brush, path)).max() <= 6
    assert pixels.max() in (229, 230)
    assert np.abs(drawn(brush, path * 3).astype(int) - np.maximum(pixels, drawn(brush, path[::-1]))).max() <= 6


NIBS = st.tuples(PLACES, TOUCHES)


@example(3.0, 1.0, (Point(5, 5), Touch(0, 1)), (Point(6, 7), Touch(1, 1)), 0.5)
@example(9.0, 0.0, (Point(5, 5), Touch(0, 1)), (Point(5, 9), Touch(1, 1)), 0.5)
@given(st.floats(1, 39), SHARES, NIBS, NIBS, st.floats(0.1, 0.9))
def test_one_event_or_two_make_the_same_pixels(
    size: float, hardness: float, first: tuple[Point, Touch], last: tuple[Point, Touch], share: float
) -> None:
    brush = Brush(size, hardness)
    (start, before), (end, after) = first, last
    middle = part_way(start, end, share), blend(before, after, share)
    whole = drawn(brush, [(start, before), (end, after)]).astype(int)
    split = drawn(brush, [(start, before), middle, (end, after)]).astype(int)
    steepest = 1.5 * 255 / brush.edge
    assert np.abs(whole - split).max() <= 8 + 0.12 * steepest


@given(st.floats(1, 80), SHARES, PLACES, PLACES)
def test_a_pen_that_presses_fully_is_a_mouse(size: float, hardness: float, start: Point, end: Point) -> None:
    pen, brush = Pen(fades=True), Brush(size, hardness)
    by_pen, by_mouse = ([(place, pen.touch(pressure)) for place in (start, end)] for pressure in (1.0, None))
    assert np.array_equal(drawn(brush, by_pen), drawn(brush, by_mouse))


@pytest.mark.parametrize("size", [12, 60, 300])
@pytest.mark.parametrize("pressure", [0.15, 0.4, 1.0])
def test_a_fast_flick_leaves_no_gap_at_any_pressure(size: float, pressure: float) -> None:
    pixels = drawn(Brush(size, 1.0), [(Point(-400, 45), Touch(0.1)), (Point(500, 45), Touch(pressure))])
    assert (pixels[45] >= 128).all()


@pytest.mark.parametrize("spacing", [0.5, 1.5])
def test_spaced_touches_lie_evenly_however_the_path_is_cut(spacing: float) -> None:
    brush = Brush(10, 1.0, spacing=spacing)
    ends = Point(5.5, 45.5), Point(86.5, 45.5)
    whole = drawn(brush, [(place, FULL) for place in ends])
    cut = drawn(brush, [(part_way(*ends, share), FULL) for share in (0, 0.03, 0.2, 0.21, 0.6, 1)])
    assert np.abs(whole.astype(int) - cut).max() <= 1
    expected = np.zeros_like(whole)
    for i in range(int(80 / (10 * spacing)) + 1):
        Sweeps(brush).at(Point(5.5 + i * 10 * spacing, 45.5)).paint(expected)
    assert np.abs(whole.astype(int) - expected).max() <= 1


def test_spaced_touches_stay_in_step_outside_the_picture() -> None:
    brush = Brush(10, 1.0, spacing=2.0)
    there = drawn(brush, [(Point(5, 45), FULL), (Point(-1e7, 45), FULL), (Point(85, 45), FULL)])
    assert 0 < np.count_nonzero(there[45]) < SIDE


@pytest.mark.parametrize(
    "points", [[(0, 0)], [(0, 0)] * 5, [(0, 0), (0.01, 1)], [(0.5, 0), (0.2, 1)], [(0, 0), (1, 2)]]
)
def test_points_that_make_no_curve_are_refused(points: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="curve"):
        Curve(tuple(Point(*pair) for pair in points))


@given(CURVE_POINTS, SHARES)
def test_a_curve_goes_through_its_points_and_between_its_neighbours(pairs: list[tuple[int, float]], x: float) -> None:
    curve = Curve(tuple(Point(place / 20, y) for place, y in sorted(pairs)))
    for point in curve.points:
        assert curve(point.x) == pytest.approx(point.y, abs=1e-9)
    left = [point.y for point in curve.points if point.x <= x][-1:] or [curve.points[0].y]
    right = [point.y for point in curve.points if point.x >= x][:1] or [curve.points[-1].y]
    assert min(left[0], right[0]) - 1e-9 <= curve(x) <= max(left[0], right[0]) + 1e-9
    again = Curve.parse(str(curve))
    assert again(x) == pytest.approx(curve(x), abs=0.03)


def test_curves_to_begin_with_give_more_or_less() -> None:
    assert CURVES["linear"](0.3) == pytest.approx(0.3)
    assert CURVES["soft"](0.3) > 0.5
    assert CURVES["firm"](0.3) < 0.2


def test_points_are_moved_added_and_taken_away() -> None:
    curve = Curve()
    more = curve.with_point(Point(0.5, 0.8))
    assert more is not None
    assert more(0.5) == 0.8
    assert more.moved(1, Point(-3, 9)).points[1] == Point(0.02, 1)
    assert more.without_point(1) == curve
    assert curve.without_point(0) is None
    assert curve.with_point(Point(0.01, 0)) is None


def test_what_the_pen_does_can_be_chosen() -> None:
    assert Pen().touch(0.5) == Touch(0.5, 1)
    assert Pen(sizes=False, fades=True).touch(0.5) == Touch(1, 0.5)
    assert Pen(is_felt=False).touch(0.5) == Pen().touch(None) == FULL


@given(st.lists(PLACES, min_size=1, max_size=6), st.floats(1, 50))
def test_a_string_is_never_longer_than_it_is(path: list[Point], length: float) -> None:
    string = PulledString(Point(45, 45), length)
    for place in path:
        assert math.dist(string.pulled(place), place) <= length + 1e-9


def test_a_shaking_hand_leaves_no_trace() -> None:
    string = PulledString(Point(0, 0), 10)
    assert {string.pulled(Point(x, 5)) for x in (-6, 6, 0)} == {Point(0, 0)}
    assert string.pulled(Point(30, 0)) == pytest.approx(Point(20, 0))


def test_a_straight_way_keeps_its_direction_until_it_is_free() -> None:
    way = StraightWay(4)
    assert way.held(Point(10, 10), is_straight=False) == Point(10, 10)
    assert way.held(Point(11, 11), is_straight=True) == Point(10, 10)
    assert way.held(Point(30, 12), is_straight=True) == pytest.approx(Point(30, 10))
    assert way.held(Point(32, 40), is_straight=True) == pytest.approx(Point(32, 10))
    assert way.held(Point(33, 41), is_straight=False) == Point(33, 41)
    assert way.held(Point(43, 52), is_straight=True) == pytest.approx(Point(43.5, 51.5))


@pytest.mark.parametrize("text", ["", "hello", "0,0", "0,0 2,1", "1,1 0,0"])
def test_what_is_no_curve_is_read_as_the_straight_one(text: str) -> None:
    assert Curve.read(text) == Curve()
    assert Curve.read("0,0.5 1,1") == Curve((Point(0, 0.5), Point(1, 1)))
