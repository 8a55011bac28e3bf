"""Keys in the furnished window: tapped and held, over the canvas and beside it, in order of whose they are."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from picpik_studio.app.session_state import ShownResult
from picpik_studio.ui.holds import HoldKeys
from picpik_studio.ui.window_holds import add_holds
from tests.ui.easel import Hand, at, painted, picture_bytes
from tests.ui.room import Room
from tests.ui.test_canvas_feed import a_patch


class Clock:
    """Seconds that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def mode(room: Room) -> str:
    return room.session.tool.mode


def is_shown(room: Room) -> bool:
    return room.session.shown is not None


@pytest.fixture
def clock(room: Room) -> Clock:
    room.open(picture_bytes())
    clock = Clock()
    room.shell.holds = HoldKeys(clock)
    add_holds(room.shell.holds, room.session, room.canvas)
    room.shell.activateWindow()
    room.canvas.setFocus()
    return clock


def test_a_tap_switches_for_good(room: Room, clock: Clock) -> None:
    QTest.keyPress(room.canvas, Qt.Key.Key_E)
    clock.now = 0.1
    QTest.keyRelease(room.canvas, Qt.Key.Key_E)
    assert mode(room) == "erase"
    QTest.keyClick(room.canvas, Qt.Key.Key_B)
    assert mode(room) == "paint"


def test_holding_is_for_as_long_as_it_is_held(room: Room, clock: Clock) -> None:
    QTest.keyPress(room.canvas, Qt.Key.Key_E)
    assert mode(room) == "erase"
    clock.now = 1.0
    QTest.keyRelease(room.canvas, Qt.Key.Key_E)
    assert mode(room) == "paint"


def test_a_quick_stroke_with_the_key_down_is_holding_too(room: Room, clock: Clock) -> None:
    document = room.session.document
    assert document is not None
    document.fill_mask(255)
    QTest.keyPress(room.canvas, Qt.Key.Key_E)
    Hand(room.canvas).drag(at(room.canvas, 100, 100))
    clock.now = 0.1
    QTest.keyRelease(room.canvas, Qt.Key.Key_E)
    assert mode(room) == "paint"
    assert not painted(document)[100, 100]


def test_alt_leads_to_the_menus_unless_the_pointer_is_over_the_picture(room: Room, clock: Clock) -> None:
    assert clock.now == 0
    menus = room.shell.menuBar()
    Hand(room.canvas).move(at(room.canvas, 60, 60))
    QTest.keyPress(room.canvas, Qt.Key.Key_Alt)
    QTest.keyRelease(room.canvas, Qt.Key.Key_Alt)
    assert menus.activeAction() is None
    QApplication.sendEvent(room.canvas, QEvent(QEvent.Type.Leave))
    QTest.keyPress(room.canvas, Qt.Key.Key_Alt)
    QTest.keyRelease(room.canvas, Qt.Key.Key_Alt)
    assert menus.activeAction() is not None
    QTest.keyClick(menus, Qt.Key.Key_Escape)


def send_key(room: Room, kind: QEvent.Type, time_ms: int) -> None:
    """E, as X11 tells of it."""
    event = QKeyEvent(kind, Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier, 26, 0, 0, "e")
    event.setTimestamp(time_ms)
    QApplication.sendEvent(room.canvas, event)


