"""Keyboards that cannot type every key of the presets without contortions, and what their people press instead.

Where `[` needs AltGr, as on German and French keyboards, it is no key to hold or to press ten times. Such keys get a
second one that lies under a finger there. It acts on every keyboard on which nothing else hangs on it (the key for Ö
exists only where `[` needs AltGr), so it works even where the keyboard is not known; knowing it decides what is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from picpik_studio.app.key_texts import joined, split

INSTEAD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "[": ("Ö", "Æ", ":"),
        "]": ("Ä", "Ø", "!"),
        "{": ("Shift+Ö", "Shift+Æ", "/"),
        "}": ("Shift+Ä", "Shift+Ø", "§"),
        "Shift+[": ("Shift+Ö", "Shift+Æ", "/"),
        "Shift+]": ("Shift+Ä", "Shift+Ø", "§"),
        "\\": ("<",),
        "Shift+\\": (">",),
        "Ctrl+\\": ("Ctrl+<",),
        "/": ("-",),
    }
)
"""What lies under a finger for a key: German and Swedish, Danish and Norwegian, French, in this order. Shift with the
French `:` and `!` types `/` and `§`; the key for `<` stands beside the left Shift on all of them, and `-` on the German
keyboard where `/` is on the American one."""

_GERMAN_ALTGR: Final = frozenset("[]{}\\|@~")
_FRENCH_ALTGR: Final = frozenset("[]{}\\|@~#`^")
_NORDIC_ALTGR: Final = frozenset("[]{}\\|@~$")


@dataclass(frozen=True, eq=False)
class Keyboard:
    """What a keyboard types: only with AltGr (or not at all), only with Shift, and its keys that others lack.

    There is one of each kind, so that what is known of it can be remembered.
    """

    altgr: frozenset[str]
    shifted: Mapping[str, str]
    own: frozenset[str]

    def types(self, text: str) -> bool:
        """Whether a canonical key can be pressed as it is written, without AltGr and with no Shift that it hides."""
        modifiers, key = split(text)
        if key in self.altgr or (key in _ELSEWHERE and key not in self.own):
            return False
        return key not in self.shifted or not modifiers

    def offers(self, text: str) -> bool:
        """Whether a key of another keyboard is of use here: this one cannot type what it stands for."""
        stands_for = [key for key, others in INSTEAD.items() if text in others]
        return self.types(text) and not any(map(self.types, stands_for))

    def pressed(self, text: str) -> str:
        """Return what is really pressed for a key that only Shift types: on a French keyboard "Ctrl+1" is Ctrl+Shift.

        Any other key is returned as it is.
        """
        modifiers, key = split(text)
        if key in self.shifted and modifiers and "Shift" not in modifiers:
            return joined(modifiers | {"Shift"}, self.shifted[key])
        return text


_REMEMBERED: Final = 1024
"""Of how many commands' keys it is remembered which come first: a window asks five times for those of each."""

_ELSEWHERE: Final = frozenset("ÖÄÜÆØÅÑ§")

AMERICAN: Final = Keyboard(frozenset(), {}, frozenset())
GERMAN: Final = Keyboard(_GERMAN_ALTGR, {"/": "7", "=": "0", ";": ",", ":": "."}, frozenset("ÖÄÜ§"))
FRENCH: Final = Keyboard(
    _FRENCH_ALTGR,
    {**dict(zip("1234567890", "&É\"'(-È_ÇÀ", strict=True)), ".": ";", "/": ":", "+": "=", "?": ","},
    frozenset("§"),
)
NORDIC: Final = Keyboard(_NORDIC_ALTGR, {"/": "7", "=": "0", ";": ",", ":": "."}, frozenset("ÖÄÅÆØ§"))

_UNSHIFTED_DIGITS: Final = {sign: int(digit) for digit, sign in FRENCH.shifted.items() if digit.isdecimal()}
_AMBIGUOUS: Final = frozenset("'-")


def digit_typed(sign: str) -> int | None:
    """Return the digit on the key that types a sign without Shift, as in the French row &é"'(-è_çà; None elsewhere.

    The apostrophe and the hyphen have keys of their own on most keyboards, so what they stand for is not known by them.
    """
    return None if sign in _AMBIGUOUS else _UNSHIFTED_DIGITS.get(sign.upper())


_BY_LANGUAGE: Mapping[str, Keyboard] = MappingProxyType(
    {
        "de": GERMAN,
        "fr": FRENCH,
        "sv": NORDIC,
        "fi": NORDIC,
        "da": NORDIC,
        "nb": NORDIC,
        "no": NORDIC,
        "nn": NORDIC,
    }
)
_EXCEPTIONS: Mapping[str, Keyboard] = MappingProxyType({"fr_CA": AMERICAN, "fr_CH": GERMAN})


def keyboard_of(locale: str) -> Keyboard:
    """Return the keyboard that belongs to a locale such as "de_AT"; the American one when nothing else is known."""
    return _EXCEPTIONS.get(locale[:5]) or _BY_LANGUAGE.get(locale[:2], AMERICAN)


@lru_cache(_REMEMBERED)
def easiest_first(keys: tuple[str, ...], keyboard: Keyboard) -> tuple[str, ...]:
    """Return the keys of a command, those first that `keyboard` types as they are written.

    Where it does not type the very first, what lies under a finger instead goes before keys that need two hands.
    """
    instead = () if not keys or keyboard.types(keys[0]) else INSTEAD.get(keys[0], ())
    return tuple(sorted(keys, key=lambda key: (not keyboard.types(key), key not in instead)))
