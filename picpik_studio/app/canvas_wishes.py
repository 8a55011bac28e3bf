"""What an enlarged canvas wishes of the parameters, so that Submit draws all of it and from enough context."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from picpik_studio.app.parameters import Parameters
from picpik_studio.app.values import Values
from picpik_studio.core.geometry import Rect

CONTEXT_PX: Final = 256
"""What goes on beyond the picture's edge can only be told from what is there: 64 px of a large photograph, which are
enough for a retouch, may be nothing but leaves."""


class Change(NamedTuple):
    """One parameter before and after."""

    before: Any
    after: Any


class _Wish(NamedTuple):
    """The canvas that was there before, and what was set for the one that came."""

    parent: object
    changes: Mapping[str, Change]


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

    What the person has set otherwise since stays as it is.
    """

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters
        self._wishes: dict[object, _Wish] = {}
        self._canvas: object = None

    def enter(self, canvas: object) -> None:
        """Begin with another document, which has this canvas."""
        self._wishes, self._canvas = {}, canvas

    def make(self, canvas: object, parent: object, changes: Mapping[str, Change]) -> None:
        """Set what a canvas wishes that came after `parent`."""
        self._wishes[canvas] = _Wish(parent, changes)
        for name, change in changes.items():
            self._parameters.set(name, change.after)

    def follow(self, canvas: object) -> None:
        """Go along with the document to another canvas."""
        before, self._canvas = self._canvas, canvas
        left, reached = self._wishes.get(before), self._wishes.get(canvas)
        if left is not None and left.parent is canvas:
            for name, change in left.changes.items():
                self._replace(name, change.after, change.before)
        elif reached is not None and reached.parent is before:
            for name, change in reached.changes.items():
                self._replace(name, change.before, change.after)

    def _replace(self, name: str, expected: object, value: object) -> None:
        if self._parameters.get(name) == expected:
            self._parameters.set(name, value)
