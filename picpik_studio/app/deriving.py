"""The repaint area as it will be sent: what the live steps make of the painting, in a worker, after every change."""

from collections.abc import Callable
from typing import NamedTuple

from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.core.arrays import Plane, blank_plane
from picpik_studio.core.document import CanvasChanged, Document, DocumentEvent, MaskChanged
from picpik_studio.core.evaluation import Evaluation
from picpik_studio.core.frozen import FrozenPlane
from picpik_studio.core.geometry import EMPTY, Rect
from picpik_studio.core.recipe import Recipe, Step
from picpik_studio.core.signal import Signal


class Outcome(NamedTuple):
    """What a recipe has made: `plane` (uint8 HxW, read-only), which differs from the one before inside `rect` at most.

    `painted` is the painting that it was made of; a later evaluation writes into it, so it is for looking only.
    """

    plane: Plane
    recipe: Recipe
    rect: Rect
    painted: Plane


class Deriving:
    """Follows a session's document. One evaluation runs at a time; when it ends what is newest is evaluated next.

    `outcome` is what is to be seen now, or None while no step is on, which is the painting itself; `changed` follows
    it. `pending` is where the painting has changed since. `busy` tells when an evaluation begins and ends. While a
    stroke is being painted nothing begins.
    """

    def __init__(self, state: SessionState) -> None:
        self.changed: Signal[()] = Signal()
        self.busy: Signal[bool] = Signal()
        self.outcome: Outcome | None = None
        self.pending = EMPTY
        self._state = state
        self._tasks = state.program.tasks
        self._document: Document | None = None
        self._unfollow: Callable[[], None] = lambda: None
        self._evaluation: Evaluation | None = None
        self._tried: Step | None = None
        self._unshown = EMPTY
        self._task: Task[Outcome] | None = None
        self._is_due = False
        state.changed.connect(lambda topic: self._enter() if topic == "document" else None)

    @property
    def is_busy(self) -> bool:
        """Whether an evaluation runs."""
        return self._task is not None

    @property
    def recipe(self) -> Recipe:
        """What is evaluated: the document's recipe, after the step that is being tried."""
        steps = self._document.recipe.steps if self._document is not None else ()
        return Recipe((*((self._tried,) if self._tried is not None else ()), *steps))

    def try_step(self, step: Step | None) -> None:
        """Have a step taken on the painting before all others, for looking; None ends it. The document stays."""
        self._tried = step
        self._look_soon()

    def _enter(self) -> None:
        """Follow another document."""
        self._unfollow()
        self._tried = None
        self._begin_anew()
        self._document = document = self._state.document
        if document is not None:
            self._unfollow = document.changed.connect(self._follow)

    def _follow(self, event: DocumentEvent) -> None:
        if isinstance(event, CanvasChanged):
            self._begin_anew()
        if isinstance(event, MaskChanged):
            self.pending = self.pending.united(event.rect)
        if self._document is not None and not self._document.is_editing:
            self._look_soon()

    def _begin_anew(self) -> None:
        """Forget what was made, all of it was of another size."""
        task, self._task = self._task, None
        self._forget()
        if task is not None:
            task.cancel()
            self.busy.emit(False)

    def _look_soon(self) -> None:
        """Look when all that belongs to a change has been announced."""
        if not self._is_due:
            self._is_due = True
            self._tasks.dispatch(self._look)

    def _look(self) -> None:
        """Evaluate what is newest, unless it is there."""
        self._is_due = False
        document, recipe = self._document, self.recipe
        if document is None or self._task is not None or document.is_editing:
            return
        if recipe.is_idle:
            self._forget()
        elif self._evaluation is None:
            self._evaluation = Evaluation(blank_plane(*document.mask.size))
            self.pending = Rect.of(document.mask.size)
            self._begin(self._evaluation, recipe, document.mask.frozen(is_open=False))
        elif not self.pending.is_empty or self.outcome is None or self._evaluation.recipe != recipe:
            painted = None if self.pending.is_empty else document.mask.frozen(is_open=False)
            self._begin(self._evaluation, recipe, painted)
        elif self._tried is None:
            document.receive_derived(self.outcome.plane)

    def _begin(self, evaluation: Evaluation, recipe: Recipe, painted: FrozenPlane | None) -> None:
        rect, self.pending = self.pending, EMPTY

        def work(task: Task[Outcome]) -> Outcome:
            if painted is not None:
                evaluation.receive(rect, painted.part(rect))
            evaluation.use(recipe)
            changed = evaluation.update(task.check)
            return Outcome(evaluation.derived(), recipe, changed, evaluation.mask)

        self._task = self._tasks.run("pixels", work, done=self._done, failed=self._failed, label="live steps")
        self.busy.emit(True)

    def _done(self, outcome: Outcome) -> None:
        """Show what was made, unless other kinds of steps are wanted by now, and look what is newest."""
        self._task = None
        recipe, document = self.recipe, self._document
        outcome = outcome._replace(rect=outcome.rect.united(self._unshown))
        if _kinds(outcome.recipe) == _kinds(recipe):
            self.outcome, self._unshown = outcome, EMPTY
            is_new = self.pending.is_empty and outcome.recipe == recipe
            if document is not None and is_new and self._tried is None:
                document.receive_derived(outcome.plane)
            self.changed.emit()
        else:
            self._unshown = outcome.rect
        self.busy.emit(False)
        self._look_soon()

    def _failed(self, error: Exception) -> None:
        """Say it, and begin anew at the next change."""
        self._task = None
        self._forget()
        self.busy.emit(False)
        self._state.program.notices.fail(error)

    def _forget(self) -> None:
        """Show the painting itself."""
        self._evaluation = None
        self.pending = self._unshown = EMPTY
        if self.outcome is not None:
            self.outcome = None
            self.changed.emit()


def _kinds(recipe: Recipe) -> list[type[Step]]:
    """Return what a recipe is like, whatever its amounts: a slider that moves may be followed a little late."""
    return [type(step) for step in recipe.steps if step.is_on]
