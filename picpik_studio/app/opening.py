"""Opening a picture in a window: a first sight of it, then all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import NOWHERE
from picpik_studio.files.crediting import ParentFile, stamp_of
from picpik_studio.files.images import Opened, Preview, open_picture, open_preview, preview_of
from picpik_studio.resources import resource

PREVIEW_PX: Final = 2048
SAMPLE: Final = ("samples", "autumn.jpg")


class Outcome(NamedTuple):
    """Who is told how one opening ended, on the dispatch thread; nobody is, when another one was begun meanwhile.

    `failed` takes the error instead of a notice.
    """

    opened: Callable[[Document], object]
    failed: Callable[[Exception], object]


@dataclass(frozen=True, eq=False)
class _Loaded:
    """A picture that was read, ready to be worked on."""

    document: Document
    opened: Opened
    parent: ParentFile


@dataclass(frozen=True)
class _Source:
    """Where a picture comes from, a file or the bytes of one with a name, and who is told how its opening ended."""

    data: Path | bytes
    name: str
    is_own: bool = True
    outcome: Outcome | None = None

    @property
    def path(self) -> Path | None:
        """The file that Save may write; None for pasted pictures and for the sample."""
        return self.data if isinstance(self.data, Path) and self.is_own else None


class Opening:
    """Opens pictures in one session; the latest opening wins."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._tasks = state.program.tasks
        self._task: Task[_Loaded] | None = None
        self._first: Task[Any] | None = None

    @property
    def is_on(self) -> bool:
        """Whether a picture is being read."""
        return self._task is not None or self._first is not None

    def open_path(self, path: Path, preview: Preview | None = None, outcome: Outcome | None = None) -> None:
        """Open a file in two steps; in one where the first, a `preview`, was done already."""
        source = _Source(path.absolute(), path.name, outcome=outcome)
        if preview is None:
            self._open(source)
        else:
            self.give_up()
            self._first_seen(source, preview)

    def open_bytes(self, data: bytes, name: str) -> None:
        """Open the bytes of a picture file."""
        self._open(_Source(data, name))

    def open_read(self, read: Callable[[], bytes], name: str, outcome: Outcome) -> None:
        """Open the bytes that `read` returns; it is for a worker and may raise."""
        self.give_up()
        self._first = self._tasks.run(
            "files",
            lambda _task: read(),
            done=lambda data: self._open(_Source(data, name, outcome=outcome)),
            failed=lambda error: self._failed(outcome, error),
            label="read",
        )
        self._state.changed.emit("preview")

    def open_sample(self) -> None:
        """Open the sample photograph, which Save never overwrites."""
        path = resource(*SAMPLE)
        self._open(_Source(path, path.name, is_own=False))

    def give_up(self) -> None:
        """Read no further."""
        for task in (self._task, self._first):
            if task is not None:
                task.cancel()
        self._task = self._first = self._state.preview = None

    def _open(self, source: _Source) -> None:
        """Read a first sight, then the whole: side by side, the first sight would come hardly sooner."""
        self.give_up()
        self._first = self._tasks.run(
            "pixels",
            lambda _task: open_preview(source.data, PREVIEW_PX, name=source.name),
            done=lambda preview: self._first_seen(source, preview),
            failed=lambda error: self._failed(source.outcome, error),
            label="preview",
        )
        self._state.changed.emit("preview")

    def _first_seen(self, source: _Source, preview: Preview | None) -> None:
        budget = self._state.program.settings.number("undo_budget_mb") * 1024 * 1024
        self._task = self._tasks.run(
            "pixels",
            lambda task: self._load(task, source, budget, is_seen=preview is not None),
            done=lambda loaded: self._opened(source, loaded),
            failed=lambda error: self._failed(source.outcome, error),
            label="open",
        )
        self._state.preview = preview
        self._state.changed.emit("preview")

    def _load(self, task: Task[_Loaded], source: _Source, budget_bytes: int, *, is_seen: bool) -> _Loaded:
        """Read the whole picture; show it as soon as it is decoded, if nothing of it `is_seen` yet. For a worker."""
        stamp = stamp_of(source.data)
        opened = open_picture(source.data, name=source.name)
        task.check()
        preview = None if is_seen else preview_of(opened.picture, PREVIEW_PX)
        if preview is not None:
            self._tasks.dispatch(lambda: self._decoded(task, preview))
        picture, origin = self._state.program.saved.joined(source.data, opened.picture)
        if stamp_of(source.data) != stamp:  # what was read is not what was looked up
            picture, origin = opened.picture, NOWHERE
        _ = picture.content_hash  # taken here, for it is slow and the dispatch thread wants it
        document = Document(picture, origin=origin, history_budget_bytes=budget_bytes)
        return _Loaded(document, opened, ParentFile(source.data, source.name, opened.format, stamp))

    def _decoded(self, task: Task[_Loaded], preview: Preview) -> None:
        if self._task is task:
            self._state.preview = preview
            self._state.changed.emit("preview")

    def _opened(self, source: _Source, loaded: _Loaded) -> None:
        self.give_up()
        state = self._state
        state.document = loaded.document
        state.path, state.name = source.path, source.name
        state.is_original = source.path is not None
        state.is_nowhere = isinstance(source.data, bytes)
        state.picture_hash = loaded.document.picture.jobs_hash
        # Bytes that are in no file are only held in memory for who signs.
        is_kept = isinstance(source.data, Path) or state.program.settings.is_on("sign_pictures")
        state.parent = loaded.parent if is_kept else None
        state.shown = None
        for topic in ("document", "path", "shown", "results"):
            state.changed.emit(topic)
        for remark in loaded.opened.remarks:
            state.program.notices.say("info", remark)
        if source.path is not None:
            state.program.remember_recent(source.path)
        if source.outcome is not None:
            source.outcome.opened(loaded.document)

    def _failed(self, outcome: Outcome | None, error: Exception) -> None:
        self.give_up()
        self._state.changed.emit("preview")
        fail = self._state.program.notices.fail if outcome is None else outcome.failed
        fail(error)
