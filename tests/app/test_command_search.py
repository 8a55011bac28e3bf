"""A few letters find the command that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.app.command_search import Entry, ranked, score
from picpik_studio.app.command_words import SEARCH_WORDS
from picpik_studio.app.commands import COMMANDS

ENTRIES = [Entry(command.id, command.title, command.help, SEARCH_WORDS.get(command.id, "")) for command in COMMANDS]


@pytest.mark.parametrize(
    ("query", "command_id"),
    [
        ("invert", "mask.invert"),
        ("zoom in", "view.zoom_in"),
        ("fs", "view.full_screen"),
        ("las", "tool.lasso"),
        ("move the pic", "view.pan"),
        ("submit", "job.submit"),
        ("keyb", "edit.keys"),
        ("sv as", "file.save_as"),
        ("read a mask", "file.import_mask"),
        ("rotate", "view.turn_left"),
        ("rotate", "view.turn_right"),
        ("deselect", "selection.drop"),
        ("deselect", "mask.none"),
        ("history", "edit.undo"),
        ("layers", "patch.page"),
        ("quick mask", "view.mask"),
        ("quick m", "view.hide_film"),
        ("flip", "view.mirror"),
        ("inpaint", "job.submit"),
        ("undo", "edit.undo"),
    ],
)
def test_what_is_meant_comes_early(query: str, command_id: str) -> None:
    assert command_id in ranked(query, ENTRIES)[:3]


def test_every_other_word_belongs_to_a_command() -> None:
    assert set(SEARCH_WORDS) <= {command.id for command in COMMANDS}


def test_an_empty_query_finds_everything_the_last_used_first() -> None:
    found = ranked(" ", ENTRIES, ["view.fit", "edit.undo"])
    assert found[:2] == ["view.fit", "edit.undo"]
    assert sorted(found) == sorted(entry.id for entry in ENTRIES)


def test_what_was_used_goes_before_its_equals() -> None:
    twins = [Entry("a.a", "Same", "."), Entry("b.b", "Same", ".")]
    assert ranked("same", twins) == ["a.a", "b.b"]
    assert ranked("same", twins, ["b.b"]) == ["b.b", "a.a"]


def test_nothing_is_found_where_letters_are_missing() -> None:
    assert ranked("xyzzy", ENTRIES) == []


@given(st.text(min_size=1, max_size=8), st.text(max_size=20))
def test_only_what_has_the_letters_is_found(query: str, text: str) -> None:
    if score(query, text) and (wanted := "".join(query.casefold().split())):
        assert set(wanted) <= set(text.casefold())
