"""Selecting in a picture and enlarging one, without a window: one request, one file."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from picpik_studio.app.action import Action
from picpik_studio.app.connections import LOCAL
from picpik_studio.app.errors import JobError, RefusedError
from picpik_studio.app.generation import THUMBNAIL_PX
from picpik_studio.app.job import Job
from picpik_studio.app.origins import Origin
from picpik_studio.app.places import demand_places
from picpik_studio.app.redraw import UNWRITTEN, Source
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.selection import Click, prepare_selection, read_found
from picpik_studio.app.submitting import read_file
from picpik_studio.app.upscaling import enlarged_size, write_result
from picpik_studio.app.waiting import Progress, waiting
from picpik_studio.core.arrays import Plane, plane
from picpik_studio.core.document import Snapshot
from picpik_studio.core.frame import Frame
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.core.picture import Picture
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.errors import FileError
from picpik_studio.files.images import RESULT_LIMITS, encode_png, open_picture, thumbnail
from picpik_studio.files.jpeg import BEST_QUALITY
from picpik_studio.files.masks import write_mask
from picpik_studio.texts import QT_TRANSLATE_NOOP

OUTSIDE: Final = QT_TRANSLATE_NOOP("Redraw", "The point {x},{y} lies outside the picture, which is {width} x {height}.")
NO_POINT: Final = QT_TRANSLATE_NOOP("Redraw", "Nothing is named that shall be selected: give a point of it.")


@dataclass(frozen=True, eq=False, repr=False)
class Selected:
    """What was found: `plane` is uint8 HxW of the picture, 255 = selected; `readings` how many there were."""

    job: Job
    plane: Plane
    readings: int
    path: Path | None

    def __repr__(self) -> str:
        """Return one short line, without a pixel."""
        height, width = self.plane.shape
        return f"<Selected {self.job.task_uid}: {width} x {height} px>"


@dataclass(frozen=True, eq=False, repr=False)
class Upscaled:
    """What was enlarged: its size in pixels, the service's own file as it came, and where it was written to, if so."""

    job: Job
    size: Size
    data: bytes
    path: Path | None

    def __repr__(self) -> str:
        """Return one short line, without a pixel."""
        return f"<Upscaled {self.job.task_uid}: {self.size.width} x {self.size.height} px>"


@dataclass(frozen=True, eq=False)
class Errand:
    """What is looked at, where the outcome goes (nowhere: None), and who does it.

    `out` replaces the picture itself only when `overwrite` says so; `progress` is called with the job as it changes.
    """

    image: Source
    out: Path | None = None
    overwrite: bool = False
    connection: str = LOCAL
    progress: Progress | None = None

    def demand_place(self) -> None:
        """See that the outcome can be written. Raises RefusedError, FileError."""
        if self.out is not None:
            files = () if isinstance(self.image, bytes) else (Path(self.image),)
            demand_places(self.out, 1, files, overwrite=self.overwrite)

    @property
    def document(self) -> Path | None:
        """The picture's file, if it is one."""
        return None if isinstance(self.image, bytes) else Path(self.image).absolute()


def select(
    errand: Errand,
    *,
    points: Sequence[tuple[float, float]] = (),
    exclude: Sequence[tuple[float, float]] = (),
    reading: int = 1,
    invert: bool = False,
) -> Selected:
    """Find the subject of a picture, or what lies at `points` and not at `exclude` (image pixels).

    Of several readings `reading` (from 1) is taken, the last one when there are fewer. `invert` selects all the rest.
    `out` gets the mask as a grey PNG, white = selected. Ctrl+C cancels. Raises PicPikError, JobError.
    """
    errand.demand_place()
    picture = open_picture(errand.image).picture
    clicks = [
        Click(Point(*place), excludes) for places, excludes in ((points, False), (exclude, True)) for place in places
    ]
    _demand_inside(clicks, picture.size)
    with waiting(errand.progress) as waiter:
        known, origin = waiter.program.saved.joined(errand.image, picture)
        snapshot = Snapshot(known, (), plane(*picture.size), origin=origin)
        key = waiter.program.connections.get(errand.connection).key
        request = prepare_selection(snapshot, key, clicks)
        job = waiter.done(request, errand.document)
        found = read_found(request, [read_file(ref.path) for ref in job.results], is_certain=key == LOCAL)
        found = found.stepped(min(reading, len(found.planes)) - 1)
        mask = (found.inverted() if invert else found).full(picture.pixels)
        _written(job, errand.out, lambda path: write_mask(path, mask))
        waiter.forget(job)
    return Selected(job, mask, len(found.planes), errand.out)


