"""The results of a window's document: which there are, which one lies over the picture, what becomes of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from picpik_studio.app.arriving import Arriving
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.job import Job, ResultRef
from picpik_studio.app.jobs import Jobs
from picpik_studio.app.notices import Notice, NoticeAction
from picpik_studio.app.passing import say_while
from picpik_studio.app.result_loading import load, sent_beside
from picpik_studio.app.session_state import Sent, SessionState, ShownResult
from picpik_studio.app.tasks import Task
from picpik_studio.app.writing_out import Written, as_wished, say_written
from picpik_studio.core.document import SETTLED, CanvasChanged, Document, DocumentEvent
from picpik_studio.core.edits import Editable
from picpik_studio.core.errors import StepOpenError
from picpik_studio.core.geometry import EMPTY, Offset, Rect
from picpik_studio.core.patch import Patch
from picpik_studio.texts import QT_TRANSLATE_NOOP

HIDE: Final = QT_TRANSLATE_NOOP("Edit", "Hide result")
HIDDEN: Final = QT_TRANSLATE_NOOP("Session", "The result is out of the strip; its job keeps it.")
UNDO: Final = QT_TRANSLATE_NOOP("Session", "Undo")
NO_SEED: Final = QT_TRANSLATE_NOOP("Session", "The service did not say which seed made this result.")
STROKE: Final = QT_TRANSLATE_NOOP("Session", "Finish the stroke first.")
NO_RESULT: Final = QT_TRANSLATE_NOOP("Session", "No result is shown.")


class HideEdit:
    """A result that was taken out of the strip; a swap puts it back, and the next one takes it out again.

    `put_back` is told of the result that is there again.
    """

    label = HIDE
    size_bytes = 0

    def __init__(self, jobs: Jobs, job_id: str, index: int, put_back: Callable[[str, int], None]) -> None:
        self._jobs = jobs
        self._put_back = put_back
        self._job_id = job_id
        self._index = index
        self._hides = True

    def swap(self, document: Editable) -> Rect:
        """Hide the result or put it back; no pixel changes."""
        del document
        self._jobs.hide_result(self._job_id, self._index, hidden=self._hides)
        if not self._hides:
            self._put_back(self._job_id, self._index)
        self._hides = not self._hides
        return EMPTY

    def events(self, rect: Rect) -> tuple[DocumentEvent, ...]:
        """Return nothing: the document is as it was."""
        del rect
        return ()


class Showing:
    """The strip of results and the one that is shown in place, for one session."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._jobs = state.program.jobs
        self._loading: Task[tuple[Patch, Sent]] | None = None
        self._wish: tuple[str, int] | None = None
        self._missed: tuple[str, int] | None = None
        self._unfollow: Callable[[], None] = lambda: None
        self._known: tuple[ResultRef, ...] = ()
        self.arriving = Arriving(state, self.bring)
        self._disconnect = (
            self._jobs.changed.connect(self._job_changed),
            self._jobs.removed.connect(self._job_removed),
            state.changed.connect(lambda topic: self._enter() if topic == "document" else None),
        )

    @property
    def results(self) -> tuple[ResultRef, ...]:
        """What belongs to this document and is not hidden, oldest first."""
        if self._state.document is None:
            return ()
        jobs = self._jobs.of_picture(self._state.picture_hash)
        laid = (job for job in jobs if not job.action.is_selection)
        return tuple(ref for job in laid for ref in job.results if not ref.hidden)

    def show(self, job_id: str, index: int | None) -> None:
        """Load the result that the person goes to and show it; the latest wish wins."""
        if index is not None:
            self.arriving.picked()
        self.bring(job_id, index)

    def bring(self, job_id: str, index: int | None) -> None:
        """Load a result and show it, by itself; the latest wish wins."""
        self._stop()
        document = self._state.document
        ref = self.ref(job_id, index)
        if document is None or ref is None:
            self.set_shown(None)
            return
        picture, origin = document.picture, document.origin
        self._wish = ref.job_id, ref.index
        self._loading = self._state.program.tasks.run(
            "pixels",
            lambda _task: (load(self._jobs, ref, picture, origin), sent_beside(self._jobs, ref.job_id, origin)),
            done=lambda loaded: self._loaded(document, ref, *loaded),
            failed=self._not_loaded,
            label="result",
        )

    def step(self, step: int) -> None:
        """Show the neighbour of the shown result, round and round; the first one (or last) when none is shown.

        One that could not be shown is left behind: the next step goes on from there.
        """
        results = self.results
        if not results:
            return
        places = [(ref.job_id, ref.index) for ref in results]
        shown = self._state.shown
        key = self._wish or self._missed or (None if shown is None else (shown.job_id, shown.index))
        place = places.index(key) + step if key in places else (0 if step > 0 else -1)
        ref = results[place % len(results)]
        self.show(ref.job_id, ref.index)

    def hide(self) -> None:
        """Take the shown result out of the strip: one edit, whose undoing is offered."""
        shown, document = self.demand_idle()
        self.set_shown(None)
        document.do(HideEdit(self._jobs, shown.job_id, shown.index, self._show_again))
        undo = NoticeAction(UNDO, lambda: self._unhide_one(shown))
        notice = Notice("info", HIDDEN, action=undo, key=f"hidden {shown.patch.id}")
        say_while(self._state, notice, lambda: self._is_hidden(shown))

    def unhide(self, job_id: str) -> None:
        """Put all hidden results of a job back."""
        job = self._jobs.get(job_id)
        for ref in job.results if job is not None else ():
            if ref.hidden:
                self._jobs.hide_result(job_id, ref.index, hidden=False)

    def reuse_seed(self) -> None:
        """Take over the seed of the shown result."""
        shown, _document = self._demand()
        ref = self.ref(shown.job_id, shown.index)
        if ref is None or ref.seed is None:
            raise RefusedError(NO_SEED)
        self._state.parameters.set("seed", ref.seed)

    def save_as_seen(self, path: Path, patches: tuple[Patch, ...]) -> None:
        """Write the picture with `patches` over it. Raises RefusedError when no result is shown."""
        _shown, document = self._demand()
        snapshot = document.snapshot()
        with_result = replace(snapshot, patches=patches)
        program = self._state.program
        write = as_wished(self._state, with_result.patches)

        def written(what: Written) -> None:
            program.notices.say("success", what.said, name=path.name)
            say_written(program.notices, what)

        program.tasks.run(
            "files",
            lambda _task: write(path, with_result),
            done=written,
            label="save",
        )

    def close(self) -> None:
        """Follow the jobs no more."""
        for disconnect in (*self._disconnect, self._unfollow):
            disconnect()

    def demand_idle(self) -> tuple[ShownResult, Document]:
        """Return the shown result and its document, which nobody paints on. Raises RefusedError when it is not so.

        Raises StepOpenError while undo or redo is still being taken.
        """
        shown, document = self._demand()
        if document.is_stepping:
            raise StepOpenError
        if document.is_editing:
            raise RefusedError(STROKE)
        if self._wish == (shown.job_id, shown.index):
            self._stop()  # what is accepted or hidden while it is loaded anew does not come back
        return shown, document

    def _demand(self) -> tuple[ShownResult, Document]:
        if self._state.shown is None or self._state.document is None:
            raise RefusedError(NO_RESULT)
        return self._state.shown, self._state.document

    def ref(self, job_id: str, index: int | None) -> ResultRef | None:
        """Return what is known of a result, or None."""
        job = self._jobs.get(job_id)
        return next((ref for ref in job.results if ref.index == index), None) if job is not None else None

    def _loaded(self, document: Document, ref: ResultRef, patch: Patch, beside: Sent) -> None:
        self._loading = self._wish = None
        if self._state.document is document:
            self._have_spare(document)
            self.set_shown(ShownResult(ref.job_id, ref.index, patch, beside))

    def _not_loaded(self, error: Exception) -> None:
        self._missed = self._wish
        self._loading = self._wish = None
        self._state.program.notices.fail(error)

    def _stop(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
        self._loading = self._wish = self._missed = None

    def _enter(self) -> None:
        """Follow another document."""
        self.arriving.forget()
        self._unfollow()
        self._unfollow = self._state.follow_document(self._follow)

    def _follow(self, event: DocumentEvent) -> None:
        """Load what is shown, or about to be, once more when the canvas is another one: it may lie elsewhere."""
        shown = self._state.shown
        wish = self._wish or (None if shown is None else (shown.job_id, shown.index))
        if isinstance(event, CanvasChanged) and wish is not None:
            self.set_shown(self._moved(shown, event.offset))
            self.bring(*wish)
        if isinstance(event, SETTLED):
            self.arriving.settle()

    def _moved(self, shown: ShownResult | None, way: Offset) -> ShownResult | None:
        """Return a result that is shown where it lies now, to be seen until it is loaded; None if it does not fit."""
        document = self._state.document
        if shown is None or document is None:
            return None
        patch = replace(shown.patch, rect=shown.patch.rect.translated(*way))
        is_alike = patch.pixels.shape[2] == document.picture.pixels.shape[2]
        fits = is_alike and Rect.of(document.size).encloses(patch.rect)
        beside = tuple((rect.translated(*way), weight) for rect, weight in shown.beside)
        return replace(shown, patch=patch, beside=beside) if fits else None

    def _have_spare(self, document: Document) -> None:
        """Let a worker copy the picture that Accept will lay the result into: on this thread it would be felt."""
        if document.composition.wants_spare:
            copy = document.picture.pixels.copy
            self._state.program.tasks.run(
                "pixels", lambda _task: copy(), done=document.composition.receive_spare, label="spare"
            )

    def set_shown(self, shown: ShownResult | None) -> None:
        """Show this over the picture, or nothing."""
        self._missed = None
        if shown is not None:
            self.arriving.seen(shown.job_id, shown.index)
        if shown is not self._state.shown:
            self._state.shown = shown
            self._state.changed.emit("shown")

    def _unhide_one(self, shown: ShownResult) -> None:
        document = self._state.document
        if document is not None and document.history.undo_label == HIDE:
            document.undo()
        else:
            self._jobs.hide_result(shown.job_id, shown.index, hidden=False)
            self._show_again(shown.job_id, shown.index)

    def _show_again(self, job_id: str, index: int) -> None:
        """Show a result that was hidden while it was shown, unless another one is shown by now."""
        if self._state.shown is None:
            self.bring(job_id, index)

    def _is_hidden(self, shown: ShownResult) -> bool:
        ref = self.ref(shown.job_id, shown.index)
        return ref is not None and ref.hidden

    def _job_changed(self, job: Job) -> None:
        """Follow a job of this document: new results come into the strip, and perhaps to the front."""
        document = self._state.document
        if document is None or job.picture_hash != self._state.picture_hash or job.action.is_selection:
            return
        if self._state.shown is not None and self._is_hidden(self._state.shown):
            self.set_shown(None)
        results = self.results
        if results != self._known:
            self._known = results
            self._state.changed.emit("results")
        self.arriving.note(job)

    def _job_removed(self, job_id: str) -> None:
        if self._state.shown is not None and self._state.shown.job_id == job_id:
            self.set_shown(None)
        self._known = self.results
        self._state.changed.emit("results")
