"""The canvas after its picture has another one: in its place, without a flash, by undo and redo too, and painted on."""

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point
from tests.ui.drafting import SIZE, apart, draft, enter, pull, seen, settle, take_tool
from tests.ui.easel import Hand, at
from tests.ui.room import Room


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


def test_what_is_seen_changes_at_once_and_never_to_something_else(room: Room, document: Document) -> None:
    """Neither blank nor stale pixels: until the new canvas is there all of the old one is seen."""
    room.window.parts.drafting.set_width(500)
    room.session.tool.tool = "hand"
    room.canvas.fit()
    before = seen(room)
    room.session.canvas.apply(room.window.parts.drafting.plan)  # type: ignore[arg-type] # there is one
    looks: list[QImage] = []

    def is_there() -> bool:
        looks.append(seen(room))
        return document.size.width == 500 and not room.canvas.feed.is_moving

    room.wait(is_there)
    middle = at(room.canvas, 250, 150).toPoint()
    for look in looks:
        assert look.pixelColor(middle) == before.pixelColor(middle), "an old pixel did not change"


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
