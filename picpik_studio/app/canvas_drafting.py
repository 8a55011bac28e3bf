"""The canvas that a window's person is drafting: dragged, typed or chosen, and not applied yet."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from picpik_studio.app.errors import RefusedError
from picpik_studio.app.generation import repaint_box
from picpik_studio.app.session import Session
from picpik_studio.app.tasks import Task
from picpik_studio.core.box_drag import Grip
from picpik_studio.core.canvas_draft import CanvasDraft
from picpik_studio.core.document import CanvasChanged, Document, DocumentEvent, MaskChanged
from picpik_studio.core.geometry import Rect
from picpik_studio.core.outpaint import CanvasPlan, Prefill
from picpik_studio.core.signal import Signal
from picpik_studio.errors import PicPikError

ANCHORS: Final[Mapping[str, Grip]] = MappingProxyType(
    {
        "top_left": Grip(-1, -1),
        "top": Grip(0, -1),
        "top_right": Grip(1, -1),
        "left": Grip(-1, 0),
        "middle": Grip(0, 0),
        "right": Grip(1, 0),
        "bottom_left": Grip(-1, 1),
        "bottom": Grip(0, 1),
        "bottom_right": Grip(1, 1),
    }
)
"""Where the picture sits in a larger canvas, by the names that the settings have for it."""


class CanvasDrafting:
    """The draft of one session; `changed` follows it and what is set for it.

    It waits while other tools are used. Another picture and another canvas, by undo too, begin a new one.
    """

    def __init__(self, session: Session) -> None:
        self.changed: Signal[()] = Signal()
        self.draft: CanvasDraft | None = None
        self._session = session
        self._settings = session.program.settings
        self._looking: Task[Rect] | None = None
        self._unfollow: Callable[[], None] = lambda: None
        self._disconnect = (
            session.changed.connect(lambda topic: self._enter() if topic == "document" else None),
            self._settings.changed.connect(lambda name: self.changed.emit() if name.startswith("canvas_") else None),
        )
        self._enter()

    def close(self) -> None:
        """Follow nothing any more."""
        self._stop_looking()
        for disconnect in (*self._disconnect, self._unfollow):
            disconnect()

    # What is drafted

    @property
    def is_changed(self) -> bool:
        """Whether another canvas than there is was drafted."""
        return self.draft is not None and self.draft.is_changed

    @property
    def can_apply(self) -> bool:
        """Whether it is another canvas, and one that can be."""
        return self.is_changed and self.problem is None

    @property
    def problem(self) -> RefusedError | None:
        """Why the drafted canvas cannot be; None when it can."""
        plan = self.plan
        if plan is None:
            return None
        try:
            self._session.canvas.demand_possible(plan)
        except RefusedError as error:
            return error
        return None

    @property
    def anchor(self) -> Grip:
        """Where the picture sits when a size or a ratio is chosen."""
        return ANCHORS[self._settings.text("canvas_anchor")]

    @property
    def plan(self) -> CanvasPlan | None:
        """The draft as it would be applied; None without one."""
        settings = self._settings
        if self.draft is None:
            return None
        colour = bytes.fromhex(settings.text("canvas_colour")[1:])
        return CanvasPlan(
            self.draft.rect,
            Prefill(settings.text("canvas_prefill")),
            (colour[0], colour[1], colour[2]),
            settings.number("canvas_overlap"),
        )

    # What is done with it

    def put(self, draft: CanvasDraft) -> None:
        """Take another draft of the same picture; one of a picture of another size, which is gone, is left."""
        document = self._session.document
        if draft != self.draft and document is not None and draft.size == document.size:
            self.draft = draft
            self.changed.emit()

    def set_width(self, width: int) -> None:
        """Have the canvas so wide."""
        if self.draft is not None:
            self.put(self.draft.with_width(width, self.anchor))

    def set_height(self, height: int) -> None:
        """Have the canvas so high."""
        if self.draft is not None:
            self.put(self.draft.with_height(height, self.anchor))

    def set_ratio(self, ratio: float | None) -> None:
        """Have the canvas grow to a ratio of width to height, and keep it; None sets it free."""
        if self.draft is not None:
            self.put(self.draft.with_ratio(ratio, self.anchor))

    def set_anchor(self, name: str) -> None:
        """Put the picture there in the canvas, now and when a size or a ratio is chosen."""
        self._settings.set("canvas_anchor", name)
        if self.draft is not None:
            self.put(self.draft.anchored(ANCHORS[name]))

    def reset(self) -> None:
        """Draft the canvas as it is."""
        document = self._session.document
        self.draft = CanvasDraft.of(document.size) if document is not None else None
        self.changed.emit()

    def apply(self) -> None:
        """Put the document on the drafted canvas. Raises RefusedError when that cannot be."""
        plan = self.plan
        if plan is not None and self.is_changed:
            self._session.canvas.apply(plan)

    def crop_to_paint(self) -> None:
        """Cut away all around what a request would repaint, which a worker looks for; that it is nothing is said.

        Raises EditOpenError while a stroke is being painted.
        """
        document = self._session.document
        self._stop_looking()
        if document is None:
            return
        document.demand_closed()
        snapshot, values = document.snapshot(), self._session.parameters.values
        self._looking = self._session.program.tasks.run(
            "pixels",
            lambda _task: repaint_box(snapshot, values),
            done=lambda area: self._crop(document, snapshot.canvas, area),
            failed=self._session.program.notices.fail,
            label="crop",
        )

    def _crop(self, document: Document, canvas: object, area: Rect) -> None:
        """Crop, or look again when the canvas that was looked at is another one by now."""
        self._looking = None
        try:
            if document.canvas is canvas:
                self._session.canvas.crop(area)
            else:
                self.crop_to_paint()
        except PicPikError as error:
            self._session.program.notices.fail(error)

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._looking = None

    # The session

    def _enter(self) -> None:
        """Follow another document."""
        self._unfollow()
        self._stop_looking()
        document = self._session.document
        self._unfollow = (
            document.changed.connect(self._follow, but=MaskChanged) if document is not None else lambda: None
        )
        self.reset()

    def _follow(self, event: DocumentEvent) -> None:
        if isinstance(event, CanvasChanged):
            self.reset()
