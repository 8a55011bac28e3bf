"""Redrawing without a window: the Python door, and the heart of the command line.

from picpik_studio import redraw
redraw("photo.jpg", "mask.png", out="out.png", positive_prompts=["a meadow"])
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from picpik_studio.app.action import Action
from picpik_studio.app.errors import JobError, RefusedError
from picpik_studio.app.generation import prepare
from picpik_studio.app.job import Job
from picpik_studio.app.models import ModelChoice
from picpik_studio.app.origins import Origin
from picpik_studio.app.parameters import Parameters, Values
from picpik_studio.app.places import demand_places, numbered
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.results import to_patch
from picpik_studio.app.service_choice import first_main_model
from picpik_studio.app.submitting import read_file
from picpik_studio.app.waiting import Progress, Waiter, waiting
from picpik_studio.app.writing_out import Wishes, write_picture
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Snapshot
from picpik_studio.files.errors import FileError
from picpik_studio.files.images import open_picture
from picpik_studio.files.masks import read_mask
from picpik_studio.texts import QT_TRANSLATE_NOOP

Source = Path | str | bytes

OF_THE_MODEL: Final = ("steps", "sampler", "cfg_scale", "clip_skip")
ANY_MODEL: Final = ModelChoice("(the first main model of the service)")

UNKNOWN_NAME: Final = QT_TRANSLATE_NOOP("Redraw", "There is no parameter called {name}.")
ONE_FRAME: Final = QT_TRANSLATE_NOOP(
    "Redraw", "split_frames makes several jobs, and this makes one: call it once for each spot, with a mask of its own."
)
UNWRITTEN: Final = QT_TRANSLATE_NOOP("Redraw", "{why} The finished result lies in {where}")


@dataclass(frozen=True, eq=False)
class Order:
    """What shall be redrawn or erased, how and by whom; `parameters` by the names of the table, those that are given.

    `also_read` are further files that the parameters came from; like picture and mask they are not to be overwritten.
    """

    image: Source
    mask: Source | Plane
    parameters: Mapping[str, object]
    connection: str = "local"
    also_read: tuple[Path, ...] = ()
    action: Action = Action.REDRAW

    @property
    def has_model(self) -> bool:
        """Whether a main model was asked for."""
        return bool(self.parameters.get("main_model"))

    @property
    def document(self) -> Path | None:
        """The picture's file, if it is one."""
        return None if isinstance(self.image, bytes) else Path(self.image).absolute()

    @property
    def sources(self) -> tuple[Path, ...]:
        """Every file that is read."""
        given = (Path(each) for each in (self.image, self.mask) if isinstance(each, str | Path))
        return (*given, *self.also_read)

    def snapshot(self) -> Snapshot:
        """Read picture and mask. Raises FileError."""
        picture = open_picture(self.image).picture
        mask = self.mask if isinstance(self.mask, np.ndarray) else read_mask(self.mask, picture.size)
        return Snapshot(picture, (), mask)

    def fill(self, bag: Parameters) -> Parameters:
        """Put what is given into a bag.

        Raises ParameterError, and RefusedError for a name that is none, and for `split_frames`: that is several jobs.
        """
        for name, value in self.parameters.items():
            try:
                bag.set(name, value)
            except KeyError:
                raise RefusedError(UNKNOWN_NAME, name=name) from None
        if bag.values.split_frames:
            raise RefusedError(ONE_FRAME)
        return bag


@dataclass(frozen=True, eq=False, repr=False)
class Redrawn:
    """What came of an order.

    `snapshots` are the finished pictures, one an image (`.pixels` in the layout of the opened picture), `paths` the
    files they were written to, in the same order; `job` says TaskUID, seeds and credits.
    """

    job: Job
    request: GenerationRequest
    snapshots: tuple[Snapshot, ...]
    paths: tuple[Path, ...]

    def __repr__(self) -> str:
        """Return one short line, without a pixel."""
        names = ", ".join(path.name for path in self.paths)
        made = f"{len(self.snapshots)} x {self.request.size.width} x {self.request.size.height} px"
        return f"<Redrawn {self.job.task_uid}: {made}{', ' if names else ''}{names}>"


