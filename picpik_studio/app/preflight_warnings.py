"""What is to be known of a request before it is sent."""

from typing import Final

from picpik_studio.app.action import Action
from picpik_studio.app.framing import EVERYTHING, MOSTLY
from picpik_studio.app.job import Reason
from picpik_studio.app.models import ModelInfo
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.submitting import NOT_USED
from picpik_studio.texts import QT_TRANSLATE_NOOP

LARGE_BYTES: Final = 10_000_000
"""No service says how much it takes; from here on many a gateway refuses."""
MEGA: Final = 1_000_000

NO_PROMPT: Final = QT_TRANSLATE_NOOP("Generation", "The prompt is empty: the model alone decides what appears.")
UNUSED_REFERENCE: Final = QT_TRANSLATE_NOOP(
    "Generation", "{model} does not use the reference picture, which is sent all the same."
)
LARGE: Final = QT_TRANSLATE_NOOP(
    "Generation", "The request has {megabytes} MB, which a service may refuse: send a smaller size, or JPEG."
)


def warnings_of(request: GenerationRequest, model: ModelInfo | None, length: int) -> tuple[Reason, ...]:
    """Return the warnings; `model` is the main model if it is known, `length` the body's bytes over a network."""
    warnings = list(request.remarks)
    if request.doubt is not None and not {remark.template for remark in warnings} & {EVERYTHING, MOSTLY}:
        warnings.append(request.doubt)
    if request.action is Action.REDRAW:
        warnings += _of_the_model(request, model)
    if length > LARGE_BYTES:
        warnings.append(Reason(LARGE, {"megabytes": round(length / MEGA, 1)}))
    return tuple(warnings)


def _of_the_model(request: GenerationRequest, model: ModelInfo | None) -> list[Reason]:
    ignored = model.ignores if model is not None else ()
    name = {"model": model.name if model is not None else ""}
    warnings = []
    if "PositivePrompts" not in ignored:
        warnings += [] if request.prompt else [Reason(NO_PROMPT)]
    elif request.prompt:
        warnings.append(Reason(NOT_USED, name))
    if request.reference is not None and "Image2Image" in ignored:
        warnings.append(Reason(UNUSED_REFERENCE, name))
    return warnings
