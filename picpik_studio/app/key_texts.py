"""Keys as texts: "Ctrl+Shift+Z", written in one way only, and which texts are one and the same press.

The texts are Qt's portable ones, but no Qt is needed: the keymap is made before a window is, and tested without one.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

_REMEMBERED: Final = 1024
"""Of how many texts it is remembered what they are: one keymap asks for the same few hundred again and again."""

_MODIFIERS = ("Meta", "Ctrl", "Alt", "Shift")
_NAMES = (
    *("Return", "Enter", "Esc", "Tab", "Backtab", "Backspace", "Del", "Ins", "Home", "End", "PgUp", "PgDown"),
    *("Left", "Right", "Up", "Down", "Space", "Pause", "Print", "Menu", "Help", "Clear", "Back", "Forward"),
    *(f"F{number}" for number in range(1, 36)),
)
_BY_NAME: Mapping[str, str] = MappingProxyType({name.casefold(): name for name in _NAMES})
_NEEDS_MODIFIER = frozenset({"Ctrl", "Alt", "Meta"})

SHIFTED: Mapping[str, str] = MappingProxyType(
    dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True))  # fmt: skip - two rows of keys
)
"""What Shift types on the keyboard that presets are written for: the character to the key below it."""


@lru_cache(_REMEMBERED)
def canonical(text: str) -> str:
    """Return a key in its one way of writing, or "" for what is none: "shift+ctrl+z" is "Ctrl+Shift+Z"."""
    *held, key = _parts(text)
    modifiers = {name.capitalize() for name in held}
    if len(modifiers) != len(held) or not modifiers <= set(_MODIFIERS):
        return ""
    key = _BY_NAME.get(key.casefold(), key.upper() if len(key.upper()) == 1 and key.isprintable() else "")
    if key == "Backtab":
        key, modifiers = "Tab", modifiers | {"Shift"}
    return joined(modifiers, key) if key.strip() else ""


@lru_cache(_REMEMBERED)
def split(text: str) -> tuple[frozenset[str], str]:
    """Return the modifiers and the key of a canonical text."""
    *held, key = _parts(text)
    return frozenset(held), key


def joined(modifiers: set[str] | frozenset[str], key: str) -> str:
    """Return the text of a key with modifiers."""
    return "+".join([*(name for name in _MODIFIERS if name in modifiers), key])


@lru_cache(_REMEMBERED)
def press(text: str) -> str:
    """Return what fingers do for a canonical text: "{" is "Shift+[". Two texts of one press cannot be told apart."""
    modifiers, key = split(text)
    return joined(modifiers | {"Shift"}, SHIFTED[key]) if key in SHIFTED else text


def caught(text: str) -> str:
    """Return the key to keep of a press as a window tells it, "" for none.

    What is typed with Shift is told with Shift and the character, "Shift+{", and answers to the character alone.
    """
    written = canonical(text)
    modifiers, key = split(written)
    is_character = len(key) == 1 and not key.isalpha()
    return joined(modifiers - {"Shift"}, key) if is_character else written


def is_bare(text: str) -> bool:
    """Whether a key can be hit by accident: nothing is held with it, or only Shift."""
    modifiers, key = split(text)
    return not modifiers & _NEEDS_MODIFIER and not re.fullmatch(r"F\d+", key)


def _parts(text: str) -> list[str]:
    """Split at the plus signs that stand between keys; the plus key itself stays."""
    text = text.strip() if text != " " else "Space"
    if text.endswith("+"):
        before = text[:-1].rstrip("+")
        return [*(before.split("+") if before else []), "+"]
    return [part.strip() for part in text.split("+")]
