import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.viewport import MAX_ZOOM, MIN_ZOOM, Viewport

PLACES = st.builds(Point, st.floats(-5000, 5000), st.floats(-5000, 5000))
VIEWS = st.builds(
    Viewport,
    st.floats(MIN_ZOOM, MAX_ZOOM),
    PLACES,
    st.builds(Size, st.integers(1, 4000), st.integers(1, 4000)),
)


def near(point: Point, tolerance: float = 1e-6) -> Any:  # noqa: ANN401 - pytest.approx has no public type
    return pytest.approx(point, abs=tolerance)


@given(VIEWS, PLACES)
def test_there_and_back_is_the_same_place(view: Viewport, place: Point) -> None:
    assert view.to_image(view.to_view(place)) == near(place)
    assert view.to_view(view.to_image(place)) == near(place)


@given(VIEWS, PLACES, st.floats(0.01, 100))
def test_zooming_keeps_what_is_under_the_pointer(view: Viewport, pointer: Point, factor: float) -> None:
    zoomed = view.zoomed_at(pointer, factor)
    assert zoomed.to_image(pointer) == near(view.to_image(pointer))
    assert zoomed.zoom == pytest.approx(min(max(view.zoom * factor, MIN_ZOOM), MAX_ZOOM))


@given(VIEWS, PLACES, st.floats(-500, 500), st.floats(-500, 500))
def test_panning_moves_the_picture_by_view_pixels(view: Viewport, place: Point, dx: float, dy: float) -> None:
    before = view.to_view(place)
    assert view.panned(dx, dy).to_view(place) == near(Point(before.x + dx, before.y + dy), 1e-5)


@given(VIEWS, st.builds(Size, st.integers(1, 12_000), st.integers(1, 12_000)), st.integers(0, 40))
def test_a_fitted_picture_is_seen_whole_and_in_the_middle(view: Viewport, size: Size, margin: int) -> None:
    fitted = view.fit(size, margin)
    assert fitted.centre == (size.width / 2, size.height / 2)
    room = [max(side - 2 * margin, 1) for side in view.view]
    shares = [side * fitted.zoom / free for side, free in zip(size, room, strict=True)]
    if MIN_ZOOM < fitted.zoom < MAX_ZOOM:
        assert max(shares) == pytest.approx(1)


@given(VIEWS)
def test_the_visible_rectangle_holds_every_corner_and_no_more(view: Viewport) -> None:
    visible = view.visible_rect
    left, top = view.to_image(Point(0, 0))
    right, bottom = view.to_image(Point(*view.view))
    assert visible.x <= left < visible.x + 1 + 1e-9
    assert visible.y <= top < visible.y + 1 + 1e-9
    assert visible.right - 1 - 1e-9 < right <= visible.right
    assert visible.bottom - 1 - 1e-9 < bottom <= visible.bottom


def test_the_view_of_a_rectangle_covers_it() -> None:
    view = Viewport(0.5, Point(100, 100), Size(100, 80))
    assert view.to_view_rect(Rect(0, 0, 200, 200)) == Rect(0, -10, 100, 100)
    assert view.to_view_rect(Rect(1, 1, 1, 1)) == Rect(0, -10, 1, 1)


def test_the_middle_stays_when_the_view_or_the_size_changes() -> None:
    view = Viewport(0.25, Point(10, 20), Size(100, 100))
    assert view.resized(Size(300, 200)).to_image(Point(150, 100)) == (10, 20)
    assert view.actual_size() == Viewport(1.0, Point(10, 20), Size(100, 100))


def test_zoom_stays_in_range() -> None:
    assert Viewport(1000).zoom == MAX_ZOOM
    assert Viewport(0).zoom == MIN_ZOOM
    assert math.isclose(Viewport(view=Size(500, 500)).fit(Size(1, 1)).zoom, MAX_ZOOM)
