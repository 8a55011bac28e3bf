"""The bag of parameters that a window edits, and the request that it makes of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from picpik_studio.api.errors import ParameterError
from picpik_studio.app.fields import FIELDS, FIELDS_BY_NAME, GROUPS, LORA_WEIGHT, Field, Group
from picpik_studio.app.models import ModelChoice, ModelInfo, SubModel
from picpik_studio.app.values import DEFAULTS, FrameMode, Values, clean, from_json, prompt_lines, snapshot_of
from picpik_studio.core.geometry import Size
from picpik_studio.core.signal import Signal
from picpik_studio.texts import QT_TRANSLATE_NOOP

__all__ = [
    "DEFAULTS",
    "FIELDS",
    "FIELDS_BY_NAME",
    "GROUPS",
    "LORA_WEIGHT",
    "Field",
    "FrameMode",
    "Group",
    "ModelChoice",
    "ModelInfo",
    "ParameterError",
    "Parameters",
    "SubModel",
    "Values",
    "erase_mapping",
    "prompt_lines",
    "request_mapping",
    "values_from",
]

IMAGE_INDEX, MASK_INDEX, REFERENCE_INDEX = 0, 1, 2
"""Where `ImageAndMaskList` holds the picture, the mask and the extra reference image."""

_NO_MODEL = QT_TRANSLATE_NOOP("Parameters", "No main model is chosen: choose one under Models.")

_INFERENCE = {"Steps": "steps", "Sampler": "sampler", "CFGScale": "cfg_scale", "ClipSkip": "clip_skip"}


class Parameters:
    """The parameters of one window. `changed` tells the name of each value that is another one now."""

    def __init__(self, values: Values = DEFAULTS) -> None:
        self.changed: Signal[str] = Signal()
        self._values = values

    @property
    def values(self) -> Values:
        """All values at this moment, immutable and typed."""
        return self._values

    def get(self, name: str) -> object:
        """Return one value; `values` has them by their types. Raises KeyError for a name that is not in FIELDS."""
        return getattr(self._values, FIELDS_BY_NAME[name].name)

    def set(self, name: str, value: object) -> None:
        """Change one value. Raises ParameterError (and changes nothing) when it may not be so, KeyError for a name."""
        self._put({name: clean(FIELDS_BY_NAME[name], value)})

    def choose_main_model(self, model: ModelInfo | ModelChoice | str | None) -> None:
        """Take a main model together with the steps, sampler and so on that it brings along."""
        choice = clean(FIELDS_BY_NAME["main_model"], model)
        own = {name: _own_default(choice, name) for name in _INFERENCE.values()}
        self._put({"main_model": choice} | {name: value for name, value in own.items() if value is not None})

    def follow_main_model(self, model: ModelInfo | ModelChoice | None) -> None:
        """Take a main model that nobody chose: what stood at its default goes to the new one's, the rest stays."""
        choice = clean(FIELDS_BY_NAME["main_model"], model)
        untouched = [name for name in _INFERENCE.values() if self.is_default(name)]
        self._put({"main_model": choice} | {name: _default(choice, name) for name in untouched})

    def is_default(self, name: str) -> bool:
        """Say whether a value is the one that `reset` would set."""
        return bool(self.get(name) == self.default_of(name))

    def default_of(self, name: str) -> object:
        """Return what `reset` sets: the main model's own value where it brings one, else the field's default."""
        return _default(self._values.main_model, name)

    def reset(self, name: str) -> None:
        """Put one value back to its default."""
        self._put({name: self.default_of(name)})

    def reset_all(self) -> None:
        """Put every value back to its default, the models too."""
        self._put({field.name: field.default for field in FIELDS})

    def snapshot(self) -> dict[str, object]:
        """Return all values as plain JSON, by name."""
        return snapshot_of(self._values)

    def restore(self, snapshot: Mapping[str, object]) -> tuple[str, ...]:
        """Take all values from a snapshot; what it lacks becomes the default.

        Returns the names whose value could not be taken, which have their default too.
        """
        values, refused = values_from(snapshot)
        self._put({field.name: getattr(values, field.name) for field in FIELDS})
        return refused

    def _put(self, changes: Mapping[str, Any]) -> None:
        """Take clean values, then tell of those that are other ones now."""
        names = [name for name, value in changes.items() if value != self.get(name)]
        self._values = replace(self._values, **changes)
        for name in names:
            self.changed.emit(name)


