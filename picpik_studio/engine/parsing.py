"""Reads the JSON of a call. A small text must not become a large memory: its parts and its depth are counted.

`[[],[],…` of the length that is allowed for pictures would take gigabytes as Python objects.
"""

from typing import Any, Final

import msgspec

from picpik_studio.engine.errors import INVALID, TOO_LARGE, Refusal
from picpik_studio.texts import QT_TRANSLATE_NOOP

MOST_PARTS: Final = 100_000
"""Fields, elements and commas inside of texts; a call of the protocol has some hundreds."""
MOST_DEPTH: Final = 32
"""Objects and lists inside of each other; a call of the protocol has four."""

_NOT_JSON = QT_TRANSLATE_NOOP("Engine", "The request is not a JSON object in UTF-8.")
_MANY = QT_TRANSLATE_NOOP("Engine", "The request has more than {most} fields and elements.")
_DEEP = QT_TRANSLATE_NOOP("Engine", "The request is nested more than {most} deep.")


def parts_in(piece: bytes) -> int:
    """Return how many values a piece of JSON begins at most."""
    return piece.count(b",") + piece.count(b"[") + piece.count(b"{")


def demand_few(parts: int) -> None:
    """Raise Refusal for more parts than a call may have."""
    if parts > MOST_PARTS:
        raise Refusal(TOO_LARGE, _MANY, most=MOST_PARTS)


def parsed(body: bytes) -> dict[str, Any]:
    """Return the parameters of a call, at most MOST_DEPTH deep. Raises Refusal."""
    try:
        params = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refusal(INVALID, _NOT_JSON) from None
    if not isinstance(params, dict):
        raise Refusal(INVALID, _NOT_JSON)
    _demand_flat(params)
    return params


def _demand_flat(params: dict[str, Any]) -> None:
    """Go down level by level, without recursion."""
    level: list[Any] = [params]
    for _ in range(MOST_DEPTH):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise Refusal(TOO_LARGE, _DEEP, most=MOST_DEPTH)


def _inside(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    """Return the objects and lists right inside of one."""
    elements = value.values() if isinstance(value, dict) else value
    return [element for element in elements if isinstance(element, dict | list)]
