"""The canvas after its picture has another one: in its place, without a flash, by undo and redo too, and painted on."""

import threading
from typing import Any

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from picpik_studio.core.document import Document, DocumentEvent, MaskChanged, Snapshot
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.outpaint import Canvas, CanvasPlan, recanvassed
from picpik_studio.core.recipe import Grow, Recipe
from picpik_studio.core.turn import Turn
from picpik_studio.ui.canvas.comparison import Compare
from tests.ui.drafting import SIZE, apart, draft, enter, pull, seen, settle, take_tool
from tests.ui.easel import Hand, at
from tests.ui.room import Room
from tests.ui.test_canvas_feed import GREEN, a_patch, picture


@pytest.fixture
def document(room: Room) -> Document:
    return take_tool(room)


def test_enter_applies_it_and_the_old_pixels_stay_where_they_are_seen(room: Room, document: Document) -> None:
    pull(room, (0, 150), (-120, 0))
    before = at(room.canvas, 200, 100)
    colour = room.canvas.scene.colour_at(Point(200, 100))
    enter(room)
    settle(room, lambda: document.size == (520, 300))
    assert (at(room.canvas, 320, 100) - before).manhattanLength() <= 2 / room.canvas.device_scale
    assert room.canvas.scene.colour_at(Point(320, 100)) == colour
    assert document.mask.pixels[:, : 120 + 32].all()
    assert not document.mask.pixels[:, 120 + 32 :].any()
    assert not room.canvas.feed.is_film_empty
    assert not draft(room).is_changed
    assert draft(room).size == (520, 300)
    assert room.shell.bar._size.text().startswith("520 x 300")


def test_undo_and_redo_bring_either_canvas_back_in_its_place(room: Room, document: Document) -> None:
    original = document.pixels.copy()
    pull(room, (0, 0), (-60, -40))
    enter(room)
    settle(room, lambda: document.size == (460, 340))
    grown, place = document.pixels.copy(), at(room.canvas, 60 + 200, 40 + 100)
    for _ in range(2):
        room.window.run("edit.undo")
        settle(room, lambda: document.size == SIZE)
        assert np.array_equal(document.pixels, original)
        assert (at(room.canvas, 200, 100) - place).manhattanLength() <= 2
        assert room.canvas.scene.colour_at(Point(200, 100)) == tuple(int(v) for v in original[100, 200, 2::-1])
        assert room.canvas.feed.is_film_empty
        room.window.run("edit.redo")
        settle(room, lambda: document.size == (460, 340))
        assert np.array_equal(document.pixels, grown)
        assert (at(room.canvas, 260, 140) - place).manhattanLength() <= 2


def test_what_is_seen_is_one_canvas_or_the_other_and_nothing_between(room: Room, document: Document) -> None:
    """Neither blank nor stale pixels: all of the old canvas is seen until all of the new one is, by undo too."""
    room.session.tool.tool = "hand"
    room.session.program.settings.set("show_footprint", False)
    room.session.canvas.apply(CanvasPlan(Rect(-60, -40, 500, 380)))
    for size in (Size(500, 380), SIZE, Size(500, 380)):
        looks = looks_until(room, document, size)
        room.canvas.repaint()
        after = without_chips(room)
        assert after != looks[0]
        assert all(look in (looks[0], after) for look in looks)
        room.window.run("edit.undo" if size != SIZE else "edit.redo")


