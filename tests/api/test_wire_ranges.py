"""Every field of every request, fed with what is just inside and just outside its range, and of the wrong kind."""

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec import Struct

from picpik_studio.api import wire
from picpik_studio.api.errors import ParameterError
from picpik_studio.api.wire import ModifyMaskedPixels, Rule, checked, rules

PICTURE = "data:image/png;base64,AAAA"
MODIFY: Mapping[str, Any] = {
    "MainModel": {"ModelCode": "m-1"},
    "Masked": {"ImageIndex": 0, "MaskIndex": 1},
    "ImageAndMaskList": [PICTURE, PICTURE],
}
LEAST: Mapping[type[Struct], Mapping[str, Any]] = {
    ModifyMaskedPixels: MODIFY,
    wire.ListTasksDetails: {"TaskUIDList": ["a"]},
    wire.ListRunningTasks: {},
    wire.TerminateTask: {"TaskUID": "a"},
    wire.GetCreditBalance: {},
    wire.ListModels: {},
    wire.RemoveContents: {"RawImage": PICTURE, "Mask": PICTURE},
    wire.RemoveBackground: {"RawImage": PICTURE},
    wire.ExtractContents: {"RawImage": PICTURE, "IncludePointList": [{"X": 1, "Y": 2}]},
    wire.ResizeImage: {"Image": PICTURE, "Width": 64, "Height": 64},
    wire.Mask: {"ImageIndex": 0, "MaskIndex": 1},
    wire.Image2Image: {"ImageIndex": 0},
    wire.InferenceParams: {},
    wire.Model: {"ModelCode": "a"},
    wire.Coordinate: {"X": 1, "Y": 2},
}
"""The least that each type can be made of."""

FIELDS = [(kind, rule) for kind in LEAST for rule in rules(kind).values() if rule.name != "~raw"]
BOUNDED = [(kind, rule) for kind, rule in FIELDS if rule.low is not None]
REQUIRED = [(kind, rule) for kind, rule in FIELDS if rule.required]

WRONG: Mapping[str, tuple[object, ...]] = {
    "int": ("5", 1.5, True, [1]),
    "float": ("5", True, [1], float("nan")),
    "bool": (1, "true", 0.0),
    "text": (5, True, ["a"]),
    "choice": (1, "perhaps", ["auto"]),
    "texts": ("a", ["a", 5], {"a": 1}),
    "ints": ([1, 2, 3], [1, 2, 3, 4, 5], [1, 2, 3, "4"], 5),
    "picture": ("!!!", 5, ["AAAA"]),
    "pictures": (PICTURE, [PICTURE, "!!!"], [5]),
    "struct": ("a", 5, [{}]),
    "structs": ("a", {"a": {}}, [5]),
}


def _id(value: object) -> str:
    return value.__name__ if isinstance(value, type) else getattr(value, "name", "")


def _fails(kind: type[Struct], changes: Mapping[str, object]) -> ParameterError:
    with pytest.raises(ParameterError) as refused:
        checked(kind, {**LEAST[kind], **changes})
    assert refused.value.sent is False
    return refused.value


@pytest.mark.parametrize("kind", LEAST, ids=_id)
def test_the_least_is_enough(kind: type[Struct]) -> None:
    assert isinstance(checked(kind, LEAST[kind]), kind)


@pytest.mark.parametrize(("kind", "rule"), BOUNDED, ids=_id)
def test_the_limits_themselves_are_allowed(kind: type[Struct], rule: Rule) -> None:
    wide = {"ImageAndMaskList": [PICTURE] * 8} if kind is ModifyMaskedPixels else {}
    for limit in (rule.low, rule.high):
        if limit is not None:
            value = int(limit) if rule.kind == "int" else limit
            assert getattr(checked(kind, {**LEAST[kind], **wide, rule.name: value}), rule.name) == limit


@pytest.mark.parametrize(("kind", "rule"), BOUNDED, ids=_id)
def test_one_beyond_a_limit_is_refused_by_name_value_and_range(kind: type[Struct], rule: Rule) -> None:
    assert rule.low is not None
    beyond = [rule.low - 1] + ([rule.high + 1] if rule.high is not None else [])
    for value in beyond:
        error = _fails(kind, {rule.name: int(value) if rule.kind == "int" else value})
        assert (error.kind, error.field) == ("range", rule.name)
        assert error.value == str(int(value))
        sentence = str(error)
        assert sentence.startswith(f"{rule.name} is {error.value}, but must be a ")
        assert f" {error.values['low']}" in sentence
        assert rule.high is None or f" to {error.values['high']}." in sentence


