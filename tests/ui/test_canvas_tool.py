"""The canvas tool: the picture's edges dragged by a real pointer, typed and chosen, applied and put back."""

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from picpik_studio.core.box_drag import Grip
from picpik_studio.core.canvas_draft import CanvasDraft, Margins
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.turn import Turn
from picpik_studio.ui.canvas.canvas_frame_film import bands_of
from picpik_studio.ui.canvas.canvas_frame_marks import kept_of, words_of
from tests.ui.drafting import SIZE, apart, draft, enter, margins, pull, row, seen, settle, take_tool
from tests.ui.easel import Hand, at, picture_bytes
from tests.ui.room import Room

SHIFT, ALT, CTRL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def document(room: Room) -> Document:
    return take_tool(room)


def test_there_is_room_round_the_picture_while_the_tool_is_chosen(room: Room, document: Document) -> None:
    assert document.size == SIZE
    room.session.tool.tool = "brush"
    fitted = room.canvas.viewport
    room.session.tool.tool = "canvas"
    corner = at(room.canvas, 0, 0)
    assert room.canvas.viewport.zoom <= fitted.zoom
    assert min(corner.x(), corner.y()) > 40
    room.canvas.zoom_to(4.0, at(room.canvas, 400, 300))
    room.canvas.pan(-300, -300)
    beside = room.canvas.viewport
    assert not Rect.of(SIZE).expanded(10).contains(beside.centre) or beside.centre.x > SIZE.width
    room.session.tool.tool = "brush"
    assert room.canvas.viewport == beside, "a view that a person has chosen stays"


def test_edges_and_corners_are_dragged_out_and_in_and_the_middle_moves(room: Room, document: Document) -> None:
    assert document.size == SIZE
    pull(room, (400, 150), (120, 4))
    assert margins(room) == Margins(0, 0, 120, 0)
    assert (row(room).width_field.value(), row(room).height_field.value()) == (520, 300)
    pull(room, (0, 0), (50, 30))
    assert margins(room) == Margins(-50, -30, 120, 0)
    pull(room, (250, 180), (-40, 0))
    assert margins(room) == Margins(-10, -30, 80, 0)
    assert document.size == SIZE, "nothing was applied"
    assert not document.history.can_undo


def test_shift_keeps_the_ratio_and_alt_drags_about_the_middle(room: Room, document: Document) -> None:
    assert document.size == SIZE
    pull(room, (400, 300), (80, 10), SHIFT)
    assert draft(room).rect == Rect(0, 0, 480, 360)
    room.window.parts.drafting.reset()
    pull(room, (400, 150), (60, 0), ALT)
    assert margins(room) == Margins(60, 0, 60, 0)


def test_the_frame_is_drawn_to_the_picture_unless_ctrl_is_held(room: Room, document: Document) -> None:
    assert document.size == SIZE
    pull(room, (400, 150), (100, 0))
    pull(room, (500, 150), (-97, 0))
    assert not draft(room).is_changed
    pull(room, (400, 150), (100, 0))
    pull(room, (500, 150), (-97, 0), CTRL)
    assert margins(room) == Margins(0, 0, 3, 0)


def test_esc_takes_a_drag_back_then_the_frame_and_a_click_changes_nothing(room: Room, document: Document) -> None:
    assert document.size == SIZE
    pull(room, (400, 150), (100, 0))
    hand = Hand(room.canvas)
    hand.press(at(room.canvas, 500, 150))
    hand.move(at(room.canvas, 560, 150))
    assert margins(room).right == 160
    QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    hand.release(at(room.canvas, 560, 150))
    assert margins(room).right == 100
    Hand(room.canvas).drag(at(room.canvas, 500, 150))
    assert margins(room).right == 100
    QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    assert not draft(room).is_changed
    assert not document.history.can_undo


def test_past_the_border_of_the_view_the_picture_moves_along(room: Room, document: Document) -> None:
    assert document.size == SIZE
    hand = Hand(room.canvas)
    hand.press(at(room.canvas, 400, 150))
    beyond = QPointF(room.canvas.width() + 60, at(room.canvas, 400, 150).y())
    hand.move(beyond)
    reached = margins(room).right
    room.wait(lambda: margins(room).right > reached + 20)
    hand.release(beyond)
    assert not room.canvas.is_fitted


def test_a_ratio_grows_the_canvas_about_the_anchor_and_is_kept(room: Room, document: Document) -> None:
    assert document.size == SIZE
    by_title = {action.text(): action for action in row(room).ratio.menu().actions()}
    by_title["16:9"].trigger()
    assert draft(room).rect == Rect(-67, 0, 533, 300)
    assert row(room).ratio.text() == "16:9"
    row(room).anchor.cells["left"].click()
    assert draft(room).rect == Rect(0, 0, 533, 300)
    assert room.session.program.settings.get("canvas_anchor") == "left"
    pull(room, (533, 300), (160, 0))
    assert draft(room).rect.size == (693, 390)
    by_title["Original"].trigger()
    assert row(room).ratio.text() == "4:3", "a ratio that has a name of its own is called by it"
    by_title["Free"].trigger()
    assert draft(room).ratio is None


