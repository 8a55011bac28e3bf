"""What helps to find one's way: navigator, scroll bars, pixel grid, the colour under the pointer, a typed zoom."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Point
from picpik_studio.core.turn import Turn
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.navigator import Navigator
from picpik_studio.ui.canvas.pixel_grid import PixelGrid
from picpik_studio.ui.canvas.scroll_bars import ScrollBars
from picpik_studio.ui.status_bar import StatusBar, ZoomField, typed_percent
from tests.ui.easel import Hand, a_canvas, at, open_picture, picture_bytes
from tests.ui.room import Room


@pytest.fixture
def canvas(qtbot: QtBot, session: Session) -> Canvas:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    return canvas


def middle(canvas: Canvas) -> Point:
    place = canvas.to_image(QPointF(canvas.width() / 2, canvas.height() / 2))
    assert place is not None
    return place


def test_scroll_bars_are_there_while_something_is_out_of_sight(canvas: Canvas) -> None:
    bars = ScrollBars(canvas)
    assert not bars.across.isVisible()
    assert not bars.down.isVisible()
    canvas.zoom_to(4.0)
    assert bars.across.isVisible()
    assert bars.down.isVisible()
    canvas.fit()
    assert not bars.across.isVisible()


@pytest.mark.parametrize("turn", [Turn(), Turn(90), Turn(180), Turn(30), Turn(0, is_mirrored=True)])
def test_a_scroll_bar_moves_what_is_seen_its_own_way_however_it_is_turned(canvas: Canvas, turn: Turn) -> None:
    bars = ScrollBars(canvas)
    canvas.turn_to(turn)
    canvas.zoom_to(4.0)
    place = canvas.to_widget(Point(150, 100))
    assert place is not None
    bars.across.setValue(bars.across.value() + 40)
    bars.down.setValue(bars.down.value() - 24)
    moved = canvas.to_widget(Point(150, 100))
    assert moved is not None
    assert (moved - place).x() == pytest.approx(-40, abs=1)
    assert (moved - place).y() == pytest.approx(24, abs=1)


def test_the_navigator_is_hidden_until_it_is_asked_for(canvas: Canvas, session: Session) -> None:
    navigator = Navigator(session, canvas)
    assert not navigator.isVisible()
    canvas.looks.toggle("show_navigator")
    assert not navigator.isVisible(), "the whole picture is in sight"
    canvas.zoom_to(4.0)
    assert navigator.isVisible()
    assert navigator.geometry().right() < canvas.width()
    canvas.resize(500, 400)
    assert navigator.geometry().bottom() > 300


def test_a_click_in_the_navigator_goes_there_and_its_wheel_zooms(
    qtbot: QtBot, canvas: Canvas, session: Session
) -> None:
    session.program.settings.set("show_navigator", value=True)
    navigator = Navigator(session, canvas)
    canvas.zoom_to(6.0)
    qtbot.waitUntil(navigator.isVisible)
    corner = QPointF(navigator.width() * 0.25, navigator.height() * 0.75)
    Hand(navigator).drag(corner)
    seen = middle(canvas)
    assert seen.x == pytest.approx(75, abs=6)
    assert seen.y == pytest.approx(150, abs=6)


def test_over_navigator_and_scroll_bars_no_brush_is_shown(qtbot: QtBot, canvas: Canvas, session: Session) -> None:
    session.program.settings.set("show_navigator", value=True)
    navigator, bars = Navigator(session, canvas), ScrollBars(canvas)
    canvas.zoom_to(6.0)
    qtbot.waitUntil(navigator.isVisible)
    for widget in (navigator, bars.across, bars.down):
        Hand(canvas).move(QPointF(50, 60))
        assert canvas.pointer_position is not None
        where = QPointF(2, 2)
        QApplication.sendEvent(widget, QEnterEvent(where, where, where))
        assert canvas.pointer_position is None


def test_the_navigator_shows_the_picture_with_what_is_painted(qtbot: QtBot, canvas: Canvas, session: Session) -> None:
    session.program.settings.set("show_navigator", value=True)
    navigator = Navigator(session, canvas)
    canvas.zoom_to(4.0)
    before = navigator.grab().toImage()
    assert session.document is not None
    session.document.fill_mask(255)

    def is_filmed() -> bool:
        inside = QPoint(navigator.width() // 2, navigator.height() // 2)
        return navigator.grab().toImage().pixelColor(inside).blue() < before.pixelColor(inside).blue() - 10

    qtbot.waitUntil(is_filmed)


def lines_seen(canvas: Canvas, start: QPointF) -> int:
    """Return how many pixels of a row of the canvas differ from the one before, over two of the picture's pixels."""
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    x, y = round(start.x()), round(start.y())
    row = [image.pixel(x + step, y) for step in range(round(2 * canvas.viewport.zoom))]
    return sum(one != other for one, other in pairwise(row))


def test_the_grid_comes_at_800_percent_and_goes_with_its_setting(canvas: Canvas, session: Session) -> None:
    PixelGrid(session.program.settings, canvas)
    for zoom, with_grid in ((7.0, False), (8.0, True), (64.0, True)):
        canvas.zoom_to(zoom)
        inside = at(canvas, 150.5, 100.5)
        session.program.settings.set("show_pixel_grid", value=False)
        plain = lines_seen(canvas, inside)
        session.program.settings.set("show_pixel_grid", value=True)
        assert (lines_seen(canvas, inside) > plain) is with_grid


def test_the_colour_under_the_pointer_is_that_of_the_pixel(canvas: Canvas) -> None:
    assert canvas.scene.colour_at(Point(120.7, 33.2)) == (153, 33, 120)
    assert canvas.scene.colour_at(Point(0, 0)) == (0, 0, 0)
    assert canvas.scene.colour_at(Point(300, 10)) is None
    assert canvas.scene.colour_at(Point(-0.1, 10)) is None


def test_the_status_bar_names_colour_and_place(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.show_zoom(1.0)
    bar.show_colour((153, 33, 120))
    assert bar._colour.text == "153 33 120  #992178"
    assert bar._colour.isVisible()
    bar.show_colour(None)
    assert bar._colour.text == ""
    assert bar.grab().width() > 0


@pytest.mark.parametrize(
    ("text", "share"),
    [("50", 0.5), (" 66.7 % ", 0.667), ("66,7%", 0.667), ("6400", 64), ("", None), ("-5", None), ("fit", None)],
)
def test_a_zoom_can_be_typed_in_several_ways(text: str, share: float | None) -> None:
    assert typed_percent(text) == (pytest.approx(share) if share is not None else None)


def test_a_typed_zoom_is_taken_by_enter_and_given_up_by_escape(room: Room) -> None:
    room.open(picture_bytes())
    field = room.shell.bar.findChild(ZoomField)
    assert isinstance(field, ZoomField)
    canvas = room.window.parts.canvas
    for key, zoom in ((Qt.Key.Key_Escape, canvas.viewport.zoom), (Qt.Key.Key_Return, 2.5)):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "250")
        QTest.keyClick(field, key)
        assert canvas.viewport.zoom == pytest.approx(zoom)
    assert field.text() == "250 %"
