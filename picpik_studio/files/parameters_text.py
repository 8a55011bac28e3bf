"""The text in which Stable Diffusion's web UI, and much that reads its pictures, keeps what a picture was made with.

The prompt, then `Negative prompt: ...`, then one line of `Name: value` pairs; a value with a comma, a colon or a line
break is quoted as JSON quotes it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

KEYWORD: Final = "parameters"
"""Under which a PNG file keeps it."""

_NEGATIVE = "Negative prompt:"
_PAIR = re.compile(r'\s*([\w][\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
_FEWEST = 3
_LONGEST = 1 << 20


@dataclass(frozen=True)
class MadeWith:
    """`prompt` and `negative` as lines; `pairs` by their names, values as text."""

    prompt: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)


def to_text(made: MadeWith) -> str:
    """Return the text; `from_text` reads it."""
    lines = list(made.prompt)
    if made.negative:
        first, *others = made.negative
        lines += [f"{_NEGATIVE} {first}", *others]
    return "\n".join([*lines, ", ".join(f"{name}: {_quoted(value)}" for name, value in made.pairs.items())])


def from_text(text: str) -> MadeWith | None:
    """Return what a text says, None when it is not of this form: its last line has fewer than three pairs."""
    *lines, last = text.strip()[:_LONGEST].split("\n")
    pairs = {match[1].strip(): _unquoted(match[2].strip()) for match in _PAIR.finditer(last)}
    if len(pairs) < _FEWEST:
        return None
    prompt: list[str] = []
    negative: list[str] = []
    target = prompt
    for line in (line.strip() for line in lines):
        if line.startswith(_NEGATIVE):
            target = negative
        words = line.removeprefix(_NEGATIVE).strip()
        if words:
            target.append(words)
    return MadeWith(tuple(prompt), tuple(negative), pairs)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if set(value) & set(',:\n"') else value


def _unquoted(value: str) -> str:
    if value[:1] != '"':
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value
