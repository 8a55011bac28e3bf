import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import EMPTY, Point, Rect
from picpik_studio.core.polygon import cover, ellipse
from tests.core import references

WITHIN = Rect(0, 0, 40, 30)
STAR = [(20.0, 2.0), (26.3, 24.1), (4.2, 10.4), (36.7, 9.8), (11.1, 25.3)]


def whole(points: list[tuple[float, float]], within: Rect = WITHIN) -> Plane:
    """What is covered, as an array of the size of `within`."""
    rect, plane = cover([Point(*point) for point in points], within)
    result = np.zeros((within.height, within.width), np.uint8)
    result[rect.slices] = plane
    return result


def difference(points: list[tuple[float, float]]) -> NDArray[np.int64]:
    expected = references.covered(points, WITHIN.width, WITHIN.height)
    result: NDArray[np.int64] = np.abs(whole(points).astype(np.int64) - expected.astype(np.int64))
    return result


@pytest.mark.parametrize(
    "points",
    [
        [(5, 4), (30, 4), (30, 20), (5, 20)],
        [(5.25, 4.5), (30.75, 4.5), (30.75, 20.125), (5.25, 20.125)],
        [(3.3, 2.2), (37.1, 11.7), (12.9, 28.4)],
        [(12.9, 28.4), (37.1, 11.7), (3.3, 2.2)],
        [(-20, 10), (60, -30), (55, 70)],
        [(-9, -9), (70, -9), (70, 70), (-9, 70)],
        [(10.2, 10.1), (10.7, 10.3), (10.4, 10.9)],
        [(5, 5), (35, 5), (35, 25), (20, 8), (5, 25)],
    ],
)
def test_it_covers_what_a_thousand_points_in_a_pixel_say(points: list[tuple[float, float]]) -> None:
    assert difference(points).max() <= 2


@given(st.lists(st.tuples(st.floats(-30, 70), st.floats(-30, 60)), min_size=3, max_size=3))
def test_any_triangle_is_covered_exactly(points: list[tuple[float, float]]) -> None:
    expected = references.triangle(points, WITHIN.width, WITHIN.height)
    off = np.abs(whole(points).astype(np.int64) - expected.astype(np.int64))
    assert off.max() <= 6
    assert off.mean() <= 0.1


def test_what_is_gone_round_twice_is_covered() -> None:
    wrong = difference(STAR) > 2
    assert np.count_nonzero(wrong) <= 5
    assert whole(STAR)[14, 20] == 255
    assert np.array_equal(whole([*STAR, *STAR]) >= 128, whole(STAR) >= 64)


def test_two_loops_of_opposite_directions_are_both_covered() -> None:
    assert np.array_equal(whole([(5, 5), (15, 15), (5, 15), (15, 5)])[[7, 13], 10], [255, 255])


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=12), st.integers(0, 11))
def test_where_it_begins_and_which_way_it_goes_makes_no_difference(
    points: list[tuple[float, float]], first: int
) -> None:
    turned = points[first:] + points[:first]
    assert np.abs(whole(turned).astype(int) - whole(points)).max() <= 1
    assert np.abs(whole(points[::-1]).astype(int) - whole(points)).max() <= 1


def test_nothing_and_what_lies_elsewhere_cover_nothing() -> None:
    for points in ([], [Point(5, 5)], [Point(5, 5), Point(9, 9)], [Point(50, 5), Point(60, 5), Point(55, 9)]):
        rect, plane = cover(points, WITHIN)
        assert rect == EMPTY
        assert plane.size == 0


def test_the_rectangle_is_the_smallest_one() -> None:
    rect, plane = cover([Point(5.5, 6.5), Point(9.5, 6.5), Point(9.5, 8.5), Point(5.5, 8.5)], Rect(7, 0, 30, 30))
    assert rect == Rect(7, 6, 3, 3)
    assert plane.tolist() == [[128, 128, 64], [255, 255, 128], [128, 128, 64]]


@pytest.mark.parametrize("box", [Rect(3, 2, 31, 25), Rect(0, 0, 1, 1), Rect(10, 4, 2, 19)])
def test_an_ellipse_is_one(box: Rect) -> None:
    steps = (np.arange(100) + 0.5) / 100
    x = (np.arange(40)[:, None] + steps).ravel() - box.x - box.width / 2
    y = (np.arange(30)[:, None] + steps).ravel() - box.y - box.height / 2
    inside = (x[None, :] / (box.width / 2)) ** 2 + (y[:, None] / (box.height / 2)) ** 2 < 1
    expected = inside.reshape(30, 100, 40, 100).mean(axis=(1, 3)) * 255
    assert np.abs(whole([*ellipse(box)]) - expected).max() <= 2


def test_a_large_ellipse_is_round_to_a_thousandth() -> None:
    points = ellipse(Rect(0, 0, 6000, 6000))
    middle = Point(3000, 3000)
    chords = itertools.pairwise(points)
    assert all(math.dist(Point((a.x + b.x) / 2, (a.y + b.y) / 2), middle) > 3000 - 1 / 1000 for a, b in chords)
