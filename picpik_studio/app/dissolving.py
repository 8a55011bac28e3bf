"""Looks, in a worker, which spots of the repaint area the edge blur dissolves, as often as something bears on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from picpik_studio.app.deriving import Deriving
from picpik_studio.app.framing import Part, choose_parts
from picpik_studio.app.lanes import Timer
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.app.values import Values
from picpik_studio.core.arrays import Plane
from picpik_studio.core.dissolving import DissolvingSpot, dissolving_spots, saving_blur
from picpik_studio.core.document import SETTLED, CanvasChanged, DocumentEvent
from picpik_studio.core.footprint import repaint
from picpik_studio.core.frame import Frame, cut_mask
from picpik_studio.core.geometry import Rect
from picpik_studio.core.signal import Signal
from picpik_studio.errors import PicPikError

PAUSE_SECONDS: Final = 0.15
_NAMES: Final = frozenset({"mask_blur", "invert_mask", "frame_mode", "padding", "split_frames", "width", "height"})


@dataclass(frozen=True)
class Dissolved:
    """What dissolves: `spots`, whose rectangles are in pixels of the picture, and whose pixels are sent ones.

    `area` and `survivors` are those of all of them. `blur` is the largest edge blur at which none dissolves.
    `is_kept`: painting that shall be kept is among it, which every service repaints then, this computer too.
    """

    spots: tuple[DissolvingSpot, ...]
    area: int
    survivors: int
    blur: int
    is_kept: bool = False


class Dissolving:
    """The spots of one session's document that a request made now would lose to the blur; `changed` follows `found`."""

    def __init__(self, state: SessionState, deriving: Deriving) -> None:
        self.changed: Signal[()] = Signal()
        self.found: Dissolved | None = None
        self._state = state
        self._task: Task[Dissolved | None] | None = None
        self._pause: Timer | None = None
        self._unfollow: Callable[[], None] = lambda: None
        deriving.changed.connect(self._look_soon)
        state.parameters.changed.connect(lambda name: self._look_soon() if name in _NAMES else None)
        state.changed.connect(lambda topic: self._enter() if topic == "document" else None)

    def lower_blur(self) -> None:
        """Set the edge blur to the largest at which nothing dissolves."""
        if self.found is not None:
            self._state.parameters.set("mask_blur", self.found.blur)

    def _enter(self) -> None:
        self._unfollow()
        self._unfollow = self._state.follow_document(self._follow)
        self._take(None)
        self._look_soon()

    def _follow(self, event: DocumentEvent) -> None:
        if isinstance(event, CanvasChanged):
            self._take(None)
        elif isinstance(event, SETTLED):
            self._look_soon()

    def _look_soon(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._pause = self._state.program.tasks.after(PAUSE_SECONDS, self._look)

    def _look(self) -> None:
        self._pause = None
        document = self._state.document
        mask, values = document.derived if document is not None else None, self._state.parameters.values
        if mask is None:
            self._take(None)  # no picture, or live steps that are being evaluated, which say so when they are done
            return
        # The mask itself, not a copy: what changes under the worker's eyes is looked at again.
        self._task = self._state.program.tasks.run(
            "pixels", lambda task: dissolved(mask, values, task.check), done=self._done, label="dissolving"
        )

    def _done(self, found: Dissolved | None) -> None:
        self._task = None
        self._take(found)

    def _take(self, found: Dissolved | None) -> None:
        if found != self.found:
            self.found = found
            self.changed.emit()


def dissolved(mask: Plane, values: Values, check: Callable[[], None] = lambda: None) -> Dissolved | None:
    """Return what of the requests for `mask` (uint8 HxW) the blur dissolves, or None. Slow: for a worker; see `check`.

    Where far spots go in frames of their own, each is looked at as its own frame sends it.
    """
    try:
        parts = choose_parts(mask, values)
    except PicPikError:
        return None
    found: list[DissolvingSpot] = []
    blur, is_kept = values.mask_blur, False
    for part in parts:
        for area, keeps in _areas(mask, part, invert=values.invert_mask):
            check()
            spots = dissolving_spots(area, values.mask_blur)
            found += (replace(spot, rect=_in_picture(spot, part.frame)) for spot in spots)
            is_kept = is_kept or (keeps and bool(spots))
            blur = saving_blur(area, blur, check)
    if not found:
        return None
    return Dissolved(
        tuple(sorted(found, key=_reading_order)),
        sum(spot.area for spot in found),
        sum(spot.survivors for spot in found),
        blur,
        is_kept,
    )


def _areas(mask: Plane, part: Part, *, invert: bool) -> Iterator[tuple[Plane, bool]]:
    """Yield what is painted of a part, as sent, and whether it is what shall be kept.

    What is painted is looked at, and with InvertMask that is what shall be kept: the blur overruns it from around.
    """
    sent = repaint(cut_mask(part.frame, mask, invert=invert, within=part.box), invert=invert)
    yield sent, False
    if invert:
        yield cv2.bitwise_not(sent).astype(np.uint8, copy=False), True


def _reading_order(spot: DissolvingSpot) -> tuple[int, int]:
    return spot.rect.y, spot.rect.x


def _in_picture(spot: DissolvingSpot, frame: Frame) -> Rect:
    """Return where a spot of the sent mask lies in the picture."""
    rect, x, y = spot.rect, frame.scale_x, frame.scale_y
    there = Rect.spanning(rect.x / x, rect.y / y, rect.right / x, rect.bottom / y)
    return there.translated(frame.rect.x, frame.rect.y)
