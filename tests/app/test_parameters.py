"""The bag of parameters: what it takes, what it refuses, and the request that it makes."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.api.errors import ParameterError
from picpik_studio.api.model import InferenceParams
from picpik_studio.api.modify import Image2Image, Mask, ModifyMaskedPixels
from picpik_studio.api.rules import rules
from picpik_studio.api.wire import DataUri, checked, to_wire
from picpik_studio.app.fields import wire_rule
from picpik_studio.app.parameters import (
    DEFAULTS,
    FIELDS,
    FIELDS_BY_NAME,
    GROUPS,
    Field,
    ModelChoice,
    ModelInfo,
    Parameters,
    SubModel,
    prompt_lines,
    request_mapping,
    values_from,
)
from picpik_studio.core.geometry import Rect, Size

LORA = ModelInfo("lora-1", "Lora", "lora", trigger_words=("glow",), defaults={"LoraWeight": 0.8}, raw={"Cover": "a"})
EMBEDDING = ModelInfo("easy", "Easy", "embedding", raw={"ModelCode": "easy", "Kept": 1})
MAIN = ModelInfo(
    "m-1",
    "Main",
    "main",
    is_official=True,
    raw={"ModelCode": "m-1", "Cover": "b", "InferenceParams": {"Steps": 30, "CFGScale": 500, "Own": 1}},
)
WIRED = [field for field in FIELDS if field.wire and field.kind not in {"model", "models", "picture"}]
BOUNDED = [field for field in FIELDS if field.low is not None]


@pytest.fixture
def parameters() -> Parameters:
    return Parameters()


def _told(parameters: Parameters) -> list[str]:
    told: list[str] = []
    parameters.changed.connect(told.append)
    return told


@pytest.mark.parametrize("field", WIRED, ids=lambda field: field.name)
def test_a_field_says_what_its_wire_type_says(field: Field) -> None:
    rule = wire_rule(field.wire)
    assert (field.title, field.help) == (rule.title, rule.help)
    assert (field.low, field.high, field.step) == (rule.low, rule.high, rule.step)
    if field.kind != "size":
        assert field.default == (() if field.kind == "lines" else rule.default)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_field_has_words_for_people(field: Field) -> None:
    assert field.title
    assert field.help.endswith(".")
    assert field.group in {group.name for group in GROUPS}


def test_every_wire_field_that_a_person_sets_has_its_field() -> None:
    shown = {
        *(name for name in rules(ModifyMaskedPixels) if name not in {"request_uuid", "Masked", "ImageAndMaskList"}),
        *(f"Masked.{name}" for name in rules(Mask) if not name.endswith("Index")),
        *(f"Image2Image.{name}" for name in rules(Image2Image) if not name.endswith("Index")),
        *(
            f"MainModel.InferenceParams.{n}"
            for n, rule in rules(InferenceParams).items()
            if rule.parent == "main model"
        ),
    }
    assert {field.wire for field in FIELDS if field.wire} == shown


def test_the_few_that_matter_come_first() -> None:
    plain = [field.name for field in FIELDS if not field.advanced]
    assert plain[:4] == ["positive_prompts", "negative_prompts", "mask_blur", "refer_strength"]
    assert {"steps", "sampler", "clip_skip", "width", "height", "invert_mask"}.isdisjoint(plain)
    assert [group.name for group in GROUPS] == list(dict.fromkeys(field.group for field in FIELDS))


@pytest.mark.parametrize("field", BOUNDED, ids=lambda field: field.name)
def test_limits_are_taken_and_one_beyond_is_refused_by_title_value_and_range(
    parameters: Parameters, field: Field
) -> None:
    assert field.low is not None
    assert field.high is not None
    for limit in (field.low, field.high):
        parameters.set(field.name, limit)
        assert parameters.get(field.name) == limit
    kept = parameters.values
    for value in (field.low - 1, field.high + 1, float("nan"), float("inf"), "5", True, [1]):
        with pytest.raises(ParameterError) as refused:
            parameters.set(field.name, value)
        sentence = str(refused.value)
        assert sentence.startswith(f"{field.named} is ")
        assert f"from {refused.value.values['low']} to {refused.value.values['high']}." in sentence
    assert parameters.values == kept


def test_a_refusal_names_what_other_doors_call_the_field(parameters: Parameters) -> None:
    for name, sentence in (
        ("mask_blur", "Edge blur (MaskBlur) is 99, but must be a whole number from 0 to 64."),
        ("seed", "Seed is -99, but must be a whole number from -1 to 2147483647."),
        (
            "reference_strength",
            "Reference strength (Image2Image.ReferStrength) is 99, but must be a number from 0 to 1.",
        ),
    ):
        with pytest.raises(ParameterError, match=re.escape(sentence)):
            parameters.set(name, -99 if name == "seed" else 99)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mask_blur", 1.5),
        ("invert_mask", 1),
        ("sampler", 5),
        ("positive_prompts", 5),
        ("positive_prompts", ["a", 5]),
        ("width", "wide"),
        ("main_model", 5),
        ("sub_models", 5),
        ("sub_models", ["lora-1"]),
        ("sub_models", [MAIN]),
        ("sub_models", [SubModel("l", weight=2.5)]),
        ("reference", "path.png"),
        ("frame_mode", "half"),
        ("frame_mode", Rect(0, 0, 0, 5)),
    ],
)
def test_the_wrong_kind_is_refused_and_changes_nothing(parameters: Parameters, name: str, value: object) -> None:
    told = _told(parameters)
    with pytest.raises(ParameterError) as refused:
        parameters.set(name, value)
    assert FIELDS_BY_NAME[name].title in str(refused.value) or "Weight" in str(refused.value)
    assert parameters.values == DEFAULTS
    assert told == []


def test_a_name_that_is_none_is_no_value(parameters: Parameters) -> None:
    for call in (parameters.get, parameters.reset, lambda name: parameters.set(name, 1)):
        with pytest.raises(KeyError):
            call("maskblur")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("\n  \n\t\n", ()),
        ("a cat, on a mat", ("a cat, on a mat",)),
        (" a \r\n\r\nb\n c,d ", ("a", "b", "c,d")),
        ("窓\u2028猫", ("窓", "猫")),
        ("half \ud83d pair", ("half ? pair",)),
    ],
)
def test_one_line_is_one_phrase(parameters: Parameters, text: str, lines: tuple[str, ...]) -> None:
    assert prompt_lines(text) == lines
    parameters.set("negative_prompts", text)
    assert parameters.values.negative_prompts == lines
    parameters.set("negative_prompts", list(lines))
    assert parameters.values.negative_prompts == lines


@given(st.text())
def test_phrases_stay_as_they_are_when_they_are_split_again(text: str) -> None:
    lines = prompt_lines(text)
    assert prompt_lines("\n".join(lines)) == lines
    assert all(line == line.strip() != "" for line in lines)


def test_a_change_is_told_once_and_none_is_not_told(parameters: Parameters) -> None:
    told = _told(parameters)
    parameters.set("mask_blur", 20)
    parameters.set("mask_blur", 20.0)
    parameters.set("width", 512)
    parameters.set("width", None)
    assert told == ["mask_blur", "width", "width"]
    assert not parameters.is_default("mask_blur")
    assert parameters.is_default("width")
    parameters.reset("mask_blur")
    assert parameters.values == DEFAULTS


def test_who_hears_of_a_change_sees_all_of_it(parameters: Parameters) -> None:
    seen: list[tuple[object, int]] = []
    parameters.changed.connect(lambda _name: seen.append((parameters.values.main_model, parameters.values.steps)))
    parameters.choose_main_model(MAIN)
    assert seen == [(MAIN.choice, 30)] * 2


def test_a_main_model_brings_its_own_defaults_along(parameters: Parameters) -> None:
    parameters.set("cfg_scale", 9)
    parameters.choose_main_model(MAIN)
    assert (parameters.values.steps, parameters.values.cfg_scale) == (30, 9.0), "500 is out of range"
    assert parameters.is_default("steps")
    parameters.set("steps", 50)
    parameters.reset("steps")
    assert parameters.values.steps == 30
    parameters.reset("cfg_scale")
    assert parameters.values.cfg_scale == 7.5
    parameters.choose_main_model(None)
    assert parameters.default_of("steps") == 10
    parameters.choose_main_model(" typed ")
    assert parameters.values.main_model == ModelChoice("typed")
    parameters.set("main_model", "  ")
    assert parameters.values.main_model is None


def test_a_main_model_that_nobody_chose_leaves_what_was_set_by_hand(parameters: Parameters) -> None:
    parameters.set("cfg_scale", 9)
    parameters.follow_main_model(MAIN)
    assert parameters.values.main_model == MAIN.choice
    assert (parameters.values.steps, parameters.values.cfg_scale) == (30, 9.0)
    parameters.set("cfg_scale", 7.5)
    parameters.follow_main_model(None)
    assert (parameters.values.steps, parameters.values.cfg_scale) == (10, 7.5), "its defaults go with it"
    parameters.set("steps", 50)
    parameters.follow_main_model(MAIN)
    assert parameters.values.steps == 50


def test_sub_models_get_their_weights(parameters: Parameters) -> None:
    parameters.set("sub_models", [LORA, EMBEDDING, SubModel("l-2"), SubModel("h", kind="hypernetwork", weight=1)])
    assert [(model.code, model.weight) for model in parameters.values.sub_models] == [
        ("lora-1", 0.8),
        ("easy", None),
        ("l-2", 1.0),
        ("h", None),
    ]
    first = parameters.values.sub_models[0]
    parameters.set("sub_models", [first.with_weight(-1), first.with_weight(2)])
    with pytest.raises(ParameterError, match=r"Lora: Weight is 2\.01.* -1 to 2"):
        parameters.set("sub_models", [first.with_weight(2.01)])


def _filled() -> Parameters:
    parameters = Parameters()
    parameters.choose_main_model(MAIN)
    changes: dict[str, object] = {
        "positive_prompts": "a cat, asleep\n窓",
        "mask_blur": 20,
        "sub_models": [LORA, EMBEDDING],
        "reference": b"\x89PNG\x00",
        "frame_mode": Rect(-5, 6, 700, 800),
        "width": 512,
        "invert_mask": True,
        "seed": 2147483647,
        "sampler": " DPM++ 2M ",
    }
    for name, value in changes.items():
        parameters.set(name, value)
    return parameters


def test_a_snapshot_is_json_and_comes_back_whole() -> None:
    parameters = _filled()
    snapshot = json.loads(json.dumps(parameters.snapshot()))
    assert set(snapshot) == set(FIELDS_BY_NAME)
    other = Parameters()
    told = _told(other)
    assert other.restore(snapshot) == ()
    assert other.values == parameters.values
    assert other.values.sampler == "DPM++ 2M"
    assert "mask_blur" in told
    assert "height" not in told
    assert values_from(snapshot) == (parameters.values, ())
    other.reset_all()
    assert other.values == DEFAULTS


def test_a_snapshot_from_elsewhere_is_taken_as_far_as_it_goes() -> None:
    parameters = _filled()
    refused = parameters.restore(
        {
            "from_the_future": 1,
            "mask_blur": 500,
            "main_model": {"name": "no code"},
            "sub_models": [{"code": "a", "kind": "unheard"}],
            "reference": "!!!",
            "frame_mode": [1, 2],
            "padding": None,
            "steps": 7,
        }
    )
    assert refused == ("frame_mode", "main_model", "mask_blur", "padding", "reference", "sub_models")
    assert parameters.values.steps == 7
    assert parameters.values.positive_prompts == (), "what a snapshot lacks is the default"
    parameters.restore({"frame_mode": "whole", "reference": "", "sub_models": None})
    assert parameters.values.frame_mode == "whole"
    assert parameters.values.reference is None


def _wire(parameters: Parameters, pictures: int = 2) -> dict[str, Any]:
    mapping = request_mapping(parameters.values, Size(640, 512))
    images = [DataUri("image/png", b"x")] * pictures
    return to_wire(checked(ModifyMaskedPixels, {**mapping, "ImageAndMaskList": images}))


def test_the_request_holds_every_value() -> None:
    wire = _wire(_filled(), 3)
    assert (wire["Width"], wire["Height"], wire["Seed"]) == (640, 512, 2147483647)
    assert wire["PositivePrompts"] == ["a cat, asleep", "窓"]
    assert wire["NegativePrompts"] == []
    assert wire["Image2Image"] == {"ImageIndex": 2, "ReferStrength": 0.5}
    assert wire["Masked"] == {
        "ImageIndex": 0,
        "MaskIndex": 1,
        "MaskBlur": 20,
        "InvertMask": True,
        "ReferStrength": 1.0,
        "PromptsMoreImportant": False,
    }
    assert wire["MainModel"] == {
        "ModelCode": "m-1",
        "Cover": "b",
        "InferenceParams": {"Steps": 30, "CFGScale": 7.5, "ClipSkip": 1, "Sampler": "DPM++ 2M", "Own": 1},
    }
    assert wire["SubModelList"] == [
        {"ModelCode": "lora-1", "Cover": "a", "InferenceParams": {"LoraWeight": 0.8}},
        {"ModelCode": "easy", "Kept": 1},
    ]


def test_the_least_request() -> None:
    parameters = Parameters()
    parameters.set("main_model", "typed")
    parameters.set("sampler", "  ")
    wire = _wire(parameters)
    assert "Image2Image" not in wire
    assert wire["MainModel"] == {"ModelCode": "typed", "InferenceParams": {"Steps": 10, "CFGScale": 7.5, "ClipSkip": 1}}


def test_a_request_needs_a_main_model() -> None:
    with pytest.raises(ParameterError, match="choose one under Models") as refused:
        request_mapping(DEFAULTS, Size(64, 64))
    assert (refused.value.kind, refused.value.field) == ("missing", "MainModel")
