"""What a service says beside what the protocol names: kept, and shown as it came."""

import json
from collections.abc import Mapping
from typing import Final

from picpik_studio.api.answers import TaskDetail, TaskStarted
from picpik_studio.api.model import InferenceParams, Kept, Model

MOST: Final = 20
LONGEST: Final = 200

Extras = tuple[tuple[str, str], ...]
"""Names and values, each value as text."""

_OF_EVERY_ANSWER: Final = frozenset({"Action", "RetCode", "Message", "request_uuid"})
_INFERENCE: Final = "InferenceParams"


def extras_of(answer: Kept, *, unread: frozenset[str] = frozenset()) -> Extras:
    """Return the fields of an answer that nobody here knows; what is empty is not.

    `unread` are fields whose values could not be understood: they are shown as they came.
    """
    return unknown(answer.raw, frozenset(answer.__struct_fields__) - unread)


def task_extras(detail: TaskDetail) -> Extras:
    """Return what is said beside of a task: its texts if there are any, and what nobody here knows."""
    texts: Mapping[str, object] = {"TxtList": detail.TxtList} if detail.TxtList else {}
    return (*_lines(texts), *extras_of(detail))[:MOST]


def start_extras(said: Mapping[str, object]) -> Extras:
    """Return what is said beside by an answer that a task has begun, or that brought its images."""
    return unknown(said, frozenset(TaskStarted.__struct_fields__))


def said_beside(said: Mapping[str, object]) -> Extras:
    """Return what an answer says beside, whose known fields are taken out already."""
    return unknown(said, frozenset())


def joined(before: Extras, more: Extras) -> Extras:
    """Return both, what was said later in the place of what was said before under the same name."""
    return tuple({**dict(before), **dict(more)}.items())


def model_extras(raw: Mapping[str, object]) -> Extras:
    """Return what is said beside of a model, and of its inference parameters."""
    beside = unknown(raw, frozenset(Model.__struct_fields__))
    params = raw.get(_INFERENCE)
    if not isinstance(params, Mapping):
        return beside
    inside = unknown(params, frozenset(InferenceParams.__struct_fields__))
    return (*beside, *((f"{_INFERENCE}.{name}", text) for name, text in inside))[:MOST]


def unknown(raw: Mapping[str, object], known: frozenset[str]) -> Extras:
    """Return what a map says beside the `known` names."""
    return _lines({name: value for name, value in raw.items() if name not in known | _OF_EVERY_ANSWER})[:MOST]


def _lines(fields: Mapping[str, object]) -> Extras:
    said = [(str(name)[:LONGEST], _text(value)) for name, value in fields.items()]
    return tuple((name, text) for name, text in said if text)


def _text(value: object) -> str:
    """Return a value of an answer as one short line."""
    if value is None or value in ("", [], {}):
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
