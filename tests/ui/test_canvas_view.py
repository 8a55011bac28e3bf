"""The view: what stands on the screen, to the pixel."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.core.arrays import Pixels, plane
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.film import FilmLevels
from picpik_studio.ui.canvas.photo import Photo
from picpik_studio.ui.canvas.view import CanvasView


def photograph(width: int, height: int) -> Pixels:
    """Return a picture in which every pixel is another colour."""
    y, x = np.mgrid[:height, :width]
    return np.dstack([x % 256, y % 256, (x * 7 + y * 3) % 256, np.full_like(x, 255)]).astype(np.uint8)


def seen(view: CanvasView) -> Pixels:
    """Return the widget's pixels, HxWx4 BGRX."""
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def a_view(qtbot: QtBot, pixels: Pixels, size: tuple[int, int] = (200, 160)) -> CanvasView:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.scene.photo = Photo.of(pixels, has_alpha=False)
    view.set_picture_size(Size(pixels.shape[1], pixels.shape[0]))
    view.show()
    return view


def with_mask(view: CanvasView, size: Size) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    mask = plane(*size)
    view.scene.film = FilmLevels(mask)
    return mask


def test_a_small_picture_is_shown_at_100_percent_in_the_middle(qtbot: QtBot) -> None:
    pixels = photograph(60, 40)
    view = a_view(qtbot, pixels)
    on_screen = seen(view)
    assert view.viewport.zoom == 1
    assert np.array_equal(on_screen[60:100, 70:130, :3], pixels[..., :3])
    surround = QColor(theme.SURROUND)
    assert on_screen[0, 0, :3].tolist() == [surround.blue(), surround.green(), surround.red()]


def test_a_large_picture_is_fitted_and_stays_so_when_the_window_grows(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(800, 600))
    assert view.viewport.zoom == pytest.approx(min((200 - 48) / 800, (160 - 48) / 600))
    view.resize(400, 320)
    assert view.viewport.zoom == pytest.approx(min((400 - 48) / 800, (320 - 48) / 600))
    view.zoom_to(0.9)
    view.resize(300, 200)
    assert view.viewport.zoom == 0.9


def test_fit_may_enlarge_when_it_is_asked_for(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(20, 20))
    view.fit()
    assert view.viewport.zoom == pytest.approx((160 - 48) / 20)


def test_zooming_keeps_what_is_under_the_cursor(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(800, 600))
    spot = QPointF(140, 50)
    before = view.to_image(spot)
    assert before is not None
    near = 0.5 / view.viewport.zoom  # the picture stands on whole device pixels
    for factor in (1.7, 3.1, 0.4):
        view.zoom_to(view.viewport.zoom * factor, spot)
        after = view.to_image(spot)
        assert after is not None
        assert after.x == pytest.approx(before.x, abs=near + 0.5 / view.viewport.zoom)
        assert after.y == pytest.approx(before.y, abs=near + 0.5 / view.viewport.zoom)


def test_zoom_steps_are_the_usual_ones(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(100, 100))
    seen_zooms = []
    for direction in (1, 1, 1, -1, -1, -1, -1):
        view.zoom_step(direction)
        seen_zooms.append(view.viewport.zoom)
    assert seen_zooms == [1.5, 2, 3, 2, 1.5, 1, pytest.approx(0.6667)]


def test_the_zoom_has_ends(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(100, 100))
    for _ in range(40):
        view.zoom_step(1)
    assert view.viewport.zoom == 64
    for _ in range(60):
        view.zoom_step(-1)
    assert view.viewport.zoom == 0.01
    assert seen(view).shape == (160, 200, 4)


def test_the_picture_cannot_be_lost_by_panning(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(100, 100))
    view.pan(10_000, -10_000)
    assert view.viewport.centre == Point(0, 100)


def test_a_pan_is_drawn_as_if_anew(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(800, 600))
    mask = with_mask(view, Size(800, 600))
    mask[100:300, 200:500] = 255
    mask[50:90] = 70
    view.scene.film = FilmLevels(mask)
    view.refresh()
    view.zoom_to(0.5)
    seen(view)
    for step in ((13, -7), (-40, 22), (0.4, 0.4), (3, 0), (-300, 300)):
        view.pan(*step)
        panned = seen(view)
        view.refresh()
        assert np.array_equal(panned, seen(view)), step


@pytest.mark.parametrize("zoom", [0.2, 0.25, 0.5, 0.7, 1.0, 1.4, 2.0, 5.0])
def test_only_what_changed_is_drawn_and_it_is_drawn_exactly(qtbot: QtBot, zoom: float) -> None:
    view = a_view(qtbot, photograph(800, 600))
    mask = with_mask(view, Size(800, 600))
    view.zoom_to(zoom)
    seen(view)
    film = view.scene.film
    assert film is not None
    for rect in (Rect(400, 300, 33, 21), Rect(371, 289, 5, 70), Rect(0, 0, 3, 3)):
        mask[rect.slices] = 255
        mask[rect.y, rect.x] = 90
        film.update(rect)
        drawn = view.pixels_drawn
        view.refresh_image(rect)
        partly = seen(view)
        assert view.pixels_drawn - drawn <= (rect.width * zoom + 8) * (rect.height * zoom + 8)
        view.refresh()
        assert np.abs(partly.astype(int) - seen(view)).max() <= 1


