"""The keymap: no press means two things, whatever was changed, and what was changed can be taken back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.app.commands import BY_ID, COMMANDS
from picpik_studio.app.key_presets import CHANGES, Preset
from picpik_studio.app.key_texts import canonical, is_bare, press
from picpik_studio.app.keyboards import AMERICAN, FRENCH, GERMAN, easiest_first, keyboard_of
from picpik_studio.app.keymap import Keymap, KeymapError, checked_on_mac, read

PRESETS: tuple[Preset, ...] = ("photoshop", "krita", "gimp", "iopaint")

ids = st.sampled_from([command.id for command in COMMANDS if not command.is_costly])
keys = st.sampled_from(["B", "E", "X", "[", "{", "Shift+[", "Ctrl+Z", "Ctrl++", "Ö", ":", "Del", "F5", "Alt+Q", "<"])
changes = st.lists(st.tuples(ids, st.lists(keys, max_size=3)), max_size=6)
bases = st.builds(Keymap, st.sampled_from(PRESETS), st.booleans())


def changed(keymap: Keymap, steps: list[tuple[str, list[str]]]) -> Keymap:
    for command_id, wished in steps:
        keymap = keymap.with_keys(command_id, wished)
    return keymap


@given(bases, changes)
def test_no_two_commands_ever_share_a_press(base: Keymap, steps: list[tuple[str, list[str]]]) -> None:
    presses = [each for keys in changed(base, steps).keys.values() for each in set(map(press, keys))]
    assert len(presses) == len(set(presses))


@given(bases, changes, ids, st.lists(keys, max_size=3))
def test_what_is_set_and_taken_back_was_never_there(
    base: Keymap, steps: list[tuple[str, list[str]]], command_id: str, wished: list[str]
) -> None:
    before = changed(base, steps).without(command_id)
    assert before.with_keys(command_id, wished).without(command_id) == before


@given(bases, changes, ids, st.lists(keys, max_size=3))
def test_a_command_has_what_was_set_last(
    base: Keymap, steps: list[tuple[str, list[str]]], command_id: str, wished: list[str]
) -> None:
    keymap = changed(base, steps).with_keys(command_id, wished)
    assert set(keymap.own_keys[command_id]) == set(wished)
    assert all(keymap.owner(key) == command_id for key in wished)


@given(bases, changes)
def test_what_is_stored_is_read_again(base: Keymap, steps: list[tuple[str, list[str]]]) -> None:
    keymap = changed(base, steps)
    assert read(json.loads(json.dumps(keymap.stored()))) == keymap


def test_only_what_differs_is_stored() -> None:
    assert Keymap().stored() == {}
    assert Keymap().with_keys("brush.paint", ["B"]).stored() == {}


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("is_left_handed", [False, True])
def test_presets_take_no_key_from_a_command_that_they_name(preset: Preset, is_left_handed: bool) -> None:
    keymap = Keymap(preset, is_left_handed)
    for command_id in CHANGES[preset].keys() & BY_ID.keys():
        assert len(keymap.own_keys[command_id]) == len(CHANGES[preset][command_id])
    costly = [key for command in COMMANDS if command.is_costly for key in keymap.keys[command.id]]
    assert costly
    assert not any(map(is_bare, costly))


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_name_commands_that_there_are(preset: Preset) -> None:
    assert CHANGES[preset].keys() <= BY_ID.keys()


def test_the_left_hands_letters_change_sides() -> None:
    keymap = Keymap("photoshop", is_left_handed=True)
    assert keymap.keys["brush.paint"] == ("N",)
    assert keymap.keys["brush.erase"] == ("I",)
    assert keymap.keys["edit.undo"] == ("Ctrl+Z",)


def test_what_costs_money_gets_no_bare_key() -> None:
    for key in ("B", "Shift+R", "Return"):
        with pytest.raises(KeymapError, match="cost money"):
            Keymap().with_keys("job.submit", [key])
    assert read({"keys": [["job.submit", ["B", "F9"]]]}).keys["job.submit"] == ("F9",)


def test_a_mac_keeps_its_keys() -> None:
    for command_id, key in (("edit.undo", "Ctrl+H"), ("edit.undo", "Ctrl+Q"), ("file.quit", "Ctrl+Space")):
        with pytest.raises(KeymapError, match="keeps"):
            checked_on_mac(command_id, key)
    assert checked_on_mac("file.quit", "Ctrl+Q") == "Ctrl+Q"


@pytest.mark.parametrize("stored", [None, [], {"keys": 3}, {"keys": [3, ["no.such", ["B"]]]}, {"preset": "?"}])
def test_what_is_no_keymap_is_the_default_one(stored: object) -> None:
    assert read(stored) == Keymap()


def test_a_file_that_is_no_keymap_is_refused() -> None:
    with pytest.raises(KeymapError):
        read({"anything": 1}, is_strict=True)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("shift+ctrl+z", "Ctrl+Shift+Z"),
        ("Ctrl++", "Ctrl++"),
        ("+", "+"),
        ("Backtab", "Shift+Tab"),
        ("escape", ""),
        ("Ctrl+", "Ctrl++"),
        ("Hyper+B", ""),
        ("Ctrl+Ctrl+B", ""),
        ("ö", "Ö"),
        ("", ""),
        (" ", "Space"),
    ],
)
def test_a_key_has_one_way_of_writing(text: str, written: str) -> None:
    assert canonical(text) == written


def test_keyboards_put_first_what_they_type() -> None:
    smaller = Keymap().keys["brush.smaller"]
    assert easiest_first(smaller, keyboard_of("en_GB"))[0] == "["
    assert easiest_first(smaller, keyboard_of("de_AT"))[0] == "Ö"
    assert easiest_first(smaller, keyboard_of("fr_FR"))[0] == ":"
    assert easiest_first(Keymap().keys["edit.redo"], keyboard_of("de_DE"))[0] == "Ctrl+Shift+Z"
    assert keyboard_of("fr_FR") is FRENCH
    assert keyboard_of("fr_CA") is AMERICAN
    assert GERMAN.types("Ö")
    assert not FRENCH.types("Ö")
    assert GERMAN.offers("Ö")
    assert not AMERICAN.offers(":")


@pytest.mark.parametrize(("preset", "key"), [("photoshop", "C"), ("krita", "C"), ("gimp", "Shift+C"), ("iopaint", "C")])
def test_every_preset_has_a_key_for_the_canvas_tool(preset: Preset, key: str) -> None:
    assert Keymap(preset).owner(key) == "tool.canvas"
    assert Keymap(preset, is_left_handed=True).own_keys["tool.canvas"]
