"""Which keys each command has: a preset, mirrored for the left hand if wished, and the person's own changes over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import cast

from picpik_studio.app.commands import BY_ID, COMMANDS
from picpik_studio.app.key_presets import CHANGES, Keys, Preset, mirrored
from picpik_studio.app.key_texts import canonical, is_bare, joined, press, split
from picpik_studio.app.keyboards import INSTEAD
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

_MAC_KEEPS = {"Ctrl+H": "", "Ctrl+Q": "file.quit", "Ctrl+Space": ""}
"""On a Mac (where Ctrl is Cmd) these hide the program, quit it and open the search; the command that may have each."""


class KeymapError(PicPikError):
    """A key that a command cannot have, or a file that holds no keys."""


_NO_KEY = QT_TRANSLATE_NOOP("Keys", "“{key}” is no key.")
_COSTS = QT_TRANSLATE_NOOP("Keys", "This may cost money, so it needs Ctrl, Alt or a function key, not {key} alone.")
_SYSTEMS = QT_TRANSLATE_NOOP("Keys", "macOS keeps {key} for itself.")
_NO_KEYMAP = QT_TRANSLATE_NOOP("Keys", "This file holds no keys of PicPik Studio.")


@dataclass(frozen=True)
class Keymap:
    """One keymap, a value. `changes`: what a person changed, the latest last; of two that want a key the later has it.

    No two commands ever share a press. A change hides keys of others and takes nothing from them, so taking it back
    gives them back.
    """

    preset: Preset = "photoshop"
    is_left_handed: bool = False
    changes: tuple[tuple[str, Keys], ...] = ()

    @cached_property
    def keys(self) -> Mapping[str, Keys]:
        """Every command's keys, the one to show first; with what other keyboards have instead of some of them."""
        return MappingProxyType(_with_instead(_claimed(self._wishes())))

    @cached_property
    def own_keys(self) -> Mapping[str, Keys]:
        """Every command's keys as they are written, without those of other keyboards."""
        return MappingProxyType(_claimed(self._wishes()))

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        return {press(key): command_id for command_id, keys in self.keys.items() for key in keys}

    def owner(self, key: str) -> str:
        """Return the id of the command that has a key; "" when none has."""
        return self._owners.get(press(key), "")

    def is_changed(self, command_id: str) -> bool:
        """Whether a person changed the keys of this command."""
        return any(changed == command_id for changed, _ in self.changes)

    def with_keys(self, command_id: str, keys: Iterable[str]) -> "Keymap":
        """Return the keymap in which a command has exactly these keys, taken from whoever has them.

        Raises KeymapError for a key that it cannot have, and KeyError for an unknown command.
        """
        wished = tuple(dict.fromkeys(checked(command_id, key) for key in keys))
        others = self.without(command_id)
        if others.own_keys[command_id] == wished:
            return others
        return replace(self, changes=(*others.changes, (command_id, wished)))

    def without(self, command_id: str) -> "Keymap":
        """Return the keymap in which the keys of a command are not changed."""
        return replace(self, changes=tuple(change for change in self.changes if change[0] != command_id))

    def stored(self) -> dict[str, object]:
        """Return what differs from the default keymap, fit for JSON; `read` is the way back."""
        kept: dict[str, object] = {}
        if self.preset != "photoshop":
            kept["preset"] = self.preset
        if self.is_left_handed:
            kept["left_handed"] = True
        if self.changes:
            kept["keys"] = [[command_id, list(keys)] for command_id, keys in self.changes]
        return kept

    def _wishes(self) -> list[tuple[str, Keys]]:
        """Return who wants which keys, the one that goes first at the front; a command comes once."""
        wishes = {command_id: keys for command_id, keys in reversed(self.changes) if command_id in BY_ID}
        preset = CHANGES[self.preset]
        named = [(command_id, keys) for command_id, keys in preset.items() if command_id in BY_ID]
        others = [(command.id, command.keys) for command in COMMANDS if command.id not in preset]
        for command_id, keys in _claimed([*named, *others]).items():
            wishes.setdefault(command_id, tuple(map(_mirrored, keys)) if self.is_left_handed else keys)
        return list(wishes.items())


def checked(command_id: str, key: str) -> str:
    """Return a key in its one way of writing. Raises KeymapError when the command cannot have it, KeyError."""
    written, command = canonical(key), BY_ID[command_id]
    if not written:
        raise KeymapError(_NO_KEY, key=key)
    if command.is_costly and is_bare(written):
        raise KeymapError(_COSTS, key=written)
    return written


def checked_on_mac(command_id: str, key: str) -> str:
    """Return a key as `checked` does, unless macOS keeps it. Raises KeymapError, KeyError."""
    written = checked(command_id, key)
    if _MAC_KEEPS.get(written, command_id) != command_id:
        raise KeymapError(_SYSTEMS, key=written)
    return written


def read(stored: object, *, is_strict: bool = False) -> Keymap:
    """Return the keymap that `stored` describes; what cannot be used of it is passed over.

    Raises KeymapError when it is no keymap at all and `is_strict` (a file that a person chose).
    """
    fields = stored if isinstance(stored, dict) else {}
    rows = fields.get("keys", [])
    if is_strict and not (isinstance(rows, list) and fields.keys() & {"preset", "keys", "left_handed"}):
        raise KeymapError(_NO_KEYMAP)
    name = fields.get("preset")
    preset = cast("Preset", name) if isinstance(name, str) and name in CHANGES else "photoshop"
    changes = dict(change for row in rows if (change := _change(row))) if isinstance(rows, list) else {}
    return Keymap(preset, fields.get("left_handed") is True, tuple(changes.items()))


def _change(row: object) -> tuple[str, Keys] | None:
    """Return one stored change without the keys that it cannot have, or None when it is none."""
    match row:
        case [str() as command_id, list() as keys] if command_id in BY_ID:
            return command_id, tuple(dict.fromkeys(_usable(command_id, keys)))
        case _:
            return None


def _usable(command_id: str, keys: list[object]) -> Iterable[str]:
    for key in keys:
        written = canonical(key) if isinstance(key, str) else ""
        if written and not (BY_ID[command_id].is_costly and is_bare(written)):
            yield written


def _claimed(wishes: Iterable[tuple[str, Keys]]) -> dict[str, Keys]:
    """Return what each command gets when those in front go first. Two texts of one press may share it in a command."""
    owners: dict[str, str] = {}
    for command_id, keys in wishes:
        for key in keys:
            owners.setdefault(press(canonical(key)), command_id)
    return {
        command_id: tuple(key for key in map(canonical, keys) if owners[press(key)] == command_id)
        for command_id, keys in wishes
    }


def _with_instead(claimed: Mapping[str, Keys]) -> dict[str, Keys]:
    """Add what other keyboards have instead of keys that they cannot type, where nothing else hangs on it."""
    taken = {press(key) for keys in claimed.values() for key in keys}
    result: dict[str, Keys] = {}
    for command_id, keys in claimed.items():
        wished = (other for key in keys for other in INSTEAD.get(key, ()))
        added = {press(other): other for other in wished if press(other) not in taken}
        taken |= added.keys()
        result[command_id] = (*keys, *added.values())
    return result


def _mirrored(key: str) -> str:
    modifiers, name = split(press(canonical(key)))
    other = mirrored(modifiers, name)
    return key if other == name else joined(modifiers, other)
