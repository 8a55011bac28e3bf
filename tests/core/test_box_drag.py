import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.box_drag import LEAST, MIDDLE, Grip, dragged, grip_at, spanned
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


@given(RECTS, st.sampled_from([-1, 1]), st.sampled_from([-1, 1]), STEPS, STEPS)
def test_a_corner_may_keep_the_shape(rect: Rect, x: int, y: int, dx: float, dy: float) -> None:
    made = dragged(rect, Grip(x, y), dx, dy, keeps_shape=True)
    if min(made.size) > LEAST:
        assert abs(made.width * rect.height / rect.width - made.height) <= 1 + rect.height / rect.width


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
