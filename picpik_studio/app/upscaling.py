"""A larger copy of a result: made by a service as a job of its own, shown in place, and written to a file."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from picpik_studio.app.action import Action
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.job import Job, ResultRef, State
from picpik_studio.app.notices import Notice, NoticeAction
from picpik_studio.app.origins import Origin, stamped
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.service_choice import ServiceChoice
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.submitting import read_file
from picpik_studio.app.writing_out import SAVED
from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.composite import lay_over
from picpik_studio.core.geometry import Size
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.images import RESULT_LIMITS, decode_result, encode_png, open_picture, save_picture
from picpik_studio.files.kinds import format_for
from picpik_studio.files.masks import read_mask
from picpik_studio.files.stamping import with_xmp
from picpik_studio.texts import QT_TRANSLATE_NOOP

LEAST_PX: Final = 64
MOST_PX: Final = 4096

UPSCALED: Final = QT_TRANSLATE_NOOP("Session", "The result is here at {width} x {height} pixels too.")
SHOW: Final = QT_TRANSLATE_NOOP("Session", "Show")
_LOSSLESS: Final = frozenset({"PNG", "TIFF", "WEBP"})
"""What may be encoded anew without any loss where nothing can be put into the file as it is."""

NO_RESULT: Final = QT_TRANSLATE_NOOP("Session", "This result is not here any more.")


def enlarged_size(size: Size, factor: float) -> Size:
    """Return `size` so many times larger, as far as both sides can be asked for, its shape kept."""
    factor = min(factor, MOST_PX / max(size))
    return Size(*(min(max(round(side * factor), LEAST_PX), MOST_PX) for side in size))


def prepare_upscale(request: GenerationRequest, data: bytes, size: Size, connection_id: str) -> GenerationRequest:
    """Make the request for `data` (a result of `request`, as it came) at another `size`. Slow: for a worker.

    What is sent is what the person sees: the result laid over what was sent, inside its footprint; for a result that
    was enlarged already, what it was made of. What comes back lies where the result lies. Raises ParameterError for a
    size that cannot be asked for, FileError for a broken result.
    """
    made = replace(
        request,
        action=Action.UPSCALE,
        connection_id=connection_id,
        request_uuid=str(uuid.uuid4()),
        mapping={"Width": size.width, "Height": size.height},
        picture=request.picture if request.action is Action.UPSCALE else encode_png(_seen(request, data)),
        reference=None,
        remarks=(),
        doubt=None,
    )
    made.wire()
    return made


class Upscaling:
    """Has results of one session enlarged, and writes them to files as they are; `close` ends it."""

    def __init__(self, state: SessionState, service: ServiceChoice, show: Callable[[str, int], None]) -> None:
        self._state = state
        self._service = service
        self._show = show
        self._jobs = state.program.jobs
        self._awaited: set[str] = set()
        self.close = self._jobs.changed.connect(self._job_changed)

    def measure(self, job_id: str, index: int, done: Callable[[Size], None]) -> None:
        """Tell `done` the size of a result in pixels. Raises RefusedError when there is none."""
        ref = self._demand(job_id, index)
        self._state.program.tasks.run(
            "pixels", lambda _task: _size(decode_result(read_file(ref.path))), done=done, label="result"
        )

    def ask(self, job_id: str, index: int, size: Size) -> None:
        """Have a result made at another size by the chosen service. Raises RefusedError when there is none."""
        ref, key, path = self._demand(job_id, index), self._service.key, self._state.path
        program = self._state.program
        program.tasks.run(
            "pixels",
            lambda _task: prepare_upscale(self._jobs.request(job_id), read_file(ref.path), size, key),
            done=lambda request: self._awaited.add(self._jobs.submit(request, path).id),
            failed=lambda error: program.key_trouble.fail(error, key),
            label="upscale",
        )

    def save_file(self, job_id: str, index: int, path: Path) -> None:
        """Write a result by itself, its pixels as they came in the same format. Raises RefusedError when it is gone."""
        ref, program = self._demand(job_id, index), self._state.program
        quality = program.settings.number("jpeg_quality")
        program.tasks.run(
            "files",
            lambda _task: write_result(Origin(program.jobs.get(ref.job_id), ref.index), path, quality),
            done=lambda _nothing: program.notices.say("success", SAVED, name=path.name),
            label="save",
        )

    def _job_changed(self, job: Job) -> None:
        """Say when one that was asked for here has come, and offer to show it: another result may be shown just now."""
        if job.id not in self._awaited or not job.is_ended:
            return
        self._awaited.discard(job.id)
        if job.state is State.FINISHED and job.picture_hash == self._state.picture_hash:
            wish = job.request["mapping"]
            values = {"width": wish["Width"], "height": wish["Height"]}
            action = NoticeAction(SHOW, lambda: self._show(job.id, job.results[0].index))
            self._state.program.notices.show(Notice("success", UPSCALED, values, action, f"upscaled {job.id}"))

    def _demand(self, job_id: str, index: int) -> ResultRef:
        job = self._jobs.get(job_id)
        ref = next((ref for ref in job.results if ref.index == index), None) if job is not None else None
        if ref is None:
            raise RefusedError(NO_RESULT)
        return ref


def write_result(origin: Origin, target: Path, jpeg_quality: int, *, before: bytes | None = None) -> None:
    """Write a result by itself, with what its file shall say of how it came about.

    Where the ending names its own format, it stays for the rest byte for byte as the service sent it, and an AVIF
    wholly; else it is encoded anew. `before` is the XMP of the picture that it was made of. Raises FileError,
    RefusedError when the result is gone. Slow.
    """
    if origin.ref is None:
        raise RefusedError(NO_RESULT)
    data = read_file(origin.ref.path)
    opened = open_picture(data, limits=RESULT_LIMITS)
    picture, kind = opened.picture, format_for(target.name)
    own = picture.metadata if picture.metadata.xmp else replace(picture.metadata, xmp=before)
    metadata = stamped(own, (origin,), with_parameters=False)
    stays = kind == opened.format
    whole = with_xmp(data, metadata.xmp or b"") if stays else None
    if whole is not None or (stays and kind not in _LOSSLESS):
        write_atomic(target, data if whole is None else whole)
    else:
        quality = jpeg_quality if kind == "JPEG" else None
        save_picture(target, picture.pixels, picture.has_alpha, metadata, quality=quality)


def _seen(request: GenerationRequest, data: bytes) -> Pixels:
    """Return a result over what was sent, where it may change it; one of another size as it is."""
    pixels = decode_result(data)
    if _size(pixels) != request.frame.sent:
        return pixels
    sent = decode_result(request.picture)
    weight = footprint.weight(
        read_mask(request.mask, request.frame.sent), request.mask_blur, invert=request.invert_mask
    )
    lay_over(sent, pixels, weight, out=sent)
    return sent


def _size(pixels: Pixels) -> Size:
    return Size(pixels.shape[1], pixels.shape[0])
