"""Actions made from the table: keys without conflicts, tooltips, rules."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.commands import BY_ID, COMMANDS
from picpik_studio.app.key_texts import press
from picpik_studio.app.keymap import Keymap
from picpik_studio.ui.actions import Actions, tooltip
from picpik_studio.ui.key_names import KEYS_IN_USE


class Window(QWidget):
    """A window with a middle, a canvas in it, and fields beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.commands = Actions(self)
        self.middle, self.canvas = QWidget(), QWidget()
        self.text, self.number = QLineEdit(), QSpinBox()
        layout = QVBoxLayout(self)
        for widget in (self.middle, self.text, self.number):
            layout.addWidget(widget)
        QVBoxLayout(self.middle).addWidget(self.canvas)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.commands.put_in(self.middle)
        self.commands.put_in(self.canvas, is_canvas=True)
        self.done: list[str] = []
        self.commands.triggered.connect(self.done.append)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.commands.allow(dict.fromkeys((command.enabled for command in COMMANDS), True))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return window


def test_every_command_has_an_action_with_its_keys(window: Window) -> None:
    for command in COMMANDS:
        action = window.commands[command.id]
        shortcuts = [key.toString() for key in action.shortcuts()]
        assert {QKeySequence(key).toString() for key in command.keys if key not in "{}|"} <= set(shortcuts)
        assert {press(key) for key in shortcuts} == {press(key) for key in KEYS_IN_USE.keymap.keys[command.id]}
        assert action.autoRepeat() is command.repeatable
        assert action.isCheckable() is command.checkable


def test_a_key_that_types_the_same_as_another_is_found_by_what_it_types(window: Window) -> None:
    assert window.commands.typed("{") is window.commands["brush.softer"]
    assert window.commands.typed("}") is window.commands["brush.harder"]
    assert window.commands.typed("") is None
    assert window.commands.typed("€") is None


def test_no_two_commands_share_a_key() -> None:
    keys = [QKeySequence(key).toString() for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))


def test_a_tooltip_says_title_key_and_help() -> None:
    text = tooltip(BY_ID["file.save"])
    assert all(part in text for part in ("<b>Save</b>", "Ctrl+S", BY_ID["file.save"].help))
    assert "&amp;" in tooltip(replace(BY_ID["file.save"], title="A & B"))


def test_only_what_its_rule_allows_is_enabled(window: Window) -> None:
    rules = dict.fromkeys((command.enabled for command in COMMANDS), False)
    window.commands.allow({**rules, "always": True})
    for command in COMMANDS:
        assert window.commands[command.id].isEnabled() is (command.enabled == "always")


def test_letters_act_beside_the_canvas_too_but_not_in_text(window: Window) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_X)
    window.text.setFocus()
    QTest.keyClick(window.text, Qt.Key.Key_X)
    window.number.setFocus()
    QTest.keyClick(window.number, Qt.Key.Key_X)
    assert window.done == ["brush.swap"]
    assert window.text.text() == "x"


@pytest.mark.parametrize(
    ("key", "command_id"),
    [
        (Qt.Key.Key_Return, "result.accept"),
        (Qt.Key.Key_Enter, "result.accept"),
        (Qt.Key.Key_Delete, "result.hide"),
        (Qt.Key.Key_Escape, "result.leave"),
        (Qt.Key.Key_Tab, "view.panels"),
    ],
)
def test_return_delete_esc_and_tab_belong_to_what_has_the_focus(window: Window, key: Qt.Key, command_id: str) -> None:
    for field in (window.text, window.number):
        field.setFocus()
        QTest.keyClick(field, key)
    assert window.done == []
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key)
    assert window.done == [command_id]


def test_ctrl_keys_act_in_text_as_well_where_text_has_no_use_for_them(window: Window) -> None:
    window.text.setFocus()
    QTest.keyClick(window.text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert window.done == ["file.save"]


def test_another_keymap_counts_at_once(window: Window) -> None:
    window.canvas.setFocus()
    KEYS_IN_USE.use(Keymap("gimp"))
    QTest.keyClick(window.canvas, Qt.Key.Key_R)
    QTest.keyClick(window.canvas, Qt.Key.Key_M)
    assert window.done == ["tool.rectangle"]
    assert ">R<" in window.commands["tool.rectangle"].toolTip()


def test_a_key_that_became_one_of_the_fields_acts_in_its_place_only(window: Window) -> None:
    KEYS_IN_USE.use(Keymap().with_keys("brush.swap", ["Del"]))
    window.text.setFocus()
    QTest.keyClick(window.text, Qt.Key.Key_Delete)
    assert window.done == []
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert window.done == ["brush.swap"]
    KEYS_IN_USE.use(Keymap())
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert window.done == ["brush.swap", "result.hide"]


@pytest.mark.parametrize("key", [Qt.Key.Key_BracketLeft, Qt.Key.Key_Odiaeresis, Qt.Key.Key_Colon])
def test_german_and_french_keyboards_have_a_key_for_the_size(window: Window, key: Qt.Key) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key)
    assert window.done == ["brush.smaller"]


def test_the_icon_is_drawn_when_it_is_asked_for(window: Window) -> None:
    assert window.commands["edit.copy"].icon().isNull()
    assert not window.commands.with_icon("edit.copy").icon().isNull()
