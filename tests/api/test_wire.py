"""Wire values: what is kept, what is refused in which place, and what goes back as it came."""

from typing import Any

import pytest

from picpik_studio.api.errors import NotJsonError, ParameterError
from picpik_studio.api.rules import rules
from picpik_studio.api.wire import (
    DataUri,
    Image2Image,
    InferenceParams,
    Mask,
    Model,
    ModifyMaskedPixels,
    checked,
    received,
    rule,
    to_wire,
)
from tests.api.test_wire_ranges import MODIFY, PICTURE

EXAMPLE = {
    "TranslatePrompts": True,
    "request_uuid": "5ae03609-451b-44d7-a351-c72904df881b",
    "MainModel": {"InferenceParams": {"Steps": 10}, "ModelCode": "PICPIK General"},
    "Masked": {"ImageIndex": 0, "MaskIndex": 1},
    "NegativePrompts": [],
    "PositivePrompts": [],
    "ImageAndMaskList": ["data:image/jpeg;base64,aW1n", "data:image/jpeg;base64,aW1o"],
}


def _refused(**changes: object) -> ParameterError:
    with pytest.raises(ParameterError) as refused:
        checked(ModifyMaskedPixels, {**MODIFY, **changes})
    return refused.value


def test_the_published_example_is_a_request() -> None:
    request = checked(ModifyMaskedPixels, EXAMPLE)
    assert request.MainModel.ModelCode == "PICPIK General"
    assert request.MainModel.InferenceParams is not None
    assert request.MainModel.InferenceParams.Steps == 10
    assert to_wire(request)["MainModel"] == EXAMPLE["MainModel"]


def test_a_request_tells_everything_it_holds_but_nulls() -> None:
    mapping = to_wire(checked(ModifyMaskedPixels, {**MODIFY, "Image2Image": {"ImageIndex": 0}}))
    assert mapping == {
        "MainModel": {"ModelCode": "m-1"},
        "SubModelList": [],
        "PositivePrompts": [],
        "NegativePrompts": [],
        "TranslatePrompts": True,
        "Seed": -1,
        "Width": 1024,
        "Height": 1024,
        "BatchSize": 1,
        "UseMainModelVAE": False,
        "Image2Image": {"ImageIndex": 0, "ReferStrength": 0.5},
        "Masked": {
            "ImageIndex": 0,
            "MaskIndex": 1,
            "ReferStrength": 1.0,
            "InvertMask": False,
            "MaskBlur": 12,
            "PromptsMoreImportant": False,
        },
        "ImageAndMaskList": [DataUri.parse(PICTURE)] * 2,
    }
    assert to_wire(checked(ModifyMaskedPixels, mapping)) == mapping


def test_a_model_goes_back_as_it_was_received() -> None:
    raw = {
        "ModelCode": "m-1",
        "Name": "Marvel",
        "IsOfficial": True,
        "Cover": {"Url": "https://example.org/a.png", "Sizes": [1, 2]},
        "InferenceParams": {"Steps": 20, "Unheard": {"of": 1}},
    }
    request = checked(ModifyMaskedPixels, {**MODIFY, "MainModel": raw})
    assert to_wire(request)["MainModel"] == raw
    assert request.MainModel.raw == raw