def redraw(
    image: Source,
    mask: Source | Plane,
    *,
    out: Path | str | None = None,
    overwrite: bool = False,
    connection: str = "local",
    progress: Progress | None = None,
    **parameters: object,
) -> Redrawn:
    """Redraw what `mask` covers in `image`, and write the picture to `out` when one is given.

    `image` and `mask` are files or the bytes of files; `mask` may be uint8 HxW, 255 = repaint. `parameters` are those
    of the window by their names: positive_prompts, mask_blur, seed, batch_size, frame_mode and so on. `progress` is
    called with the job whenever it changes. A batch is written as out-1, out-2 and so on; picture and mask themselves
    are replaced only when `overwrite` says so. Ctrl+C cancels the job at the service. Raises PicPikError, RefusedError
    for an `out` that is read, JobError when the service could not do it.
    """
    order = Order(image, mask, parameters, connection)
    return carry_out(order, None if out is None else Path(out), progress, overwrite=overwrite)


def erase(
    image: Source,
    mask: Source | Plane,
    *,
    out: Path | str | None = None,
    overwrite: bool = False,
    connection: str = "local",
    progress: Progress | None = None,
    **parameters: object,
) -> Redrawn:
    """Remove what `mask` covers in `image` and fill it from its surroundings; all else is as `redraw` has it.

    Of the parameters mask_blur, invert_mask, frame_mode, padding, width and height count: no prompt, no model.
    """
    order = Order(image, mask, parameters, connection, action=Action.ERASE)
    return carry_out(order, None if out is None else Path(out), progress, overwrite=overwrite)


def carry_out(order: Order, out: Path | None, progress: Progress | None = None, *, overwrite: bool = False) -> Redrawn:
    """Carry an order out with a program of its own, on this thread."""
    demand_out(order, out, overwrite=overwrite)
    with waiting(progress) as waiter:
        return _Redrawing(waiter).run(order, out)


def demand_out(order: Order, out: Path | None, *, overwrite: bool) -> None:
    """See that the order makes sense and that every picture of it can be written. Raises PicPikError."""
    batch = order.fill(Parameters()).values.batch_size
    if out is not None:
        demand_places(out, batch, order.sources, overwrite=overwrite)


def plan(order: Order) -> GenerationRequest:
    """Check and prepare everything, send nothing. Where no model is given, one called ANY_MODEL stands for it."""
    values = order.fill(Parameters()).values
    if values.main_model is None:
        values = replace(values, main_model=ANY_MODEL)
    return prepare(order.snapshot(), values, order.connection, order.action)


class _Redrawing:
    """Carries out orders with one program, on the thread that calls `run`."""

    def __init__(self, waiter: Waiter) -> None:
        self._program = waiter.program
        self._waiter = waiter

    def run(self, order: Order, out: Path | None) -> Redrawn:
        given = order.snapshot()
        picture, origin = self._program.saved.joined(order.image, given.picture)
        snapshot = replace(given, picture=picture, origin=origin)
        key = self._program.connections.get(order.connection).key
        request = prepare(snapshot, self._values(order, key), key, order.action)
        job = self._waiter.done(request, order.document)
        patches = [
            to_patch(request, read_file(ref.path), picture, job_id=job.id, index=ref.index, origin=origin)
            for ref in job.results
        ]
        snapshots = tuple(replace(snapshot, patches=(patch,)) for patch in patches)
        paths = () if out is None else tuple(numbered(out, ref.index, job.batch) for ref in job.results)
        _write(job, snapshots, paths)
        self._waiter.forget(job)
        return Redrawn(job, request, snapshots, paths)

    def _values(self, order: Order, key: str) -> Values:
        """Return the values; what is not given is as the chosen model wants it, and the first one is chosen."""
        if order.action is Action.ERASE:
            return order.fill(Parameters()).values
        models = self._program.models.ask(key)
        bag = order.fill(Parameters())
        typed = bag.values.main_model
        mains = (model for model in models if model.kind == "main")
        chosen = first_main_model(models) if typed is None else next((m for m in mains if m.code == typed.code), None)
        if chosen is not None:
            bag.set("main_model", chosen)
            for name in OF_THE_MODEL:
                bag.reset(name)
            replace(order, parameters={**order.parameters, "main_model": chosen}).fill(bag)
        return bag.values


def _write(job: Job, snapshots: tuple[Snapshot, ...], paths: tuple[Path, ...]) -> None:
    """Write the pictures; when one cannot be written, say where its result lies, which is paid for."""
    for path, result, ref in zip(paths, snapshots, job.results, strict=False):
        try:
            write_picture(path, result, Wishes(), (Origin(job, ref.index),))
        except FileError as error:
            raise JobError(UNWRITTEN, why=str(error), where=str(ref.path)) from error
