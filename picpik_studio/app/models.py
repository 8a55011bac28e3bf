"""Models as the window and the command line see them: plain values, no wire types."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

from picpik_studio.api.answers import ModelLists
from picpik_studio.api.checks import to_wire
from picpik_studio.api.model import Model
from picpik_studio.app.extras import Extras, model_extras

ModelKind = Literal["main", "lora", "embedding", "hypernetwork"]
MODEL_KINDS: tuple[ModelKind, ...] = ("main", "lora", "embedding", "hypernetwork")


@dataclass(frozen=True)
class ModelInfo:
    """A model that a service offers.

    `ignores`: the request fields (dotted wire names such as `Masked.MaskBlur`, or a whole object such as `Image2Image`)
    that it does not use. `defaults`: inference parameters by wire name, those in range only. `raw`: the map as it was
    received, which is sent back.
    """

    code: str
    name: str
    kind: ModelKind
    is_official: bool = False
    trigger_words: tuple[str, ...] = ()
    ignores: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict, hash=False)
    raw: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)

    @property
    def extras(self) -> Extras:
        """What the service says of it beside what the protocol names."""
        return model_extras(self.raw)

    @property
    def choice(self) -> "ModelChoice":
        """The value to put into `Parameters` as the main model."""
        return ModelChoice(self.code, self.name, raw=self.raw)

    @property
    def sub_model(self) -> "SubModel":
        """The value to add to `Parameters`' sub-models; a LoRA starts at its own weight, else 1."""
        weight = float(self.defaults.get("LoraWeight", 1.0)) if self.kind == "lora" else None
        return SubModel(self.code, self.name, kind=self.kind, weight=weight, raw=self.raw)


@dataclass(frozen=True)
class ModelChoice:
    """The main model that was chosen; one that was only typed has its code alone."""

    code: str
    name: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)

    @property
    def title(self) -> str:
        """What to show: the name, else the code."""
        return self.name or self.code

    def to_json(self) -> dict[str, object]:
        """Return the value for a snapshot."""
        return {"code": self.code, "name": self.name, "raw": dict(self.raw)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read the value of a snapshot. Raises KeyError, TypeError or ValueError."""
        return cls(str(value["code"]), str(value.get("name", "")), raw=dict(value.get("raw", {})))


@dataclass(frozen=True)
class SubModel:
    """A LoRA, Embedding or HyperNetwork that was added; `weight` -1 to 2 for a LoRA, else None."""

    code: str
    name: str = ""
    kind: ModelKind = "lora"
    weight: float | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)

    @property
    def title(self) -> str:
        """What to show: the name, else the code."""
        return self.name or self.code

    def with_weight(self, weight: float) -> Self:
        """Return the same LoRA with another weight; `Parameters.set` checks it."""
        return replace(self, weight=weight)

    def to_json(self) -> dict[str, object]:
        """Return the value for a snapshot."""
        return {"code": self.code, "name": self.name, "kind": self.kind, "weight": self.weight, "raw": dict(self.raw)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read the value of a snapshot. Raises KeyError, TypeError or ValueError."""
        kind = value.get("kind", "lora")
        if kind not in MODEL_KINDS:
            raise ValueError(f"{kind} is no kind of model")
        weight = value.get("weight")
        return cls(
            str(value["code"]),
            str(value.get("name", "")),
            kind=kind,
            weight=None if weight is None else float(weight),
            raw=dict(value.get("raw", {})),
        )


def model_infos(lists: ModelLists) -> tuple[ModelInfo, ...]:
    """Return every model of an answer to ListModels, kind by kind, official ones first within a kind."""
    infos = [_info(kind, model) for kind, models in zip(MODEL_KINDS, lists.of_kinds, strict=True) for model in models]
    return tuple(sorted(infos, key=lambda info: (MODEL_KINDS.index(info.kind), not info.is_official)))


def _info(kind: ModelKind, model: Model) -> ModelInfo:
    return ModelInfo(
        code=model.ModelCode,
        name=model.Name or model.ModelCode,
        kind=kind,
        is_official=bool(model.IsOfficial),
        trigger_words=tuple(model.TriggerWordList or ()),
        ignores=frozenset(model.Ignores or ()),
        defaults=to_wire(model.InferenceParams) if model.InferenceParams else {},
        raw=model.raw,
    )
