"""From what a window shows to a job: freeze, make ready in a worker, hand over; and the parameters of earlier jobs."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from picpik_studio.app.action import Action
from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.framing import EVERYTHING, MOSTLY
from picpik_studio.app.generation import prepare_each
from picpik_studio.app.job import Reason
from picpik_studio.app.model_lists import Models
from picpik_studio.app.notices import Notice, NoticeAction
from picpik_studio.app.packing import Packing
from picpik_studio.app.parameters import Parameters, Values
from picpik_studio.app.passing import say_while, undo_if_last
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.service_choice import ServiceChoice, first_main_model
from picpik_studio.app.session_state import SessionState
from picpik_studio.core.document import Snapshot
from picpik_studio.core.geometry import Rect
from picpik_studio.files.errors import reading_failed
from picpik_studio.files.images import open_picture
from picpik_studio.texts import QT_TRANSLATE_NOOP

NOT_USED: Final = QT_TRANSLATE_NOOP("Session", "{model} does not use the prompt: it copies from the surroundings.")
REFERENCE_TAKEN: Final = QT_TRANSLATE_NOOP("Session", "The picture is the reference now; it goes with every Submit.")
REFERENCE_IGNORED: Final = QT_TRANSLATE_NOOP(
    "Session", "The picture is kept as the reference, but {model} does not use a reference picture."
)
INVERTED: Final = QT_TRANSLATE_NOOP("Session", "The painting is inverted and nothing was sent: look, then submit.")
INVERTED_TO_NOTHING: Final = QT_TRANSLATE_NOOP(
    "Session",
    "All of the picture was to be repainted: inverted, nothing is. Nothing was sent; paint what shall change.",
)
UNDO: Final = QT_TRANSLATE_NOOP("Session", "Undo")
NO_MODEL: Final = QT_TRANSLATE_NOOP("Session", "The service offers no main model.")

Requests = tuple[GenerationRequest, ...]
Answer = Literal["submit", "invert"]
Asker = Callable[[Reason, Callable[[Answer | None], None]], None]
"""Asks the person about a doubt and calls back with the answer; None is a change of mind."""


class Submitting:
    """Makes requests of one session's state. `asker` is asked about doubts; without one there is nobody to ask."""

    def __init__(self, state: SessionState, service: ServiceChoice) -> None:
        self._state = state
        self._service = service
        self._program = state.program
        self.count = 0
        self.asker: Asker | None = None
        self._agreed: set[str] = set()
        state.parameters.set("padding", self._program.settings.number("padding"))
        state.parameters.changed.connect(self._parameter_changed)

    def submit(self, action: Action = Action.REDRAW) -> None:
        """Freeze everything and make the request ready, to redraw or to erase; it becomes a job when that is done."""
        document = self._state.document
        if document is None:
            raise RefusedError(NO_DOCUMENT)
        snapshot, values, key = document.snapshot(), self._state.parameters.values, self._service.key
        path = self._state.path  # another picture may be open before the request is ready
        self._count(1)
        if values.main_model is not None or action is Action.ERASE:
            self._prepare(snapshot, values, key, action, path)
            return
        self._program.tasks.run(
            "network",
            lambda _task: with_model(values, self._program.models.ask(key)),
            done=lambda completed: self._prepare(snapshot, completed, key, action, path),
            failed=lambda error: self._not_prepared(error, key),
            label="models",
        )

    def hand_over_seen(self, requests: Requests, path: Path | None) -> None:
        """Hand over requests that the person has looked at; what was to be said and asked was seen there."""
        self._agree(*requests)
        for request in requests:
            self._program.jobs.submit(request, path)

    def _prepare(self, snapshot: Snapshot, values: Values, key: str, action: Action, path: Path | None) -> None:
        packing = Packing.of(self._program.settings)
        self._program.tasks.run(
            "pixels",
            lambda task: prepare_each(snapshot, values, key, action, packing, task.advance),
            done=lambda requests: self._prepared(requests, path, values, snapshot),
            failed=lambda error: self._not_prepared(error, key),
            label="prepare",
        )

    def _prepared(self, requests: Requests, path: Path | None, values: Values, snapshot: Snapshot) -> None:
        """Hand the requests over when all doubts about them are settled."""
        self._count(-1)
        self._settle(requests, snapshot, lambda: self._hand_over(requests, path, values))

    def _settle(self, requests: Requests, snapshot: Snapshot, go_on: Callable[[], None]) -> None:
        """Ask about the first doubtful request and, if it shall be sent, about the next; the same area is asked once.

        One that shall not be sent keeps the others from it too: together they are what was to be repainted.
        """
        doubtful = next((each for each in requests if each.doubt is not None and not self._is_agreed(each)), None)
        if doubtful is None or doubtful.doubt is None or self.asker is None:
            go_on()
            return

        def answered(answer: Answer | None) -> None:
            if answer == "submit":
                self._agree(doubtful)
                self._settle(requests, snapshot, go_on)
            elif answer == "invert":
                self._invert(snapshot)

        self.asker(doubtful.doubt, answered)

    def _agree(self, *requests: GenerationRequest) -> None:
        """Ask no more about the repaint areas of these requests."""
        self._agreed |= {_name_of(request) for request in requests}

    def _is_agreed(self, request: GenerationRequest) -> bool:
        return _name_of(request) in self._agreed

    def _invert(self, snapshot: Snapshot) -> None:
        """Turn the painting round, if it is still the document's that was to be sent."""
        document = self._state.document
        if document is None or document.picture.opened_hash != snapshot.picture.opened_hash:
            return
        document.invert_mask()
        is_kept = self._state.parameters.values.invert_mask
        if document.mask.coverage() != float(is_kept):
            self._program.notices.say("info", INVERTED, key="inverted")
            return
        edit = document.history.last
        undo = NoticeAction(UNDO, lambda: undo_if_last(document, edit))
        notice = Notice("warning", INVERTED_TO_NOTHING, action=undo, key="inverted")
        say_while(self._state, notice, lambda: document.history.last is edit)

    def _hand_over(self, requests: Requests, path: Path | None, values: Values) -> None:
        for request in requests:
            self._say_remarks(request)
        if requests[0].action is Action.REDRAW:
            self._warn_of_unused_prompt(values)
        for request in requests:
            self._program.jobs.submit(request, path)

    def _say_remarks(self, request: GenerationRequest) -> None:
        is_agreed = self._is_agreed(request)
        for remark in request.remarks:
            if is_agreed and remark.template in {EVERYTHING, MOSTLY}:
                continue
            self._program.notices.show(Notice("info", remark.template, remark.values, key=remark.template))

    def _not_prepared(self, error: Exception, key: str) -> None:
        self._count(-1)
        self._program.key_trouble.fail(error, key)

    def _warn_of_unused_prompt(self, values: Values) -> None:
        model = self._service.main_model(values.main_model.code if values.main_model is not None else "")
        if model is not None and "PositivePrompts" in model.ignores and values.positive_prompts:
            self._program.notices.say("info", NOT_USED, key="prompt", model=model.name)

    def _count(self, step: int) -> None:
        self.count += step
        self._state.changed.emit("submitting")

    # The reference image, and earlier parameters

    def set_reference(self, data: bytes | None) -> None:
        """Take over a reference image when it proves to be a picture."""
        if data is None:
            self._state.parameters.set("reference", None)
            return
        self._program.tasks.run(
            "pixels",
            lambda _task: _checked_picture(data),
            done=self._take_reference,
            label="reference",
        )

    def set_reference_path(self, path: Path) -> None:
        """Take over a file as the reference image."""
        self._program.tasks.run(
            "pixels",
            lambda _task: _checked_picture(read_file(path)),
            done=self._take_reference,
            label="reference",
        )

    def _parameter_changed(self, name: str) -> None:
        """Take back what was said of the reference image and a model, once either is another one."""
        if name in {"main_model", "reference"}:
            self._program.notices.withdraw("reference")

    def _take_reference(self, data: bytes) -> None:
        """Take the picture over and say so; where it lies may be folded away, and not every model looks at it."""
        self._state.parameters.set("reference", data)
        choice = self._state.parameters.values.main_model
        model = self._service.main_model(choice.code if choice is not None else "")
        if model is not None and "Image2Image" in model.ignores:
            self._program.notices.say("warning", REFERENCE_IGNORED, key="reference", model=model.name)
        else:
            self._program.notices.say("info", REFERENCE_TAKEN, key="reference")

    def use_parameters_of(self, job_id: str) -> None:
        """Set all parameters to a job's, its reference image too."""
        self._program.tasks.run(
            "files",
            lambda _task: self._program.jobs.request(job_id),
            done=self._use,
            label="parameters",
        )

    def _use(self, request: GenerationRequest) -> None:
        parameters, document = self._state.parameters, self._state.document
        parameters.restore(request.parameters)
        mode = parameters.values.frame_mode
        if isinstance(mode, Rect) and document is not None and request.picture_hash == self._state.picture_hash:
            parameters.set("frame_mode", mode.translated(*request.way_to(document.origin)))
        self._state.parameters.set("reference", request.reference)


def _name_of(request: GenerationRequest) -> str:
    """Return what names a repaint area: in another picture or another place an equal mask is another one."""
    place = f"{request.picture_hash} {tuple(request.origin)} {request.frame} {request.invert_mask}"
    return f"{place} {hashlib.sha256(request.mask).hexdigest()}"


def with_model(values: Values, models: Models) -> Values:
    """Return `values` with the service's first main model when none is chosen. Raises RefusedError without one."""
    if values.main_model is not None:
        return values
    first = first_main_model(models)
    if first is None:
        raise RefusedError(NO_MODEL)
    parameters = Parameters(values)
    parameters.follow_main_model(first)
    return parameters.values


def read_file(path: Path) -> bytes:
    """Return the bytes of a file. Raises FileError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise reading_failed(error, path.name) from error


def _checked_picture(data: bytes) -> bytes:
    open_picture(data)
    return data
