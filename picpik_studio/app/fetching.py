"""Bringing results home at once, and again and again while it is the network that fails: services keep them a day."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from picpik_studio.api.client import Client
from picpik_studio.api.errors import ClosedError, DownloadError
from picpik_studio.app.backlog import IN_JOURNAL
from picpik_studio.app.errors import ResultError
from picpik_studio.app.job import Job, Reason, ResultRef, State
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.results import demand_shape
from picpik_studio.app.tasks import Task
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Size
from picpik_studio.errors import PicPikError
from picpik_studio.files.errors import FileError, LostBlobError
from picpik_studio.files.images import decode_result, encode_png, thumbnail
from picpik_studio.files.received import keep, receive, suffix_of, sweep
from picpik_studio.texts import QT_TRANSLATE_NOOP

RESULT_LIMIT_BYTES: Final = 256 * 1024 * 1024
THUMBNAIL_PX: Final = 160

NONE_CAME: Final = QT_TRANSLATE_NOOP("Jobs", "The results could not be fetched: {why}")
SOME_CAME: Final = QT_TRANSLATE_NOOP("Jobs", "{missing} of {count} results could not be fetched: {why}")
UNREADABLE: Final = QT_TRANSLATE_NOOP(
    "Jobs", "What the service sent is no picture that can be read; it is kept as “{file}”. {why}"
)
UNSTORED: Final = QT_TRANSLATE_NOOP(
    "Jobs", "The answer had brought its picture, but the disk did not take it, and the program has ended since."
)
NO_ADDRESS: Final = QT_TRANSLATE_NOOP("Jobs", "The service named no picture.")


Outcome = tuple[Job | None, PicPikError | None]
"""A job as it stands, and why it is not over yet."""


class UnreadableResultError(ResultError):
    """What came is no picture; it is kept at `path`."""

    def __init__(self, path: Path, why: FileError) -> None:
        super().__init__(UNREADABLE, file=path.name, why=str(why))
        self.path = path


@dataclass
class Haul:
    """What one round of fetching has brought; `failure` is the last one, `passing` one that may pass by itself."""

    results: list[ResultRef] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)
    misfit: PicPikError | None = None
    failure: PicPikError | None = None
    passing: PicPikError | None = None

    def miss(self, error: PicPikError, *, may_pass: bool) -> None:
        """Note that a result did not come."""
        self.failure = error
        if isinstance(error, UnreadableResultError):
            self.unreadable.append(error.path)
        if may_pass:
            self.passing = error


class Fetcher:
    """Downloads what a job made, checks it, and keeps the service's own bytes in a folder of the job."""

    def __init__(self, desk: JobDesk) -> None:
        self._desk = desk

    def fetch(self, task: Task[Outcome], job: Job, *, is_first: bool = True) -> Outcome:
        """Download every picture of `job`, then let it be finished; on the network lane.

        A picture that is there already is not fetched again. One that cannot be had leaves the others; with none at
        all the job has failed. While something may still come, the job stays as it is, and the second value says why
        it did not. Addresses may be others by now: when it is not the first try, they are asked for.
        """
        haul = Haul()
        try:
            client = self._desk.client(job.connection_id)
        except PicPikError as error:
            haul.results += job.results
            haul.miss(error, may_pass=error.retryable or self._desk.backlog.is_here(job))
        else:
            job = job if is_first else self._readdressed(client, job)
            self._gather(task, client, job, haul, is_first=is_first)
        if haul.passing is not None and (self._desk.backlog.is_here(job) or time.time() < (job.deadline or 0.0)):
            return self._desk.book.keep(job.id, results=tuple(haul.results)), haul.passing
        return self._close(job, haul), None

    def _gather(self, task: Task[Outcome], client: Client, job: Job, haul: Haul, *, is_first: bool) -> None:
        """Fetch what is not here yet."""
        sweep(self._folder(job))
        for index, url in enumerate(job.urls):
            task.check()
            try:
                self._bring(client, job, index, url, haul)
            except PicPikError as error:
                task.check()
                haul.miss(error, may_pass=_is_unstored(url, error) or _may_pass(error, is_first=is_first))

    def _readdressed(self, client: Client, job: Job) -> Job:
        """Return the job with its pictures' addresses as the service tells them now, if it does."""
        if job.task_uid is None:
            return job
        try:
            details = client.list_tasks_details([job.task_uid])
        except PicPikError:
            return job
        urls = next((tuple(detail.ImgList) for detail in details if detail.TaskUID == job.task_uid), ())
        return (self._desk.book.keep(job.id, urls=urls) or job) if len(urls) >= len(job.urls) else job

    def _bring(self, client: Client, job: Job, index: int, url: str, haul: Haul) -> None:
        known = next((ref for ref in job.results if ref.index == index and ref.path.exists()), None)
        if known is not None:
            haul.results.append(known)
            return
        name = f"result {index + 1}"
        part = receive(self._folder(job), lambda file: self._load(client, url, file), name)
        try:
            pixels = decode_result(part, name=name)
        except FileError as error:
            raise UnreadableResultError(keep(part, f"{index + 1}.unreadable"), error) from error
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        path = keep(part, f"{index + 1}{_suffix(part)}")
        path.with_name(f"{index + 1}.unreadable").unlink(missing_ok=True)
        seed = None if job.seed is None or job.seed < 0 else job.seed + index
        haul.results.append(ResultRef(job.id, index, seed, path, encode_png(thumbnail(pixels, THUMBNAIL_PX))))
        haul.misfit = _misfit(job, pixels) or haul.misfit

    def _load(self, client: Client, url: str, file: BinaryIO) -> None:
        """Write an image into a file: one that came with the answer is here already, others lie at their address."""
        if not url.startswith(IN_JOURNAL):
            client.download_into(file, url, RESULT_LIMIT_BYTES)
            return
        try:
            picture = self._desk.backlog.picture(url)
        except LostBlobError as error:
            raise LostBlobError(UNSTORED) from error
        file.write(picture)

    def _folder(self, job: Job) -> Path:
        return self._desk.results / job.id

    def _close(self, job: Job, haul: Haul) -> Job | None:
        """Let the job be finished with what came, or failed without anything."""
        state = State.FINISHED if haul.results else State.FAILED
        return self._desk.book.keep(
            job.id,
            state,
            results=tuple(haul.results),
            unreadable=tuple(haul.unreadable),
            message=_said(job, haul),
            ended=time.time(),
            is_cancelling=False,
        )


