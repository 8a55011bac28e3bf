"""Models as plain values."""

import json

import pytest

from picpik_studio.api.wire import model_lists
from picpik_studio.app.models import MODEL_KINDS, ModelChoice, ModelInfo, SubModel, model_infos

RAW = {
    "ModelCode": "m-1",
    "Name": "One",
    "IsOfficial": True,
    "InferenceParams": {"Steps": 20, "CFGScale": 99},
    "Ignores": ["Seed", "Masked.MaskBlur"],
    "Cover": "a.png",
}


def _infos() -> tuple[ModelInfo, ...]:
    return model_infos(
        model_lists(
            {
                "MainModels": [{"ModelCode": "m-2"}, RAW],
                "LoraModels": {
                    "Glow": {
                        "ModelCode": "l-1",
                        "TriggerWordList": ["glow", "light"],
                        "InferenceParams": {"LoraWeight": 0.7},
                    }
                },
                "EmbeddingModels": [{"ModelCode": "e-1"}],
                "HypernetworkModels": [{"ModelCode": "h-1"}],
            }
        )
    )


def test_models_come_kind_by_kind_with_official_ones_first() -> None:
    assert [(info.kind, info.code) for info in _infos()] == [
        ("main", "m-1"),
        ("main", "m-2"),
        ("lora", "l-1"),
        ("embedding", "e-1"),
        ("hypernetwork", "h-1"),
    ]
    assert {info.kind for info in _infos()} == set(MODEL_KINDS)


def test_a_model_tells_what_its_service_said() -> None:
    main, unnamed, lora, *_ = _infos()
    assert (main.name, main.is_official, main.ignores) == ("One", True, frozenset({"Seed", "Masked.MaskBlur"}))
    assert main.defaults == {"Steps": 20}, "what is out of range is no default"
    assert main.raw == RAW
    assert (unnamed.name, unnamed.is_official, unnamed.defaults) == ("m-2", False, {})
    assert (lora.name, lora.trigger_words) == ("Glow", ("glow", "light"))
    assert len({main, unnamed}) == 2


def test_what_is_chosen_keeps_the_raw_map() -> None:
    main, _, lora, embedding, _ = _infos()
    assert main.choice == ModelChoice("m-1", "One", raw=RAW)
    assert (lora.sub_model.weight, embedding.sub_model.weight) == (0.7, None)
    assert ModelInfo("l", "L", "lora").sub_model.weight == 1.0
    assert lora.sub_model.raw == lora.raw


@pytest.mark.parametrize("value", [_infos()[0].choice, ModelChoice("typed")])
def test_a_choice_survives_json(value: ModelChoice) -> None:
    assert ModelChoice.from_json(json.loads(json.dumps(value.to_json()))) == value


@pytest.mark.parametrize("value", [_infos()[2].sub_model, _infos()[3].sub_model, SubModel("typed")])
def test_a_sub_model_survives_json(value: SubModel) -> None:
    assert SubModel.from_json(json.loads(json.dumps(value.to_json()))) == value


def test_what_to_show_is_the_name_or_the_code() -> None:
    assert (ModelChoice("c", "Name").title, ModelChoice("c").title) == ("Name", "c")
    assert (SubModel("c", "Name").title, SubModel("c").title) == ("Name", "c")


@pytest.mark.parametrize(
    "broken", [{}, {"code": "a", "kind": "none"}, {"code": "a", "weight": "heavy"}, {"code": "a", "raw": 5}]
)
def test_a_broken_sub_model_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        SubModel.from_json(broken)
