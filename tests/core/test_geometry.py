from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.geometry import EMPTY, Point, Rect, Size, clipped, gathered, union

NUMBERS = st.integers(-50, 50)
RECTS = st.builds(Rect, NUMBERS, NUMBERS, st.integers(-3, 40), st.integers(-3, 40))
POINTS = st.builds(Point, st.floats(-100, 100), st.floats(-100, 100))


def pixels(rect: Rect) -> set[tuple[int, int]]:
    return {(x, y) for x in range(rect.x, rect.right) for y in range(rect.y, rect.bottom)}


def test_a_rectangle_knows_its_edges() -> None:
    rect = Rect(2, 3, 10, 20)
    assert (rect.right, rect.bottom, rect.size) == (12, 23, Size(10, 20))
    assert rect.slices == (slice(3, 23), slice(2, 12))
    assert Rect.of(Size(4, 5)) == (0, 0, 4, 5)


def test_edges_count_to_the_pixel_that_they_cut() -> None:
    assert Rect.spanning(0.5, -0.5, 1.5, 2.0) == Rect(0, -1, 2, 3)


def test_a_point_on_the_far_edge_is_outside() -> None:
    rect = Rect(0, 0, 2, 2)
    assert rect.contains(Point(0, 0))
    assert rect.contains(Point(1.99, 1.99))
    assert not rect.contains(Point(2, 1))
    assert not rect.contains(Point(-0.01, 1))


@given(RECTS, RECTS)
def test_what_is_common_are_the_pixels_in_both(a: Rect, b: Rect) -> None:
    assert pixels(a.intersected(b)) == pixels(a) & pixels(b)
    assert a.intersected(b) == b.intersected(a)


@given(RECTS, RECTS)
def test_the_united_rectangle_encloses_both_and_no_smaller_one_does(a: Rect, b: Rect) -> None:
    both = a.united(b)
    assert both.encloses(a)
    assert both.encloses(b)
    everything = pixels(a) | pixels(b)
    assert both.is_empty == (not everything)
    if everything:
        xs, ys = {x for x, _ in everything}, {y for _, y in everything}
        assert both == (min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)


@given(RECTS, RECTS, RECTS)
def test_uniting_and_intersecting_do_not_depend_on_the_order(a: Rect, b: Rect, c: Rect) -> None:
    assert pixels(a.united(b).united(c)) == pixels(a.united(b.united(c))) == pixels(union([c, a, b]))
    assert a.intersected(b).intersected(c) == a.intersected(b.intersected(c))


@given(RECTS, st.integers(0, 10), NUMBERS, NUMBERS)
def test_growing_and_moving_can_be_taken_back(rect: Rect, px: int, dx: int, dy: int) -> None:
    assert rect.translated(dx, dy).translated(-dx, -dy) == rect
    assert rect.expanded(px).expanded(-px) == (EMPTY if rect.is_empty else rect)
    assert rect.expanded(px).encloses(rect)


def test_shrinking_to_nothing_is_empty() -> None:
    assert Rect(0, 0, 4, 4).expanded(-2).is_empty
    assert union([]) == EMPTY


@given(
    st.lists(st.builds(Rect, NUMBERS, NUMBERS, st.integers(1, 20), st.integers(1, 20)), max_size=8),
    st.integers(0, 300),
)
def test_what_is_gathered_holds_all_and_little_more(rects: list[Rect], waste: int) -> None:
    few = gathered(rects, waste)
    held = {pixel for rect in few for pixel in pixels(rect)}
    wanted = [pixels(rect) for rect in rects]
    assert len(few) <= len(rects)
    assert all(each <= held for each in wanted)
    assert sum(rect.width * rect.height for rect in few) <= sum(map(len, wanted)) + waste * len(few)


def test_rectangles_far_apart_stay_so() -> None:
    near = [Rect(0, 0, 10, 10), Rect(12, 0, 10, 10)]
    assert gathered([*near, Rect(500, 0, 10, 10)], 30) == [Rect(0, 0, 22, 10), Rect(500, 0, 10, 10)]


@given(POINTS, POINTS, st.builds(Rect, NUMBERS, NUMBERS, st.integers(1, 40), st.integers(1, 40)))
def test_a_clipped_line_is_the_part_inside(start: Point, end: Point, rect: Rect) -> None:
    part = clipped(start, end, rect)
    inside = [
        t / 200
        for t in range(201)
        if rect.x <= start.x + (end.x - start.x) * t / 200 <= rect.right
        and rect.y <= start.y + (end.y - start.y) * t / 200 <= rect.bottom
    ]
    if part is None:
        assert len(inside) <= 1  # a corner that is touched may be missed by rounding
        return
    for point in part:
        assert rect.x - 1e-6 <= point.x <= rect.right + 1e-6
        assert rect.y - 1e-6 <= point.y <= rect.bottom + 1e-6
    for t in inside:
        point = Point(start.x + (end.x - start.x) * t, start.y + (end.y - start.y) * t)
        assert min(part[0].x, part[1].x) - 1e-6 <= point.x <= max(part[0].x, part[1].x) + 1e-6


def test_a_line_beside_the_rectangle_has_no_part_inside() -> None:
    assert clipped(Point(-5, 0), Point(-5, 10), Rect(0, 0, 10, 10)) is None
    assert clipped(Point(-5, 5), Point(-1, 20), Rect(0, 0, 10, 10)) is None
    assert clipped(Point(3, 3), Point(3, 3), Rect(0, 0, 10, 10)) == (Point(3, 3), Point(3, 3))