def test_a_repeat_that_is_not_called_one_neither_ends_a_hold_nor_makes_it_a_tap(room: Room, clock: Clock) -> None:
    document = room.session.document
    assert document is not None
    document.fill_mask(255)
    hand = Hand(room.canvas)
    send_key(room, QEvent.Type.KeyPress, 1_000)
    hand.press(at(room.canvas, 60, 60))
    for repeat_ms in (250, 600):  # the first comes before it is known that E is held
        clock.now = repeat_ms / 1000
        send_key(room, QEvent.Type.KeyRelease, 1_000 + repeat_ms)
        send_key(room, QEvent.Type.KeyPress, 1_000 + repeat_ms)
        hand.move(at(room.canvas, 60 + repeat_ms // 10, 60))
        assert mode(room) == "erase"
    hand.release(at(room.canvas, 120, 60))
    assert not painted(document)[60, 60:120].any()
    clock.now = 0.65
    send_key(room, QEvent.Type.KeyRelease, 1_650)
    assert mode(room) == "paint"


@pytest.mark.parametrize("again_ms", [1_100, 0], ids=["later", "whose time nobody tells"])
def test_a_press_after_a_tap_is_another(room: Room, clock: Clock, again_ms: int) -> None:
    send_key(room, QEvent.Type.KeyPress, 1_000)
    clock.now = 0.09
    send_key(room, QEvent.Type.KeyRelease, again_ms and 1_090)
    send_key(room, QEvent.Type.KeyPress, again_ms)
    clock.now = 0.35
    send_key(room, QEvent.Type.KeyRelease, again_ms and 1_350)
    assert mode(room) == "erase"


def test_a_tap_in_the_middle_of_a_stroke_is_for_the_next_one(room: Room, clock: Clock) -> None:
    document = room.session.document
    assert document is not None
    room.session.tool.opacity = 0.3
    hand = Hand(room.canvas)
    hand.press(at(room.canvas, 60, 60))
    QTest.keyPress(room.canvas, Qt.Key.Key_E)
    hand.move(at(room.canvas, 100, 60))
    clock.now = 0.1
    QTest.keyRelease(room.canvas, Qt.Key.Key_E)
    hand.release(at(room.canvas, 120, 60))
    assert document.mask.pixels[60, 60:120].all(), "the stroke went on as it was begun"
    assert room.said[-1].startswith("The brush paints with")
    assert mode(room) == "erase"


@pytest.mark.parametrize(("key", "tool"), [("L", "lasso"), ("P", "polygon"), ("M", "rectangle"), ("Z", "zoom")])
def test_each_tool_springs_back_when_its_key_was_held(room: Room, clock: Clock, key: str, tool: str) -> None:
    code = Qt.Key(ord(key))
    QTest.keyPress(room.canvas, code)
    assert room.session.tool.tool == tool
    clock.now = 1.0
    QTest.keyRelease(room.canvas, code)
    assert room.session.tool.tool == "brush"
    QTest.keyClick(room.canvas, code)
    assert room.session.tool.tool == tool


def test_a_shape_in_progress_keeps_its_tool(room: Room, clock: Clock) -> None:
    QTest.keyPress(room.canvas, Qt.Key.Key_P)
    Hand(room.canvas).press(at(room.canvas, 50, 50))
    clock.now = 1.0
    QTest.keyRelease(room.canvas, Qt.Key.Key_P)
    assert room.session.tool.tool == "polygon"


def test_space_is_the_hand(room: Room, clock: Clock) -> None:
    assert clock.now == 0
    before = at(room.canvas, 0, 0)
    QTest.keyPress(room.canvas, Qt.Key.Key_Space)
    Hand(room.canvas).drag(at(room.canvas, 50, 50), at(room.canvas, 80, 50))
    QTest.keyRelease(room.canvas, Qt.Key.Key_Space)
    assert at(room.canvas, 0, 0).x() > before.x()
    assert not room.session.is_mask_modified


@pytest.mark.parametrize("key", [Qt.Key.Key_Backslash, Qt.Key.Key_O])
def test_the_original_is_shown_while_its_key_is_held(room: Room, clock: Clock, key: Qt.Key) -> None:
    assert clock.now == 0
    QTest.keyPress(room.canvas, key)
    assert room.canvas.feed.is_original_held
    QTest.keyRelease(room.canvas, key)
    assert not room.canvas.feed.is_original_held


def test_brush_keys_with_modifiers(room: Room, clock: Clock) -> None:
    assert clock.now == 0
    tool = room.session.tool
    tool.size, tool.hardness = 100, 0.5
    QTest.keyClick(room.canvas, Qt.Key.Key_BracketRight)
    assert tool.size == pytest.approx(110)
    QTest.keyClick(room.canvas, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ShiftModifier)
    assert tool.hardness == pytest.approx(0.6)
    QTest.keyClicks(room.canvas, "{")
    assert tool.hardness == pytest.approx(0.5)
    QTest.keyClick(room.canvas, Qt.Key.Key_D)
    assert tool.size == 60


def test_undo_and_redo_by_keys(room: Room, clock: Clock) -> None:
    assert clock.now == 0
    document = room.session.document
    assert document is not None
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    Hand(room.canvas).drag(at(room.canvas, 100, 100))
    room.window.display.refresh()
    seen = []
    for key, keys in ((Qt.Key.Key_Z, control), (Qt.Key.Key_Z, control | shift), (Qt.Key.Key_Z, control)):
        QTest.keyClick(room.canvas, key, keys)
        room.window.display.refresh()
        seen.append(bool(painted(document).any()))
    QTest.keyClick(room.canvas, Qt.Key.Key_Y, control)
    assert [*seen, bool(painted(document).any())] == [False, True, False, True]


def test_return_accepts_and_esc_leaves_the_shown_result(room: Room, clock: Clock) -> None:
    assert clock.now == 0
    document = room.session.document
    assert document is not None
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        room.session._state.shown = ShownResult("job", 0, a_patch())
        room.session.changed.emit("shown")
        room.window.display.refresh()
        QTest.keyClick(room.canvas, key)
        room.wait(lambda: not is_shown(room))
        assert len(document.patches) == (key == Qt.Key.Key_Return)


def test_esc_during_a_stroke_is_the_strokes(room: Room, clock: Clock) -> None:
    assert clock.now == 0
    room.session._state.shown = ShownResult("job", 0, a_patch())
    room.session.changed.emit("shown")
    room.window.display.refresh()
    Hand(room.canvas).press(at(room.canvas, 100, 100))
    QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    assert not room.canvas.has_stroke
    assert is_shown(room)
    QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    assert not is_shown(room)
    assert not room.session.is_mask_modified


def test_esc_in_the_prompt_leads_back_to_the_canvas(room: Room, clock: Clock) -> None:
    assert clock.now == 0
    prompt = room.window.parts.parameters.prompt.edit
    prompt.setFocus()
    QTest.keyClick(prompt, Qt.Key.Key_Escape)
    assert room.canvas.hasFocus()


def test_tab_hides_the_panels_from_the_canvas_only(room: Room, clock: Clock) -> None:
    assert clock.now == 0
    QTest.keyClick(room.canvas, Qt.Key.Key_Tab)
    assert not room.shell.side.isVisible()
    QTest.keyClick(room.canvas, Qt.Key.Key_Tab)
    assert room.shell.side.isVisible()
    prompt = room.window.parts.parameters.prompt.edit
    prompt.setFocus()
    QTest.keyClick(prompt, Qt.Key.Key_Tab)
    assert room.shell.side.isVisible()