def values_from(snapshot: Mapping[str, object]) -> tuple[Values, tuple[str, ...]]:
    """Return the values of a snapshot, and the names of those that could not be taken and are the defaults instead."""
    taken: dict[str, Any] = {}
    refused = []
    for name in snapshot.keys() & FIELDS_BY_NAME.keys():
        try:
            taken[name] = from_json(FIELDS_BY_NAME[name], snapshot[name])
        except ParameterError:
            refused.append(name)
    return replace(DEFAULTS, **taken), tuple(sorted(refused))


def request_mapping(values: Values, sent: Size) -> dict[str, Any]:
    """Return what `ModifyMaskedPixels` is made of, all but `ImageAndMaskList`, at `sent` width and height in pixels.

    The list has to hold picture, mask and (if there is one) reference image, in this order. Raises ParameterError when
    no main model is chosen.
    """
    mapping: dict[str, Any] = {
        "MainModel": _main_model(values),
        "SubModelList": [_sub_model(model) for model in values.sub_models],
        "Width": sent.width,
        "Height": sent.height,
        "Masked": {"ImageIndex": IMAGE_INDEX, "MaskIndex": MASK_INDEX},
    }
    if values.reference is not None:
        mapping["Image2Image"] = {"ImageIndex": REFERENCE_INDEX}
    for field in FIELDS:
        holder, _, name = field.wire.rpartition(".")
        target = mapping if holder == "" else mapping.get(holder)
        if target is not None and field.kind in _PLAIN_KINDS and field.wire:
            value = getattr(values, field.name)
            target[name] = list(value) if field.kind == "lines" else value
    return mapping


def erase_mapping(values: Values) -> dict[str, Any]:
    """Return what `RemoveContents` is made of, all but its pictures: it needs neither prompt nor model."""
    return {"InvertMask": values.invert_mask, "MaskBlur": values.mask_blur}


_PLAIN_KINDS = {"int", "float", "bool", "lines"}


def _main_model(values: Values) -> dict[str, Any]:
    """Return the model as it was received, with this window's values over its own."""
    choice = values.main_model
    if choice is None:
        raise ParameterError("missing", _NO_MODEL, field="MainModel")
    own = choice.raw.get("InferenceParams") or {}
    knobs = {wire: getattr(values, name) for wire, name in _INFERENCE.items() if getattr(values, name) != ""}
    return {**choice.raw, "ModelCode": choice.code, "InferenceParams": {**own, **knobs}}


def _sub_model(model: SubModel) -> dict[str, Any]:
    """Return the model as it was received, a LoRA with its weight."""
    mapping = {**model.raw, "ModelCode": model.code}
    if model.weight is not None:
        own = model.raw.get("InferenceParams") or {}
        mapping["InferenceParams"] = {**own, "LoraWeight": model.weight}
    return mapping


def _default(choice: object, name: str) -> object:
    """Return the value of `name` that a main model brings along, else the field's own default."""
    own = _own_default(choice, name)
    return FIELDS_BY_NAME[name].default if own is None else own


def _own_default(choice: object, name: str) -> object:
    """Return the value of `name` that a main model brings along, or None."""
    wire = next((wire for wire, each in _INFERENCE.items() if each == name), "")
    own = choice.raw.get("InferenceParams") if isinstance(choice, ModelChoice) else None
    value = own.get(wire) if isinstance(own, Mapping) else None
    if value is None:
        return None
    try:
        return clean(FIELDS_BY_NAME[name], value)
    except ParameterError:
        return None
