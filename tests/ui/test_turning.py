"""Turning the view in the furnished window: commands, keys that are held, fingers, and the chip that leads back."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from picpik_studio.core.turn import NONE, Turn
from picpik_studio.ui.canvas.turn_chip import TurnChip, signed
from picpik_studio.ui.canvas.twist import caught
from picpik_studio.ui.turn_handlers import next_step
from tests.ui.easel import Hand, painted, picture_bytes
from tests.ui.room import Room
from tests.ui.test_canvas_devices import touch

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def open_room(room: Room) -> Room:
    room.open(picture_bytes())
    room.shell.activateWindow()
    room.canvas.setFocus()
    room.window.display.refresh()
    return room


def chip(room: Room) -> TurnChip:
    found = room.canvas.findChild(TurnChip)
    assert isinstance(found, TurnChip)
    return found


def turn(room: Room) -> Turn:
    return room.canvas.viewport.turn


def test_the_commands_turn_mirror_and_make_upright(open_room: Room) -> None:
    room = open_room
    for command_id, expected in (
        ("view.turn_right", Turn(15)),
        ("view.turn_right", Turn(30)),
        ("view.turn_left", Turn(15)),
        ("view.mirror", Turn(-15, is_mirrored=True)),
        ("view.turn_left", Turn(-30, is_mirrored=True)),
        ("view.turn_back", NONE),
    ):
        room.window.run(command_id)
        assert turn(room) == expected
        room.window.display.refresh()
        assert room.shell.commands["view.mirror"].isChecked() == expected.is_mirrored


@pytest.mark.parametrize(
    ("key", "keys", "expected"),
    [
        (Qt.Key.Key_Left, ALT, Turn(-15)),
        (Qt.Key.Key_Right, ALT, Turn(15)),
        (Qt.Key.Key_H, SHIFT, Turn(0, is_mirrored=True)),
    ],
)
def test_the_keys_of_the_view(open_room: Room, key: Qt.Key, keys: Qt.KeyboardModifier, expected: Turn) -> None:
    QTest.keyClick(open_room.canvas, key, keys)
    assert turn(open_room) == expected
    QTest.keyClick(open_room.canvas, Qt.Key.Key_R, SHIFT)
    assert turn(open_room) == NONE


def test_a_turned_view_goes_to_the_next_multiple_of_15_degrees() -> None:
    found = [next_step(degrees, direction) for degrees in (0, 15, 20, 359) for direction in (1, -1)]
    assert found == [15, -15, 30, 0, 30, 15, 360, 345]


def test_esc_twice_makes_upright(open_room: Room) -> None:
    open_room.canvas.turn_to(Turn(40, is_mirrored=True))
    QTest.keyClick(open_room.canvas, Qt.Key.Key_Escape)
    assert turn(open_room) == Turn(40, is_mirrored=True)
    QTest.keyClick(open_room.canvas, Qt.Key.Key_Escape)
    assert turn(open_room) == NONE


def test_a_tap_on_r_says_what_it_is_for(open_room: Room) -> None:
    open_room.shell.holds._clock = lambda: 0.0
    QTest.keyClick(open_room.canvas, Qt.Key.Key_R)
    assert open_room.said == ["Hold R and drag to turn the view, with Shift by 15 degrees; Shift+R turns it back."]


def test_the_view_is_turned_while_r_is_held(open_room: Room) -> None:
    room, canvas = open_room, open_room.canvas
    middle = QPointF(canvas.width() / 2, canvas.height() / 2)
    zoom = canvas.viewport.zoom
    QTest.keyPress(canvas, Qt.Key.Key_R)
    Hand(canvas).drag(middle + QPointF(100, 0), middle + QPointF(100, 100))
    QTest.keyRelease(canvas, Qt.Key.Key_R)
    assert not room.said
    assert turn(room).degrees == pytest.approx(45)
    assert canvas.viewport.zoom == zoom
    assert not room.session.is_mask_modified
    Hand(canvas).drag(middle)
    assert room.session.is_mask_modified


def test_chosen_in_the_menu_turning_lasts_until_it_is_chosen_again(open_room: Room) -> None:
    room = open_room
    for is_on in (True, False):
        room.window.run("view.turn_drag")
        room.window.display.refresh()
        assert room.canvas.moving.is_held("turn") == is_on
        assert room.shell.commands["view.turn_drag"].isChecked() == is_on


@pytest.mark.parametrize("left", [CTRL, Qt.KeyboardModifier.NoModifier])
def test_ctrl_and_space_zoom_for_as_long_as_space_is_held(open_room: Room, left: Qt.KeyboardModifier) -> None:
    room, canvas = open_room, open_room.canvas
    zoom = canvas.viewport.zoom
    QTest.keyPress(canvas, Qt.Key.Key_Space, CTRL)
    Hand(canvas).drag(QPointF(200, 200), keys=CTRL)
    assert canvas.viewport.zoom > zoom
    Hand(canvas).drag(QPointF(200, 200), keys=CTRL | ALT)
    assert canvas.viewport.zoom == pytest.approx(zoom, rel=0.5)
    QTest.keyRelease(canvas, Qt.Key.Key_Space, left)
    assert not canvas.moving.is_held("zoom")
    assert not room.session.is_mask_modified


def test_the_view_is_fitted_to_what_is_painted(open_room: Room) -> None:
    room, canvas = open_room, open_room.canvas
    document = room.session.document
    assert document is not None
    canvas.zoom_to(1.0)
    room.session.tool.size = 20
    at = canvas.to_widget(canvas.viewport.centre)
    assert at is not None
    Hand(canvas).drag(at)
    room.window.display.refresh()
    QTest.keyClick(canvas, Qt.Key.Key_Z, SHIFT)
    y, x = np.nonzero(painted(document))
    assert canvas.viewport.centre == pytest.approx((x.mean() + 0.5, y.mean() + 0.5), abs=1)
    assert canvas.viewport.zoom == 8


def test_space_moves_the_picture_while_a_stroke_waits(open_room: Room) -> None:
    canvas, hand = open_room.canvas, Hand(open_room.canvas)
    canvas.zoom_to(4.0)
    hand.press(QPointF(400, 300))
    hand.move(QPointF(440, 300))
    before = canvas.to_image(QPointF(440, 300))
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    hand.move(QPointF(400, 340))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.has_stroke
    assert before is not None
    assert canvas.to_image(QPointF(400, 340)) == pytest.approx(before, abs=0.5)
    hand.release(QPointF(400, 340))
    assert open_room.session.is_mask_modified


# The chip


@pytest.mark.parametrize(
    ("turned", "said"),
    [
        (Turn(30), "View turned 30°"),
        (Turn(-15.2), "View turned \N{MINUS SIGN}15°"),
        (Turn(180), "View turned 180°"),
        (Turn(0, is_mirrored=True), "Mirrored"),
        (Turn(90, is_mirrored=True), "Mirrored, turned 90°"),
    ],
)
def test_a_chip_says_how_the_view_is_turned_and_leads_back(open_room: Room, turned: Turn, said: str) -> None:
    assert not chip(open_room).isVisible()
    open_room.canvas.turn_to(turned)
    assert chip(open_room).isVisible()
    assert chip(open_room).text() == said
    QTest.mouseClick(chip(open_room), Qt.MouseButton.LeftButton)
    assert turn(open_room) == NONE
    assert not chip(open_room).isVisible()
    assert not open_room.session.is_mask_modified


def test_over_the_chip_no_brush_is_shown(open_room: Room) -> None:
    canvas = open_room.canvas
    canvas.turn_to(Turn(30))
    label = chip(open_room)
    QTest.mouseMove(canvas, canvas.rect().center())  # a pointer that lies there already would not move
    QTest.mouseMove(canvas, label.geometry().bottomRight() + QPoint(9, 9))
    assert canvas.pointer_position is not None
    for step in (0, 2, 4):
        QTest.mouseMove(label, label.rect().center() + QPoint(step, 0))
        assert canvas.pointer_position is None
    QTest.mouseMove(canvas, label.geometry().bottomRight() + QPoint(9, 9))
    assert canvas.pointer_position is not None


def test_an_angle_is_said_the_short_way_round() -> None:
    assert [signed(degrees) for degrees in (0, 179.6, 180.4, 181, 359.7)] == [0, 180, 180, -179, 0]


# Fingers


def rotate(room: Room, kind: Qt.NativeGestureType, degrees: float) -> None:
    at, pad = QPointF(300, 200), QPointingDevice.primaryPointingDevice()
    QApplication.sendEvent(room.canvas, QNativeGestureEvent(kind, pad, 2, at, at, at, degrees, QPointF()))


def test_two_fingers_turn_once_it_is_clear_that_they_do(open_room: Room) -> None:
    room = open_room
    rotation = Qt.NativeGestureType.RotateNativeGesture
    rotate(room, Qt.NativeGestureType.BeginNativeGesture, 0)
    rotate(room, rotation, 6)
    assert turn(room) == NONE
    rotate(room, rotation, 24)
    assert turn(room).degrees == pytest.approx(20)
    rotate(room, rotation, -17)
    assert turn(room) == NONE, "upright catches"
    rotate(room, rotation, 13)
    assert turn(room).degrees == pytest.approx(16)
    rotate(room, Qt.NativeGestureType.BeginNativeGesture, 0)
    rotate(room, rotation, -9)
    assert turn(room).degrees == pytest.approx(16)


def test_a_turn_is_caught_near_the_quarters() -> None:
    turns = [Turn(3), Turn(357), Turn(5), Turn(88, is_mirrored=True), Turn(184.5)]
    assert [caught(each) for each in turns] == [NONE, NONE, Turn(5), Turn(90, is_mirrored=True), Turn(184.5)]


def test_two_fingers_on_the_screen_turn_the_view_about_their_middle(open_room: Room) -> None:
    canvas = open_room.canvas
    canvas.zoom_to(8.0)
    middle = QPointF(300, 250)
    before = canvas.to_image(middle)
    arms = [QPointF(math.cos(angle), math.sin(angle)) * 100 for angle in np.radians((0, 20, 40, 50))]
    touch(canvas, QEvent.Type.TouchBegin, middle + arms[0], middle - arms[0])
    for arm in arms[1:]:
        touch(canvas, QEvent.Type.TouchUpdate, middle + arm, middle - arm)
    touch(canvas, QEvent.Type.TouchEnd, middle + arms[-1], middle - arms[-1])
    assert turn(open_room).degrees == pytest.approx(40)
    after = canvas.to_image(middle)
    assert before is not None
    assert after == pytest.approx(before, abs=2)
