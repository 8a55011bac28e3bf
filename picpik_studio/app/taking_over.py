"""Taking over the parameters that a picture carries, whichever program wrote them."""

from collections.abc import Callable, Mapping
from typing import Final

from picpik_studio.api.errors import ParameterError
from picpik_studio.app.fields import FIELDS_BY_NAME
from picpik_studio.app.models import ModelInfo
from picpik_studio.app.notices import NoticeAction
from picpik_studio.app.parameters import Parameters
from picpik_studio.app.service_choice import ServiceChoice
from picpik_studio.app.session_state import SessionState
from picpik_studio.files.header import Source
from picpik_studio.files.metadata import parameters_in
from picpik_studio.files.parameters_text import MadeWith, from_text
from picpik_studio.texts import QT_TRANSLATE_NOOP

CARRIES: Final = QT_TRANSLATE_NOOP("Session", "{name} carries the parameters it was made with.")
TAKE_OVER: Final = QT_TRANSLATE_NOOP("Session", "Take them over")
TAKEN: Final = QT_TRANSLATE_NOOP("Session", "The picture's parameters are taken over.")
TAKEN_BUT: Final = QT_TRANSLATE_NOOP(
    "Session", "The picture's parameters are taken over, but for what this service does not know: {names}."
)

_INTEGERS: Final[Mapping[str, str]] = {
    "Steps": "steps",
    "Seed": "seed",
    "Clip skip": "clip_skip",
    "Mask blur": "mask_blur",
}
_FLOATS: Final[Mapping[str, str]] = {"CFG scale": "cfg_scale", "Refer strength": "refer_strength"}


class TakingOver:
    """Offers what the opened picture of one session carries, and takes it over."""

    def __init__(self, state: SessionState, service: ServiceChoice) -> None:
        self._state = state
        self._service = service
        state.changed.connect(lambda topic: self._offer() if topic == "document" else None)

    def look(self, source: Source, done: Callable[[str | None], object]) -> None:
        """Look which parameters' text a picture file carries, and hand it to `done`; None when it carries none."""
        self._state.program.tasks.run("files", lambda _task: parameters_in(source), done=done, label="look")

    def take(self, text: str) -> None:
        """Set the parameters that a text names, and say which could not be taken."""
        made = from_text(text)
        if made is None:
            return
        refused = taken_over(self._state.parameters, made, self._service.models)
        notices = self._state.program.notices
        if refused:
            notices.say("warning", TAKEN_BUT, key="taken over", names=", ".join(refused))
        else:
            notices.say("success", TAKEN, key="taken over")

    def _offer(self) -> None:
        document = self._state.document
        text = document.picture.metadata.parameters if document is not None else None
        if text:
            name = self._state.path.name if self._state.path is not None else self._state.name
            action = NoticeAction(TAKE_OVER, lambda: self.take(text))
            self._state.program.notices.say("info", CARRIES, action=action, key="carries", name=name)


def taken_over(parameters: Parameters, made: MadeWith, models: tuple[ModelInfo, ...]) -> tuple[str, ...]:
    """Set what a text names, the main model by its name or code; return "name: value" of what could not be taken.

    The size is not taken: here the frame has it. What the text does not name stays as it is.
    """
    refused = []
    wanted = made.pairs.get("Model")
    model = next((model for model in models if model.kind == "main" and wanted in {model.code, model.name}), None)
    if model is not None:
        parameters.choose_main_model(model)
    elif wanted:
        refused.append(f"Model: {wanted}")
    for name, value in _values(made).items():
        try:
            parameters.set(FIELDS_BY_NAME[name].name, value)
        except ParameterError:
            refused.append(f"{FIELDS_BY_NAME[name].title}: {value}")
    return tuple(refused)


def _values(made: MadeWith) -> dict[str, object]:
    """Return what the fields are to be; a number that is none stays text, which its field refuses."""
    pairs = made.pairs
    values: dict[str, object] = {"positive_prompts": made.prompt, "negative_prompts": made.negative}
    values |= {name: _number(pairs[key], int) for key, name in _INTEGERS.items() if key in pairs}
    values |= {name: _number(pairs[key], float) for key, name in _FLOATS.items() if key in pairs}
    return values | ({"sampler": pairs["Sampler"]} if "Sampler" in pairs else {})


def _number(text: str, kind: type[int] | type[float]) -> object:
    try:
        return kind(text)
    except ValueError:
        return text
