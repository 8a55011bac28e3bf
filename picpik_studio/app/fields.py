"""The table of parameters that panel, help and command line are built from, made of the wire types' own words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from msgspec import Struct

from picpik_studio.api.model import InferenceParams
from picpik_studio.api.modify import Image2Image, Mask, ModifyMaskedPixels
from picpik_studio.api.rules import Rule, rule
from picpik_studio.app.settings import SETTINGS_BY_NAME
from picpik_studio.texts import QT_TRANSLATE_NOOP

FieldKind = Literal["int", "float", "bool", "text", "lines", "size", "model", "models", "picture", "frame"]
GroupName = Literal["prompt", "area", "result", "models", "sampling", "reference"]


@dataclass(frozen=True)
class Field:
    """One parameter. `name`: in `Parameters`; `wire`: dotted wire name, as in a model's `Ignores`, or empty.

    `kind`: int, float, bool, text; lines (one line is one phrase); size (int, or None for "from the frame"); model,
    models, picture, frame have editors of their own. `low`, `high`: inclusive, None without a limit. `advanced`: shown
    only when the section is unfolded.
    """

    name: str
    title: str
    help: str
    kind: FieldKind
    low: float | None
    high: float | None
    step: float | None
    default: object
    group: GroupName
    advanced: bool
    wire: str

    @property
    def named(self) -> str:
        """The title with the protocol's name beside it where they differ, for sentences read outside the panel."""
        wire = self.wire.removeprefix("MainModel.InferenceParams.").removeprefix("Masked.")
        return f"{self.title} ({wire})" if wire not in {"", self.title} else self.title


@dataclass(frozen=True)
class Group:
    """A section of the panel."""

    name: GroupName
    title: str


GROUPS: tuple[Group, ...] = (
    Group("prompt", QT_TRANSLATE_NOOP("Parameters", "Prompts")),
    Group("area", QT_TRANSLATE_NOOP("Parameters", "Repaint area")),
    Group("result", QT_TRANSLATE_NOOP("Parameters", "Result")),
    Group("models", QT_TRANSLATE_NOOP("Parameters", "Models")),
    Group("sampling", QT_TRANSLATE_NOOP("Parameters", "Sampling")),
    Group("reference", QT_TRANSLATE_NOOP("Parameters", "Reference image")),
)

_WIRE: dict[str, type[Struct]] = {
    "": ModifyMaskedPixels,
    "Masked": Mask,
    "MainModel.InferenceParams": InferenceParams,
    "Image2Image": Image2Image,
}
_KINDS: dict[str, FieldKind] = {"int": "int", "float": "float", "bool": "bool", "text": "text", "texts": "lines"}


def wire_rule(wire: str) -> Rule:
    """Return the wire type's rule for a dotted wire name. Raises KeyError."""
    holder, _, name = wire.rpartition(".")
    return rule(_WIRE[holder], name)


def _from_wire(name: str, wire: str, group: GroupName, *, advanced: bool = False) -> Field:
    """Make a field of a wire type's rule."""
    ruled = wire_rule(wire)
    kind = _KINDS[ruled.kind]
    return Field(
        name=name,
        title=ruled.title,
        help=ruled.help,
        kind=kind,
        low=ruled.low,
        high=ruled.high,
        step=ruled.step,
        default=() if kind == "lines" else ruled.default,
        group=group,
        advanced=advanced,
        wire=wire,
    )


def _side(name: str, wire: str) -> Field:
    """Make the field of a width or height, which by default is the frame's own (None), not the wire type's number."""
    return replace(_from_wire(name, wire, "result", advanced=True), kind="size", default=None)


