"""Texts that are never shown, and how they are struck out of what a service says."""

import json
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote


class Secret:
    """Holds a private key; whoever prints it, logs it or looks at it in a traceback sees none of it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text, for signing and for the keyring only."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(("Secret", self._text))

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str:
        """Refuse to be pickled or copied into a file (TypeError)."""
        raise TypeError("A secret is not written anywhere.")


SHORTEST: Final = 4
"""Characters: striking out shorter secrets would tear words apart and protect nothing."""
DEEPEST: Final = 64
"""Levels of a JSON value that are looked through; what lies deeper is struck out whole."""
STRUCK_OUT: Final = "…"

_FIELDS: Final = frozenset({"publickey", "privatekey", "signature"})
_NO_LETTER: Final = re.compile(r"[^a-z]")
_SIGNED: Final = re.compile(r"(signature\W{1,8})[0-9a-f]{40,}", re.IGNORECASE)


def redacted(text: str, *secrets: str) -> str:
    """Return `text` with every one of `secrets` (of 4 characters or more) and what is called a signature struck out.

    A secret is found as it is, and as it stands in JSON or in an address.
    """
    for secret in secrets:
        if len(secret) >= SHORTEST:
            for spelling in _spellings(secret):
                text = text.replace(spelling, STRUCK_OUT)
    return _SIGNED.sub(rf"\1{STRUCK_OUT}", text)


def struck_out(
    said: Mapping[str, object], *secrets: str, but: frozenset[str] = frozenset(), depth: int = 0
) -> dict[str, object]:
    """Copy a JSON map without the fields of keys and signatures, and with all its texts `redacted`, at any depth.

    Fields called as one of `but` stay as they are.
    """

    def struck(value: object, depth: int) -> object:
        if isinstance(value, str):
            return redacted(value, *secrets)
        if isinstance(value, (Mapping, list)) and depth >= DEEPEST:
            return STRUCK_OUT
        if isinstance(value, Mapping):
            return struck_out(value, *secrets, but=but, depth=depth)
        return [struck(inner, depth + 1) for inner in value] if isinstance(value, list) else value

    return {
        redacted(name, *secrets): inner if name in but else struck(inner, depth + 1)
        for name, inner in said.items()
        if _NO_LETTER.sub("", name.lower()) not in _FIELDS
    }


def _spellings(secret: str) -> tuple[str, ...]:
    """Return a secret as it is, and as JSON and addresses write it, the longest first."""
    in_json = {json.dumps(secret, ensure_ascii=is_ascii)[1:-1] for is_ascii in (True, False)}
    spellings = {
        secret,
        *in_json,
        *(each.replace("/", "\\/") for each in in_json),
        quote(secret),
        quote(secret, safe=""),
    }
    return tuple(sorted(spellings, key=len, reverse=True))
