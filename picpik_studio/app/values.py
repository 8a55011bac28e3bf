"""The values of the parameters: what each may be, and how they become JSON and come back."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import pybase64

from picpik_studio.api.errors import ParameterError
from picpik_studio.api.refusals import Allowed, refused, shown
from picpik_studio.app.fields import FIELDS, LORA_HIGH, LORA_LOW, LORA_WEIGHT, Field, FieldKind
from picpik_studio.app.models import ModelChoice, ModelInfo, SubModel
from picpik_studio.core.geometry import Rect
from picpik_studio.texts import QT_TRANSLATE_NOOP

FrameMode = Literal["mask", "whole"] | Rect

_NOT_THIS = QT_TRANSLATE_NOOP("Parameters", "{field} cannot be {value}.")


@dataclass(frozen=True)
class Values:
    """All parameters at one moment; make them by `Parameters`, which checks them.

    `width`, `height`: None takes the frame's. `reference`: the encoded picture file. `sampler`: empty takes the
    service's. `seed`: -1 takes a new one each time.
    """

    positive_prompts: tuple[str, ...]
    negative_prompts: tuple[str, ...]
    translate_prompts: bool
    prompts_more_important: bool
    mask_blur: int
    refer_strength: float
    invert_mask: bool
    frame_mode: FrameMode
    padding: int
    split_frames: bool
    batch_size: int
    seed: int
    width: int | None
    height: int | None
    main_model: ModelChoice | None
    sub_models: tuple[SubModel, ...]
    steps: int
    sampler: str
    cfg_scale: float
    clip_skip: int
    use_main_model_vae: bool
    reference: bytes | None
    reference_strength: float


_BY_NAME: dict[str, Any] = {field.name: field.default for field in FIELDS}
DEFAULTS = Values(**_BY_NAME)


def prompt_lines(text: str) -> tuple[str, ...]:
    """Return the phrases of a prompt box: one line is one phrase, blank lines are dropped, commas stay."""
    sound = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be sent
    lines = (line.strip() for line in sound.splitlines())
    return tuple(line for line in lines if line)


def clean(field: Field, value: object) -> object:
    """Return `value` as `Values` holds it. Raises ParameterError, which names the field, the value and the range."""
    return _CLEANERS[field.kind](field, value)


def to_json(value: object) -> object:
    """Return one value of `Values` as plain JSON."""
    match value:
        case Rect():
            return list(value)
        case ModelChoice() | SubModel():
            return value.to_json()
        case bytes():
            return pybase64.b64encode_as_string(value)
        case tuple():
            return [to_json(element) for element in value]
    return value


def from_json(field: Field, value: object) -> object:
    """Return what `to_json` made into a value again, checked. Raises ParameterError."""
    reader = _READERS.get(field.kind)
    try:
        return clean(field, value if reader is None or value is None else reader(value))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _not_this(field, value) from None


def snapshot_of(values: Values) -> dict[str, object]:
    """Return all values as plain JSON, by name."""
    return {field.name: to_json(getattr(values, field.name)) for field in fields(values)}


def _not_this(field: Field, value: object) -> ParameterError:
    return ParameterError("type", _NOT_THIS, field=field.named, value=shown(value))


def _bounded(field: Field, value: object, kind: Literal["int", "float"]) -> float:
    """Return a finite number within the field's limits."""
    allowed = Allowed(kind, field.low, field.high)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise refused(allowed, field.named, value)
    too_low = field.low is not None and value < field.low
    if too_low or (field.high is not None and value > field.high):
        raise refused(allowed, field.named, value)
    return value


def _int(field: Field, value: object) -> int:
    number = _bounded(field, value, "int")
    if number != int(number):
        raise refused(Allowed("int", field.low, field.high), field.named, value)
    return int(number)


def _float(field: Field, value: object) -> float:
    return float(_bounded(field, value, "float"))


def _bool(field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise refused(Allowed("bool"), field.named, value)
    return value


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise refused(Allowed("text"), field.named, value)
    return " ".join(prompt_lines(value))


def _lines(field: Field, value: object) -> tuple[str, ...]:
    """Take a box's text, or the phrases themselves."""
    if isinstance(value, str):
        return prompt_lines(value)
    if not isinstance(value, (list, tuple)) or not all(isinstance(line, str) for line in value):
        raise refused(Allowed("texts"), field.named, value)
    return prompt_lines("\n".join(value))


def _size(field: Field, value: object) -> int | None:
    return None if value is None else _int(field, value)


def _model(field: Field, value: object) -> ModelChoice | None:
    """Take a choice, a model of the list, or a code that was typed; an empty code is none."""
    match value:
        case ModelInfo():
            return value.choice
        case None | ModelChoice():
            return value
        case str():
            return ModelChoice(value.strip()) if value.strip() else None
    raise _not_this(field, value)


def _models(field: Field, value: object) -> tuple[SubModel, ...]:
    if not isinstance(value, Iterable):
        raise _not_this(field, value)
    return tuple(_sub_model(field, element) for element in value)


def _sub_model(field: Field, value: object) -> SubModel:
    """Take a sub-model; a LoRA without a weight gets 1, the other kinds have none."""
    chosen = value.sub_model if isinstance(value, ModelInfo) else value
    if not isinstance(chosen, SubModel) or chosen.kind == "main":
        raise _not_this(field, value)
    if chosen.kind != "lora":
        return replace(chosen, weight=None)
    weight = 1.0 if chosen.weight is None else chosen.weight
    if not LORA_LOW <= weight <= LORA_HIGH:
        title = f"{chosen.title}: {LORA_WEIGHT.title}"
        raise refused(Allowed("float", LORA_LOW, LORA_HIGH), title, weight)
    return replace(chosen, weight=float(weight))


def _picture(field: Field, value: object) -> bytes | None:
    """Take an encoded picture file; an empty one is none."""
    if value is not None and not isinstance(value, (bytes, bytearray, memoryview)):
        raise _not_this(field, value)
    return bytes(value) if value else None


def _frame(field: Field, value: object) -> FrameMode:
    if value == "mask":
        return "mask"
    if value == "whole":
        return "whole"
    if not isinstance(value, Rect) or value.is_empty:
        raise _not_this(field, value)
    return value


_CLEANERS: dict[FieldKind, Callable[[Field, object], object]] = {
    "int": _int,
    "float": _float,
    "bool": _bool,
    "text": _text,
    "lines": _lines,
    "size": _size,
    "model": _model,
    "models": _models,
    "picture": _picture,
    "frame": _frame,
}


def _read_rect(value: object) -> object:
    return Rect(*(int(number) for number in value)) if isinstance(value, list) else value


_READERS: dict[FieldKind, Callable[[Any], object]] = {
    "model": ModelChoice.from_json,
    "models": lambda value: [SubModel.from_json(element) for element in value],
    "picture": lambda value: pybase64.b64decode(value, validate=True),
    "frame": _read_rect,
}
