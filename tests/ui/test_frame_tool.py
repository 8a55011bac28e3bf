"""The frame on the canvas: dragged by a real pointer, drawn with its size, and several of them for far spots."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from picpik_studio.core.document import Document
from picpik_studio.core.frame import Frame, custom_frame
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.ui.canvas.frame_marks import FrameMarks, words_of
from tests.ui.easel import Hand, at
from tests.ui.room import Room

SIZE = Size(3000, 900)


def a_picture() -> bytes:
    return bytes(cv2.imencode(".png", np.full((SIZE.height, SIZE.width, 3), 90, np.uint8))[1].tobytes())


@pytest.fixture
def document(room: Room) -> Document:
    document = room.open(a_picture())
    mask = np.zeros((SIZE.height, SIZE.width), np.uint8)
    mask[100:140, 100:140] = 255
    mask[700:740, 2700:2740] = 255
    document.replace_mask(mask)
    room.shell.activateWindow()
    room.wait(lambda: room.canvas.frames.frame is not None)
    return document


def marks(room: Room) -> FrameMarks:
    return room.window.parts.frame_marks


def mode(room: Room) -> object:
    return room.session.parameters.values.frame_mode


def found(room: Room, condition: Callable[[Frame], bool]) -> Frame:
    def is_there() -> bool:
        frame = room.canvas.frames.frame
        return frame is not None and condition(frame)

    room.wait(is_there)
    frame = room.canvas.frames.frame
    assert frame is not None
    return frame


def test_the_key_shows_the_frame_and_a_drag_beside_it_draws_a_new_one(room: Room, document: Document) -> None:
    assert not marks(room).is_shown
    room.session.parameters.set("split_frames", True)
    room.wait(lambda: len(room.window.parts.frame_watch.frames) == 2)
    room.canvas.setFocus()
    QTest.keyClick(room.canvas, Qt.Key.Key_U)
    assert room.session.tool.tool == "frame"
    assert marks(room).is_shown
    Hand(room.canvas).drag(at(room.canvas, 1000, 200), at(room.canvas, 1500, 400), at(room.canvas, 1900, 700))
    rect = mode(room)
    assert isinstance(rect, Rect)
    assert np.abs(np.subtract(rect, (1000, 200, 900, 500))).max() <= 6
    assert not document.mask.pixels[rect.slices].any(), "nothing was painted"
    assert room.canvas.frames.frame == custom_frame(rect, SIZE)
    room.wait(lambda: room.window.parts.frame_watch.frames == ())


def test_corners_edges_and_the_middle_are_dragged(room: Room, document: Document) -> None:
    assert document.size == SIZE
    room.session.parameters.set("frame_mode", Rect(0, 0, 1600, 800))
    start = found(room, lambda frame: frame.rect == Rect(0, 0, 1600, 800))
    room.session.tool.tool = "frame"
    Hand(room.canvas).drag(at(room.canvas, 1600, 800), at(room.canvas, 1200, 600))
    made = found(room, lambda frame: frame.rect != start.rect)
    assert np.abs(np.subtract(made.rect, (0, 0, 1200, 600))).max() <= 10
    Hand(room.canvas).drag(at(room.canvas, 600, 300), at(room.canvas, 900, 400))
    moved = found(room, lambda frame: frame.rect.x > 200)
    assert moved.rect.size == made.rect.size
    left = QPointF(at(room.canvas, moved.rect.x, moved.rect.y + moved.rect.height / 2))
    Hand(room.canvas).drag(left, left - QPointF(20, 0))
    wider = found(room, lambda frame: frame.rect.width > moved.rect.width)
    assert abs(wider.rect.right - moved.rect.right) <= 8


def test_shift_keeps_the_shape_at_a_corner(room: Room, document: Document) -> None:
    assert document.size == SIZE
    room.session.parameters.set("frame_mode", Rect(0, 0, 1600, 800))
    found(room, lambda frame: frame.rect == Rect(0, 0, 1600, 800))
    room.session.tool.tool = "frame"
    shift = Qt.KeyboardModifier.ShiftModifier
    Hand(room.canvas).drag(at(room.canvas, 1600, 800), at(room.canvas, 1200, 790), keys=shift)
    rect = mode(room)
    assert isinstance(rect, Rect)
    assert abs(rect.width / rect.height - 2) < 0.02


def test_esc_takes_the_drag_back_and_a_click_changes_nothing(room: Room, document: Document) -> None:
    assert document.size == SIZE
    room.session.tool.tool = "frame"
    hand = Hand(room.canvas)
    hand.press(at(room.canvas, 1500, 400))
    hand.move(at(room.canvas, 1900, 700))
    assert isinstance(mode(room), Rect)
    room.canvas.setFocus()
    QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    assert mode(room) == "mask"
    hand.release(at(room.canvas, 1900, 700))
    Hand(room.canvas).drag(at(room.canvas, 1500, 400))
    assert mode(room) == "mask"


def test_what_lies_wholly_outside_the_picture_is_not_taken(room: Room, document: Document) -> None:
    assert document.size == SIZE
    room.session.tool.tool = "frame"
    Hand(room.canvas).drag(at(room.canvas, 3010, 400), at(room.canvas, 3080, 600))
    assert mode(room) == "mask"


def test_the_pointer_says_what_would_be_dragged(room: Room, document: Document) -> None:
    assert document.size == SIZE
    frames = room.canvas.frames
    assert frames.cursor(at(room.canvas, 100, 100)) is None
    room.session.parameters.set("frame_mode", Rect(400, 200, 1600, 400))
    found(room, lambda frame: frame.rect == Rect(400, 200, 1600, 400))
    room.session.tool.tool = "frame"
    shapes = {}
    for name, place in (
        ("corner", (400, 200)),
        ("edge", (1200, 200)),
        ("middle", (1200, 400)),
        ("beside", (2900, 850)),
    ):
        cursor = frames.cursor(at(room.canvas, *place))
        assert cursor is not None
        shapes[name] = cursor.shape()
    assert shapes == {
        "corner": Qt.CursorShape.SizeFDiagCursor,
        "edge": Qt.CursorShape.SizeVerCursor,
        "middle": Qt.CursorShape.SizeAllCursor,
        "beside": Qt.CursorShape.CrossCursor,
    }
    nowhere = frames.cursor(None)
    assert nowhere is not None
    assert nowhere.shape() == Qt.CursorShape.CrossCursor


def test_the_frame_can_always_be_seen_and_says_how_it_is_sent(room: Room, document: Document) -> None:
    assert document.size == SIZE
    room.session.parameters.set("frame_mode", "whole")
    found(room, lambda frame: frame.rect.width == SIZE.width)
    room.window.run("view.frame")
    assert marks(room).is_shown
    assert marks(room).label == "3000 x 909 px · sent at 85.3 %"
    before = room.canvas.grab().toImage()
    room.window.run("view.frame")
    assert not marks(room).is_shown
    assert room.canvas.grab().toImage() != before


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (Frame(Rect(0, 0, 512, 520), Size(512, 520)), "512 x 520 px · sent at its own size"),
        (Frame(Rect(0, 0, 4096, 2048), Size(2560, 1280)), "4096 x 2048 px · sent at 62.5 %"),
        (Frame(Rect(0, 0, 512, 512), Size(1024, 512)), "512 x 512 px · stretched to 1024 x 512"),
    ],
)
def test_the_words_of_a_frame(frame: Frame, words: str) -> None:
    assert words_of(frame) == words


def test_far_spots_are_drawn_in_frames_of_their_own(room: Room, document: Document) -> None:
    assert document.size == SIZE
    room.session.tool.tool = "frame"
    room.session.parameters.set("split_frames", True)
    room.wait(lambda: len(room.canvas.frames.others) == 1)
    first, second = room.window.parts.frame_watch.frames
    assert first.rect.intersected(second.rect).is_empty
    room.window.parts.parameters.sections["frame"].unfold()
    room.wait(lambda: "2 frames" in room.window.parts.parameters.frame.remark.text())


def test_of_frames_out_of_sight_nothing_is_written_at_the_edges(room: Room, document: Document) -> None:
    room.session.parameters.set("split_frames", True)
    room.wait(lambda: len(room.canvas.frames.others) == 1)
    between = Rect(SIZE.width // 2, 400, 60, 60)
    assert all(frame.rect.intersected(between).is_empty for frame in room.window.parts.frame_watch.frames)
    room.canvas.show_rect(between)
    before = room.canvas.grab().toImage()
    room.window.run("view.frame")
    assert marks(room).is_shown
    assert room.canvas.grab().toImage() == before

    room.canvas.show_rect(Rect(400, 100, 400, 200))
    seen = room.canvas.grab().toImage()
    room.window.run("view.frame")
    assert room.canvas.grab().toImage() != seen, "of one in sight in part it is"
    assert document.size == SIZE


def test_the_row_of_the_tool_sets_what_is_sent(room: Room, document: Document) -> None:
    assert document.size == SIZE
    room.session.tool.tool = "frame"
    row = room.window.parts.options.rows["frame"]
    whole, around = row.whole, row.around  # type: ignore[attr-defined]  # the row of this very tool
    QTest.mouseClick(whole, Qt.MouseButton.LeftButton)
    assert mode(room) == "whole"
    QTest.mouseClick(around, Qt.MouseButton.LeftButton)
    assert mode(room) == "mask"
    QTest.mouseClick(around, Qt.MouseButton.LeftButton)
    assert around.isChecked()
    room.session.parameters.set("frame_mode", Rect(0, 0, 100, 100))
    assert [around.isChecked(), whole.isChecked()] == [False, False]
