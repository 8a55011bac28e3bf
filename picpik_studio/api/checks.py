"""Makes wire values from maps and maps from wire values; nothing out of range passes."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct

from picpik_studio.api import faults
from picpik_studio.api.data_uri import DataUri
from picpik_studio.api.errors import NotJsonError, ParameterError
from picpik_studio.api.model import LORA, MAIN_MODEL, RAW, InferenceParams, Kept, Model
from picpik_studio.api.modify import ModifyMaskedPixels
from picpik_studio.api.rules import rules
from picpik_studio.texts import QT_TRANSLATE_NOOP

Wire = TypeVar("Wire", bound=Struct)

_NOT_UNDERSTOOD = QT_TRANSLATE_NOOP("Api", "The answer of the service is not understood ({reason}).")
_TOO_DEEP = QT_TRANSLATE_NOOP("Rule", "The request holds lists or objects that are nested too deeply.")
_WRONG_PARENT = QT_TRANSLATE_NOOP("Rule", "{field} belongs to a {parent}, but stands under a {place}.")
_BAD_INDEX = QT_TRANSLATE_NOOP("Rule", "{field} is {value}, but ImageAndMaskList has only {count} pictures.")


def checked(kind: type[Wire], mapping: Mapping[str, object]) -> Wire:
    """Return a wire value with every field checked, those of inner objects too. None counts as absent.

    Raises ParameterError, which names the field, its value and what is allowed.
    """
    try:
        return _checked(kind, mapping)
    except RecursionError:
        raise ParameterError("type", _TOO_DEEP, field="") from None


def _checked(kind: type[Wire], mapping: Mapping[str, object]) -> Wire:
    present = _present(mapping)
    try:
        value = msgspec.convert(_marked(kind, present), kind, dec_hook=_picture)
    except msgspec.ValidationError as refused:
        raise faults.explained(kind, present, str(refused)) from None
    if isinstance(value, ModifyMaskedPixels):
        _check_places(value)
        _check_indexes(value)
    return value


def received(kind: type[Wire], mapping: Mapping[str, object]) -> Wire:
    """Return what a service answered, as far as it can be understood.

    A null counts as absent, a number may be a text, an optional field of a wrong kind or range is dropped (it stays in
    `raw`), as is an element of a list that lacks a required one. Raises NotJsonError when the whole is not understood.
    """
    try:
        marked: Any = _marked(kind, _present(mapping))
    except RecursionError:
        raise NotJsonError(_NOT_UNDERSTOOD, reason="nested too deeply") from None
    while True:
        try:
            return msgspec.convert(marked, kind, strict=False, dec_hook=_picture)
        except msgspec.ValidationError as refused:
            if not faults.cut(marked, str(refused)):
                raise NotJsonError(_NOT_UNDERSTOOD, reason=str(refused)) from None


def to_wire(value: Struct) -> dict[str, Any]:
    """Return the map of a wire value; None is left out, and a kept raw map comes first with the fields laid over."""
    fields = {
        field.encode_name: _plain(content)
        for field in msgspec.structs.fields(value)
        if field.encode_name != RAW and (content := getattr(value, field.name)) is not None
    }
    return _laid_over(value.raw, fields) if isinstance(value, Kept) else fields


def _plain(value: object) -> object:
    if isinstance(value, Struct):
        return to_wire(value)
    if isinstance(value, list):
        return [_plain(element) for element in value]
    return value


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return `below` with `above` over it; maps inside are merged likewise."""
    merged = dict(below)
    for name, value in above.items():
        under = below.get(name)
        merged[name] = _laid_over(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return merged


def _present(mapping: Mapping[str, object]) -> dict[str, object]:
    """Copy a map without the None in it, nor in the maps and lists inside; tuples become lists."""
    return {name: _without_none(inner) for name, inner in mapping.items() if inner is not None}


def _without_none(value: object) -> object:
    if isinstance(value, Mapping):
        return _present(value)
    if isinstance(value, (list, tuple)):
        return [_without_none(inner) for inner in value if inner is not None]
    return value


def _marked(kind: object, value: object) -> object:
    """Copy `value`, putting the raw map into every object whose type keeps it."""
    if isinstance(kind, type) and issubclass(kind, Struct) and isinstance(value, Mapping):
        inner = {
            field.encode_name: _marked(field.type, value[field.encode_name])
            for field in msgspec.structs.fields(kind)
            if field.encode_name in value
        }
        kept = {RAW: {name: each for name, each in value.items() if name != RAW}} if issubclass(kind, Kept) else {}
        return {**value, **inner, **kept}
    if get_origin(kind) is list and isinstance(value, list):
        return [_marked(get_args(kind)[0], element) for element in value]
    for part in get_args(kind):
        value = _marked(part, value)
    return value


def _picture(kind: type, value: object) -> DataUri:
    """Read a picture for msgspec, which wraps the ValueError with the field's path."""
    if kind is DataUri and isinstance(value, DataUri):
        return value
    if kind is DataUri and isinstance(value, str):
        return DataUri.parse(value)
    raise ValueError("is not base64")


def _check_places(request: ModifyMaskedPixels) -> None:
    """Refuse an inference parameter under a parent that it does not belong to."""
    _check_place(request.MainModel, MAIN_MODEL, "MainModel")
    for index, model in enumerate(request.SubModelList):
        _check_place(model, LORA, f"SubModelList[{index}]")


def _check_place(model: Model, place: str, path: str) -> None:
    for name, rule in rules(InferenceParams).items():
        if rule.parent != place and getattr(model.InferenceParams, name, None) is not None:
            field = f"{path}.InferenceParams.{name}"
            raise ParameterError("place", _WRONG_PARENT, field=field, parent=rule.parent, place=place)


def _check_indexes(request: ModifyMaskedPixels) -> None:
    """Refuse an index that points past the pictures."""
    count = len(request.ImageAndMaskList)
    indexes = {"Masked.ImageIndex": request.Masked.ImageIndex, "Masked.MaskIndex": request.Masked.MaskIndex}
    if request.Image2Image is not None:
        indexes["Image2Image.ImageIndex"] = request.Image2Image.ImageIndex
    for field, index in indexes.items():
        if index >= count:
            raise ParameterError("index", _BAD_INDEX, field=field, value=index, count=count)
