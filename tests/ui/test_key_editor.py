"""The editor of shortcuts, by keyboard: choose a command, press a key, settle who has it."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.commands import COMMANDS
from picpik_studio.app.keymap import Keymap
from picpik_studio.app.settings import Settings
from picpik_studio.ui.dialogs.key_editor import KeyEditor
from picpik_studio.ui.key_names import KEYS_IN_USE, KeysInUse

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def editor(qtbot: QtBot, settings: Settings) -> KeyEditor:
    editor = KeyEditor(settings)
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is editor)
    return editor


def keys(command_id: str) -> tuple[str, ...]:
    return KEYS_IN_USE.keymap.own_keys[command_id]


def press(editor: KeyEditor, command_id: str, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Give a command a key as a person does: Enter on it, then the key."""
    editor.tree.choose(command_id)
    editor.tree.setFocus()
    QTest.keyClick(editor.tree, Qt.Key.Key_Return)
    assert editor.card.catcher.isChecked()
    QTest.keyClick(editor.card.catcher, key, held)


def test_every_command_can_be_found_and_chosen(editor: KeyEditor) -> None:
    assert editor.tree.search("") == len(COMMANDS)
    for command in COMMANDS:
        editor.tree.choose(command.id)
        assert editor.tree.command_id == command.id
        assert editor.card.title.text() == command.title.rstrip("…")


def test_a_free_key_is_added_and_kept(editor: KeyEditor, settings: Settings) -> None:
    press(editor, "brush.paint", Qt.Key.Key_F9)
    assert keys("brush.paint") == ("B", "F9")
    assert json.loads(settings.path.read_text()) == {"key_changes": [["brush.paint", ["B", "F9"]]]}
    later = KeysInUse()
    later.go_by(Settings(settings.path))
    assert later.keymap == KEYS_IN_USE.keymap


def test_a_key_of_another_command_is_asked_for_and_taken(editor: KeyEditor) -> None:
    press(editor, "mask.grow", Qt.Key.Key_X)
    assert "X is used by “Swap brush and eraser”." in editor.card.remark.text()
    assert keys("mask.grow") == ()
    assert editor.card.leave.hasFocus()
    QTest.keyClick(editor.card.take, Qt.Key.Key_Return)
    assert keys("mask.grow") == ("X",)
    assert keys("brush.swap") == ()


