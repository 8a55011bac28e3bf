"""A session to put panels on: real parameters, notices and settings; jobs and models that a test sets by hand.

Nothing is sent and no thread is started: `StageTasks` runs slow work at once, so that what a panel does with its
outcome can be seen. What is asked of session and jobs is written down in `asked`.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from picpik_studio.app.connections import Connections, LocalKeys
from picpik_studio.app.credentials import Credentials
from picpik_studio.app.inspecting import Inspection, ServiceLook
from picpik_studio.app.job import Job, ResultRef, State
from picpik_studio.app.notices import Notices
from picpik_studio.app.parameters import ModelInfo, Parameters
from picpik_studio.app.passphrase import Passphrase
from picpik_studio.app.session import Session
from picpik_studio.app.session_state import ShownResult
from picpik_studio.app.settings import Settings
from picpik_studio.core.document import Document
from picpik_studio.core.patch import Source
from picpik_studio.core.signal import Signal


class Asked:
    """Writes down what it is called for: `(name, *arguments)` in `asked`."""

    def __init__(self, asked: list[tuple[Any, ...]]) -> None:
        self.asked = asked

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)

        def note(*arguments: object, **options: object) -> None:
            self.asked.append((name, *arguments, *options.values()))

        return note


class StageTasks:
    """Runs slow work at once, in the caller's thread."""

    def run(
        self,
        _lane: str,
        work: Callable[[Any], Any],
        *,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        **_options: object,
    ) -> "StageTasks":
        try:
            result = work(None)
        except Exception as error:
            if failed is None:
                raise
            failed(error)
        else:
            if done is not None:
                done(result)
        return self

    def cancel(self) -> None:
        """Nothing runs any more."""


class StageJobs(Asked):
    """Jobs that a test puts in."""

    def __init__(self, asked: list[tuple[Any, ...]]) -> None:
        super().__init__(asked)
        self.changed: Signal[Job] = Signal()
        self.removed: Signal[str] = Signal()
        self.by_id: dict[str, Job] = {}

    @property
    def all(self) -> tuple[Job, ...]:
        return tuple(self.by_id.values())

    @property
    def running(self) -> int:
        return sum(not job.is_ended for job in self.all)

    def get(self, job_id: str) -> Job | None:
        return self.by_id.get(job_id)

    def of_picture(self, picture_hash: str) -> tuple[Job, ...]:
        return tuple(job for job in self.all if job.picture_hash == picture_hash)

    def put(self, job: Job) -> None:
        self.by_id[job.id] = job
        self.changed.emit(job)

    def drop(self, job_id: str) -> None:
        del self.by_id[job_id]
        self.removed.emit(job_id)


class StageBacklog:
    """What the disk has refused: the pictures that a test puts in by their job's id."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[tuple[int, bytes], ...]] = {}

    def pictures_of(self, job: Job) -> tuple[tuple[int, bytes], ...]:
        return self.held.get(job.id, ())

    def is_here(self, job: Job) -> bool:
        return job.id in self.held


class StageProgram:
    """The shared services."""

    def __init__(self, settings_path: Path, asked: list[tuple[Any, ...]]) -> None:
        self.asked = asked
        self.tasks = StageTasks()
        self.notices = Notices()
        self.settings = Settings(settings_path)
        self.jobs = StageJobs(asked)
        self.backlog = StageBacklog()
        self.credentials = Credentials({})
        self.passphrase = Passphrase()
        self.models = Asked(asked)
        self.connections = Connections(self.settings, self.credentials, _no_engine)

    def balance(self, connection_id: str, done: Callable[[Any], None]) -> None:
        self.asked.append(("balance", connection_id))
        self.told_balance = done


class StageArriving:
    """What has come, as a test says."""

    def __init__(self) -> None:
        self.new: frozenset[Source] = frozenset()


class StageAccepting(Asked):
    """Parts of one painting, as many as a test says."""

    together = 0


class StageDeriving:
    """Live steps that nobody evaluates."""

    def __init__(self) -> None:
        self.changed: Signal[()] = Signal()


class StageInspecting:
    """A look at results that a test sets by hand."""

    def __init__(self) -> None:
        self.changed: Signal[()] = Signal()
        self.found: Inspection | None = None
        self.is_busy = False

    @property
    def service(self) -> ServiceLook | None:
        return self.found.service if self.found is not None else None


class StageSession(Asked):
    """One window's state; what is not here is written down in `asked` when it is called."""

    def __init__(self, folder: Path) -> None:
        super().__init__([])
        self.program = StageProgram(folder / "settings.json", self.asked)
        self.parameters = Parameters()
        self.changed: Signal[Any] = Signal()
        self.document: Document | None = None
        self.picture_hash = "picture"
        self.path: Path | None = None
        self.connection = self.program.connections.get("local")
        self.models: tuple[ModelInfo, ...] = ()
        self.models_error: Exception | None = None
        self.submitting = 0
        self.deriving = StageDeriving()
        self.inspecting = StageInspecting()
        self.accepting = StageAccepting(self.asked)
        self.arriving = StageArriving()
        self.shown: ShownResult | None = None
        self.results: tuple[ResultRef, ...] = ()

    @property
    def can_accept(self) -> bool:
        """As the session has it."""
        patches = self.document.patches if self.document is not None else ()
        shown = self.shown
        is_laid = shown is not None and any((shown.job_id, shown.index) in patch.sources for patch in patches)
        return shown is not None and not is_laid

    @property
    def connection_id(self) -> str:
        return self.connection.id

    def offer(self, *models: ModelInfo) -> None:
        """Have the service offer these models."""
        self.models = models
        self.changed.emit("models")

    def connect_to(self, name: str) -> None:
        """Use another connection."""
        self.connection = self.program.connections.get(name)
        self.changed.emit("connection")

    def as_session(self) -> Session:
        return cast("Session", self)


def _no_engine() -> LocalKeys:
    raise AssertionError("no test of a panel starts the engine")


def a_job(name: str = "job", state: State = State.RUNNING, **details: object) -> Job:
    """Return a job of the stage's picture; later made ones are newer."""
    base: dict[str, Any] = {
        "connection_id": "local",
        "request_uuid": f"uuid-{name}",
        "created": time.time(),
        "picture_hash": "picture",
        "batch": 1,
    }
    return Job(id=name, state=state, **(base | details))


def a_result(job_id: str, index: int = 0, **details: object) -> ResultRef:
    """Return a result of a job."""
    base: dict[str, Any] = {"seed": 100 + index, "path": Path("results") / f"{job_id}-{index}.png", "thumbnail": b""}
    return ResultRef(job_id=job_id, index=index, **(base | details))
