"""What a service says of a task beside what the protocol names: kept with the job and shown as it came."""

import json
from collections.abc import Mapping
from typing import Final

from picpik_studio.api.answers import TaskDetail

MOST: Final = 20
LONGEST: Final = 200

Extras = tuple[tuple[str, str], ...]
"""Names and values, each value as text."""

_NAMED: Final = frozenset(TaskDetail.__struct_fields__) | {"Action"}


def extras_of(detail: TaskDetail) -> Extras:
    """Return the fields of an answer that nobody here knows, and its texts if there are any; what is empty is not."""
    unknown = {name: value for name, value in detail.raw.items() if name not in _NAMED}
    texts: Mapping[str, object] = {"TxtList": detail.TxtList} if detail.TxtList else {}
    said = [(str(name)[:LONGEST], _text(value)) for name, value in {**texts, **unknown}.items()]
    return tuple((name, text) for name, text in said if text)[:MOST]


def _text(value: object) -> str:
    """Return a value of an answer as one short line."""
    if value is None or value in ("", [], {}):
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
