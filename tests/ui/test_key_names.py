"""How keys are written: the same everywhere, and as people say them."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from picpik_studio.app.commands import BY_ID
from picpik_studio.ui.actions import tooltip
from picpik_studio.ui.key_names import key_name, key_text, keys_of
from picpik_studio.ui.models.keys import Keys
from tests.ui.room import Room


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("Ctrl+Return", "Ctrl+Enter"),
        ("Return", "Enter"),
        ("Ctrl+Shift+Z", "Ctrl+Shift+Z"),
        ("Ctrl+Enter", "Ctrl+Enter"),
    ],
)
def test_the_large_key_is_called_enter(key: str, name: str) -> None:
    assert key_name(key) == name


def test_a_command_says_each_key_once() -> None:
    assert key_text("job.submit") == keys_of("job.submit") == "Ctrl+Enter"
    assert keys_of("edit.redo") == "Ctrl+Shift+Z, Ctrl+Y"
    assert key_text("file.sample") == ""


def test_tooltips_and_the_list_of_keys_agree() -> None:
    assert ">Ctrl+Enter<" in tooltip(BY_ID["job.submit"])
    listed = Keys()
    keys = [listed.index(row, 2).data() for row in range(listed.rowCount())]
    assert "Ctrl+Enter" in keys
    assert not [text for text in keys if "Return" in text]


def test_menus_show_the_name_and_the_key_works_on(room: Room) -> None:
    menu = room.shell.menuBar().findChild(QMenu, "menu-Job")
    assert menu is not None
    submit = room.shell.commands["job.submit"]
    assert submit in menu.actions()
    assert submit.text().endswith("\tCtrl+Enter")
    assert QKeySequence("Ctrl+Return") in submit.shortcuts()
    assert "\t" not in room.shell.commands["edit.undo"].text()
