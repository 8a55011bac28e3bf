"""What the wire types say of one field: kind, range, default, title and help, read from their msgspec annotations."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import msgspec.inspect as shapes
from msgspec import NODEFAULT, Struct

Kind = Literal["int", "float", "bool", "text", "choice", "texts", "ints", "picture", "pictures", "struct", "structs"]


@dataclass(frozen=True)
class Rule:
    """One field of a wire type.

    `low`, `high`: inclusive, None where there is no limit. `parent`: the kind of model that an inference parameter
    belongs to, else empty. `inner`: the wire type of the field or of its elements.
    """

    name: str
    kind: Kind
    required: bool
    default: object
    low: float | None
    high: float | None
    step: float | None
    choices: tuple[str, ...]
    title: str
    help: str
    parent: str
    inner: type[Struct] | None


@cache
def rules(kind: type[Struct]) -> dict[str, Rule]:
    """Return the rules of a wire type by wire name, in the order of its fields."""
    shape = cast("shapes.StructType", shapes.type_info(kind))
    return {field.encode_name: _rule(field) for field in shape.fields}


def rule(kind: type[Struct], name: str) -> Rule:
    """Return the rule of one field. Raises KeyError."""
    return rules(kind)[name]


def _rule(field: shapes.Field) -> Rule:
    inner, meta = _unwrapped(field.type)
    schema = (meta.extra_json_schema or {}) if meta else {}
    extra = (meta.extra or {}) if meta else {}
    kind = _kind(inner)
    whole = 1.0 if kind == "int" else None
    return Rule(
        name=field.encode_name,
        kind=kind,
        required=field.required,
        default=extra.get("default", _default(field)),
        low=getattr(inner, "ge", None),
        high=getattr(inner, "le", None),
        step=extra.get("step", whole),
        choices=tuple(str(value) for value in getattr(inner, "values", ())),
        title=schema.get("title", field.encode_name),
        help=schema.get("description", ""),
        parent=extra.get("parent", ""),
        inner=_inner(inner),
    )


def _inner(shape: shapes.Type) -> type[Struct] | None:
    """Return the wire type inside a field: its own, or that of its elements."""
    if isinstance(shape, shapes.ListType):
        return _inner(_unwrapped(shape.item_type)[0])
    return shape.cls if isinstance(shape, shapes.StructType) else None


def _default(field: shapes.Field) -> object:
    if field.default is not NODEFAULT:
        return field.default
    if field.default_factory is not NODEFAULT:
        return field.default_factory()
    return None


def _unwrapped(shape: shapes.Type) -> tuple[shapes.Type, shapes.Metadata | None]:
    """Take the `| None` and the description off a type."""
    if isinstance(shape, shapes.UnionType):
        shape = next(part for part in shape.types if not isinstance(part, shapes.NoneType))
    if isinstance(shape, shapes.Metadata):
        return shape.type, shape
    return shape, None


_PLAIN_KINDS: dict[type[shapes.Type], Kind] = {
    shapes.IntType: "int",
    shapes.FloatType: "float",
    shapes.BoolType: "bool",
    shapes.StrType: "text",
    shapes.LiteralType: "choice",
    shapes.CustomType: "picture",
    shapes.StructType: "struct",
}


_LIST_KINDS: dict[Kind, Kind] = {"text": "texts", "int": "ints", "picture": "pictures", "struct": "structs"}


def _kind(shape: shapes.Type) -> Kind:
    if isinstance(shape, shapes.ListType):
        return _LIST_KINDS[_kind(_unwrapped(shape.item_type)[0])]
    return _PLAIN_KINDS.get(type(shape), "struct")
