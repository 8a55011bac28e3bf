"""Changing the canvas of a window's picture: made ready in a worker, put in as one undoable edit."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from picpik_studio.app.canvas_stepping import CanvasStepping
from picpik_studio.app.canvas_wishes import CONTEXT_PX, CanvasWishes, wished
from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.framing import choose_parts
from picpik_studio.app.lanes import Timer
from picpik_studio.app.notices import Notice, NoticeAction
from picpik_studio.app.passing import say_while, undo_if_last
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.app.values import Values
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.canvas_edit import CanvasEdit
from picpik_studio.core.document import SETTLED, CanvasChanged, Document, DocumentEvent, Snapshot
from picpik_studio.core.events import HistoryChanged, RecipeChanged
from picpik_studio.core.footprint import bounds, repaint
from picpik_studio.core.frame import Frame, frame_around_box
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.outpaint import Canvas, CanvasPlan, recanvassed
from picpik_studio.core.picture import Picture
from picpik_studio.core.signal import Signal
from picpik_studio.errors import PicPikError
from picpik_studio.files.colour import from_srgb8
from picpik_studio.files.limits import LIMITS
from picpik_studio.files.resized import for_size
from picpik_studio.texts import QT_TRANSLATE_NOOP

STROKE_SECONDS: Final = 0.1
_MEGA: Final = 1_000_000
_DEEPEST: Final = 8  # bytes of a pixel: 16-bit RGBA

GROWN: Final = QT_TRANSLATE_NOOP("Edit", "Enlarge canvas")
CROPPED: Final = QT_TRANSLATE_NOOP("Edit", "Crop")
NOTHING_LEFT: Final = QT_TRANSLATE_NOOP("Canvas", "The canvas would have nothing of the picture: move it over it.")
TOO_LARGE: Final = QT_TRANSLATE_NOOP(
    "Canvas", "The canvas would have {width} by {height} pixels, more than the {limit} megapixels that can be edited."
)
MARKED: Final = QT_TRANSLATE_NOOP("Canvas", "The new area is marked to be repainted; Submit draws it.")
IN_FRAMES: Final = QT_TRANSLATE_NOOP(
    "Canvas", "The new area is marked to be repainted; Submit draws it in {count} frames that overlap, each as a job."
)
IS_LARGER: Final = QT_TRANSLATE_NOOP("Canvas", "The canvas has {width} by {height} pixels now.")
IS_CROPPED: Final = QT_TRANSLATE_NOOP("Canvas", "The picture is cropped to {width} by {height} pixels.")
UNDO: Final = QT_TRANSLATE_NOOP("Canvas", "Undo")


@dataclass(frozen=True, eq=False)
class _Made:
    """A canvas that is ready, and in how many frames what is to be repainted on it would go."""

    canvas: Canvas
    frames: int
    repainted: Rect


class CanvasChanging:
    """Puts one session's document on other canvases; `busy` tells when one begins to be made ready, and when it ends.

    The latest wish wins. A frame that was dragged on the canvas moves along with what it shows.
    """

    def __init__(self, state: SessionState) -> None:
        self.busy: Signal[bool] = Signal()
        self._state = state
        self._stepping = CanvasStepping(state)
        self._stepping.changed.connect(lambda: self.busy.emit(self.is_busy))
        self._wishes = CanvasWishes(state)
        self._wish: CanvasPlan | None = None
        self._is_stale = False
        self._holds: list[Callable[[], bool]] = []
        self._task: Task[_Made] | None = None
        self._pause: Timer | None = None
        self._unfollow: Callable[[], None] = lambda: None
        state.changed.connect(lambda topic: self._enter() if topic == "document" else None)

    @property
    def is_busy(self) -> bool:
        """Whether a canvas is being made ready, for undo and redo too."""
        return self._wish is not None or self._stepping.is_busy

    def wait_while(self, is_held: Callable[[], bool]) -> Callable[[], None]:
        """Put no canvas in that is ready as long as something is under a hand; return what ends that."""
        self._holds.append(is_held)

        def leave() -> None:
            if is_held in self._holds:  # who leaves twice has left
                self._holds.remove(is_held)

        return leave

    def demand_possible(self, plan: CanvasPlan) -> None:
        """Raise RefusedError, which says why, when the document cannot be put on such a canvas."""
        document, size = self._demand_document(), plan.rect.size
        if plan.old_in(document.size).is_empty:
            raise RefusedError(NOTHING_LEFT)
        allowed = min(LIMITS.pixels, LIMITS.decoded_bytes // _DEEPEST)
        if size.width * size.height > allowed:
            raise RefusedError(TOO_LARGE, width=size.width, height=size.height, limit=allowed // _MEGA)

    def apply(self, plan: CanvasPlan) -> None:
        """Put the document on the canvas of `plan`; the one that it has is no change.

        Raises RefusedError as `demand_possible`, EditOpenError while a stroke is being painted.
        """
        document = self._demand_document()
        self.demand_possible(plan)
        document.demand_closed()
        self._stop()
        if plan.rect != Rect.of(document.size):
            self._wish = plan
            self.busy.emit(True)
            self._prepare(document, plan)

    def crop(self, rect: Rect) -> None:
        """Keep what lies in `rect` alone. Raises as `apply`."""
        inside = rect.intersected(Rect.of(self._demand_document().size))
        if inside.is_empty:
            raise RefusedError(NOTHING_LEFT)
        self.apply(CanvasPlan(inside))

    # How it goes on

    def _prepare(self, document: Document, plan: CanvasPlan) -> None:
        snapshot, values = document.snapshot(), self._state.parameters.values
        self._is_stale = False

        def done(made: _Made) -> None:
            is_turned = self._state.parameters.values.invert_mask != values.invert_mask
            if self._is_held(document) or self._is_stale or is_turned:
                self._again(document)
            else:
                self._end()
                self._put_in(document, plan, made)

        def failed(error: Exception) -> None:
            self._end()
            self._state.program.notices.fail(error)

        self._task = self._state.program.tasks.run(
            "pixels",
            lambda task: _made(snapshot, plan, values, task.check),
            done=done,
            failed=failed,
            label="canvas",
        )

    def _again(self, document: Document) -> None:
        """Make it of what the document is by now, once nothing is being drawn on it."""
        plan = self._wish
        if plan is None or self._state.document is not document:
            return
        if self._is_held(document):
            self._pause = self._state.program.tasks.after(STROKE_SECONDS, lambda: self._again(document))
            return
        try:
            self.demand_possible(plan)
        except PicPikError as error:
            self._end()
            self._state.program.notices.fail(error)
        else:
            self._prepare(document, plan)

    def _is_held(self, document: Document) -> bool:
        return document.is_editing or any(is_held() for is_held in self._holds)

    def _put_in(self, document: Document, plan: CanvasPlan, made: _Made) -> None:
        grows, old, parent = plan.grows(document.size), plan.old_in(document.size), document.canvas
        values = self._state.parameters.values
        document.do(CanvasEdit(GROWN if grows else CROPPED, made.canvas, document))
        edit, size = document.history.last, document.size
        text = IS_LARGER if grows else IS_CROPPED
        if grows and plan.paints_new:
            moved = self._state.parameters.values.frame_mode
            changes = wished(values, frames=made.frames, repainted=made.repainted, moved=moved)
            self._wishes.make(document, parent, changes, old)
            text = IN_FRAMES if made.frames > 1 else MARKED
        told = {"width": size.width, "height": size.height, "count": made.frames}
        undo = NoticeAction(UNDO, lambda: undo_if_last(document, edit))
        notice = Notice("info", text, told, action=undo, key="canvas")
        say_while(self._state, notice, lambda: document.history.last is edit)

    def _stop(self) -> None:
        for waiting in (self._task, self._pause):
            if waiting is not None:
                waiting.cancel()
        self._end()

    def _end(self) -> None:
        self._task = self._pause = None
        if self._wish is not None:
            self._wish = None
            self.busy.emit(self.is_busy)

    def _enter(self) -> None:
        """Follow another document."""
        self._unfollow()
        self._stop()
        self._stepping.enter()
        document = self._state.document
        self._unfollow = self._state.follow_document(self._follow)
        self._wishes.enter(document.canvas if document is not None else None)

    def _follow(self, event: DocumentEvent) -> None:
        """Move along: the frame that was dragged, and a canvas that is being made ready."""
        self._is_stale = self._is_stale or isinstance(event, _BEARING)
        document, parameters = self._state.document, self._state.parameters
        if document is not None and isinstance(event, SETTLED):
            self._wishes.look(document)
        if document is None or not isinstance(event, CanvasChanged):
            return
        mode = parameters.values.frame_mode
        self._wishes.follow(document.canvas)
        if isinstance(mode, Rect) and parameters.values.frame_mode == mode:
            parameters.set("frame_mode", mode.translated(*event.offset))
        if self._wish is not None:
            self._wish = replace(self._wish, rect=self._wish.rect.translated(*event.offset))

    def _demand_document(self) -> Document:
        if self._state.document is None:
            raise RefusedError(NO_DOCUMENT)
        return self._state.document


_BEARING: Final = (HistoryChanged, RecipeChanged)
"""What a canvas that is being made ready knows nothing of: whatever was done, strokes too when they have ended."""


def _made(snapshot: Snapshot, plan: CanvasPlan, values: Values, check: Callable[[], None]) -> _Made:
    """Make a canvas ready. Slow."""
    canvas = recanvassed(
        snapshot, plan, ink=_ink(plan.colour, snapshot.picture), invert=values.invert_mask, check=check
    )
    picture = replace(canvas.picture, metadata=for_size(canvas.picture.metadata, canvas.picture.size))
    canvas = replace(canvas, picture=picture)
    if not (plan.paints_new and plan.grows(snapshot.picture.size)):
        return _Made(canvas, 1, Rect.of(picture.size))
    derived = snapshot.recipe.apply(canvas.mask)
    check()
    repainted = bounds(repaint(derived, invert=values.invert_mask))
    around = replace(values, split_frames=True, frame_mode="mask", padding=max(values.padding, CONTEXT_PX))
    is_one = repainted.is_empty or not _one_frame(repainted, picture.size, around).is_scaled
    return _Made(canvas, 1 if is_one else len(choose_parts(derived, around)), repainted)


def _one_frame(repainted: Rect, size: Size, values: Values) -> Frame:
    return frame_around_box(repainted, size, values.mask_blur, values.padding)


def _ink(colour: tuple[int, int, int], picture: Picture) -> Pixels:
    """Return an sRGB colour as a pixel (1x1xC) in the profile and layout of a picture."""
    red, green, blue = colour
    pixel = np.array([[[blue, green, red, 255]]], np.uint8)
    return from_srgb8(pixel, picture.metadata.icc, picture.pixels.dtype)
