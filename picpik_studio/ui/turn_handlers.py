"""What the commands do that turn and mirror the view, or fit it to what is painted."""

import math
from collections.abc import Callable, Mapping

from picpik_studio.app.session import Session
from picpik_studio.core.footprint import bounds
from picpik_studio.core.turn import NONE
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.moving import TURN_STEP

_SAME = 1e-6


def turn_handlers(canvas: Canvas, session: Session) -> Mapping[str, Callable[[], object]]:
    """Return what these commands do."""

    def step(direction: int) -> Callable[[], None]:
        def turn() -> None:
            now = canvas.viewport.turn
            canvas.turn_to(now.by(next_step(now.degrees, direction) - now.degrees))

        return turn

    def fit_mask() -> None:
        painted = bounds(session.document.mask.pixels) if session.document is not None else None
        if painted is not None and not painted.is_empty:
            canvas.show_rect(painted)

    moving = canvas.moving
    return {
        "view.fit_mask": fit_mask,
        "view.turn_left": step(-1),
        "view.turn_right": step(1),
        "view.turn_drag": lambda: moving.hold("turn", held=not moving.is_held("turn")),
        "view.turn_back": lambda: canvas.turn_to(NONE),
        "view.mirror": lambda: canvas.turn_to(canvas.viewport.turn.mirrored()),
    }


def checked_turns(canvas: Canvas) -> tuple[tuple[str, bool], ...]:
    """Return which of them are on."""
    return (("view.turn_drag", canvas.moving.is_held("turn")), ("view.mirror", canvas.viewport.turn.is_mirrored))


def next_step(degrees: float, direction: int) -> float:
    """Return the next multiple of 15 degrees, clockwise (1) or the other way round (-1)."""
    steps = degrees / TURN_STEP
    return TURN_STEP * (math.floor(steps + _SAME) + 1 if direction > 0 else math.ceil(steps - _SAME) - 1)
