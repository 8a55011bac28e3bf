"""Models and their knobs on the wire (picpik_api.md, section 3)."""

from typing import Annotated, Any

from msgspec import Meta, Struct, field

from picpik_studio.texts import QT_TRANSLATE_NOOP

RAW = "~raw"
"""The name under which a kept raw map travels through msgspec; it is no wire name and is never sent."""

MAIN_MODEL = "main model"
LORA = "LoRA"
PREPROCESSOR = "ControlNet pre-processor"
CONTROLNET = "ControlNet model"


class Kept(Struct, kw_only=True):
    """A value that keeps the map it was made from, so that fields which this program does not know are not lost."""

    raw: dict[str, Any] = field(default_factory=dict, name=RAW)


class InferenceParams(Struct, kw_only=True):
    """The knobs of one model; each belongs to certain parents only (`extra["parent"]`), absent means its default."""

    Steps: (
        Annotated[
            int,
            Meta(
                ge=6,
                le=100,
                title=QT_TRANSLATE_NOOP("Wire", "Steps"),
                description=QT_TRANSLATE_NOOP(
                    "Wire", "How often the picture is refined. More steps take longer; beyond 30 little changes."
                ),
                extra={"parent": MAIN_MODEL, "default": 10},
            ),
        ]
        | None
    ) = None
    Sampler: (
        Annotated[
            str,
            Meta(
                title=QT_TRANSLATE_NOOP("Wire", "Sampler"),
                description=QT_TRANSLATE_NOOP(
                    "Wire", "The method that refines the picture. Type any name that the chosen model knows."
                ),
                extra={"parent": MAIN_MODEL, "default": "Euler"},
            ),
        ]
        | None
    ) = None
    ClipSkip: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=12,
                title=QT_TRANSLATE_NOOP("Wire", "Clip skip"),
                description=QT_TRANSLATE_NOOP(
                    "Wire", "How loosely the prompt is read: 1 reads it closely, some drawing styles want 2."
                ),
                extra={"parent": MAIN_MODEL, "default": 1},
            ),
        ]
        | None
    ) = None
    CFGScale: (
        Annotated[
            float,
            Meta(
                ge=1,
                le=30,
                title=QT_TRANSLATE_NOOP("Wire", "Prompt strength"),
                description=QT_TRANSLATE_NOOP(
                    "Wire", "How strictly the prompt is followed (CFG scale). Low is freer, above 15 looks harsh."
                ),
                extra={"parent": MAIN_MODEL, "default": 7.5, "step": 0.5},
            ),
        ]
        | None
    ) = None
    LoraWeight: (
        Annotated[
            float,
            Meta(
                ge=-1,
                le=2,
                title=QT_TRANSLATE_NOOP("Wire", "Weight"),
                description=QT_TRANSLATE_NOOP(
                    "Wire", "How much this LoRA shapes the result: 0 is not at all, 1 is as intended, below 0 turns it."
                ),
                extra={"parent": LORA, "default": 1.0, "step": 0.01},
            ),
        ]
        | None
    ) = None
    Resolution: (
        Annotated[
            int,
            Meta(
                ge=64,
                le=2048,
                title=QT_TRANSLATE_NOOP("Wire", "Resolution"),
                description=QT_TRANSLATE_NOOP(
                    "Wire", "The size of the picture that the pre-processor makes, in pixels."
                ),
                extra={"parent": PREPROCESSOR, "default": 512, "step": 64},
            ),
        ]
        | None
    ) = None
    ControlWeight: (
        Annotated[
            float,
            Meta(
                ge=0,
                le=2,
                title=QT_TRANSLATE_NOOP("Wire", "Control weight"),
                description=QT_TRANSLATE_NOOP("Wire", "How much the ControlNet model shapes the result."),
                extra={"parent": CONTROLNET, "default": 1.0, "step": 0.01},
            ),
        ]
        | None
    ) = None
    StartingStep: (
        Annotated[
            float,
            Meta(
                ge=0,
                le=1,
                title=QT_TRANSLATE_NOOP("Wire", "Starts at"),
                description=QT_TRANSLATE_NOOP("Wire", "The part of the work after which the ControlNet model sets in."),
                extra={"parent": CONTROLNET, "default": 0.0, "step": 0.01},
            ),
        ]
        | None
    ) = None
    EndingStep: (
        Annotated[
            float,
            Meta(
                ge=0,
                le=1,
                title=QT_TRANSLATE_NOOP("Wire", "Ends at"),
                description=QT_TRANSLATE_NOOP("Wire", "The part of the work after which the ControlNet model stops."),
                extra={"parent": CONTROLNET, "default": 1.0, "step": 0.01},
            ),
        ]
        | None
    ) = None


_InferenceParams = InferenceParams


class Model(Kept, kw_only=True):
    """A main model, LoRA, Embedding or HyperNetwork; sent back as it was received, with what was changed laid over.

    `Ignores` is this program's own extension: the names of the request fields that the model does not use.
    """

    ModelCode: str
    Name: str | None = None
    IsOfficial: bool | None = None
    TriggerWordList: list[str] | None = None
    InferenceParams: _InferenceParams | None = None
    Ignores: list[str] | None = None
