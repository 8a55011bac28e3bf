"""The turned and the mirrored view: what is seen, to the pixel, and which pixel is meant."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.turn import NONE, Turn
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.film import FilmLevels
from picpik_studio.ui.canvas.turning import Turning
from picpik_studio.ui.canvas.view import CanvasView
from tests.ui.test_canvas_view import a_view, photograph, seen, with_mask

SQUARE = [Turn(degrees, is_mirrored) for degrees in (0, 90, 180, 270) for is_mirrored in (False, True)]
FREE = [Turn(30), Turn(45, is_mirrored=True), Turn(201.5)]


def turned(pixels: Pixels, turn: Turn) -> Pixels:
    """Return `pixels` turned, by NumPy alone."""
    first = pixels[:, ::-1] if turn.is_mirrored else pixels
    return np.rot90(first, -round(turn.degrees / 90))


def place_of(view: CanvasView, x: int, y: int) -> tuple[int, int]:
    """Return row and column of the widget's pixel that shows the middle of a pixel of the picture."""
    middle = view.to_widget(Point(x + 0.5, y + 0.5))
    assert middle is not None
    return int(middle.y()), int(middle.x())


@pytest.mark.parametrize("turn", SQUARE, ids=str)
@pytest.mark.parametrize("size", [(200, 160), (201, 163)], ids=str)
def test_at_100_percent_every_pixel_of_the_picture_is_one_of_the_screen(
    qtbot: QtBot, turn: Turn, size: tuple[int, int]
) -> None:
    pixels = photograph(61, 40)
    view = a_view(qtbot, pixels, size)
    view.turn_to(turn)
    looks, expected = seen(view)[..., :3], turned(pixels[..., :3], turn)
    row, column = place_of(view, 0, 0)
    height, width = expected.shape[:2]
    corners = [(row - r, column - c) for r in (0, height - 1) for c in (0, width - 1)]
    found = [
        corner
        for corner in corners
        if np.array_equal(looks[corner[0] : corner[0] + height, corner[1] : corner[1] + width], expected)
    ]
    assert len(found) == 1


@pytest.mark.parametrize("turn", [*SQUARE, *FREE], ids=str)
@pytest.mark.parametrize("zoom", [0.37, 1.0, 5.0])
def test_a_place_on_the_picture_is_where_it_is_seen(qtbot: QtBot, turn: Turn, zoom: float) -> None:
    pixels = np.full((120, 160, 4), 40, np.uint8)
    pixels[70:90, 30:50, :3] = 230
    view = a_view(qtbot, pixels, (260, 220))
    view.turn_to(turn)
    view.zoom_to(zoom)
    view.show_rect(Rect(20, 60, 40, 40))
    looks = seen(view)
    assert looks[place_of(view, 40, 80)][0] == 230
    assert looks[place_of(view, 40, 64)][0] == 40
    here = QPointF(70, 90)
    there = view.to_image(here)
    assert there is not None
    back = view.to_widget(there)
    assert back is not None
    assert (back.x(), back.y()) == pytest.approx((70, 90))


@pytest.mark.parametrize("turn", [*SQUARE, *FREE], ids=str)
@pytest.mark.parametrize("zoom", [0.3, 1.0, 3.0])
def test_only_what_changed_is_drawn_and_it_is_drawn_exactly(qtbot: QtBot, turn: Turn, zoom: float) -> None:
    view = a_view(qtbot, photograph(400, 300))
    mask = with_mask(view, Size(400, 300))
    view.turn_to(turn)
    view.zoom_to(zoom)
    seen(view)
    film = view.scene.film
    assert isinstance(film, FilmLevels)
    for rect in (Rect(200, 150, 33, 21), Rect(181, 139, 5, 70), Rect(0, 0, 3, 3)):
        mask[rect.slices] = 255
        film.update(rect)
        drawn = view.pixels_drawn
        view.refresh_image(rect)
        partly = seen(view)
        assert view.pixels_drawn - drawn <= (rect.width * zoom + 8) * (rect.height * zoom + 8)
        view.refresh()
        assert np.abs(partly.astype(int) - seen(view)).max() <= 1