_MODEL = Field(
    name="main_model",
    title=QT_TRANSLATE_NOOP("Parameters", "Main model"),
    help=QT_TRANSLATE_NOOP("Parameters", "The model that redraws. Which ones there are depends on the connection."),
    kind="model",
    low=None,
    high=None,
    step=None,
    default=None,
    group="models",
    advanced=False,
    wire="MainModel",
)
_SUB_MODELS = replace(
    _MODEL,
    name="sub_models",
    title=QT_TRANSLATE_NOOP("Parameters", "Added models"),
    help=QT_TRANSLATE_NOOP(
        "Parameters", "LoRAs, embeddings and hypernetworks that lend the main model a style, a person or a thing."
    ),
    kind="models",
    default=(),
    wire="SubModelList",
)
_REFERENCE = replace(
    _MODEL,
    name="reference",
    title=QT_TRANSLATE_NOOP("Parameters", "Reference image"),
    help=QT_TRANSLATE_NOOP("Parameters", "An extra picture that the result shall resemble. Drop, paste or open one."),
    kind="picture",
    group="reference",
    wire="Image2Image",
)
_FRAME = replace(
    _MODEL,
    name="frame_mode",
    title=QT_TRANSLATE_NOOP("Parameters", "Frame"),
    help=QT_TRANSLATE_NOOP(
        "Parameters", "What part of the picture is sent: around the repaint area, the whole picture, or a rectangle."
    ),
    kind="frame",
    default="mask",
    group="area",
    advanced=True,
    wire="",
)
_PADDING_SETTING = SETTINGS_BY_NAME["padding"]  # a window starts with what the person has set once for all
_PADDING = replace(
    _FRAME,
    name="padding",
    title=_PADDING_SETTING.title,
    help=QT_TRANSLATE_NOOP("Parameters", "How many pixels around the repaint area are sent along as context."),
    kind="int",
    low=_PADDING_SETTING.low,
    high=_PADDING_SETTING.high,
    step=8,
    default=_PADDING_SETTING.default,
)

_SPLIT = replace(
    _FRAME,
    name="split_frames",
    title=QT_TRANSLATE_NOOP("Parameters", "Several frames"),
    help=QT_TRANSLATE_NOOP(
        "Parameters",
        "Spots that lie far apart, and pieces of what is too large for one frame, are sent in frames of their own,"
        " each as a job; else one frame holds all.",
    ),
    kind="bool",
    default=False,
)

FIELDS: tuple[Field, ...] = (
    _from_wire("positive_prompts", "PositivePrompts", "prompt"),
    _from_wire("negative_prompts", "NegativePrompts", "prompt"),
    _from_wire("translate_prompts", "TranslatePrompts", "prompt", advanced=True),
    _from_wire("prompts_more_important", "Masked.PromptsMoreImportant", "prompt", advanced=True),
    _from_wire("mask_blur", "Masked.MaskBlur", "area"),
    _from_wire("refer_strength", "Masked.ReferStrength", "area"),
    _from_wire("invert_mask", "Masked.InvertMask", "area", advanced=True),
    _FRAME,
    _PADDING,
    _SPLIT,
    _from_wire("batch_size", "BatchSize", "result"),
    _from_wire("seed", "Seed", "result"),
    _side("width", "Width"),
    _side("height", "Height"),
    _MODEL,
    _SUB_MODELS,
    _from_wire("steps", "MainModel.InferenceParams.Steps", "sampling", advanced=True),
    _from_wire("sampler", "MainModel.InferenceParams.Sampler", "sampling", advanced=True),
    _from_wire("cfg_scale", "MainModel.InferenceParams.CFGScale", "sampling", advanced=True),
    _from_wire("clip_skip", "MainModel.InferenceParams.ClipSkip", "sampling", advanced=True),
    _from_wire("use_main_model_vae", "UseMainModelVAE", "sampling", advanced=True),
    _REFERENCE,
    _from_wire("reference_strength", "Image2Image.ReferStrength", "reference"),
)
FIELDS_BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
LORA_WEIGHT: Rule = rule(InferenceParams, "LoraWeight")
"""Range, step, title and help of a LoRA's weight, for the editor of `sub_models`."""
LORA_LOW, LORA_HIGH = LORA_WEIGHT.low or 0.0, LORA_WEIGHT.high or 0.0
