"""Looks closely at one result: that it changes nothing outside its footprint, and what the service had changed there.

The one that is shown, or else the accepted one that is chosen in the list. All of it is slow work, for workers.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from picpik_studio.app.action import Action
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.session_state import SessionState, Topic
from picpik_studio.app.submitting import read_file
from picpik_studio.app.tasks import Task
from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.composition import below, composed
from picpik_studio.core.document import CanvasChanged, DocumentEvent
from picpik_studio.core.frame import Frame
from picpik_studio.core.geometry import NOWHERE, Offset
from picpik_studio.core.patch import Patch, Source
from picpik_studio.core.picture import Picture
from picpik_studio.core.proof import Check, Proof, ServiceChange, prove, service_change
from picpik_studio.core.signal import Signal
from picpik_studio.errors import PicPikError
from picpik_studio.files.images import decode_result
from picpik_studio.files.masks import read_mask


class ServiceLook(NamedTuple):
    """What a service was sent and what it had changed outside the footprint; `sent` is uint8 HxWx4 BGRX, sRGB."""

    frame: Frame
    sent: Pixels
    change: ServiceChange


class Inspection(NamedTuple):
    """What was found about the result `source`; `service` is None when what was sent cannot be read any more.

    `is_one`: it is one result, and not several that were flattened, of which each was sent by itself.
    """

    source: Source
    proof: Proof
    service: ServiceLook | None
    is_one: bool = True


class _Ground(NamedTuple):
    """What a patch is looked at on: the picture, where it lies, and the patches under it."""

    picture: Picture
    origin: Offset
    under: tuple[Patch, ...]


class Inspecting:
    """Follows what is shown and what is chosen in one session; `changed` follows when `found` is another one.

    `choose` names the accepted patch that is looked at while no result is shown.
    """

    def __init__(self, state: SessionState) -> None:
        self.changed: Signal[()] = Signal()
        self.found: Inspection | None = None
        self._state = state
        self._chosen = ""
        self._looked = ""
        self._task: Task[Inspection] | None = None
        self._unfollow: Callable[[], None] = lambda: None
        state.changed.connect(self._session_changed)

    def choose(self, patch: Patch | None) -> None:
        """Look at this patch while no result is shown."""
        self._chosen = patch.id if patch is not None else ""
        self._look()

    @property
    def service(self) -> ServiceLook | None:
        """What the service had changed, once it is known."""
        return self.found.service if self.found is not None else None

    @property
    def is_busy(self) -> bool:
        """Whether somebody is looking."""
        return self._task is not None

    def _session_changed(self, topic: Topic) -> None:
        if topic == "document":
            self._unfollow()
            self._unfollow = self._state.follow_document(self._follow)
        if topic in {"shown", "document"}:
            self._look()

    def _follow(self, event: DocumentEvent) -> None:
        """Look once more when the canvas is another one: all has moved, and has other pixels around."""
        if isinstance(event, CanvasChanged):
            self._looked = ""
            self._look()

    def _subject(self) -> tuple[Patch, tuple[Patch, ...]] | None:
        """Return what is to be looked at, and the patches that lie under it."""
        document, shown = self._state.document, self._state.shown
        if document is None:
            return None
        if shown is not None:
            return shown.patch, document.patches
        chosen = next((patch for patch in document.patches if patch.id == self._chosen), None)
        return (chosen, below(document.patches, chosen)) if chosen is not None else None

    def _look(self) -> None:
        """Look, unless it was looked at before: how its seam is set changes neither footprint nor answer."""
        subject, document = self._subject(), self._state.document
        name = subject[0].id if subject is not None else ""
        if name == self._looked:
            return
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._looked = name
        self._take(None)
        if subject is None or document is None:
            return
        picture, origin, (patch, under) = document.picture, document.origin, subject
        self._task = self._state.program.tasks.run(
            "pixels",
            lambda task: self._inspect(_Ground(picture, origin, under), patch, task.check),
            done=lambda found: self._done(found, is_result=not patch.is_flat),
            failed=self._failed,
            label="inspect",
        )

    def _inspect(self, ground: _Ground, patch: Patch, check: Check) -> Inspection:
        picture, origin, under = ground
        laid = (*under, patch)
        proof = prove(
            picture.size,
            lambda rect: composed(picture, under, rect),
            lambda rect: composed(picture, laid, rect),
            (patch,),
            check,
        )
        source, is_one = patch.sources[0], len(patch.sources) == 1
        return Inspection(source, proof, self._service(source, origin) if is_one else None, is_one)

    def _service(self, source: Source, origin: Offset) -> ServiceLook | None:
        """Return what the service had changed; None when its job, or what was sent, is not to be had any more."""
        jobs = self._state.program.jobs
        job = jobs.get(source.job_id)
        ref = next((ref for ref in job.results if ref.index == source.image_index), None) if job is not None else None
        if ref is None:
            return None
        try:
            return look_at_service(jobs.request(source.job_id), read_file(ref.path), origin)
        except PicPikError:
            return None

    def _done(self, found: Inspection, *, is_result: bool) -> None:
        self._task = None
        if is_result:  # what was found of several flattened ones is the proof of none of them
            self._state.program.jobs.note_proof(*found.source, found.proof)
        self._take(found)

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._state.program.notices.fail(error)

    def _take(self, found: Inspection | None) -> None:
        if found is not self.found:
            self.found = found
            self.changed.emit()


def look_at_service(request: GenerationRequest, answer: bytes, origin: Offset = NOWHERE) -> ServiceLook:
    """Return what a service had changed outside the footprint of `request`; `answer` is its own file.

    The frame is the one on a canvas that has this `origin`. Raises FileError when a picture cannot be read. Slow.
    """
    sent = decode_result(request.picture)
    mask = read_mask(request.mask, request.frame.sent)
    # As it was sent: in a frame that is sent smaller the blur counts fewer pixels than the parameter says.
    is_own = request.action is not Action.UPSCALE  # whose call has none: it lies where what it was made of lies
    blur = request.mask_blur if is_own else request.parameters.get("mask_blur")
    invert = bool(request.parameters.get("invert_mask"))
    weight = footprint.weight(mask, blur if isinstance(blur, int) else 0, invert=invert)
    frame = replace(request.frame, rect=request.frame.rect.translated(*request.way_to(origin)))
    return ServiceLook(frame, sent, service_change(sent, decode_result(answer), weight))