def upscale(errand: Errand, *, size: tuple[int, int] | None = None, factor: float = 2.0) -> Upscaled:
    """Make a picture larger, `factor` times as far as 4096 pixels a side go, or to `size`.

    The picture is sent in sRGB, and comes back so; `data` of what is returned has it also where no file is written.
    Ctrl+C cancels. Raises PicPikError, ParameterError for a size out of range, JobError.
    """
    errand.demand_place()
    picture = open_picture(errand.image).picture
    wanted = Size(*size) if size is not None else enlarged_size(picture.size, factor)
    with waiting(errand.progress) as waiter:
        known, place = waiter.program.saved.joined(errand.image, picture)
        key = waiter.program.connections.get(errand.connection).key
        request = replace(_upscaling(known, wanted, key), origin=place)
        job = waiter.done(request, errand.document)
        origin, before = Origin(job, job.results[0].index), picture.metadata.xmp
        _written(job, errand.out, lambda path: write_result(origin, path, BEST_QUALITY, before=before))
        data = read_file(job.results[0].path)
        made = open_picture(data, limits=RESULT_LIMITS).picture.size
        waiter.forget(job)
    return Upscaled(job, made, data, errand.out)


def typed_size(image: Source, width: int | None, height: int | None) -> tuple[int, int] | None:
    """Return the size that was asked for, one side following the other where only one was; None without either."""
    if width is None and height is None:
        return None
    if width is not None and height is not None:
        return width, height
    now = open_picture(image).picture.size
    if width is not None:
        return width, max(1, round(width * now.height / now.width))
    return max(1, round((height or 0) * now.width / now.height)), height or 0


def _upscaling(picture: Picture, size: Size, key: str) -> GenerationRequest:
    pixels = to_srgb8(picture.pixels, picture.metadata.icc)
    mapping: dict[str, Any] = {"Width": size.width, "Height": size.height}
    request = GenerationRequest(
        connection_id=key,
        request_uuid=str(uuid.uuid4()),
        mapping=mapping,
        picture=encode_png(pixels, has_alpha=picture.has_alpha),
        mask=b"",
        reference=None,
        frame=Frame(Rect.of(picture.size), picture.size),
        area=Rect.of(picture.size),
        weight=b"",
        parameters={},
        picture_hash=picture.jobs_hash,
        size=picture.size,
        thumbnail=encode_png(thumbnail(pixels, THUMBNAIL_PX)),
        action=Action.UPSCALE,
    )
    request.wire()
    return request


def _demand_inside(clicks: Sequence[Click], size: Size) -> None:
    """See that every place lies in the picture, and that something is wanted where something is not. RefusedError."""
    for click in clicks:
        if not Rect.of(size).contains(click.point):
            x, y = click.point
            raise RefusedError(OUTSIDE, x=x, y=y, width=size.width, height=size.height)
    if clicks and all(click.excludes for click in clicks):
        raise RefusedError(NO_POINT)


def _written(job: Job, path: Path | None, write: Callable[[Path], object]) -> None:
    """Write the outcome; when it cannot be written, say where the result lies, which may be paid for."""
    if path is None:
        return
    try:
        write(path)
    except FileError as error:
        raise JobError(UNWRITTEN, why=str(error), where=str(job.results[0].path)) from error
