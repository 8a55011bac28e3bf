import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.turn import NONE, Turn
from picpik_studio.core.viewport import Viewport

TURNS = st.builds(Turn, st.floats(-720, 720), st.booleans())
SQUARE = [Turn(degrees, is_mirrored) for degrees in (0, 90, 180, 270) for is_mirrored in (False, True)]
SIZES = st.builds(Size, st.integers(1, 3000), st.integers(1, 3000))


def test_degrees_come_to_lie_within_a_circle() -> None:
    assert Turn(-90) == Turn(270)
    assert Turn(360) == NONE
    assert Turn(-1e-20).degrees == 0
    assert NONE.is_none
    assert not Turn(0, is_mirrored=True).is_none
    assert [turn.is_square for turn in (Turn(270), Turn(15))] == [True, False]


@pytest.mark.parametrize(
    ("turn", "right", "down"),
    [
        (NONE, (1, 0), (0, 1)),
        (Turn(90), (0, 1), (-1, 0)),
        (Turn(180), (-1, 0), (0, -1)),
        (Turn(270), (0, -1), (1, 0)),
        (Turn(0, is_mirrored=True), (-1, 0), (0, 1)),
        (Turn(90, is_mirrored=True), (0, -1), (-1, 0)),
    ],
)
def test_it_turns_clockwise_after_it_has_mirrored(
    turn: Turn, right: tuple[float, float], down: tuple[float, float]
) -> None:
    assert turn.apply(1, 0) == right
    assert turn.apply(0, 1) == down


@given(TURNS, st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_there_and_back_is_the_same(turn: Turn, dx: float, dy: float) -> None:
    assert turn.undo(*turn.apply(dx, dy)) == pytest.approx((dx, dy), abs=1e-6)


@given(TURNS, st.floats(-400, 400), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_what_is_seen_is_turned_and_mirrored(turn: Turn, degrees: float, dx: float, dy: float) -> None:
    seen = turn.apply(dx, dy)
    assert turn.by(degrees).apply(dx, dy) == pytest.approx(Turn(degrees).apply(*seen), abs=1e-6)
    assert turn.mirrored().apply(dx, dy) == pytest.approx((-seen.x, seen.y), abs=1e-6)
    assert turn.mirrored().mirrored().apply(dx, dy) == pytest.approx(seen, abs=1e-6)


@given(TURNS, SIZES)
def test_the_stage_covers_the_view(turn: Turn, view: Size) -> None:
    stage = turn.stage(view)
    for x in (-0.5, 0.5):
        for y in (-0.5, 0.5):
            corner = turn.undo(x * view.width, y * view.height)
            assert abs(corner.x) <= stage.width / 2 + 1e-6
            assert abs(corner.y) <= stage.height / 2 + 1e-6


def test_every_free_angle_has_the_same_stage() -> None:
    assert len({Turn(degrees).stage(Size(801, 600)) for degrees in (1, 15, 44.5, 271)}) == 1
    assert Turn(90).stage(Size(801, 600)) == (600, 801)
    assert Turn(180, is_mirrored=True).stage(Size(801, 600)) == (801, 600)


@given(TURNS, st.floats(0.01, 64), st.floats(-300, 300), st.floats(-300, 300))
def test_a_turned_viewport_leads_there_and_back(turn: Turn, zoom: float, x: float, y: float) -> None:
    viewport = Viewport(zoom, Point(31, 17), Size(333, 222), turn)
    assert viewport.to_view(viewport.to_image(Point(x, y))) == pytest.approx((x, y), abs=1e-6)


@given(TURNS, TURNS, st.floats(0, 333), st.floats(0, 222))
def test_turning_keeps_what_is_under_the_pointer(before: Turn, after: Turn, x: float, y: float) -> None:
    viewport = Viewport(0.7, Point(31, 17), Size(333, 222), before)
    pointer = Point(x, y)
    turned = viewport.turned_at(pointer, after)
    assert turned.to_image(pointer) == pytest.approx(viewport.to_image(pointer), abs=1e-6)
    assert turned.turn == after


@given(TURNS, st.floats(-50, 50), st.floats(-50, 50))
def test_the_picture_goes_where_it_is_pulled(turn: Turn, dx: float, dy: float) -> None:
    viewport = Viewport(2.5, Point(31, 17), Size(333, 222), turn)
    before, after = viewport.to_view(Point(5, 9)), viewport.panned(dx, dy).to_view(Point(5, 9))
    assert (after.x - before.x, after.y - before.y) == pytest.approx((dx, dy), abs=1e-6)


@given(TURNS, SIZES)
def test_a_turned_picture_is_fitted_whole(turn: Turn, size: Size) -> None:
    fitted = Viewport(view=Size(600, 400), turn=turn).fit(size, 10)
    shown = fitted.to_view_rect(Rect.of(size))
    if fitted.zoom < 64:
        assert Rect(9, 9, 582, 382).encloses(shown)
        assert shown.width >= 579 or shown.height >= 379
