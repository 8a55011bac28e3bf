import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.box_drag import LEAST, MIDDLE, Grip, begin_of, dragged, grip_at, snapped, spanned
from picpik_studio.core.geometry import Point, Rect

GRIPS = st.builds(Grip, st.integers(-1, 1), st.integers(-1, 1))
RECTS = st.builds(Rect, st.integers(-500, 500), st.integers(-500, 500), st.integers(8, 900), st.integers(8, 900))
STEPS = st.floats(-2000, 2000)


@given(RECTS, GRIPS, STEPS, STEPS)
def test_what_is_not_held_stays_and_no_side_vanishes(rect: Rect, grip: Grip, dx: float, dy: float) -> None:
    made = dragged(rect, grip, dx, dy)
    assert min(made.size) >= LEAST
    if grip == MIDDLE:
        assert made.size == rect.size
        return
    assert grip.x < 0 or made.x == rect.x
    assert grip.x > 0 or made.right == rect.right
    assert grip.y < 0 or made.y == rect.y
    assert grip.y > 0 or made.bottom == rect.bottom


RATIOS = st.floats(0.1, 10)
HELD = st.builds(Grip, st.integers(-1, 1), st.integers(-1, 1)).filter(lambda grip: grip != MIDDLE)


@given(RECTS, HELD, STEPS, STEPS, RATIOS, st.booleans())
def test_a_ratio_is_kept_whatever_is_held(
    rect: Rect, grip: Grip, dx: float, dy: float, ratio: float, about_middle: bool
) -> None:
    made = dragged(rect, grip, dx, dy, ratio=ratio, about_middle=about_middle)
    assert abs(made.width - made.height * ratio) <= 0.5 + 0.5 * ratio + 1e-6
    assert min(made.size) >= LEAST


@given(RECTS, st.sampled_from([-1, 1]), st.sampled_from([-1, 1]), STEPS, STEPS)
def test_the_corner_opposite_to_the_one_that_is_held_stays(rect: Rect, x: int, y: int, dx: float, dy: float) -> None:
    made = dragged(rect, Grip(x, y), dx, dy, ratio=rect.width / rect.height)
    assert (made.right if x < 0 else made.x) == (rect.right if x < 0 else rect.x)
    assert (made.bottom if y < 0 else made.y) == (rect.bottom if y < 0 else rect.y)


@given(RECTS, HELD, STEPS, STEPS)
def test_about_the_middle_both_sides_give_way_alike(rect: Rect, grip: Grip, dx: float, dy: float) -> None:
    made = dragged(rect, grip, dx, dy, about_middle=True)
    assert abs((made.x + made.right) - (rect.x + rect.right)) <= 1
    assert abs((made.y + made.bottom) - (rect.y + rect.bottom)) <= 1


@given(RECTS, st.sampled_from([-1, 1]), STEPS, RATIOS)
def test_at_an_edge_the_edges_beside_it_give_way_alike(rect: Rect, x: int, dx: float, ratio: float) -> None:
    made = dragged(rect, Grip(x, 0), dx, 0, ratio=ratio)
    assert abs((made.y + made.bottom) - (rect.y + rect.bottom)) <= 1


@given(st.integers(-99, 99), st.integers(1, 99), st.integers(1, 99), st.sampled_from([-1, 0, 1]))
def test_what_is_fixed_of_a_side_stays(begin: int, length: int, wished: int, fixed: int) -> None:
    made = begin_of(begin, length, wished, fixed)
    was, now = (begin, begin + length), (made, made + wished)
    if fixed:
        assert now[fixed > 0] == was[fixed > 0]
    else:
        assert abs(sum(now) - sum(was)) <= 1


@pytest.mark.parametrize(("moved", "goes"), [(3.0, 5.0), (-3.0, -3.0), (96.0, 95.0), (50.0, 50.0)])
def test_an_edge_is_drawn_to_the_nearest_line(moved: float, goes: float) -> None:
    assert snapped(5, moved, (10, 100), 4) == goes


@pytest.mark.parametrize(
    ("point", "grip"),
    [
        ((100, 100), Grip(-1, -1)),
        ((298, 203), Grip(1, 1)),
        ((200, 98), Grip(0, -1)),
        ((301, 150), Grip(1, 0)),
        ((200, 150), MIDDLE),
        ((320, 150), None),
        ((90, 90), None),
    ],
)
def test_what_is_held_at_a_place(point: tuple[float, float], grip: Grip | None) -> None:
    assert grip_at(Rect(100, 100, 200, 100), Point(*point), 5) == grip


def test_a_tiny_rectangle_can_still_be_moved() -> None:
    assert grip_at(Rect(0, 0, 9, 9), Point(4.5, 4.5), 50) == MIDDLE
    assert grip_at(Rect(0, 0, 9, 9), Point(1, 1), 50) == Grip(-1, -1)


def test_a_new_one_spans_two_points_in_any_order() -> None:
    assert spanned(Point(10.2, 30), Point(50.5, 5)) == Rect(10, 5, 41, 25)
    assert spanned(Point(10, 30), Point(10, 30)).size == (LEAST, LEAST)