def test_a_frame_that_was_seen_whole_stays_so_when_it_is_typed(room: Room, document: Document) -> None:
    assert document.size == SIZE
    room.canvas.zoom_to(1.5)
    frame, view = room.window.parts.drafting, room.canvas.viewport
    frame.set_width(410)
    assert room.canvas.viewport == view, "there was room for it"
    frame.set_width(2000)
    assert room.canvas.viewport.zoom < 1
    assert Rect.of(room.canvas.viewport.view).encloses(room.canvas.viewport.to_view_rect(draft(room).rect))
    room.canvas.zoom_to(6.0)
    near = room.canvas.viewport
    frame.set_width(2400)
    assert room.canvas.viewport == near, "one looks at an edge"


def test_a_size_is_typed_and_enter_goes_back_to_the_picture(room: Room, document: Document) -> None:
    room.session.tool.tool = "hand"
    room.window.run("canvas.size")
    assert room.window.parts.canvas_frame.is_on
    field = row(room).width_field
    assert field.hasFocus()
    QTest.keyClicks(field, "640")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert draft(room).rect == Rect(-120, 0, 640, 300)
    assert room.canvas.hasFocus()
    enter(room)
    settle(room, lambda: document.size == (640, 300))


@pytest.mark.parametrize("prefill", ["mirror", "colour"])
def test_the_row_fits_the_smallest_window(room: Room, document: Document, prefill: str) -> None:
    assert document.size == SIZE
    room.session.program.settings.set("canvas_prefill", prefill)
    shown = []
    for width in (1280, 960):
        room.shell.resize(width, 640)
        QApplication.processEvents()
        bar = row(room)
        parts = [part for part in bar.children() if isinstance(part, QWidget) and part.isVisible()]
        assert all(bar.rect().contains(part.geometry()) for part in parts)
        parts.sort(key=QWidget.x)
        assert all(one.geometry().right() < other.x() for one, other in pairwise(parts))
        shown.append(len(parts))
    assert shown[0] >= shown[1]


def test_enter_is_the_frames_first_and_then_the_results(room: Room, document: Document) -> None:
    actions = room.shell.commands
    pressed: list[str] = []
    actions.triggered.connect(pressed.append)
    enter(room)
    assert pressed == [], "neither a frame nor a result"
    pull(room, (400, 150), (50, 0))
    room.session.tool.tool = "polygon"
    Hand(room.canvas).drag(at(room.canvas, 50, 50))
    room.session.tool.tool = "canvas"
    enter(room)
    assert pressed == [], "the open shape had it"
    room.canvas.shapes.cancel()
    enter(room)
    assert pressed == ["canvas.apply"]
    settle(room, lambda: document.size == (450, 300))


def test_a_draft_waits_while_another_tool_is_used(room: Room, document: Document) -> None:
    pull(room, (400, 150), (50, 0))
    room.session.tool.tool = "brush"
    assert room.window.parts.signs.text("canvas").startswith("canvas frame waits")
    enter(room)
    assert document.size == SIZE
    room.session.tool.tool = "canvas"
    assert room.window.parts.signs.text("canvas") == ""
    assert margins(room).right == 50
    room.session.open_bytes(picture_bytes(200, 100), "other.png")
    room.wait(lambda: room.session.document is not document and room.canvas.is_ready)
    assert draft(room) == CanvasDraft.of(Size(200, 100))


def test_what_is_too_large_is_said_while_one_drags(room: Room, document: Document) -> None:
    drafting = room.window.parts.drafting
    drafting.put(CanvasDraft(SIZE, Rect(0, 0, 60_000, 60_000)))
    assert drafting.problem is not None
    assert not drafting.can_apply
    assert "60000 by 60000" in room.window.parts.canvas_marks.label
    enter(room)
    assert document.size == SIZE
    assert "megapixels" in room.said[-1]
    QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    assert drafting.problem is None


def test_without_a_picture_the_tool_cannot_be_taken(room: Room) -> None:
    action = room.shell.commands["tool.canvas"]
    assert not action.isEnabled()
    QTest.keyClick(room.shell, Qt.Key.Key_C)
    assert room.session.tool.tool == "brush"
    assert not row(room).width_field.isEnabled()
    room.open(picture_bytes(*SIZE))
    room.wait(action.isEnabled)


def test_what_is_chosen_is_kept_in_the_settings(room: Room, document: Document) -> None:
    assert document.size == SIZE
    settings = room.session.program.settings
    kinds = {action.data(): action for action in row(room).fill.kind.menu().actions()}
    assert row(room).fill.colour.isHidden()
    kinds["colour"].trigger()
    assert settings.get("canvas_prefill") == "colour"
    assert not row(room).fill.colour.isHidden()
    row(room).overlap.setValue(7)
    assert settings.get("canvas_overlap") == 7
    settings.set("canvas_colour", "#ff0000")
    pull(room, (400, 150), (100, 0))
    enter(room)
    settle(room, lambda: document.size == (500, 300))
    assert np.array_equal(document.pixels[10, 450, :3], (0, 0, 255))
    assert document.mask.pixels[10, 400 - 7]
    assert not document.mask.pixels[10, 400 - 8]


