"""A look at what would be sent, to the byte, before it is: made in workers, changed by a click, sent from there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from picpik_studio.api.body import Draft
from picpik_studio.api.client import Client, unsigned_text
from picpik_studio.app.action import Action
from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.generation import prepare
from picpik_studio.app.job import Reason
from picpik_studio.app.model_lists import Models
from picpik_studio.app.packing import SETTING, Encoding, Packing
from picpik_studio.app.parameters import Values
from picpik_studio.app.preflight_warnings import warnings_of
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.service_choice import ServiceChoice
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.submitting import Submitting, with_model
from picpik_studio.app.tasks import LaneName, Task
from picpik_studio.core import footprint
from picpik_studio.core.document import Snapshot
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.core.signal import Signal
from picpik_studio.errors import PicPikError
from picpik_studio.files.images import encode_jpeg, open_picture

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Made:
    """A request packed both ways, and what is seen of it; `repainted` counts the sent pixels that are repainted.

    `images`, `mask` and `reference` are decoded from the very bytes that are sent.
    """

    requests: Mapping[Encoding, GenerationRequest]
    images: Mapping[Encoding, Pyramid]
    mask: Pyramid
    reference: Pyramid | None
    repainted: int


@dataclass(frozen=True, eq=False)
class Looked:
    """What would be sent. `draft` is None when it cannot be signed, for the reason in `trouble`; `text` is there."""

    made: Made
    encoding: Encoding
    text: str
    draft: Draft | None
    trouble: Exception | None
    warnings: tuple[Reason, ...]

    @property
    def request(self) -> GenerationRequest:
        """The request itself; this very value is handed over."""
        return self.made.requests[self.encoding]

    @property
    def share(self) -> float:
        """How much of what is sent is repainted, 0 to 1."""
        sent = self.request.frame.sent
        return self.made.repainted / (sent.width * sent.height)


class _Drafted(NamedTuple):
    """A request in words; signed, or why it could not be."""

    text: str
    draft: Draft | None
    trouble: Exception | None


class Preflight:
    """One look, at what the window showed when it was opened. Nothing is sent before `submit`.

    `changed` tells that `looked`, `error` or `fraction` (how far the making of a new look is, None when none is made)
    is another one. All methods belong to the dispatch thread and return at once.
    """

    def __init__(self, state: SessionState, service: ServiceChoice, submitting: Submitting) -> None:
        document = state.document
        if document is None:
            raise RefusedError(NO_DOCUMENT)
        self.changed: Signal[()] = Signal()
        self.looked: Looked | None = None
        self.error: Exception | None = None
        self.fraction: float | None = None
        self.connection = service.connection
        self.action = Action.REDRAW
        self.packing = Packing.of(state.program.settings)
        self._program = state.program
        self._submitting = submitting
        self._snapshot: Snapshot = document.snapshot()
        self._values: Values = state.parameters.values
        self._path: Path | None = state.path
        self._models: Models | None = state.program.models.of(service.key)
        self._task: Task[Any] | None = None

    @property
    def can_submit(self) -> bool:
        """Whether what is seen can be sent now."""
        return self.looked is not None and self.looked.draft is not None and self.fraction is None

    def look(self, action: Action | None = None, percent: int | None = None) -> None:
        """Make a new look, at another action or at `percent` of the size at which the frame would be sent."""
        key = self.connection.key
        self.action = action or self.action
        self.packing = replace(self.packing, percent=percent or self.packing.percent)
        self._begin()
        if self._models is not None or self.action is Action.ERASE:
            self._make()
        else:
            self._run("network", lambda _task: self._program.models.ask(key), self._hear, self._not_heard)

    def encode(self, encoding: Encoding) -> None:
        """Pack the picture so, now and from now on."""
        self.packing = replace(self.packing, encoding=encoding)
        try:
            self._program.settings.set(SETTING, encoding)
        except PicPikError as error:
            self._program.notices.fail(error)
        if self.looked is not None and self.fraction is None:
            self._begin()
            self._draw_up(self.looked.made)

    def submit(self) -> None:
        """Send what is seen."""
        if self.looked is not None and self.can_submit:
            self._submitting.hand_over_seen((self.looked.request,), self._path)
        self.close()

    def close(self) -> None:
        """Give up what is being made."""
        if self._task is not None:
            self._task.cancel()
        self._task = None

    # How it is made

    def _run(
        self,
        lane: LaneName,
        work: Callable[[Task[T]], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        self._task = self._program.tasks.run(
            lane, work, done=done, failed=failed, progress=self._tell, label="preflight"
        )

    def _begin(self) -> None:
        self.close()
        self.fraction = 0.0
        self.changed.emit()

    def _hear(self, models: Models) -> None:
        self._models = models
        self._make()

    def _not_heard(self, error: Exception) -> None:
        """Go on without the models, if the one that was chosen is known: what is sent can be seen all the same."""
        if self._values.main_model is None:
            self._fail(error)
        else:
            self._make()

    def _make(self) -> None:
        snapshot, values, models, key = self._snapshot, self._values, self._models or (), self.connection.key
        action, packing = self.action, Packing("png", self.packing.percent)

        def made(task: Task[Made]) -> Made:
            chosen = with_model(values, models) if action is Action.REDRAW else values
            return _made(prepare(snapshot, chosen, key, action, packing, task.advance), task)

        self._run("pixels", made, self._draw_up, self._fail)

    def _draw_up(self, made: Made) -> None:
        """Have the request signed by who will send it; without keys it can be seen all the same."""
        key, encoding = self.connection.key, self.packing.encoding
        request = made.requests[encoding]
        self._run(
            "network",
            lambda _task: _drafted(request, lambda: self._program.connections.client_for(key)),
            lambda drafted: self._take(made, encoding, drafted),
            self._fail,
        )

    def _take(self, made: Made, encoding: Encoding, drafted: _Drafted) -> None:
        code = made.requests[encoding].mapping.get("MainModel", {}).get("ModelCode", "")
        model = next((model for model in self._models or () if (model.kind, model.code) == ("main", code)), None)
        length = drafted.draft.length if drafted.draft is not None and not self.connection.is_local else 0
        warnings = warnings_of(made.requests[encoding], model, length)
        self.looked, self.error, self.fraction = Looked(made, encoding, *drafted, warnings), None, None
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self.looked, self.error, self.fraction = None, error, None
        self.changed.emit()

    def _tell(self, fraction: float) -> None:
        self.fraction = fraction
        self.changed.emit()


def _drafted(request: GenerationRequest, client: Callable[[], Client]) -> _Drafted:
    """Have a request signed. Slow."""
    values = request.wire()
    try:
        draft = client().draft(values)
    except PicPikError as error:
        return _Drafted(unsigned_text(values), None, error)
    return _Drafted(draft.text, draft, None)


def _made(request: GenerationRequest, task: Task[Made]) -> Made:
    """Decode what is sent, and pack the picture the other way too. Slow."""
    pixels = open_picture(request.picture).picture.pixels
    as_jpeg = replace(request, picture=encode_jpeg(pixels))
    task.check()
    mask = open_picture(request.mask).picture.pixels[..., 0].copy()
    invert = bool(request.parameters.get("invert_mask"))
    reference = request.reference
    return Made(
        requests={"png": request, "jpeg": as_jpeg},
        images={"png": Pyramid(pixels), "jpeg": Pyramid(open_picture(as_jpeg.picture).picture.pixels)},
        mask=Pyramid(mask),
        reference=None if reference is None else Pyramid(open_picture(reference).picture.pixels),
        repainted=int((footprint.repaint(mask, invert=invert) > 0).sum()),
    )
