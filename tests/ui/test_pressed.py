"""Digits and signs as keyboards of several countries send them."""

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from picpik_studio.ui.pressed import digit_of, types
from tests.ui.easel import picture_bytes
from tests.ui.room import Room

K, M = Qt.Key, Qt.KeyboardModifier
FRENCH_ROW = (
    (K.Key_Ampersand, "&", 1),
    (K.Key_Eacute, "é", 2),
    (K.Key_QuoteDbl, '"', 3),
    (K.Key_Apostrophe, "'", 4),
    (K.Key_ParenLeft, "(", 5),
    (K.Key_Minus, "-", 6),
    (K.Key_Egrave, "è", 7),
    (K.Key_Underscore, "_", 8),
    (K.Key_Ccedilla, "ç", 9),
    (K.Key_Agrave, "à", 0),
)  # fmt: skip - a row of keys


def event(key: Qt.Key, text: str, held: Qt.KeyboardModifier = M.NoModifier, scan: int = 0) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, held, scan, 0, 0, text)


@pytest.mark.parametrize(("key", "text", "digit"), FRENCH_ROW)
@pytest.mark.parametrize(("system", "first"), [("linux", 10), ("win32", 2)])
def test_french_digits_need_no_shift(
    monkeypatch: pytest.MonkeyPatch, key: Qt.Key, text: str, digit: int, system: str, first: int
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert digit_of(event(key, text, scan=first + (digit - 1) % 10)) == digit


@pytest.mark.parametrize(
    ("key", "text", "held", "scan", "digit"),
    [
        (K.Key_7, "7", M.NoModifier, 16, 7),
        (K.Key_0, "0", M.KeypadModifier, 90, 0),
        (K.Key_7, "7", M.ShiftModifier, 16, None),
        (K.Key_Ampersand, "&", M.ShiftModifier, 16, None),
        (K.Key_Apostrophe, "'", M.NoModifier, 48, None),
        (K.Key_Minus, "-", M.NoModifier, 20, None),
        (K.Key_Minus, "-", M.NoModifier, 61, None),
        (K.Key_1, "1", M.ControlModifier, 10, None),
        (K.Key_B, "b", M.NoModifier, 56, None),
    ],
)
def test_other_keys_are_what_they_are(
    monkeypatch: pytest.MonkeyPatch, key: Qt.Key, text: str, held: Qt.KeyboardModifier, scan: int, digit: int | None
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert digit_of(event(key, text, held, scan)) == digit


def test_a_sign_is_typed_with_shift_or_altgr_only() -> None:
    assert types(event(K.Key_BracketLeft, "[", M.GroupSwitchModifier))
    assert types(event(K.Key_BracketLeft, "[", M.ControlModifier | M.AltModifier))
    assert types(event(K.Key_BraceLeft, "{", M.ShiftModifier))
    assert not types(event(K.Key_BracketLeft, "[", M.AltModifier))
    assert not types(event(K.Key_BracketLeft, "[", M.ControlModifier))


def test_the_opacity_follows_french_digits_and_altgr_the_size(room: Room) -> None:
    room.open(picture_bytes())
    room.window.display.refresh()
    tool = room.session.tool
    tool.size = 100
    QApplication.sendEvent(room.shell, event(K.Key_Eacute, "é"))
    assert tool.opacity == pytest.approx(0.2)
    QApplication.sendEvent(room.shell, event(K.Key_BracketRight, "]", M.GroupSwitchModifier))
    assert tool.size == pytest.approx(110)
    QApplication.sendEvent(room.shell, event(K.Key_BracketRight, "]", M.AltModifier))
    assert tool.size == pytest.approx(110)


def test_a_sign_obeys_the_rule_of_its_command(room: Room) -> None:
    assert room.shell.commands.typed("\\") is None
    room.open(picture_bytes())
    room.window.display.refresh()
    assert room.shell.commands.typed("\\") is room.shell.commands["view.original"]
    assert room.shell.commands.typed("\\", is_repeated=True) is None
    assert room.shell.commands.typed("]", is_repeated=True) is room.shell.commands["brush.larger"]
    assert room.shell.commands.typed("B") is None