def test_the_pointer_says_what_would_be_dragged_as_the_view_is_turned(room: Room, document: Document) -> None:
    assert document.size == SIZE
    gesture = room.window.parts.canvas_frame
    room.canvas.turn_to(Turn(90))
    across = gesture.cursor(at(room.canvas, 400, 150))
    assert across is not None
    assert across.shape() == Qt.CursorShape.SizeVerCursor
    middle, beside = gesture.cursor(at(room.canvas, 200, 150)), gesture.cursor(at(room.canvas, 450, 150))
    assert middle is not None
    assert middle.shape() == Qt.CursorShape.SizeAllCursor
    assert beside is not None
    assert beside.shape() == Qt.CursorShape.ArrowCursor


def test_the_words_name_only_what_changes() -> None:
    made = CanvasDraft.of(SIZE).dragged(Grip(1, -1), (120, 30), keeps_ratio=False, about_middle=False)
    assert words_of(made) == "520 x 270 px · top -30 · right +120"
    assert kept_of(made, 32) == Rect(0, 30, 368, 270)


def test_another_picture_is_fitted_by_itself_from_its_first_sight_on(
    room: Room, document: Document, tmp_path: Path
) -> None:
    assert document.size == SIZE
    path = tmp_path / "larger.jpg"
    cv2.imwrite(str(path), np.full((1600, 2400, 3), 90, np.uint8))
    seen: list[Rect] = []

    def look(topic: str) -> None:
        if topic == "preview" and room.session.preview is not None:
            seen.append(room.canvas.viewport.to_view_rect(Rect(0, 0, 2400, 1600)))

    leave = room.session.changed.connect(look)
    room.session.open_path(path)
    room.wait(lambda: room.session.path == path and room.canvas.is_ready)
    leave()
    assert Rect.of(room.canvas.viewport.view).encloses(seen[0])
    assert set(seen) == {room.canvas.viewport.to_view_rect(Rect(0, 0, 2400, 1600))}, "and it does not jump"


@pytest.mark.parametrize("turn", [Turn(0), Turn(90), Turn(30)])
@pytest.mark.parametrize("zoom", [0.4, 1.0, 2.0])
def test_the_overlap_has_one_film_also_where_it_is_painted(
    room: Room, document: Document, turn: Turn, zoom: float
) -> None:
    mask = np.zeros((SIZE.height, SIZE.width), np.uint8)
    mask[120:180, 340:400] = 255
    document.replace_mask(mask)
    settings = room.session.program.settings
    settings.set("canvas_overlap", 0)
    settings.set("show_footprint", False)
    room.canvas.turn_to(turn)
    room.canvas.zoom_to(zoom, at(room.canvas, 380, 150))
    room.window.parts.drafting.put(CanvasDraft(SIZE, Rect(0, 0, 460, 300)))
    painted, unpainted = (at(room.canvas, 385, y).toPoint() for y in (152, 110))
    film, bare = (seen(room).pixelColor(place) for place in (painted, unpainted))
    settings.set("canvas_overlap", 40)
    drafted = seen(room)
    assert apart(drafted.pixelColor(painted), film) <= 2, "it was tinted already"
    assert apart(drafted.pixelColor(unpainted), bare) > 20, "it is tinted now"
    room.canvas.set_film_view("off")
    photo = QColor(*room.canvas.scene.colour_at(Point(385, 152)) or ())
    assert apart(seen(room).pixelColor(painted), photo) > 20, "where no film is, all of it is tinted"


@pytest.mark.parametrize("degrees", [7, 30, 90, 145])
def test_the_new_area_looks_the_same_in_a_turned_view_and_so_does_what_is_cut_away(
    room: Room, document: Document, degrees: int
) -> None:
    assert document.size == SIZE
    room.session.program.settings.set("canvas_prefill", "colour")
    room.canvas.zoom_to(0.45)
    room.window.parts.drafting.put(CanvasDraft(SIZE, Rect(-60, 0, 430, 350)))
    points = [(100, 330), (385, 200), (200, 150)]
    looks = []
    for turn in (Turn(0), Turn(degrees)):
        room.canvas.turn_to(turn)
        image = seen(room)
        looks.append([image.pixelColor(at(room.canvas, *point).toPoint()) for point in points])
    assert [apart(*pair) for pair in zip(*looks, strict=True)] == [pytest.approx(0, abs=12)] * len(points)


def test_the_overlap_is_parted_into_bands() -> None:
    inside = Rect(10, 20, 100, 60)
    seen_times = np.zeros((100, 130), int)
    for kept in (Rect(20, 30, 70, 40), Rect(10, 20, 90, 60), inside, Rect(15, 20, 95, 55)):
        seen_times[...] = 0
        for band in bands_of(inside, kept):
            seen_times[band.slices] += 1
        seen_times[kept.slices] += 1
        assert (seen_times[inside.slices] == 1).all()
        assert seen_times.sum() == inside.width * inside.height
