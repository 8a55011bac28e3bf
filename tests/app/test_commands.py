"""The table of commands: whole, without clashes, and fit for the menus that are made of it."""

import re
import runpy
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from picpik_studio.app import command_rows
from picpik_studio.app.commands import BY_ID, COMMANDS, MENUS, Command
from picpik_studio.resources import resource


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_each_row_is_whole(command: Command) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", command.id)
    assert command.menu in dict(MENUS)
    assert command.help.endswith(".")
    assert len(command.help) < 90
    if command.icon:
        assert resource("icons", f"{command.icon}.svg").exists()


def test_ids_and_keys_are_unique() -> None:
    assert len(BY_ID) == len(COMMANDS)
    keys = Counter(key for command in COMMANDS for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_keys_that_every_editor_has() -> None:
    keys = {key: command.id for command in COMMANDS for key in command.keys}
    wanted = {
        "Ctrl+O": "file.open",
        "Ctrl+S": "file.save",
        "Ctrl+Shift+S": "file.save_as",
        "Ctrl+W": "file.close",
        "Ctrl+Q": "file.quit",
        "Ctrl+Z": "edit.undo",
        "Ctrl+Shift+Z": "edit.redo",
        "Ctrl+Y": "edit.redo",
        "Ctrl+I": "mask.invert",
        "B": "brush.paint",
        "E": "brush.erase",
        "X": "brush.swap",
        "[": "brush.smaller",
        "]": "brush.larger",
        "Ctrl+0": "view.fit",
        "Ctrl+1": "view.actual",
        "Q": "view.mask",
        "\\": "view.original",
        "Ctrl+Return": "job.submit",
        "Return": "result.accept",
        "Del": "result.hide",
        "Shift+X": "job.cancel",
    }  # fmt: skip - a list of keys
    assert {key: keys.get(key) for key in wanted} == wanted


def test_nothing_that_costs_money_hangs_on_a_bare_key() -> None:
    costly = [command for command in COMMANDS if command.is_costly]
    assert {"job.submit", "job.erase", "job.retry"} <= {command.id for command in costly}
    assert all("Ctrl" in key for command in costly for key in command.keys)


def test_no_default_is_reserved_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    files = sorted(Path(command_rows.__file__).parent.glob("[!_]*.py"))
    on_a_mac = [command for file in files for command in runpy.run_path(str(file))["ROWS"]]
    assert len(on_a_mac) == len(COMMANDS)
    used = {key: command.id for command in on_a_mac for key in command.keys}
    assert used["Ctrl+Q"] == "file.quit"
    assert not {"Ctrl+H", "Ctrl+Space"} & used.keys()


def test_sections_come_in_their_order() -> None:
    for menu, _title in MENUS:
        sections = [command.section for command in COMMANDS if command.menu == menu]
        assert sections == sorted(sections)
        assert sections


def test_the_table_loads_the_standard_library_only() -> None:
    program = "import sys; import picpik_studio.app.commands; print(*sorted(m.split('.')[0] for m in sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"numpy", "cv2", "PySide6", "msgspec", "requests", "keyring", "PIL"}
