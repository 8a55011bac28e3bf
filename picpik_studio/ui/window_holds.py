"""The keys of a window that act as long as they are held: brush and eraser, the hand, the original."""

from typing import Literal

from picpik_studio.app.commands import BY_ID
from picpik_studio.app.session import Session
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.holds import Hold, HoldKeys

HAND_KEY = "Space"


def add_holds(holds: HoldKeys, session: Session, canvas: Canvas) -> None:
    """Give `holds` the keys of the commands that can be held, and the hand."""
    holds.add((HAND_KEY,), Hold(lambda: canvas.set_hand(held=True), lambda _was_tap: canvas.set_hand(held=False)))
    original = Hold(lambda: canvas.hold_original(held=True), lambda _was_tap: canvas.hold_original(held=False))
    holds.add(BY_ID["view.original"].keys, original)
    holds.add(BY_ID["brush.paint"].keys, _mode_hold(session, canvas, "paint"))
    holds.add(BY_ID["brush.erase"].keys, _mode_hold(session, canvas, "erase"))


def _mode_hold(session: Session, canvas: Canvas, mode: Literal["paint", "erase"]) -> Hold:
    """Switch the brush for good when the key is tapped, or only while it is held when it is held or painted with."""
    before: list[tuple[Literal["paint", "erase"], int]] = []
    brush = session.tool

    def start() -> None:
        before.append((brush.mode, canvas.strokes))
        brush.mode = mode

    def end(was_tap: bool) -> None:
        was, strokes = before.pop()
        has_painted = canvas.strokes != strokes or canvas.has_stroke
        if has_painted or not was_tap:
            brush.mode = was

    return Hold(start, end)
