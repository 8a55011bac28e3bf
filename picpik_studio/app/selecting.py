"""Selecting something in a window's picture: asked of a service, previewed, and only then painted."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from picpik_studio.app.connections import LOCAL
from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.importing import Mode, joined
from picpik_studio.app.job import Job, State, is_aside
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.reworking import Reworking
from picpik_studio.app.selection import Click, Found, prepare_selection, read_found
from picpik_studio.app.selection_preview import SelectionPreview
from picpik_studio.app.service_choice import ServiceChoice
from picpik_studio.app.session_state import SessionState, Topic
from picpik_studio.app.submitting import read_file
from picpik_studio.app.tasks import Task
from picpik_studio.core.document import CanvasChanged, Document, DocumentEvent
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.signal import Signal
from picpik_studio.texts import QT_TRANSLATE_NOOP

SELECTED: Final = QT_TRANSLATE_NOOP("Edit", "Selection")
NO_CLICK: Final = QT_TRANSLATE_NOOP("Session", "Click something in the picture first.")
OTHER_PICTURE: Final = QT_TRANSLATE_NOOP("Session", "This selection was made in another picture.")


class Selecting:
    """Asks for selections in one session's document; `changed` tells of clicks, question and `preview` alike.

    `clicks` are those that the next question is made of. All of it belongs to the dispatch thread.
    """

    def __init__(self, state: SessionState, service: ServiceChoice, reworking: Reworking) -> None:
        self.changed: Signal[()] = Signal()
        self.clicks: tuple[Click, ...] = ()
        self.preview = SelectionPreview(state, self._say)
        self._state = state
        self._jobs = state.program.jobs
        self._service = service
        self._reworking = reworking
        self._is_background = False
        self._job_id = ""
        self._awaited: set[str] = set()
        self._steps = 0
        self._task: Task[GenerationRequest] | None = None
        self._unfollow: Callable[[], None] = lambda: None
        self._leave = (
            self.preview.changed.connect(self._step_on),
            self._jobs.changed.connect(self._job_changed),
            state.changed.connect(self._session_changed),
        )

    @property
    def service_key(self) -> str:
        """Who finds it: this computer, or the chosen connection where the settings say so."""
        return LOCAL if self._state.program.settings.text("selection_service") == LOCAL else self._service.key

    @property
    def asks_at_once(self) -> bool:
        """Whether each click asks: this computer costs nothing; of another service it is asked when all are there."""
        return self.service_key == LOCAL

    @property
    def is_busy(self) -> bool:
        """Whether something is being found, or brought to full size."""
        return self._task is not None or bool(self._job_id) or self.preview.is_busy

    @property
    def is_step_awaited(self) -> bool:
        """Whether the next reading was clicked for while there is none yet: it is shown as soon as there is."""
        return self._steps > 0

    @property
    def is_open(self) -> bool:
        """Whether there is anything to be dropped: a question, clicks or a preview."""
        return self.is_busy or bool(self.clicks) or self.preview.found is not None

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
        """Take in a click: it adds, or excludes; where there is one already, the next reading is shown once there is.

        `reach` is how near two clicks are at one place, in image pixels.
        """
        document = self._demand_document()
        if not Rect.of(document.size).contains(point):
            return
        here = next((click for click in self.clicks if _is_near(click.point, point, reach)), None)
        if here is not None and here.excludes == excludes:
            if not excludes:
                self._steps += 1
                self._step_on()
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
        self._load(document, job)

    def cancel(self) -> None:
        """Stop what is being found; what was previewed before stays."""
        self._stop()
        self.changed.emit()

    # What becomes of it

    def take(self, mode: Mode) -> None:
        """Paint what is previewed, as one undoable edit; nothing happens while it is not known at full size."""
        plane = self.preview.plane
        if plane is None or self.preview.document is not self._state.document:
            return
        self._reworking.paint(lambda snapshot: joined(snapshot.mask, plane, mode), SELECTED)
        self.drop()

    def drop(self) -> None:
        """Forget clicks, question and preview; nothing was painted."""
        self._stop()
        self.clicks = ()
        self.preview.forget()

    def close(self) -> None:
        """Follow nothing any more."""
        for leave in (*self._leave, self._unfollow):
            leave()

    # How it goes on

    def _demand_document(self) -> Document:
        if self._state.document is None:
            raise RefusedError(NO_DOCUMENT)
        return self._state.document

    def _take_clicks(self, clicks: tuple[Click, ...]) -> None:
        self.clicks = clicks
        if all(click.excludes for click in clicks):
            self._stop()
            self.preview.forget()
        elif self.asks_at_once:
            self.ask_clicked()
        else:
            self.changed.emit()

    def _step_on(self) -> None:
        """Show the reading that was clicked for, as soon as there are any."""
        if self._steps and not self.is_busy:
            steps, self._steps = self._steps, 0
            self.preview.step(steps)
        self.changed.emit()

    def _ask(self) -> None:
        """Ask with what is set, instead of what was asked before."""
        self._stop()
        snapshot = self.preview.enter(self._demand_document())
        key, clicks = self.service_key, self.clicks
        self._task = self._state.program.tasks.run(
            "pixels",
            lambda _task: prepare_selection(snapshot, key, clicks),
            done=self._prepared,
            failed=self._say,
            label="select",
        )
        self.changed.emit()

    def _prepared(self, request: GenerationRequest) -> None:
        self._task = None
        self._job_id = self._jobs.submit(request, self._state.path).id
        self.changed.emit()

    def _job_changed(self, job: Job) -> None:
        """Follow the selections of this picture: the one that was asked for, or one that was sent again."""
        document = self._state.document
        if not job.action.is_selection or document is None or job.picture_hash != self._state.picture_hash:
            return
        if not job.is_ended:
            self._awaited.add(job.id)
        is_asked = job.id == self._job_id
        has_come = job.state is State.FINISHED and job.id in self._awaited
        if has_come and (is_asked or not (self.is_busy or self.preview.found is not None)):
            self._load(document, job)
        elif job.is_ended and job.id in self._awaited:
            self._put_aside(job)
        if job.is_ended:
            self._awaited.discard(job.id)
        if is_asked and (job.is_ended or job.state is State.UNKNOWN):
            self._job_id = ""
            self.preview.let_go()
        if is_asked:
            self.changed.emit()

    def _load(self, document: Document, job: Job) -> None:
        """Read what has come, and preview it."""
        turns, origin = self._is_background, document.origin

        def read() -> Found:
            answers, request = [read_file(ref.path) for ref in job.results], self._jobs.request(job.id)
            found = read_found(request, answers, is_certain=job.connection_id == LOCAL)
            place = Rect.of(request.size).translated(*request.way_to(origin))
            return replace(found, is_inverted=found.is_inverted != turns, place=place)

        self.preview.show(document, read, lambda: self._put_aside(job))

    def _say(self, error: Exception) -> None:
        self._task = None
        self.preview.let_go()
        self._state.program.key_trouble.fail(error, self.service_key)
        self.changed.emit()

    def _put_aside(self, job: Job) -> None:
        """Forget a selection of this computer, which cost nothing and is seen on the canvas, unless it has failed."""
        if is_aside(job):
            self._jobs.forget(job.id)

    def _stop(self) -> None:
        self.preview.stop()
        self._steps = 0
        if self._task is not None:
            self._task.cancel()
            self._task = None
        job_id, self._job_id = self._job_id, ""
        if job_id:
            self._jobs.cancel(job_id)
        self.preview.let_go()

    def _session_changed(self, topic: Topic) -> None:
        if topic == "document":
            self._awaited.clear()
            self.drop()
            self._unfollow()
            self._unfollow = self._state.follow_document(self._document_changed)

    def _document_changed(self, event: DocumentEvent) -> None:
        """Move clicks and preview along with what they lie on; clicks that the canvas has no more are forgotten."""
        document = self._state.document
        if not isinstance(event, CanvasChanged) or document is None or not self.is_open:
            return
        dx, dy = event.offset
        moved = (replace(click, point=Point(click.point.x + dx, click.point.y + dy)) for click in self.clicks)
        self.clicks = tuple(click for click in moved if Rect.of(document.size).contains(click.point))
        self.preview.move(event.offset)
        self.changed.emit()


def _is_near(one: Point, other: Point, reach: float) -> bool:
    return math.hypot(one.x - other.x, one.y - other.y) <= reach
