"""Changes of the painting as a whole: made in a worker, put in as one undoable edit."""

from collections.abc import Callable
from typing import Final

from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.session_state import SessionState
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document, DocumentEvent, MaskChanged, RecipeChanged, Snapshot
from picpik_studio.core.edits import Edit, JointEdit, MaskEdit, RecipeEdit, mask_edit
from picpik_studio.core.recipe import Recipe, Step
from picpik_studio.core.signal import Signal
from picpik_studio.core.spots import Spot, fixed
from picpik_studio.texts import QT_TRANSLATE_NOOP

STROKE_SECONDS: Final = 0.1
NOTHING_CHANGED: Final = QT_TRANSLATE_NOOP("Session", "Nothing had to be changed.")
OTHER_CANVAS: Final = QT_TRANSLATE_NOOP("Session", "The canvas was changed meanwhile: do this once more.")
BAKED: Final = QT_TRANSLATE_NOOP("Edit", "Apply the live steps")
ONE_FIXED: Final = QT_TRANSLATE_NOOP("Edit", "Fix a missed spot")
ALL_FIXED: Final = QT_TRANSLATE_NOOP("Edit", "Fix all missed spots")

Rework = Callable[[Snapshot], Plane]


class Reworking:
    """Changes the painting of one session's document; `busy` tells how many changes are being made."""

    def __init__(self, state: SessionState) -> None:
        self.busy: Signal[int] = Signal()
        self._state = state
        self._count = 0

    @property
    def is_busy(self) -> bool:
        """Whether a change is being made."""
        return self._count > 0

    def apply(self, step: Step) -> None:
        """Take a step on the painting, once and for good. Raises RefusedError without a document."""
        self._rework(lambda snapshot: step.apply(snapshot.mask), step.title)

    def paint(self, rework: Rework, label: str, canvas: object = None) -> None:
        """Take the painting that `rework` makes, in a worker, of a snapshot. Raises RefusedError without a document.

        It has its place on `canvas` (`Document.canvas`; the present one without it): on another one it is not taken.
        """
        self._rework(self._on(canvas, rework), label)

    def bake(self) -> None:
        """Paint what the live steps make and take them away, as one edit. Raises RefusedError without a document."""
        self._rework(lambda snapshot: snapshot.derived, BAKED, empties_recipe=True)

    def fix(self, spots: tuple[Spot, ...], *, are_all: bool = False) -> None:
        """Put missed spots right, as one edit. Raises RefusedError without a document."""
        fix = self._on(None, lambda snapshot: fixed(snapshot.mask, spots))
        self._rework(fix, ALL_FIXED if are_all else ONE_FIXED)

    def _on(self, canvas: object, rework: Rework) -> Rework:
        """Return `rework`, refused on another canvas than `canvas`, or than the present one."""
        document = self._state.document
        wanted = canvas if canvas is not None or document is None else document.canvas

        def guarded(snapshot: Snapshot) -> Plane:
            if snapshot.canvas is not wanted:
                raise RefusedError(OTHER_CANVAS)
            return rework(snapshot)

        return guarded

    def _rework(self, rework: Rework, label: str, *, empties_recipe: bool = False) -> None:
        document = self._state.document
        if document is None:
            raise RefusedError(NO_DOCUMENT)
        if document.is_editing:
            self._state.program.tasks.after(
                STROKE_SECONDS, lambda: self._again(document, rework, label, empties_recipe=empties_recipe)
            )
            return
        snapshot, heard = document.snapshot(), list[DocumentEvent]()
        leave = document.changed.connect(heard.append)
        self._tell(1)

        def done(painted: MaskEdit | None) -> None:
            leave()
            self._tell(-1)
            if document.is_editing or any(isinstance(event, MaskChanged | RecipeChanged) for event in heard):
                self._again(document, rework, label, empties_recipe=empties_recipe)
            else:
                self._put_in(document, painted, label, empties_recipe=empties_recipe)

        def failed(error: Exception) -> None:
            leave()
            self._tell(-1)
            self._state.program.notices.fail(error)

        self._state.program.tasks.run(
            "pixels",
            lambda _task: mask_edit(label, snapshot.mask, rework(snapshot)),
            done=done,
            failed=failed,
            label="rework",
        )

    def _again(self, document: Document, rework: Rework, label: str, *, empties_recipe: bool) -> None:
        """Make it of what the painting is by now, which was painted on meanwhile; not of another document."""
        if self._state.document is document:
            self._rework(rework, label, empties_recipe=empties_recipe)

    def _put_in(self, document: Document, painted: MaskEdit | None, label: str, *, empties_recipe: bool) -> None:
        edits: list[Edit] = [painted] if painted is not None else []
        if empties_recipe and document.recipe.steps:
            edits.append(RecipeEdit(label, Recipe()))
        if edits:
            document.do(JointEdit(label, *edits))
        else:
            self._state.program.notices.say("info", NOTHING_CHANGED, key="rework")

    def _tell(self, step: int) -> None:
        self._count += step
        self.busy.emit(self._count)