def test_a_float_just_beyond_its_limit_is_refused() -> None:
    for value in (-0.01, 2.01):
        error = _fails(wire.Mask, {"ReferStrength": value})
        assert str(error) == f"ReferStrength is {value}, but must be a number from 0 to 2."


@pytest.mark.parametrize(("kind", "rule"), FIELDS, ids=_id)
def test_the_wrong_kind_is_refused_by_name(kind: type[Struct], rule: Rule) -> None:
    for value in WRONG[rule.kind]:
        error = _fails(kind, {rule.name: value})
        assert error.field.startswith(rule.name)
        assert error.kind in {"type", "range"}
        assert str(error).startswith(f"{error.field} is ")


@pytest.mark.parametrize(("kind", "rule"), REQUIRED, ids=_id)
def test_what_is_required_is_missed_by_name(kind: type[Struct], rule: Rule) -> None:
    without = {name: value for name, value in LEAST[kind].items() if name != rule.name}
    for mapping in (without, {**without, rule.name: None}):
        with pytest.raises(ParameterError) as refused:
            checked(kind, mapping)
        assert (refused.value.kind, refused.value.field) == ("missing", rule.name)
        assert str(refused.value) == f"{rule.name} is missing."


@pytest.mark.parametrize(("kind", "rule"), FIELDS, ids=_id)
def test_null_counts_as_absent(kind: type[Struct], rule: Rule) -> None:
    if not rule.required:
        assert checked(kind, {**LEAST[kind], rule.name: None}) == checked(kind, LEAST[kind])


def test_every_limit_of_the_specification() -> None:
    limits = {
        f"{kind.__name__}.{rule.name}": (rule.low, rule.high, rule.default)
        for kind, rule in BOUNDED
        if not rule.name.endswith("Index")
    }
    assert limits == {
        "ModifyMaskedPixels.Seed": (-1, 2147483647, -1),
        "ModifyMaskedPixels.Width": (64, 2560, 1024),
        "ModifyMaskedPixels.Height": (64, 2560, 1024),
        "ModifyMaskedPixels.BatchSize": (1, 16, 1),
        "Mask.ReferStrength": (0, 2, 1),
        "Mask.MaskBlur": (0, 64, 12),
        "Image2Image.ReferStrength": (0, 1, 0.5),
        "InferenceParams.Steps": (6, 100, 10),
        "InferenceParams.ClipSkip": (1, 12, 1),
        "InferenceParams.CFGScale": (1, 30, 7.5),
        "InferenceParams.LoraWeight": (-1, 2, 1),
        "InferenceParams.Resolution": (64, 2048, 512),
        "InferenceParams.ControlWeight": (0, 2, 1),
        "InferenceParams.StartingStep": (0, 1, 0),
        "InferenceParams.EndingStep": (0, 1, 1),
        "RemoveContents.MaskBlur": (0, 64, 12),
        "RemoveBackground.ErodeSize": (0, 40, 15),
        "RemoveBackground.ForegroundThreshold": (0, 255, 240),
        "RemoveBackground.BackgroundThreshold": (0, 255, 15),
        "ExtractContents.ErodeSize": (0, 40, 15),
        "ExtractContents.ForegroundThreshold": (0, 255, 240),
        "ExtractContents.BackgroundThreshold": (0, 255, 15),
        "ResizeImage.Width": (64, 4096, None),
        "ResizeImage.Height": (64, 4096, None),
    }


def test_every_default_of_the_specification() -> None:
    request = checked(ModifyMaskedPixels, MODIFY)
    assert (request.TranslatePrompts, request.UseMainModelVAE, request.Image2Image) == (True, False, None)
    assert (request.Masked.InvertMask, request.Masked.PromptsMoreImportant) == (False, False)
    assert rules(wire.InferenceParams)["Sampler"].default == "Euler"
    assert rules(wire.RemoveBackground)["HairOptimization"].choices == ("auto", "off", "on")
    assert rules(wire.InferenceParams)["Resolution"].step == 64
    assert {rules(wire.InferenceParams)[name].step for name in ("LoraWeight", "ControlWeight", "StartingStep")} == {
        0.01
    }
