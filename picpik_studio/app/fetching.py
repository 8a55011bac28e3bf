"""Bringing results home at once: the services keep them for 24 hours only."""

import time
from collections.abc import Sequence
from typing import Final

from picpik_studio.api.client import Client
from picpik_studio.api.errors import ApiError
from picpik_studio.app.errors import ResultError
from picpik_studio.app.job import Job, Reason, ResultRef, State
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.sending import KEPT
from picpik_studio.app.tasks import Task
from picpik_studio.errors import PicPikError
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.images import decode_result, encode_png, thumbnail
from picpik_studio.texts import QT_TRANSLATE_NOOP

RESULT_LIMIT_BYTES: Final = 256 * 1024 * 1024
THUMBNAIL_PX: Final = 160
PAUSES_SECONDS: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""How long to wait before a download that the network broke is tried again."""

NONE_CAME: Final = QT_TRANSLATE_NOOP("Jobs", "The results could not be fetched: {why}")
SOME_CAME: Final = QT_TRANSLATE_NOOP("Jobs", "{missing} of {count} results could not be fetched: {why}")


class Fetcher:
    """Downloads what a job made, checks it, and keeps the service's own bytes in a folder of the job."""

    def __init__(self, desk: JobDesk) -> None:
        self._desk = desk

    def fetch(self, task: Task[Job | None], job: Job) -> Job | None:
        """Download every picture of `job`, then let it be finished; on the network lane.

        A picture that is there already is not fetched again. One that cannot be had leaves the others; with none at
        all the job has failed.
        """
        try:
            client = self._desk.client(job.connection_id)
        except PicPikError as error:
            return self._fail(job, error)
        refs: list[ResultRef] = []
        failure: PicPikError | None = None
        for index, url in enumerate(job.urls):
            try:
                refs.append(self._bring(task, client, job, index, url))
            except PicPikError as error:
                task.check()
                failure = error
        if not refs:
            return self._fail(job, failure or ResultError(NONE_CAME, why=""))
        return self._desk.book.change(
            job.id, State.FINISHED, results=tuple(refs), message=_shortfall(job, refs, failure), ended=time.time()
        )

    def _bring(self, task: Task[Job | None], client: Client, job: Job, index: int, url: str) -> ResultRef:
        known = next((ref for ref in job.results if ref.index == index and ref.path.exists()), None)
        if known is not None:
            return known
        data = self._kept(url) or _download(task, client, url)
        pixels = decode_result(data)
        path = self._desk.results / job.id / f"{index + 1}{_suffix(data)}"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data)
        seed = None if job.seed is None or job.seed < 0 else job.seed + index
        return ResultRef(job.id, index, seed, path, encode_png(thumbnail(pixels, THUMBNAIL_PX)))

    def _kept(self, url: str) -> bytes:
        """Return an image that came with the answer and lies in the journal; nothing when `url` is an address."""
        return self._desk.journal.blob(url.removeprefix(KEPT)) if url.startswith(KEPT) else b""

    def _fail(self, job: Job, error: PicPikError) -> Job | None:
        message = Reason(NONE_CAME, {"why": str(error)})
        return self._desk.book.change(job.id, State.FAILED, message=message, ended=time.time())


def _download(task: Task[Job | None], client: Client, url: str) -> bytes:
    """Fetch one picture, trying again while it is the network that fails. Raises ApiError, CancelledError."""
    for pause in PAUSES_SECONDS:
        task.check()
        try:
            return client.download(url, RESULT_LIMIT_BYTES)
        except ApiError as error:
            if not error.retryable:
                raise
        task.sleep(pause)
    return client.download(url, RESULT_LIMIT_BYTES)


def _suffix(data: bytes) -> str:
    """Return the usual suffix of a picture's bytes."""
    for start, suffix in ((b"\x89PNG", ".png"), (b"\xff\xd8", ".jpg"), (b"RIFF", ".webp")):
        if data.startswith(start):
            return suffix
    return ".img"


def _shortfall(job: Job, refs: Sequence[ResultRef], failure: PicPikError | None) -> Reason | None:
    if failure is None:
        return None
    count = len(job.urls)
    return Reason(SOME_CAME, {"missing": count - len(refs), "count": count, "why": str(failure)})
