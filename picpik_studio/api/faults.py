"""Reads what msgspec says of a value that does not fit: where it lies, and what our own sentence for it is."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from msgspec import Struct

from picpik_studio.api.errors import ParameterError
from picpik_studio.api.refusals import missing, refusal
from picpik_studio.api.rules import Kind, Rule, rules

_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]+)`")
_STEP = re.compile(r"\[(?P<index>\d+)\]|(?P<name>[^.\[\]]+)")
_ELEMENTS: dict[Kind, Kind] = {"texts": "text", "ints": "int", "pictures": "picture", "structs": "struct"}

Step = str | int


def explained(kind: type[Struct], mapping: Mapping[str, Any], message: str) -> ParameterError:
    """Return our own error for a message of msgspec's about `mapping`, which was to become a `kind`."""
    path = _path(message)
    absent = _MISSING.search(message)
    if absent:
        return missing(_dotted([*path, absent["name"]]))
    return refusal(_rule_at(kind, path), _dotted(path), _value_at(mapping, path))


def cut(mapping: dict[str, Any], message: str) -> bool:
    """Take out of `mapping` what the message complains of; return False when that is the whole."""
    path = _path(message)
    if not path:
        return False
    holder: Any = _value_at(mapping, path[:-1])
    del holder[path[-1]]
    return True


def _path(message: str) -> list[Step]:
    found = _PATH.search(message)
    steps = _STEP.finditer(found["path"]) if found else ()
    return [step["name"] if step["index"] is None else int(step["index"]) for step in steps]


def _dotted(path: list[Step]) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _value_at(mapping: Mapping[str, Any], path: list[Step]) -> object:
    value: Any = mapping
    for step in path:
        value = value[step]
    return value


def _rule_at(kind: type[Struct], path: list[Step]) -> Rule:
    """Return the rule of the field at `path`; that of an element is the list's, made singular."""
    rule = rules(kind)[str(path[0])]
    for step in path[1:]:
        rule = replace(rule, kind=_ELEMENTS[rule.kind]) if isinstance(step, int) else rules(rule.inner or kind)[step]
    return rule