@pytest.mark.parametrize("turn", [*SQUARE, *FREE], ids=str)
def test_the_widget_is_repainted_where_the_picture_changed(qtbot: QtBot, turn: Turn) -> None:
    view = a_view(qtbot, photograph(400, 300))
    view.turn_to(turn)
    view.zoom_to(2.0)
    placement = view.scene.placement
    assert placement is not None
    region = placement.on_widget(placement.to_device(Rect(195, 145, 10, 8)))
    for x, y in ((195, 145), (205, 153), (195, 153), (205, 145)):
        corner = view.to_widget(Point(x, y))
        assert corner is not None
        assert region.toRectF().adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(corner)
    assert region.width() * region.height() <= 40 * 40


@pytest.mark.parametrize("turn", [*SQUARE, *FREE], ids=str)
def test_a_pan_is_drawn_as_if_anew_and_goes_where_it_is_pulled(qtbot: QtBot, turn: Turn) -> None:
    view = a_view(qtbot, photograph(800, 600))
    view.turn_to(turn)
    view.zoom_to(0.5)
    seen(view)
    for step in ((13, -7), (-40, 22), (3, 0)):
        before = view.to_widget(Point(400, 300))
        view.pan(*step)
        view.pan(*step)  # two before a paint
        after = view.to_widget(Point(400, 300))
        assert before is not None
        assert after is not None
        assert (after.x() - before.x(), after.y() - before.y()) == pytest.approx((2 * step[0], 2 * step[1]), abs=1.5)
        panned = seen(view)
        view.refresh()
        assert np.array_equal(panned, seen(view)), step


def test_turning_freely_draws_nothing_of_the_scene_anew(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(800, 600))
    view.zoom_to(0.5)
    view.turn_to(Turn(20))
    before = seen(view)
    drawn = view.pixels_drawn
    view.turn_to(Turn(25))
    assert not np.array_equal(before, seen(view))
    assert view.pixels_drawn == drawn


def test_a_fitted_view_stays_fitted_when_it_is_turned(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(800, 300), (400, 300))
    view.turn_to(Turn(90))
    assert view.is_fitted
    assert view.viewport.zoom == pytest.approx((300 - 48) / 800)
    view.resize(400, 500)
    assert view.viewport.zoom == pytest.approx((500 - 48) / 800)


def test_another_picture_stands_upright(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(80, 60))
    view.turn_to(Turn(30, is_mirrored=True))
    view.set_picture_size(Size(80, 60))
    assert view.viewport.turn == NONE


def test_round_a_turned_picture_there_is_the_surround(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(400, 300), (300, 200))
    view.turn_to(Turn(45))
    surround = QColor(theme.SURROUND)
    looks = seen(view)
    for corner in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        assert looks[corner][:3].tolist() == [surround.blue(), surround.green(), surround.red()]


@pytest.mark.parametrize("turn", [*SQUARE, *FREE], ids=str)
def test_a_part_is_made_as_the_whole_is(turn: Turn) -> None:
    turning = Turning(turn, Size(91, 70))
    stage = np.random.default_rng(1).integers(0, 256, (*turning.stage[::-1], 4)).astype(np.uint8)
    whole = turning.part(stage, Rect(0, 0, 91, 70))
    assert whole.shape == (70, 91, 4)
    if turn.is_square:
        assert np.array_equal(whole, turned(stage, turn))
    for rect in (Rect(3, 4, 20, 11), Rect(70, 50, 21, 20), Rect(0, 0, 1, 1)):
        part = turning.part(stage, rect)
        assert part.flags.c_contiguous
        assert np.abs(part.astype(int) - whole[rect.slices]).max() <= 8, "the same, but for the rounding of places"