def test_what_was_changed_lies_over_what_was_received() -> None:
    model = checked(Model, {"ModelCode": "m-1", "InferenceParams": {"Steps": 20, "Unheard": 1}, "Cover": "a"})
    assert model.InferenceParams is not None
    model.InferenceParams.Steps = 30
    model.Name = "new"
    assert to_wire(model) == {
        "ModelCode": "m-1",
        "Name": "new",
        "Cover": "a",
        "InferenceParams": {"Steps": 30, "Unheard": 1},
    }


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        (
            {"MainModel": {"ModelCode": "m", "InferenceParams": {"LoraWeight": 1}}},
            "MainModel.InferenceParams.LoraWeight",
            "belongs to a LoRA, but stands under a main model",
        ),
        (
            {"SubModelList": [{"ModelCode": "a"}, {"ModelCode": "l", "InferenceParams": {"Steps": 20}}]},
            "SubModelList[1].InferenceParams.Steps",
            "belongs to a main model, but stands under a LoRA",
        ),
        (
            {"MainModel": {"ModelCode": "m", "InferenceParams": {"Resolution": 512}}},
            "MainModel.InferenceParams.Resolution",
            "belongs to a ControlNet pre-processor, but stands under a main model",
        ),
        (
            {"SubModelList": [{"ModelCode": "l", "InferenceParams": {"EndingStep": 1}}]},
            "SubModelList[0].InferenceParams.EndingStep",
            "belongs to a ControlNet model, but stands under a LoRA",
        ),
    ],
)
def test_a_knob_under_the_wrong_parent_is_refused_naming_both(changes: dict[str, Any], field: str, words: str) -> None:
    error = _refused(**changes)
    assert (error.kind, error.field) == ("place", field)
    assert str(error) == f"{field} {words}."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"Masked": {"ImageIndex": 2, "MaskIndex": 1}}, "Masked.ImageIndex"),
        ({"Masked": {"ImageIndex": 0, "MaskIndex": 9}}, "Masked.MaskIndex"),
        ({"Image2Image": {"ImageIndex": 2}}, "Image2Image.ImageIndex"),
        ({"ImageAndMaskList": []}, "Masked.ImageIndex"),
    ],
)
def test_an_index_past_the_pictures_is_refused(changes: dict[str, Any], field: str) -> None:
    error = _refused(**changes)
    assert (error.kind, error.field) == ("index", field)
    assert "ImageAndMaskList" in str(error)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"Seed": -2}, "Seed is -2, but must be a whole number from -1 to 2147483647."),
        ({"Masked": {"ImageIndex": 0}}, "Masked.MaskIndex is missing."),
        (
            {"Masked": {"ImageIndex": -1, "MaskIndex": 0}},
            "Masked.ImageIndex is -1, but must be a whole number from 0 on.",
        ),
        ({"PositivePrompts": ["a", 5]}, "PositivePrompts[1] is 5, but must be a text."),
        ({"SubModelList": [{"Name": "l"}]}, "SubModelList[0].ModelCode is missing."),
        (
            {"ImageAndMaskList": ["A" * 50 + "!"]},
            f"ImageAndMaskList[0] is “{'A' * 40}…”, but must be a picture in base64.",
        ),
        ({"MainModel": [1, 2]}, "MainModel is a list of 2, but must be an object with named fields."),
        ({"Width": {"a": 1}}, "Width is an object, but must be a whole number from 64 to 2560."),
        ({"Width": DataUri("image/png", b"")}, "Width is a picture, but must be a whole number from 64 to 2560."),
        ({"TranslatePrompts": 2.0}, "TranslatePrompts is 2, but must be true or false."),
        ({"Seed": True}, "Seed is true, but must be a whole number from -1 to 2147483647."),
        ({"PositivePrompts": [None, ["a"]]}, "PositivePrompts[0] is a list of 1, but must be a text."),
    ],
)
def test_the_sentences(changes: dict[str, Any], sentence: str) -> None:
    assert str(_refused(**changes)) == sentence


def test_a_value_at_the_limit_that_came_as_another_number_is_the_same() -> None:
    assert checked(Mask, {"ImageIndex": 0, "MaskIndex": 1, "ReferStrength": 2}).ReferStrength == 2.0
    assert checked(Image2Image, {"ImageIndex": 0, "ReferStrength": 1}).ReferStrength == 1.0


def test_fields_that_nobody_knows_do_not_disturb_a_request() -> None:
    assert checked(ModifyMaskedPixels, {**MODIFY, "ImageList": [], "Action": "x"}) == checked(
        ModifyMaskedPixels, MODIFY
    )


def test_what_is_nested_too_deeply_is_refused() -> None:
    deep: object = 1
    for _ in range(5000):
        deep = [deep]
    error = _refused(MainModel={"ModelCode": "m", "Cover": deep})
    assert "nested too deeply" in str(error)
    with pytest.raises(NotJsonError, match="nested too deeply"):
        received(Model, {"ModelCode": "m", "Cover": deep})


def test_every_knob_has_a_parent_and_every_shown_field_words() -> None:
    assert {each.parent for each in rules(InferenceParams).values()} == {
        "main model",
        "LoRA",
        "ControlNet pre-processor",
        "ControlNet model",
    }
    for kind in (InferenceParams, Mask, Image2Image):
        assert all(each.title for each in rules(kind).values())
        assert all(each.help.endswith(".") for each in rules(kind).values())


def test_an_unknown_field_or_type_has_no_rule() -> None:
    with pytest.raises(KeyError):
        rule(Mask, "Nothing")
