"""Answers are read as far as they can be understood, and nothing of them is lost."""

from typing import Any

import pytest

from picpik_studio.api.errors import NotJsonError
from picpik_studio.api.wire import (
    Answer,
    CreditBalance,
    Model,
    TaskDetail,
    TasksDetails,
    TaskStarted,
    model_lists,
    received,
)

DETAIL = {
    "TaskUID": "ckt3",
    "Action": "ModifyMaskedPixels",
    "Status": "Finished",
    "ImgList": ["https://example.org/1.png"],
    "Seed": 7,
    "TxtList": [],
    "ConsumeApiPoint": 3,
    "ErrorCode": 0,
    "ErrorMassage": "",
}
MODEL = {"ModelCode": "m-1", "Name": "One", "InferenceParams": {"Steps": 20}, "Cover": "a.png"}


def test_the_published_answer() -> None:
    answer = received(
        TaskStarted,
        {
            "Action": "ModifyMaskedPixels",
            "RetCode": 0,
            "Message": "",
            "request_uuid": "432c57d3-102b-4817-9e98-28054b33db8e",
            "TaskUID": "ckt3uqlrh4miq8mr9lgg",
        },
    )
    assert (answer.RetCode, answer.TaskUID) == (0, "ckt3uqlrh4miq8mr9lgg")


def test_unknown_fields_are_kept() -> None:
    answer = received(TasksDetails, {"RetCode": 0, "New": [1], "TaskDetailList": [{**DETAIL, "Eta": 5}]})
    assert answer.raw["New"] == [1]
    assert answer.TaskDetailList[0].raw["Eta"] == 5
    assert answer.TaskDetailList[0].Seed == 7


def test_the_error_has_two_spellings() -> None:
    assert received(TaskDetail, {**DETAIL, "ErrorMassage": "so"}).error == "so"
    assert received(TaskDetail, {**DETAIL, "ErrorMassage": "", "ErrorMessage": "or so"}).error == "or so"


def test_nulls_and_numbers_as_texts_are_taken() -> None:
    nulls: dict[str, Any] = dict.fromkeys(DETAIL)
    detail = received(TaskDetail, {**nulls, "TaskUID": "a"})
    assert (detail.Status, detail.ImgList, detail.Seed, detail.ErrorCode) == ("", [], None, 0)
    assert received(CreditBalance, {"RetCode": "0", "TotalCredits": "12"}).TotalCredits == 12


@pytest.mark.parametrize(
    "field", [{"Seed": "random"}, {"TxtList": {"a": 1}}, {"ConsumeApiPoint": 1.5}, {"ErrorMassage": ["x"]}]
)
def test_an_optional_field_of_a_wrong_kind_costs_only_itself(field: dict[str, Any]) -> None:
    answer = received(TasksDetails, {"RetCode": 0, "TaskDetailList": [{**DETAIL, **field}]})
    assert answer.TaskDetailList[0].ImgList == DETAIL["ImgList"]
    assert answer.TaskDetailList[0].raw | field == answer.TaskDetailList[0].raw


def test_an_element_without_its_name_is_left_out() -> None:
    unnamed = {**DETAIL, "TaskUID": None}
    answer = received(TasksDetails, {"RetCode": 0, "TaskDetailList": [unnamed, DETAIL, {"TaskUID": ["a"]}]})
    assert [detail.TaskUID for detail in answer.TaskDetailList] == ["ckt3"]


@pytest.mark.parametrize("mapping", [{}, {"RetCode": "many"}, {"RetCode": [0]}])
def test_an_answer_without_a_code_is_not_understood(mapping: dict[str, Any]) -> None:
    with pytest.raises(NotJsonError, match="not understood"):
        received(Answer, mapping)


def test_models_come_as_a_map_or_as_a_list() -> None:
    as_map = model_lists({"MainModels": {"One": MODEL}, "LoraModels": {"l": {"ModelCode": "l-1"}}})
    as_list = model_lists({"MainModels": [MODEL], "LoraModels": [{"ModelCode": "l-1", "Name": "l"}]})
    assert as_map.of_kinds == as_list.of_kinds
    assert list(as_map.raw) == ["MainModels", "LoraModels"]
    assert as_map.main[0].raw == MODEL
    assert as_map.lora[0].Name == "l"
    assert as_map.embedding == as_map.hypernetwork == ()


def test_the_name_in_the_map_stands_in_for_what_is_missing() -> None:
    (model,) = model_lists({"EmbeddingModels": {"easy": {"ModelCode": None, "IsOfficial": True}}}).embedding
    assert (model.ModelCode, model.Name, model.IsOfficial) == ("easy", "easy", True)


@pytest.mark.parametrize("listed", [None, "none", 5, {}, [], {"a": 5}, [5, {}, {"Name": "no code"}, {"ModelCode": []}]])
def test_what_is_no_model_is_left_out(listed: object) -> None:
    assert model_lists({"HypernetworkModels": listed}).hypernetwork == ()


def test_a_default_out_of_range_is_dropped_but_sent_back() -> None:
    raw = {"ModelCode": "m", "InferenceParams": {"Steps": 500, "CFGScale": "8"}, "TriggerWordList": "none"}
    model = received(Model, raw)
    assert model.InferenceParams is not None
    assert (model.InferenceParams.Steps, model.InferenceParams.CFGScale) == (None, 8.0)
    assert model.TriggerWordList is None
    assert model.raw == raw


PNG = "iVBORw0KGgoAAAANSUhEUg=="


def nested(inner: object, depth: int) -> object:
    for _ in range(depth):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    ("answer", "pictures", "addresses"),
    [
        ({"Image": PNG}, 1, 0),
        ({"Data": {"ImgList": ["data:image/png;base64," + PNG, PNG]}}, 2, 0),
        ({"ImgList": ["https://example.invalid/a.png"]}, 0, 1),
        ({"TaskUID": PNG, "Message": PNG, "Note": "bm93IGl0IGlzIGRvbmU="}, 0, 0),
        ({"Image": nested(PNG, 50)}, 0, 0),
    ],
)
def test_images_that_come_at_once_are_found_under_any_name(
    answer: dict[str, object], pictures: int, addresses: int
) -> None:
    started = received(TaskStarted, {"RetCode": 0, **answer})
    assert [data[:4] for data in started.pictures] == [b"\x89PNG"] * pictures
    assert len(started.addresses) == addresses
