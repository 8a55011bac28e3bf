"""What an enlarged canvas wishes of the parameters, so that Submit draws all of it and from enough context."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final, NamedTuple

from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.app.values import Values
from picpik_studio.core.document import Document
from picpik_studio.core.footprint import box
from picpik_studio.core.geometry import Rect

CONTEXT_PX: Final = 256
"""What goes on beyond the picture's edge can only be told from what is there: 64 px of a large photograph, which are
enough for a retouch, may be nothing but leaves."""

_FOR_DRAWING: Final = frozenset({"padding", "split_frames"})
"""What the new area alone needs; a frame that was given up for it is not dragged back, by now it may miss others."""


class Change(NamedTuple):
    """One parameter before and after."""

    before: Any
    after: Any


class _Wish(NamedTuple):
    """The canvas that was there before, what was set for the one that came, and the part of that which is not new.

    `old` is in pixels of the picture as it was opened.
    """

    parent: object
    changes: Mapping[str, Change]
    old: Rect


def wished(values: Values, *, frames: int, repainted: Rect, moved: object) -> dict[str, Change]:
    """Return what is to be set for a canvas whose new area goes in `frames` frames and lies in `repainted`.

    `moved` is the frame mode as it is on that canvas: a frame that was dragged is given up where it misses something.
    """
    changes = {"padding": Change(values.padding, max(values.padding, CONTEXT_PX))}
    if frames > 1:
        changes["split_frames"] = Change(values.split_frames, True)
    if isinstance(moved, Rect) and not moved.encloses(repainted):
        changes["frame_mode"] = Change(values.frame_mode, "mask")
    return {name: change for name, change in changes.items() if change.before != change.after}


class CanvasWishes:
    """Sets parameters for a canvas, takes them back when it is undone, and sets them again when it is redone.

    They are taken back as well when nothing is to be repainted in the new area any more: what is painted next is a
    retouch, which would go as several jobs, each of them charged, where it was one. What the person has set otherwise
    since stays as it is.
    """

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._parameters = state.parameters
        self._wishes: dict[object, _Wish] = {}
        self._standing: dict[object, _Wish] = {}
        self._done_with: dict[object, tuple[_Wish, int]] = {}
        self._canvas: object = None
        self._looking: Task[Rect] | None = None

    def enter(self, canvas: object) -> None:
        """Begin with another document, which has this canvas."""
        self._stop()
        self._wishes, self._standing, self._done_with, self._canvas = {}, {}, {}, canvas

    def make(self, document: Document, parent: object, changes: Mapping[str, Change], old: Rect) -> None:
        """Set what a document's canvas wishes that came after `parent`; `old` is what it has of that, in its pixels."""
        wish = _Wish(parent, changes, old.translated(*document.origin))
        self._wishes[document.canvas] = self._standing[document.canvas] = wish
        for name, change in changes.items():
            self._parameters.set(name, change.after)

    def follow(self, canvas: object) -> None:
        """Go along with the document to another canvas."""
        before, self._canvas = self._canvas, canvas
        left, reached = self._wishes.get(before), self._wishes.get(canvas)
        if left is not None and left.parent is canvas:
            self._done_with.pop(before, None)
            self._take_back(before, left.changes.keys())
        elif reached is not None and reached.parent is before:
            self._set_again(canvas, reached)

    def look(self, document: Document) -> None:
        """Have a worker look whether what was wished is still needed, now that an edit has ended.

        When the one is undone after which it was not, it is set again.
        """
        self._stop()
        edits = document.history.edits_done
        for canvas, (wish, end) in tuple(self._done_with.items()):
            if edits < end:
                del self._done_with[canvas]
                self._set_again(canvas, wish)
        if not any(wish.changes.keys() & _FOR_DRAWING for wish in self._standing.values()):
            return
        # The painting itself, not a copy, and without live steps: what changes meanwhile is looked at when it ends.
        mask, invert, origin = document.mask.pixels, self._parameters.values.invert_mask, document.origin
        self._looking = self._state.program.tasks.run(
            "pixels",
            lambda _task: box(mask, invert=invert).translated(*origin),
            done=lambda painted: self._looked(painted, edits),
            label="canvas",
        )

    def _looked(self, painted: Rect, edits: int) -> None:
        self._looking = None
        for canvas, wish in reversed(tuple(self._standing.items())):
            is_needed = not (painted.is_empty or wish.old.encloses(painted))
            if not is_needed and wish.changes.keys() & _FOR_DRAWING:
                self._done_with[canvas] = wish, edits
                self._take_back(canvas, _FOR_DRAWING)

    def _set_again(self, canvas: object, wish: _Wish) -> None:
        self._standing[canvas] = wish
        for name, change in wish.changes.items():
            self._replace(name, change.before, change.after)

    def _take_back(self, canvas: object, names: AbstractSet[str]) -> None:
        """Set what a canvas wished under these names as it was before, and see to them no more until it is redone."""
        wish = self._standing.pop(canvas, None)
        if wish is None:
            return
        left = {name: change for name, change in wish.changes.items() if name not in names}
        if left:
            self._standing[canvas] = wish._replace(changes=left)
        for name in wish.changes.keys() & names:
            self._replace(name, wish.changes[name].after, wish.changes[name].before)

    def _replace(self, name: str, expected: object, value: object) -> None:
        if self._parameters.get(name) == expected:
            self._parameters.set(name, value)

    def _stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._looking = None