def test_a_key_that_is_left_where_it_is(editor: KeyEditor) -> None:
    press(editor, "mask.grow", Qt.Key.Key_X)
    QTest.mouseClick(editor.card.leave, Qt.MouseButton.LeftButton)
    assert keys("mask.grow") == ()
    assert keys("brush.swap") == ("X",)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_key_is_left_where_it_is_by_the_keyboard_and_the_editor_stays(editor: KeyEditor, key: Qt.Key) -> None:
    press(editor, "mask.grow", Qt.Key.Key_X)
    QTest.keyClick(editor.focusWidget(), key)
    assert editor.isVisible()
    assert not editor.card.leave.isVisible()
    assert editor.card.remark.text() == ""
    assert keys("mask.grow") == ()
    assert keys("brush.swap") == ("X",)
    QTest.keyClick(editor.focusWidget(), Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_a_digit_is_the_opacitys(editor: KeyEditor) -> None:
    press(editor, "mask.grow", Qt.Key.Key_5)
    assert "opacity" in editor.card.remark.text()


def test_what_costs_money_needs_ctrl(editor: KeyEditor) -> None:
    press(editor, "job.submit", Qt.Key.Key_B)
    assert "cost money" in editor.card.remark.text()
    assert keys("job.submit") == ("Ctrl+Return", "Ctrl+Enter")
    press(editor, "job.submit", Qt.Key.Key_F9)
    assert "F9" in keys("job.submit")


def test_a_mac_keeps_its_keys(editor: KeyEditor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    editor.tree.choose("mask.grow")
    editor.card.add("Ctrl+H")
    assert "macOS keeps" in editor.card.remark.text()


def test_esc_leaves_and_modifiers_alone_are_no_key(editor: KeyEditor) -> None:
    press(editor, "mask.grow", Qt.Key.Key_Control, CTRL)
    assert editor.card.catcher.isChecked()
    QTest.keyClick(editor.card.catcher, Qt.Key.Key_Escape)
    assert not editor.card.catcher.isChecked()
    assert editor.isVisible()
    assert keys("mask.grow") == ()


def test_what_shift_types_is_kept_as_it_is_typed(editor: KeyEditor) -> None:
    press(editor, "mask.grow", Qt.Key.Key_Exclam, SHIFT)
    assert keys("mask.grow") == ("!",)
    press(editor, "mask.shrink", Qt.Key.Key_K, SHIFT | CTRL)
    assert keys("mask.shrink") == ("Ctrl+Shift+K",)


def test_the_same_key_again_is_said(editor: KeyEditor) -> None:
    press(editor, "brush.paint", Qt.Key.Key_B)
    assert "already" in editor.card.remark.text()


def test_keys_are_taken_away_one_by_one_or_all(editor: KeyEditor) -> None:
    editor.tree.choose("edit.redo")
    QTest.mouseClick(editor.card.chips[0], Qt.MouseButton.LeftButton)
    assert keys("edit.redo") == ("Ctrl+Y",)
    QTest.keyClick(editor.tree, Qt.Key.Key_Delete)
    assert keys("edit.redo") == ()


def test_one_is_reset_or_all_and_that_is_undone(editor: KeyEditor, settings: Settings) -> None:
    press(editor, "brush.paint", Qt.Key.Key_F9)
    press(editor, "brush.erase", Qt.Key.Key_F8)
    QTest.mouseClick(editor.card.reset, Qt.MouseButton.LeftButton)
    assert keys("brush.erase") == ("E",)
    QTest.mouseClick(editor.reset_all, Qt.MouseButton.LeftButton)
    assert keys("brush.paint") == ("B",)
    assert "key_changes" not in json.loads(settings.path.read_text())
    QTest.keyClick(editor.card.take, Qt.Key.Key_Return)
    assert keys("brush.paint") == ("B", "F9")


def test_presets_and_the_left_hand_are_chosen_here_too(editor: KeyEditor, settings: Settings) -> None:
    settings.changed.connect(lambda _name: KEYS_IN_USE.go_by(settings))
    editor.rows["key_preset"].edited.emit("gimp")
    assert keys("brush.paint") == ("P", "B")
    editor.rows["left_handed"].edited.emit(True)
    assert "N" in keys("brush.paint")
    editor.tree.choose("brush.paint")
    assert [chip.text().split()[0] for chip in editor.card.chips] == list(keys("brush.paint"))


def test_it_is_searched_and_the_arrows_lead_to_the_list(editor: KeyEditor) -> None:
    QTest.keyClicks(editor.search, "lasso")
    assert editor.tree.command_id == "tool.lasso"
    QTest.keyClick(editor.search, Qt.Key.Key_Return)
    assert editor.card.catcher.isChecked()
    editor.search.setText("no such thing")
    assert editor.nothing.isVisible()
    assert editor.tree.command_id == ""
    assert not editor.card.catcher.isEnabled()


def test_what_cannot_be_kept_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    settings = Settings(tmp_path / "file" / "settings.json")
    editor = KeyEditor(settings)
    qtbot.addWidget(editor)
    editor.tree.choose("brush.paint")
    editor.use(Keymap().with_keys("brush.paint", ["F9"]))
    assert editor.card.remark.text()
    assert keys("brush.paint") == ("F9",)


def test_every_key_is_caught_even_tab(editor: KeyEditor) -> None:
    caught: list[str] = []
    editor.card.catcher.caught.disconnect()
    editor.card.catcher.caught.connect(caught.append)
    for key, held in ((Qt.Key.Key_Tab, NONE), (Qt.Key.Key_5, Qt.KeyboardModifier.KeypadModifier), (Qt.Key.Key_S, CTRL)):
        editor.card.catcher.setChecked(True)
        QApplication.sendEvent(editor.card.catcher, QKeyEvent(QKeyEvent.Type.KeyPress, key, held))
    assert caught == ["Tab", "5", "Ctrl+S"]