def _may_pass(error: PicPikError, *, is_first: bool) -> bool:
    """Say whether a result may come yet: the network or the disk may be better, the program be started again.

    An address that is gone may be an old one, and what is no picture may have been spoilt on the way: once more.
    """
    once_more = isinstance(error, DownloadError | UnreadableResultError)
    return error.retryable or isinstance(error, ClosedError) or (is_first and once_more)


def _is_unstored(url: str, error: PicPikError) -> bool:
    """Say whether a picture that is here already found no place: there may be one whenever there is room."""
    is_lost = isinstance(error, LostBlobError)
    return url.startswith(IN_JOURNAL) and isinstance(error, FileError) and not is_lost


def _said(job: Job, haul: Haul) -> Reason | None:
    """Return what is to be said of what came."""
    count = len(job.urls)
    missing = count - len(haul.results)
    if haul.failure is None and not missing and haul.results:
        return Reason.of(haul.misfit) if haul.misfit is not None else None
    failure = haul.failure or ResultError(NO_ADDRESS)
    if haul.results:
        return Reason(SOME_CAME, {"missing": missing, "count": count, "why": str(failure)})
    is_kept = isinstance(failure, UnreadableResultError)
    return Reason.of(failure) if is_kept else Reason(NONE_CAME, {"why": str(failure)})


def _misfit(job: Job, pixels: Pixels) -> PicPikError | None:
    """Return why a result cannot lie over its picture, if it has another shape than what was sent."""
    frame = job.request.get("frame")
    if job.action.is_selection or not frame:
        return None
    try:
        demand_shape(pixels, Size(*frame[-2:]))
    except ResultError as error:
        return error
    return None


def _suffix(path: Path) -> str:
    """Return the usual suffix of a picture's bytes."""
    with path.open("rb") as file:
        return suffix_of(file.read(8))
