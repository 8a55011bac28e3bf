"""The sentences that refuse a value: they name the field, the value and what is allowed."""

from typing import NamedTuple

from picpik_studio.api.data_uri import DataUri
from picpik_studio.api.errors import FaultKind, ParameterError
from picpik_studio.api.rules import Kind, Rule
from picpik_studio.texts import QT_TRANSLATE_NOOP

_MAX_SHOWN = 40

_BOUNDED: dict[Kind, str] = {
    "int": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a whole number from {low} to {high}."),
    "float": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a number from {low} to {high}."),
}
_FROM = QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a whole number from {low} on.")
_FREE: dict[Kind, str] = {
    "int": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a whole number."),
    "float": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a number."),
    "bool": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be true or false."),
    "text": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a text."),
    "choice": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be one of {choices}."),
    "texts": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a list of texts."),
    "ints": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a list of four whole numbers."),
    "picture": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a picture in base64."),
    "pictures": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a list of pictures in base64."),
    "struct": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be an object with named fields."),
    "structs": QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but must be a list of objects with named fields."),
}
_MISSING = QT_TRANSLATE_NOOP("Rule", "{field} is missing.")


def missing(field: str) -> ParameterError:
    """Return the error that a required field is not there."""
    return ParameterError("missing", _MISSING, field=field)


def refusal(rule: Rule, field: str, value: object) -> ParameterError:
    """Return the error that `value` is not what `rule` allows; `field` is the name that the reader knows."""
    return refused(Allowed(rule.kind, rule.low, rule.high, rule.choices), field, value)


class Allowed(NamedTuple):
    """What a value must be; `low` and `high` inclusive, None without a limit."""

    kind: Kind
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


def refused(allowed: Allowed, field: str, value: object) -> ParameterError:
    """Return the error that `value` is not what is allowed."""
    kind: FaultKind = "range" if _is_of_kind(allowed.kind, value) else "type"
    return ParameterError(
        kind,
        _template(allowed),
        field=field,
        value=shown(value),
        low=shown(allowed.low),
        high=shown(allowed.high),
        choices=", ".join(allowed.choices),
    )


def shown(value: object) -> str:
    """Return a value as a sentence shows it: short, and as it would be typed."""
    if isinstance(value, str):
        return f"“{value}”" if len(value) <= _MAX_SHOWN else f"“{value[:_MAX_SHOWN]}…”"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    if value is None or isinstance(value, (bool, int, float)):
        return str(value).lower().replace("none", "null")
    return "a picture" if isinstance(value, DataUri) else "an object"


def _template(allowed: Allowed) -> str:
    if allowed.low is None:
        return _FREE[allowed.kind]
    return _FROM if allowed.high is None else _BOUNDED[allowed.kind]


def _is_of_kind(kind: Kind, value: object) -> bool:
    """Say whether the value's kind is right, so that only its size is wrong."""
    if isinstance(value, bool):
        return False
    kinds: dict[Kind, tuple[type, ...]] = {"int": (int,), "float": (int, float), "choice": (str,), "ints": (list,)}
    return isinstance(value, kinds.get(kind, ()))
