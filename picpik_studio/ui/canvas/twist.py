"""Turning the view by two fingers: not by those that only pinch, and upright is easily found again."""

import math

from PySide6.QtCore import QPointF

from picpik_studio.core.turn import SQUARE, Turn
from picpik_studio.ui.canvas.view import CanvasView

_MEANT_FROM = 10.0
_CAUGHT_WITHIN = 4.0


class Twist:
    """Takes in by how many degrees the fingers turn on; `begin` is to be called when they have come down."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._start = Turn()
        self._gone = 0.0
        self._lead: float | None = None

    def begin(self) -> None:
        """Begin with the view as it is."""
        self._start, self._gone, self._lead = self._view.viewport.turn, 0.0, None

    def by(self, degrees: float, at: QPointF) -> None:
        """Turn on by `degrees` clockwise about a position, once it is clear that turning is meant."""
        self._gone += degrees
        if self._lead is None and abs(self._gone) >= _MEANT_FROM:
            self._lead = math.copysign(_MEANT_FROM, self._gone)
        if self._lead is not None:
            self._view.turn_to(caught(self._start.by(self._gone - self._lead)), at)


def caught(turn: Turn) -> Turn:
    """Return `turn`, or the nearest one by a multiple of 90 degrees when it is nearly that."""
    nearest = round(turn.degrees / SQUARE) * SQUARE
    return Turn(nearest, turn.is_mirrored) if abs(turn.degrees - nearest) <= _CAUGHT_WITHIN else turn
