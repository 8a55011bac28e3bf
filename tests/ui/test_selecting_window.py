"""Selections in the window, by real events and the real service of this computer."""

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Point
from picpik_studio.ui.canvas.selection_bar import SelectionBar
from tests.engine.test_select import BALL, BOX, overlap, scene
from tests.ui.easel import Hand
from tests.ui.room import Room
from tests.ui.test_canvas_feed import a_patch, show

pytestmark = pytest.mark.usefixtures("lent_engine")

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ON_BOX = (BOX.x + 30, BOX.y + 40)


@pytest.fixture
def opened(room: Room) -> Room:
    """The window with a red ball and a green box before a sky."""
    room.open(cv2.imencode(".png", scene()[0])[1].tobytes())
    room.canvas.setFocus()
    return room


def bar(room: Room) -> SelectionBar:
    return room.window.parts.selection_bar


def click(
    room: Room, place: tuple[float, float], button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NONE
) -> None:
    at = room.canvas.to_widget(Point(*place))
    assert at is not None
    QTest.mouseClick(room.canvas, button, keys, QPoint(round(at.x()), round(at.y())))


def key(room: Room, name: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(room.canvas, name, keys)


def preview(room: Room) -> Plane:
    """Wait for what was asked for; return it at the picture's size."""
    room.wait(lambda: not room.session.selecting.is_busy)
    region = room.session.selecting.preview.region
    assert region is not None, room.said
    plane = np.zeros(scene()[1].shape, np.uint8)
    plane[region[0].slices] = region[1]
    return plane


def painted(room: Room) -> Plane:
    room.wait(lambda: not room.session.reworking.is_busy)
    assert room.session.document is not None
    return room.session.document.mask.pixels.copy()


def test_the_subject_by_its_key_then_enter(opened: Room) -> None:
    assert bar(opened).isHidden()
    key(opened, Qt.Key.Key_F8, CTRL)
    assert bar(opened).isVisible()
    assert "Looking for the subject" in bar(opened).text.text()
    assert bar(opened).activity.isVisible()
    plane = preview(opened)
    assert overlap(plane, scene()[1] | scene()[2]) > 0.9
    assert not painted(opened).any()
    assert bar(opened).text.text() == "Subject"
    key(opened, Qt.Key.Key_Return)
    assert np.array_equal(painted(opened), plane)
    assert bar(opened).isHidden()
    key(opened, Qt.Key.Key_Z, CTRL)
    assert not painted(opened).any()


def test_over_the_bar_the_pointer_is_not_over_the_picture(opened: Room) -> None:
    key(opened, Qt.Key.Key_S)
    click(opened, ON_BOX)
    preview(opened)
    key(opened, Qt.Key.Key_B)
    QTest.mousePress(bar(opened).text, LEFT)
    assert not opened.canvas.has_stroke, "by a press beside the buttons"
    QTest.mouseRelease(bar(opened).text, LEFT)
    Hand(opened.canvas).move(QPointF(30, 30))
    assert opened.canvas.pointer_position is not None
    point = QPointF(3, 3)
    QApplication.sendEvent(bar(opened), QEnterEvent(point, point, point))
    assert opened.canvas.pointer_position is None


def test_the_key_is_not_promised_to_a_result_while_it_is_the_selections(opened: Room) -> None:
    show(opened.session, a_patch())
    signs = opened.window.parts.signs
    assert signs.text("result") == "Result 1 of 1: Enter accepts it"
    key(opened, Qt.Key.Key_F8, CTRL)
    preview(opened)
    assert signs.text("result") == "Result 1 of 1"
    key(opened, Qt.Key.Key_Escape)
    assert signs.text("result") == "Result 1 of 1: Enter accepts it"


def test_the_background_and_the_preview_turned_round_by_the_key_that_inverts(opened: Room) -> None:
    key(opened, Qt.Key.Key_F8, CTRL | SHIFT)
    background = preview(opened)
    assert overlap(background, 255 - (scene()[1] | scene()[2])) > 0.9
    key(opened, Qt.Key.Key_I, CTRL)
    assert np.array_equal(preview(opened), 255 - background)
    assert not painted(opened).any()
    key(opened, Qt.Key.Key_Escape)
    assert bar(opened).isHidden()
    key(opened, Qt.Key.Key_I, CTRL)
    assert (painted(opened) == 255).all()


@pytest.mark.parametrize(
    ("keys", "how"), [(NONE, "add"), (SHIFT, "add"), (ALT, "subtract"), (SHIFT | ALT, "intersect")]
)
def test_enter_does_as_the_other_tools_do(opened: Room, keys: Qt.KeyboardModifier, how: str) -> None:
    document = opened.session.document
    assert document is not None
    before = np.zeros(scene()[1].shape, np.uint8)
    before[:, : BALL[0]] = 255
    document.replace_mask(before)
    key(opened, Qt.Key.Key_F8, CTRL)
    plane = preview(opened)
    key(opened, Qt.Key.Key_Return, keys)
    wanted = {
        "add": np.maximum(before, plane),
        "subtract": np.minimum(before, 255 - plane),
        "intersect": np.minimum(before, plane),
    }
    assert np.array_equal(painted(opened), wanted[how])


@pytest.mark.parametrize("place", range(4))
def test_the_buttons_of_the_bar(opened: Room, place: int) -> None:
    document = opened.session.document
    assert document is not None
    before = np.zeros(scene()[1].shape, np.uint8)
    before[: BALL[1]] = 255
    document.replace_mask(before)
    key(opened, Qt.Key.Key_F8, CTRL)
    plane = preview(opened)
    QTest.mouseClick(bar(opened).take[place], LEFT)
    wanted = (plane, np.maximum(before, plane), np.minimum(before, 255 - plane), np.minimum(before, plane))
    assert np.array_equal(painted(opened), wanted[place])


def test_clicks_add_exclude_cycle_and_are_taken_back(opened: Room) -> None:
    selecting = opened.session.selecting
    key(opened, Qt.Key.Key_S)
    assert opened.session.tool.tool == "select"
    click(opened, BALL)
    first = preview(opened)
    assert selecting.preview.found is not None
    count = len(selecting.preview.found.planes)
    assert (bar(opened).place.text(), bar(opened).place.isVisible()) == (f"1 / {count}", count > 1)
    click(opened, BALL)
    again = preview(opened)
    assert selecting.preview.found.index == (1 if count > 1 else 0)
    assert np.array_equal(first, again) == (count == 1)
    click(opened, ON_BOX, keys=ALT)
    assert preview(opened)[ON_BOX[1], ON_BOX[0]] < 128
    assert [click.excludes for click in selecting.clicks] == [False, True]
    key(opened, Qt.Key.Key_Backspace)
    assert [click.excludes for click in selecting.clicks] == [False]
    click(opened, ON_BOX, RIGHT)
    assert [click.excludes for click in selecting.clicks] == [False, True]
    key(opened, Qt.Key.Key_Escape)
    assert (selecting.clicks, bar(opened).isHidden()) == ((), True)
    assert not painted(opened).any()


def test_the_canvas_is_never_locked_while_something_is_found(opened: Room) -> None:
    key(opened, Qt.Key.Key_F8, CTRL)
    assert opened.session.selecting.is_busy
    key(opened, Qt.Key.Key_B)
    click(opened, (150, 30))
    assert painted(opened)[30, 150] == 255
    preview(opened)
    key(opened, Qt.Key.Key_Return)
    both = painted(opened)
    assert both[30, 150] == 255
    assert both[BALL[1], BALL[0]] >= 128


def test_the_bar_leaves_names_out_where_the_canvas_is_narrow(opened: Room) -> None:
    key(opened, Qt.Key.Key_F8, CTRL)
    preview(opened)
    names = [button.text() for button in bar(opened).take]
    assert names == ["Replace", "Add", "Subtract", "Intersect"]
    opened.canvas.resize(360, opened.canvas.height())
    assert [button.text() for button in bar(opened).take] == [""] * 4
    assert [button.accessibleName() for button in bar(opened).take] == names
    assert bar(opened).width() <= 360
    opened.canvas.resize(900, opened.canvas.height())
    assert [button.text() for button in bar(opened).take] == names


def test_commands_that_need_a_selection_say_so(opened: Room) -> None:
    commands = opened.shell.commands
    opened.wait(lambda: not commands["selection.replace"].isEnabled())
    key(opened, Qt.Key.Key_F8, CTRL)
    preview(opened)
    opened.wait(commands["selection.replace"].isEnabled)
    opened.window.run("selection.drop")
    opened.wait(lambda: not commands["selection.replace"].isEnabled())


def test_who_looks_is_chosen_beside_the_tool_and_nothing_that_costs_is_asked_by_a_click(opened: Room) -> None:
    opened.session.tool.tool = "select"
    row = opened.window.parts.options.rows["select"]
    assert row.service.text() == "This computer"  # type: ignore[attr-defined]  # the row of this tool
    opened.session.program.settings.set("selection_service", "connection")
    opened.session.set_connection("picpik")
    assert row.service.text() == "The chosen connection"  # type: ignore[attr-defined]  # as above
    click(opened, BALL)
    assert (opened.session.selecting.is_busy, bar(opened).ask.isVisible()) == (False, True)
    assert bar(opened).text.text() == "Places marked: 1"
    QTest.mouseClick(bar(opened).ask, LEFT)
    opened.wait(lambda: any("No keys are known" in said for said in opened.said))
    opened.wait(lambda: not opened.session.selecting.is_busy)
