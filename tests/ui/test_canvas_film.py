"""The film: what counts and what is too faint, exactly, at every zoom and for every part."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from picpik_studio.core.arrays import Plane, plane
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.ui.canvas.film import FilmLevels, split
from picpik_studio.ui.canvas.images import as_drawn, draw_codes, draw_striped, pixels_of, ramp
from picpik_studio.ui.canvas.marks import (
    CORE,
    GROUND,
    HALO,
    Pattern,
    faint_hatch,
    film_codes,
    film_texture,
    outline_codes,
    painted_codes,
)
from picpik_studio.ui.canvas.placement import Placement


def a_mask(width: int, height: int) -> Plane:
    return plane(width, height)


def shows_nothing(film: FilmLevels) -> bool:
    return film.is_empty


def test_the_fifty_percent_rule_tells_solid_from_faint() -> None:
    values = np.arange(256, dtype=np.uint8).reshape(16, 16)
    solid, faint = split(values)
    assert np.array_equal(solid == 255, values >= 128)
    assert np.array_equal(faint == 255, (values > 0) & (values < 128))
    assert set(np.unique(solid)) == set(np.unique(faint)) == {0, 255}


def test_at_100_percent_the_planes_are_the_mask_itself() -> None:
    mask = a_mask(40, 30)
    mask[10:20, 5:9] = 255
    mask[3, 3] = 60
    solid, faint = FilmLevels(mask).planes(Placement(1.0, 7, -3, Size(40, 30), 1.0), Rect(7, 0, 40, 27))
    assert np.array_equal(solid, split(mask)[0][3:30])
    assert faint[0, 3] == 255
    assert np.count_nonzero(faint) == 1


@pytest.mark.parametrize("zoom", [2.0, 3.0, 8.0])
def test_enlarged_pixels_are_squares(zoom: float) -> None:
    mask = a_mask(9, 7)
    mask[2, 3] = 200
    solid, _faint = FilmLevels(mask).planes(
        Placement(zoom, 0, 0, Size(9, 7), 1.0), Rect(0, 0, int(9 * zoom), int(7 * zoom))
    )
    n = int(zoom)
    expected = np.zeros_like(solid)
    expected[2 * n : 3 * n, 3 * n : 4 * n] = 255
    assert np.array_equal(solid, expected)


@pytest.mark.parametrize("zoom", [0.375, 0.75, 1.25])
def test_a_straight_edge_between_two_pixels_falls_on_the_same_side_in_every_part(zoom: float) -> None:
    """Of the whole and of each part of it, or the outline would jump where a part is drawn anew."""
    mask = a_mask(800, 600)
    mask[101:402, 203:604] = 255
    film, placement = FilmLevels(mask), Placement(zoom, 13, 7, Size(800, 600), 1.0)
    whole = film.planes(placement, placement.picture)[0]
    for number in range(40):
        wanted = Rect(13 + 11 * number * number % 500, 7 + 29 * number % 350, 90 + 7 * number, 80)
        part = wanted.intersected(placement.picture)
        there = whole[part.translated(-13, -7).slices].astype(int)
        drawn = film.planes(placement, part)[0]
        assert np.array_equal(drawn > 127, there > 127)
        assert abs(drawn - there).max(initial=0) <= 1


def test_a_thin_line_stays_solid_however_small_it_is_shown() -> None:
    size = Size(2048, 2048)
    mask = a_mask(*size)
    mask[:, 200] = 255
    for zoom in (0.5, 0.25, 0.125):
        side = int(size.width * zoom)
        solid, faint = FilmLevels(mask).planes(Placement(zoom, 0, 0, size, 1.0), Rect(0, 0, side, side))
        assert solid.max() >= 255 * zoom * 0.4
        assert not faint.any(), "a fully painted line was shown as too faint"


@pytest.mark.parametrize("size", [(1, 1), (1, 5), (3, 2), (257, 129), (300, 301)])
def test_updates_of_parts_come_to_the_same_as_the_whole(size: tuple[int, int]) -> None:
    width, height = size
    rng = np.random.default_rng(1)
    mask = a_mask(width, height)
    film = FilmLevels(mask)
    for _ in range(12):
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        rect = Rect(x, y, int(rng.integers(1, 60)), int(rng.integers(1, 60))).intersected(Rect(0, 0, width, height))
        mask[rect.slices] = rng.integers(0, 256, (rect.height, rect.width))
        film.update(rect)
    for zoom in (0.5, 0.3, 0.1):
        placement = Placement(zoom, 0, 0, Size(width, height), 1.0)
        fresh = FilmLevels(mask).planes(placement, placement.picture)
        for ours, theirs in zip(film.planes(placement, placement.picture), fresh, strict=True):
            assert np.array_equal(ours, theirs)


def test_levels_that_nobody_looks_at_are_caught_up_with_when_one_does() -> None:
    size = Size(4096, 2048)
    mask = a_mask(*size)
    film = FilmLevels(mask)
    far, near = Placement(0.06, 0, 0, size, 1.0), Placement(0.5, 0, 0, size, 1.0)
    for number, placement in enumerate((near, far, near, near, far)):
        rect = Rect(300 * number, 200 * number, 250, 170)
        mask[rect.slices] = 255 - 60 * number
        film.update(rect)
        fresh = FilmLevels(mask).planes(placement, placement.picture)
        for ours, theirs in zip(film.planes(placement, placement.picture), fresh, strict=True):
            assert np.array_equal(ours, theirs)


def test_what_changes_while_the_mask_itself_is_seen_is_caught_up_with(monkeypatch: pytest.MonkeyPatch) -> None:
    size = Size(4096, 2048)
    mask = a_mask(*size)
    film = FilmLevels(mask)
    made: list[slice] = []
    halve = FilmLevels._halve

    def noted(levels: FilmLevels, rows: slice, columns: slice) -> None:
        made.append(rows)
        halve(levels, rows, columns)

    monkeypatch.setattr(FilmLevels, "_halve", noted)
    film.planes(Placement(1.0, 0, 0, size, 1.0), Rect(0, 0, 50, 50))
    for number in range(60):
        rect = Rect((number * 977) % 3900, (number * 389) % 1900, 130, 90)
        mask[rect.slices] = 4 * number
        film.update(rect)
        assert number or not made, "nobody looks at a level"
    assert made, "but there is an end to what is left for later"
    far = Placement(0.3, 0, 0, size, 1.0)
    fresh = FilmLevels(mask).planes(far, far.picture)
    for ours, theirs in zip(film.planes(far, far.picture), fresh, strict=True):
        assert np.array_equal(ours, theirs)
    film.planes(Placement(1.0, 0, 0, size, 1.0), Rect(0, 0, 50, 50))
    mask[...] = 0
    film.update(Rect.of(size))
    assert film.is_empty


@settings(max_examples=60, deadline=None)
@given(
    zoom=st.sampled_from([0.07, 0.2, 0.25, 0.33, 0.5, 0.8, 1.0, 1.3, 2.0, 3.7, 9.0]),
    left=st.integers(-60, 60),
    x=st.integers(0, 60),
    y=st.integers(0, 60),
    side=st.integers(1, 70),
)
def test_a_part_is_drawn_exactly_as_in_the_whole(zoom: float, left: int, x: int, y: int, side: int) -> None:
    rng = np.random.default_rng(2)
    mask = a_mask(83, 61)
    mask[...] = rng.integers(0, 256, mask.shape)
    film = FilmLevels(mask)
    placement = Placement(zoom, left, -5, Size(83, 61), 1.0)
    whole = placement.picture
    part = Rect(whole.x + x, whole.y + y, side, side).intersected(whole)
    assume(not part.is_empty)
    is_between = zoom < 2 and zoom not in (0.25, 0.5, 1.0)
    tolerance = 2 * 255 / 32 if is_between else 0  # between pixels OpenCV reckons the place in 1/32
    for all_of_it, some in zip(film.planes(placement, whole), film.planes(placement, part), strict=True):
        expected = all_of_it[part.translated(-whole.x, -whole.y).slices]
        assert np.abs(expected.astype(int) - some).max() <= tolerance


def test_an_untouched_film_is_empty_and_a_dab_is_not() -> None:
    mask = a_mask(3000, 2000)
    film = FilmLevels(mask)
    assert shows_nothing(film)
    mask[1500:1503, 77:80] = np.uint8(255)
    film.update(Rect(77, 1500, 3, 3))
    assert not shows_nothing(film)
    mask[...] = 0
    film.update(Rect(0, 0, 3000, 2000))
    assert shows_nothing(film)


def test_faint_paint_is_striped_and_solid_paint_is_not() -> None:
    solid, faint = np.zeros((20, 20), np.uint8), np.zeros((20, 20), np.uint8)
    solid[:10], faint[10:] = 255, 255
    codes = film_codes(solid, faint, faint_hatch(1.0).at(0, 0, 20, 20), inverted=False)
    assert set(np.unique(codes[:10])) == {255}
    low, high = np.unique(codes[10:])
    assert 0 < low < high < 255
    assert high > 3 * low


def test_inverted_the_film_lies_over_the_rest() -> None:
    solid, faint = np.zeros((6, 6), np.uint8), np.zeros((6, 6), np.uint8)
    solid[:3] = 255
    codes = film_codes(solid, faint, faint_hatch(1.0).at(0, 0, 6, 6), inverted=True)
    assert not codes[:3].any()
    assert set(np.unique(codes[3:])) == {255}
    faint[3:] = 255
    striped = film_codes(solid, faint, faint_hatch(1.0).at(0, 0, 6, 6), inverted=True)
    assert 0 < striped[3:].min() < striped[3:].max() == 255


@pytest.mark.parametrize("inverted", [False, True])
def test_at_100_percent_each_value_of_the_mask_has_the_colour_that_its_planes_have(inverted: bool) -> None:
    values = np.random.default_rng(3).integers(0, 256, (700, 150), dtype=np.uint8)
    film, placement = FilmLevels(values), Placement(1.0, 10, 20, Size(150, 700), 1.0)
    rect = Rect(17, 29, 120, 600)
    stripes, book = faint_hatch(1.0).at(3, 5, 120, 600), as_drawn(ramp(QColor("#ff4080"), 0.6))
    painted = film.as_painted(placement, rect)
    assert painted is not None
    under, between = (book[:, codes] for codes in painted_codes(inverted=inverted))
    direct, by_planes = (QImage(140, 640, QImage.Format.Format_RGB32) for _ in range(2))
    for image in (direct, by_planes):
        image.fill(QColor("#808890"))
        painter = QPainter(image)
        if image is direct:
            draw_striped(painter, 4, 6, painted, stripes, (under, between))
        else:
            draw_codes(painter, 4, 6, film_codes(*film.planes(placement, rect), stripes, inverted=inverted), book)
        painter.end()
    assert np.array_equal(pixels_of(direct), pixels_of(by_planes))
    assert film.as_painted(Placement(1.5, 10, 20, Size(150, 700), 1.0), rect) is None


def test_stripes_stand_still_on_the_picture() -> None:
    hatch = faint_hatch(2.0)
    whole = hatch.at(0, 0, 64, 48).copy()
    assert np.array_equal(hatch.at(13, 5, 20, 30), whole[5:35, 13:33])
    assert np.array_equal(hatch.at(13 - 5 * hatch.period, 5, 20, 30), whole[5:35, 13:33])


def test_an_outline_runs_inside_and_outside_the_edge() -> None:
    solid = np.zeros((12, 12), np.uint8)
    solid[4:9, 4:9] = 255
    codes = outline_codes(solid, 1)
    assert codes[4, 4] == codes[8, 6] == CORE
    assert codes[3, 4] == codes[9, 9] == HALO
    assert codes[6, 6] == codes[0, 0] == 0


@pytest.mark.parametrize("pattern", ["stripes", "dots", "checks"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_pattern_weakens_the_film_and_leaves_the_rest_and_the_faint_alone(pattern: Pattern, scale: float) -> None:
    texture = film_texture(pattern, scale)
    assert texture is not None
    plane_of_it = texture.at(3, 5, 60, 48).copy()
    assert set(np.unique(plane_of_it)) == {GROUND, 255}
    assert np.array_equal(texture.at(3 + 2 * texture.period, 5 - texture.period, 60, 48), plane_of_it)
    solid, faint = np.zeros((48, 60), np.uint8), np.zeros((48, 60), np.uint8)
    solid[:20], faint[30:] = 255, 255
    hatch = faint_hatch(scale).at(3, 5, 60, 48)
    codes = film_codes(solid, faint, hatch, inverted=False, texture=plane_of_it)
    assert np.array_equal(codes[:20], plane_of_it[:20])
    assert np.array_equal(codes[20:], film_codes(solid, faint, hatch, inverted=False)[20:])


@pytest.mark.parametrize("pattern", ["stripes", "dots", "checks"])
@pytest.mark.parametrize("inverted", [False, True])
def test_a_thin_stroke_is_seen_under_any_pattern(pattern: Pattern, inverted: bool) -> None:
    texture = film_texture(pattern, 1.0)
    assert texture is not None
    nothing, hatch = np.zeros((60, 60), np.uint8), faint_hatch(1.0).at(0, 0, 60, 60)
    for row in range(texture.period):
        solid = np.full((60, 60), 255 * inverted, np.uint8)
        solid[row : row + 2] = 255 * (not inverted)
        codes = film_codes(solid, nothing, hatch, inverted=inverted, texture=texture.at(0, 0, 60, 60))
        assert codes[row : row + 2].min() >= 127
        assert not codes[row + 2 :].any()


def test_a_solid_film_has_no_texture() -> None:
    assert film_texture("solid", 1.0) is None
