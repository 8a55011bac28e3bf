"""Finding a command by a few of its letters."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

_WORD_START: Final = 10
_NEXT: Final = 7
_ANYWHERE: Final = 1
_ENOUGH: Final = 4
_WHOLE: Final = 100
_IN_HELP: Final = 5
_IN_WORDS: Final = 150
_RECENT: Final = 8


class Entry(NamedTuple):
    """What can be searched in: a command's id, and its title, help and other words in the person's language."""

    id: str
    title: str
    help: str
    words: str = ""


def ranked(query: str, entries: Iterable[Entry], recent: Sequence[str] = ()) -> list[str]:
    """Return the ids of what `query` finds, the best first; everything for an empty one.

    `recent`: ids of what was used last, the last first; it goes before its equals.
    """
    last = {command_id: len(recent) - i for i, command_id in enumerate(recent)}
    scores = {entry.id: _score_of(query, entry) for entry in entries}
    found = [command_id for command_id, score in scores.items() if score]
    if not query.strip():
        return sorted(found, key=lambda command_id: -last.get(command_id, 0))
    return sorted(found, key=lambda each: (-scores[each] - _RECENT * (each in last), -last.get(each, 0)))


def score(query: str, text: str) -> int:
    """Say how well `text` answers to `query`; 0: not at all.

    Its letters must come in their order; beginnings of words and letters side by side count more than scattered ones.
    """
    wanted, text = "".join(query.casefold().split()), text.casefold()
    if not wanted:
        return 1
    best = max((_from(start, wanted, text) for start, letter in enumerate(text) if letter == wanted[0]), default=0)
    whole = _WHOLE * (" ".join(query.casefold().split()) in text)
    return best + whole if best >= _ENOUGH * len(wanted) else whole


def _score_of(query: str, entry: Entry) -> int:
    words = query.casefold().split()
    if not words:
        return 1
    in_help = _IN_HELP * all(word in entry.help.casefold() for word in words)
    others = entry.words.casefold().split()
    in_words = _IN_WORDS * all(any(other.startswith(word) for other in others) for word in words)
    return max(
        in_words, 2 * score(query, entry.title), score(query, entry.id.replace(".", " ").replace("_", " ")), in_help
    )


def _from(start: int, wanted: str, text: str) -> int:
    """Return the score of `wanted` from `start` on, each letter at its first place; 0 when one is not there."""
    total, last = 0, start - 1
    for letter in wanted:
        place = text.find(letter, last + 1)
        if place < 0:
            return 0
        begins_word = place == 0 or not text[place - 1].isalnum()
        total += _WORD_START if begins_word else _NEXT if place == last + 1 else _ANYWHERE
        last = place
    return total