def without_chips(room: Room) -> QImage:
    """Return what is seen of the canvas itself: a chip over it says that it is changed, when that takes a while."""
    canvas = room.canvas
    image = QImage(canvas.size() * canvas.device_scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(canvas.device_scale)
    canvas.render(image, QPoint(), renderFlags=QWidget.RenderFlag.DrawWindowBackground)
    return image


def looks_until(room: Room, document: Document, size: Size) -> list[QImage]:
    """Return all that is seen until the picture has a size."""
    looks = [without_chips(room)]

    def is_there() -> bool:
        looks.append(without_chips(room))
        return document.size == size

    settle(room, is_there)
    return looks


def test_a_stroke_right_after_lies_where_the_pointer_was(room: Room, document: Document) -> None:
    pull(room, (0, 150), (-100, 0))
    enter(room)
    settle(room, lambda: document.size == (500, 300))
    document.clear_mask()
    room.session.tool.tool = "brush"
    room.session.tool.size = 20
    Hand(room.canvas).drag(at(room.canvas, 300, 100), at(room.canvas, 380, 100))
    rows, columns = np.nonzero(document.mask.pixels >= 128)
    assert abs(columns.min() - 290) <= 2
    assert abs(columns.max() - 389) <= 2
    assert abs(rows.mean() - 99.5) <= 1
    room.window.run("edit.undo")
    room.window.run("edit.undo")
    room.window.run("edit.undo")
    settle(room, lambda: document.size == SIZE)
    Hand(room.canvas).drag(at(room.canvas, 200, 100), at(room.canvas, 240, 100))
    assert document.mask.pixels[100, 220] == 255


def test_nobody_paints_while_the_canvas_changes(room: Room, document: Document) -> None:
    pull(room, (0, 150), (-100, 0))
    enter(room)
    room.wait(lambda: document.size == (500, 300))
    painted = document.mask.pixels.copy()
    if room.canvas.feed.is_moving:
        assert room.canvas.is_ready, "commands stay as they are"
        room.session.tool.tool = "brush"
        Hand(room.canvas).drag(at(room.canvas, 100, 100), at(room.canvas, 140, 100))
        assert np.array_equal(document.mask.pixels, painted)
    settle(room, lambda: True)


def test_crop_to_what_is_painted(room: Room, document: Document) -> None:
    pixels = document.pixels.copy()
    mask = np.zeros((SIZE.height, SIZE.width), np.uint8)
    mask[50:110, 80:200] = 255
    document.replace_mask(mask)
    room.window.run("canvas.crop")
    settle(room, lambda: document.size == (120, 60))
    assert np.array_equal(document.pixels, pixels[50:110, 80:200])


@pytest.mark.parametrize("prefill", ["mirror", "blurred", "colour", "transparent"])
def test_the_new_area_is_seen_as_it_would_begin(room: Room, document: Document, prefill: str) -> None:
    room.session.program.settings.set("canvas_prefill", prefill)
    room.session.program.settings.set("overlay_opacity", 10)
    pull(room, (400, 150), (150, 0))
    places = [at(room.canvas, x, y).toPoint() for x, y in ((420, 60), (440, 200), (500, 120))]
    drafted = seen(room)
    enter(room)
    settle(room, lambda: document.size == (550, 300))
    applied = seen(room)
    for place in places:
        assert apart(drafted.pixelColor(place), applied.pixelColor(place)) <= 16


def test_a_deep_picture_with_a_profile_follows_too(room: Room) -> None:
    y, x = np.mgrid[:120, :160]
    deep = np.dstack([x * 300, y * 300, x + y]).astype(np.uint16)
    document = room.open(bytes(cv2.imencode(".png", deep)[1].tobytes()))
    drafting = room.window.parts.drafting
    drafting.set_width(240)
    drafting.apply()
    settle(room, lambda: document.size == (240, 120))
    colour = room.canvas.scene.colour_at(Point(40 + 100, 60))
    room.window.run("edit.undo")
    settle(room, lambda: document.size == (160, 120))
    assert room.canvas.scene.colour_at(Point(100, 60)) == colour


def grown(room: Room, document: Document, rect: Rect) -> None:
    room.session.canvas.apply(CanvasPlan(rect))
    settle(room, lambda: document.size == rect.size)


@pytest.mark.parametrize("how", ["wipe", "difference"])
def test_what_is_compared_follows_too(room: Room, document: Document, how: Compare) -> None:
    document.add_patch(a_patch(GREEN, Rect(100, 80, 60, 40)))
    room.canvas.feed.compare_by(how)
    grown(room, document, Rect(-50, -30, 500, 360))
    scene = room.canvas.scene
    compared = scene.before if how == "wipe" else scene.photo
    assert room.canvas.feed.compare == how
    assert compared is not None
    assert compared.rect.size == (500, 360)
    if how == "difference":
        room.wait(lambda: scene.inset is not None and scene.inset.rect.size.width < 400)
        assert scene.inset is not None
        assert scene.inset.rect.encloses(Rect(150, 110, 60, 40))
    room.canvas.feed.compare_by("")
    room.canvas.feed.hold_original(held=True)
    room.window.run("edit.undo")
    settle(room, lambda: document.size == SIZE)
    room.wait(lambda: room.canvas.scene.colour_at(Point(120, 100)) == own_colour(120, 100))
    room.canvas.feed.hold_original(held=False)
    assert room.canvas.scene.colour_at(Point(120, 100)) == GREEN


def own_colour(x: int, y: int) -> tuple[int, int, int]:
    """Return the colour of the easel's picture."""
    return (x + y) % 256, y % 256, x % 256


def test_the_film_of_live_steps_follows(room: Room, document: Document) -> None:
    mask = np.zeros((SIZE.height, SIZE.width), np.uint8)
    mask[100:120, 200:240] = 255
    document.replace_mask(mask)
    document.set_recipe(Recipe((Grow(px=6),)))
    room.wait(lambda: document.derived is not None)
    for rect in (Rect(-50, -30, 500, 360), Rect(60, 50, 300, 200)):
        grown(room, document, rect)
        room.wait(lambda: document.derived is not None and room.canvas.feed._derived.film is not None)
        film = room.canvas.scene.film
        assert film is not None
        assert np.array_equal(film.mask, np.asarray(document.derived))


def test_the_lines_over_it_move_along_at_once(room: Room, document: Document) -> None:
    mask = np.zeros((SIZE.height, SIZE.width), np.uint8)
    mask[100:120, 200:240] = 255
    document.replace_mask(mask)
    room.wait(lambda: room.canvas.frames.frame is not None and room.window.parts.signs.text("footprint") != "")
    line, frame = room.window.parts.signs._footprint, room.canvas.frames.frame
    before = [polygon.copy() for polygon in line._polygons]
    assert frame is not None
    seen: list[bool] = []

    def look(event: DocumentEvent) -> None:
        if isinstance(event, MaskChanged):
            now = room.canvas.frames.frame
            at = [polygon - (50, 30) for polygon in line._polygons]
            seen.append(now is not None and now.rect == frame.rect.translated(50, 30))
            seen.append(all(np.array_equal(one, other) for one, other in zip(before, at, strict=True)))

    leave = document.changed.connect(look)
    room.session.canvas.apply(CanvasPlan(Rect(-50, -30, 500, 360), paints_new=False))
    settle(room, lambda: document.size == (500, 360))
    leave()
    assert seen == [True, True]
    room.wait(lambda: not line.is_stale)
    low = np.concatenate(line._polygons).min(axis=0)
    assert np.abs(low - np.concatenate(before).min(axis=0) - (50, 30)).max() <= 1


def test_a_turned_and_zoomed_view_stays_where_it_is(room: Room, document: Document) -> None:
    room.canvas.turn_to(Turn(90, is_mirrored=True))
    room.canvas.zoom_to(3.0, at(room.canvas, 100, 100))
    turn, zoom, place = room.canvas.viewport.turn, room.canvas.viewport.zoom, at(room.canvas, 100, 100)
    grown(room, document, Rect(-77, -31, 500, 400))
    assert (room.canvas.viewport.turn, room.canvas.viewport.zoom) == (turn, zoom)
    assert (at(room.canvas, 177, 131) - place).manhattanLength() <= 2
    room.window.run("edit.undo")
    settle(room, lambda: document.size == SIZE)
    assert (at(room.canvas, 100, 100) - place).manhattanLength() <= 2


def test_two_changes_at_once_end_at_the_last(room: Room, document: Document) -> None:
    grown(room, document, Rect(-100, 0, 500, 300))
    grown(room, document, Rect(0, -60, 500, 360))
    place = at(room.canvas, 200, 160)
    room.window.run("edit.undo")
    room.window.run("edit.undo")
    assert room.canvas.feed.is_moving
    settle(room, lambda: document.size == SIZE)
    assert (at(room.canvas, 100, 100) - place).manhattanLength() <= 2
    assert room.canvas.scene.colour_at(Point(100, 100)) == own_colour(100, 100)


def test_what_takes_long_is_said_on_the_canvas(room: Room, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on = threading.Event()

    def slow(before: Snapshot, plan: CanvasPlan, **how: Any) -> Canvas:  # noqa: ANN401 - passed on as it came
        may_go_on.wait(20)
        return recanvassed(before, plan, **how)

    monkeypatch.setattr("picpik_studio.app.canvas_changing.recanvassed", slow)
    signs = room.window.parts.signs
    pull(room, (400, 150), (60, 0))
    enter(room)
    assert not signs.text("working")
    try:
        room.wait(lambda: signs.text("working") == "Changing the canvas…")
        assert draft(room).is_changed, "it is seen until the canvas is there"
    finally:
        may_go_on.set()
    settle(room, lambda: document.size == (460, 300))
    assert not signs.text("working")


def test_what_is_drawn_of_a_part_of_the_larger_canvas_is_exact(room: Room, document: Document) -> None:
    """After undo the smaller picture lies in the memory of the larger one, its rows apart."""
    room.session.tool.tool = "hand"
    room.session.program.settings.set("show_footprint", False)
    grown(room, document, Rect(-37, -21, 461, 340))
    room.window.run("edit.undo")
    settle(room, lambda: document.size == SIZE)
    assert not document.pixels.flags.c_contiguous
    room.canvas.zoom_to(1.0)
    assert np.array_equal(picture(room.canvas), document.pixels[..., :3])
    room.canvas.zoom_to(0.5)
    room.canvas.zoom_to(1.0)
    document.add_patch(a_patch(GREEN, Rect(100, 80, 60, 40)))
    assert np.array_equal(picture(room.canvas), document.pixels[..., :3])
