"""Selecting something in a window's picture: asked of a service, previewed, and only then painted."""

import math
from dataclasses import replace
from typing import Any, Final

from picpik_studio.app.connections import LOCAL
from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.importing import Mode, joined
from picpik_studio.app.job import Job, State, is_aside
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.reworking import Reworking
from picpik_studio.app.selection import Click, Found, prepare_selection, read_found, region_of
from picpik_studio.app.service_choice import ServiceChoice
from picpik_studio.app.session_state import SessionState, Topic
from picpik_studio.app.submitting import read_file
from picpik_studio.app.tasks import Task
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document, Snapshot
from picpik_studio.core.fill import Region
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.signal import Signal
from picpik_studio.texts import QT_TRANSLATE_NOOP

SELECTED: Final = QT_TRANSLATE_NOOP("Edit", "Selection")
NO_CLICK: Final = QT_TRANSLATE_NOOP("Session", "Click something in the picture first.")
OTHER_PICTURE: Final = QT_TRANSLATE_NOOP("Session", "This selection was made in another picture.")


class Selecting:
    """Asks for selections in one session's document and holds the one that is previewed; `changed` tells of all of it.

    `clicks` are those that the next question is made of; `found` what is previewed; `region` where that is (a rectangle
    and uint8 of its size), None until a worker has brought it to full size. All of it belongs to the dispatch thread.
    """

    def __init__(self, state: SessionState, service: ServiceChoice, reworking: Reworking) -> None:
        self.changed: Signal[()] = Signal()
        self.clicks: tuple[Click, ...] = ()
        self.found: Found | None = None
        self.region: Region | None = None
        self._state = state
        self._jobs = state.program.jobs
        self._service = service
        self._reworking = reworking
        self._document: Document | None = None
        self._snapshot: Snapshot | None = None
        self._plane: Plane | None = None
        self._is_background = False
        self._job_id = ""
        self._awaited: set[str] = set()
        self._task: Task[Any] | None = None
        self._leave = (self._jobs.changed.connect(self._job_changed), state.changed.connect(self._session_changed))

    @property
    def service_key(self) -> str:
        """Who finds it: this computer, or the chosen connection where the settings say so."""
        return LOCAL if self._state.program.settings.get("selection_service") == LOCAL else self._service.key

    @property
    def asks_at_once(self) -> bool:
        """Whether each click asks: this computer costs nothing; of another service it is asked when all are there."""
        return self.service_key == LOCAL

    @property
    def is_busy(self) -> bool:
        """Whether something is being found, or brought to full size."""
        return self._task is not None or bool(self._job_id)

    @property
    def job(self) -> Job | None:
        """The job that is under way, or None."""
        return self._jobs.get(self._job_id) if self._job_id else None

    # Asking

    def ask_subject(self, *, background: bool = False) -> None:
        """Have the subject found, or all but it. Raises RefusedError without a document."""
        self._demand_document()
        self.clicks = ()
        self._is_background = background
        self._ask()

    def click(self, point: Point, reach: float, *, excludes: bool = False) -> None:
        """Take in a click: it adds, or excludes; where there is one already, the next reading is shown.

        `reach` is how near two clicks are at one place, in image pixels.
        """
        document = self._demand_document()
        if not Rect.of(document.size).contains(point):
            return
        here = next((click for click in self.clicks if _is_near(click.point, point, reach)), None)
        if here is not None and here.excludes == excludes and self.found is not None and not excludes:
            self.step(1)
            return
        others = tuple(click for click in self.clicks if click is not here)
        self._take_clicks((*others, Click(point, excludes)))

    def take_back_click(self) -> None:
        """Forget the last click; without one left, the selection is dropped."""
        if self.clicks:
            self._take_clicks(self.clicks[:-1])

    def ask_clicked(self) -> None:
        """Have found what was clicked. Raises RefusedError when nothing was."""
        self._demand_document()
        if not any(not click.excludes for click in self.clicks):
            raise RefusedError(NO_CLICK)
        self._is_background = False
        self._ask()

    def take_up(self, job_id: str) -> None:
        """Preview what a finished job found. Raises RefusedError for one of another picture."""
        document, job = self._demand_document(), self._jobs.get(job_id)
        if job is None or job.picture_hash != self._state.picture_hash:
            raise RefusedError(OTHER_PICTURE)
        self._stop()
        self.clicks, self._is_background = (), False
        self._document, self._snapshot = document, document.snapshot()
        self._load(job)

    def cancel(self) -> None:
        """Stop what is being found; what was previewed before stays."""
        self._stop()
        self.changed.emit()

    # What becomes of it

    def step(self, step: int) -> None:
        """Show the next reading (1) or the one before (-1)."""
        if self.found is not None and len(self.found.planes) > 1:
            self._show(self.found.stepped(step))

    def invert(self) -> None:
        """Turn what is previewed round."""
        if self.found is not None:
            self._show(self.found.inverted())

    def take(self, mode: Mode) -> None:
        """Paint what is previewed, as one undoable edit; nothing happens while it is not known at full size."""
        plane, document = self._plane, self._document
        if plane is None or document is None or document is not self._state.document:
            return
        self._reworking.paint(lambda snapshot: joined(snapshot.mask, plane, mode), SELECTED)
        self.drop()

    def drop(self) -> None:
        """Forget clicks, question and preview; nothing was painted."""
        self._stop()
        self.clicks = ()
        self._forget()
        self.changed.emit()

    def close(self) -> None:
        """Follow nothing any more."""
        for leave in self._leave:
            leave()

    # How it goes on

    def _demand_document(self) -> Document:
        if self._state.document is None:
            raise RefusedError(NO_DOCUMENT)
        return self._state.document

    def _take_clicks(self, clicks: tuple[Click, ...]) -> None:
        self.clicks = clicks
        if not any(not click.excludes for click in clicks):
            self._stop()
            self._forget()
        elif self.asks_at_once:
            self.ask_clicked()
            return
        self.changed.emit()

    def _ask(self) -> None:
        """Ask with what is set, instead of what was asked before."""
        self._stop()
        document = self._demand_document()
        self._document, self._snapshot = document, document.snapshot()
        snapshot, key, clicks = self._snapshot, self.service_key, self.clicks
        self._task = self._state.program.tasks.run(
            "pixels",
            lambda _task: prepare_selection(snapshot, key, clicks),
            done=self._prepared,
            failed=self._failed,
            label="select",
        )
        self.changed.emit()

    def _prepared(self, request: GenerationRequest) -> None:
        self._task = None
        self._job_id = self._jobs.submit(request, self._state.path).id
        self.changed.emit()

    def _job_changed(self, job: Job) -> None:
        """Follow the selections of this picture: the one that was asked for, or one that was sent again."""
        if not job.action.is_selection or job.picture_hash != self._state.picture_hash:
            return
        if not job.is_ended:
            self._awaited.add(job.id)
        is_asked = job.id == self._job_id
        has_come = job.state is State.FINISHED and job.id in self._awaited
        if has_come and (is_asked or not (self.is_busy or self.found is not None)):
            self._load(job)
        elif job.is_ended and job.id in self._awaited:
            self._put_aside(job)
        if job.is_ended:
            self._awaited.discard(job.id)
        if is_asked and (job.is_ended or job.state is State.UNKNOWN):
            self._job_id = ""
        if is_asked:
            self.changed.emit()

    def _load(self, job: Job) -> None:
        """Read what has come, and bring it to the picture's size."""
        document = self._demand_document()
        if self._snapshot is None or self._document is not document:
            self._document, self._snapshot = document, document.snapshot()
        pixels, turns = self._snapshot, self._is_background

        def read() -> tuple[Found, Plane, Region]:
            answers = [read_file(ref.path) for ref in job.results]
            found = read_found(self._jobs.request(job.id), answers, is_certain=job.connection_id == LOCAL)
            return _full(replace(found, is_inverted=found.is_inverted != turns), pixels)

        def done(arrived: tuple[Found, Plane, Region]) -> None:
            self._arrived(arrived)
            self._put_aside(job)

        self._task = self._state.program.tasks.run(
            "pixels", lambda _task: read(), done=done, failed=self._failed, label="selection"
        )

    def _show(self, found: Found) -> None:
        """Preview another reading; the one before is seen until it is there."""
        if self._task is not None:
            self._task.cancel()
        snapshot = self._snapshot
        if snapshot is None:
            return
        self.found, self._plane = found, None
        self._task = self._state.program.tasks.run(
            "pixels",
            lambda _task: _full(found, snapshot),
            done=self._arrived,
            failed=self._failed,
            label="selection",
        )
        self.changed.emit()

    def _arrived(self, arrived: tuple[Found, Plane, Region]) -> None:
        self._task = None
        self.found, self._plane, self.region = arrived
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._state.program.key_trouble.fail(error, self.service_key)
        self.changed.emit()

    def _put_aside(self, job: Job) -> None:
        """Forget a selection of this computer, which cost nothing and is seen on the canvas, unless it has failed."""
        if is_aside(job):
            self._jobs.forget(job.id)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        job_id, self._job_id = self._job_id, ""
        if job_id:
            self._jobs.cancel(job_id)

    def _forget(self) -> None:
        self.found = self.region = self._plane = self._document = self._snapshot = None

    def _session_changed(self, topic: Topic) -> None:
        if topic == "document":
            self._awaited.clear()
            self.drop()


def _full(found: Found, snapshot: Snapshot) -> tuple[Found, Plane, Region]:
    """Return what was found with its plane at full size, and where that is."""
    plane = found.full(snapshot.pixels)
    return found, plane, region_of(plane)


def _is_near(one: Point, other: Point, reach: float) -> bool:
    return math.hypot(one.x - other.x, one.y - other.y) <= reach