@pytest.mark.parametrize("zoom", [0.1, 0.2, 0.3, 0.45, 0.6, 1.0])
def test_a_photo_whose_largest_level_rests_is_drawn_alike(qtbot: QtBot, zoom: float) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (900, 1201, 4), dtype=np.uint8)
    view = a_view(qtbot, pixels.copy())
    resting = Photo.of(pixels.copy(), has_alpha=False)
    resting.rest()
    awake, rect = view.scene.photo, Rect(301, 203, 405, 307)
    assert awake is not None
    for photo in (awake, resting):
        photo.put(255 - pixels[rect.slices], rect)
    view.zoom_to(zoom)
    expected = seen(view)
    for _ in range(2):  # what woke stays awake
        view.scene.photo = resting
        view.refresh()
        assert np.array_equal(seen(view), expected)
        resting.put(resting.base[rect.slices].copy(), rect)


def test_the_film_is_tinted_by_its_colour_and_strength(qtbot: QtBot) -> None:
    pixels = np.full((40, 60, 4), 255, np.uint8)
    pixels[..., :3] = (10, 100, 200)
    view = a_view(qtbot, pixels)
    mask = with_mask(view, Size(60, 40))
    mask[10:30, 20:40] = 255
    view.scene.film = FilmLevels(mask)
    view.scene.set_film_colour(QColor("#00ff00"), 0.5)
    view.refresh()
    on_screen = seen(view)[60:100, 70:130]
    inside = on_screen[15, 25, :3].astype(int)
    assert np.abs(inside - [5, 178, 100]).max() <= 1
    assert on_screen[5, 5, :3].tolist() == [10, 100, 200]


def test_black_and_white_shows_what_is_sent(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(60, 40))
    mask = with_mask(view, Size(60, 40))
    mask[10:30, 20:40] = 255
    view.scene.film = FilmLevels(mask)
    view.scene.film_view = "black_white"
    view.refresh()
    assert np.array_equal(seen(view)[60:100, 70:130, 0], mask)
    view.scene.inverted = True
    view.refresh()
    assert np.array_equal(seen(view)[60:100, 70:130, 1], 255 - mask)


def test_off_and_hidden_show_the_bare_picture(qtbot: QtBot) -> None:
    pixels = photograph(60, 40)
    view = a_view(qtbot, pixels)
    with_mask(view, Size(60, 40))[...] = 255
    assert view.scene.film is not None
    view.scene.film.update(Rect(0, 0, 60, 40))
    view.scene.film_view = "off"
    view.refresh()
    assert np.array_equal(seen(view)[60:100, 70:130, :3], pixels[..., :3])
    view.scene.film_view, view.scene.is_film_hidden = "film", True
    view.refresh()
    assert np.array_equal(seen(view)[60:100, 70:130, :3], pixels[..., :3])


def test_the_outline_leaves_the_picture_free_but_for_the_line(qtbot: QtBot) -> None:
    pixels = photograph(60, 40)
    view = a_view(qtbot, pixels)
    with_mask(view, Size(60, 40))[10:30, 20:40] = 255
    assert view.scene.film is not None
    view.scene.film.update(Rect(0, 0, 60, 40))
    view.scene.film_view = "outline"
    view.refresh()
    on_screen = seen(view)[60:100, 70:130, :3]
    film = QColor(theme.FILM)
    assert on_screen[10, 25].tolist() == [film.blue(), film.green(), film.red()]
    changed = (on_screen != pixels[..., :3]).any(axis=2)
    assert not changed[12:28, 22:38].any()
    assert not changed[:8].any()
    assert changed[9:11, 19:41].all()


def test_what_is_see_through_shows_a_checkerboard(qtbot: QtBot) -> None:
    pixels = np.zeros((32, 32, 4), np.uint8)
    pixels[:, 16:] = (0, 0, 255, 255)
    view = a_view(qtbot, pixels)
    view.scene.photo = Photo.of(pixels, has_alpha=True)
    view.refresh()
    on_screen = seen(view)[64:96, 84:116]
    assert on_screen[4, 4].tolist() != on_screen[4, 12].tolist() == on_screen[12, 4].tolist()
    assert set(np.unique(on_screen[:, 16:, 2])) == {255}


def test_without_a_picture_there_is_the_surround(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(60, 40))
    view.scene.photo = None
    view.set_picture_size(None)
    assert len(np.unique(seen(view).reshape(-1, 4), axis=0)) == 1
    assert view.to_image(QPointF(5, 5)) is None
    view.zoom_to(3)
    view.fit()
    view.refresh_image(Rect(0, 0, 5, 5))


def test_the_overlay_is_drawn_over_a_copy(qtbot: QtBot, qapp: QApplication) -> None:
    view = a_view(qtbot, photograph(60, 40))
    view.overlays.append(lambda painter: painter.fillRect(QRect(0, 0, 10, 10), QColor("#ffffff")) is None)
    seen(view)
    drawn = view.pixels_drawn
    view.update(QRect(0, 0, 10, 10))
    qapp.processEvents()
    assert seen(view)[5, 5, :3].tolist() == [255, 255, 255]
    assert view.pixels_drawn == drawn


def test_a_preview_is_stretched_to_the_size_of_the_picture(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(10, 10))
    view.scene.photo = Photo.of(np.full((10, 20, 4), 200, np.uint8), has_alpha=False, size=Size(80, 40))
    view.set_picture_size(Size(80, 40))
    on_screen = seen(view)
    assert set(np.unique(on_screen[61:99, 61:139, :3])) == {200}
    assert on_screen[55, 70, 0] != 200


def test_a_zoomed_picture_stands_still_when_an_area_takes_room_below(qtbot: QtBot) -> None:
    view = a_view(qtbot, photograph(800, 600))
    view.zoom_to(2.0)
    before = view.to_widget(Point(400.0, 300.0))
    with view.standing_still():
        view.resize(200, 100)
    assert view.to_widget(Point(400.0, 300.0)) == before
    view.resize(200, 160)
    assert view.to_widget(Point(400.0, 300.0)) != before, "else what is in the middle stays there"
