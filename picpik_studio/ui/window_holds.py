"""The keys of a window that act as long as they are held: brush and eraser, the hand, the original."""

from picpik_studio.app.session import Session
from picpik_studio.core.tools.settings import ToolName
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.holds import Hold, HoldKeys
from picpik_studio.ui.key_names import KEYS_IN_USE

HAND_KEY = "Space"


def add_holds(holds: HoldKeys, session: Session, canvas: Canvas) -> None:
    """Give `holds` the keys of the commands that can be held, and the hand."""
    keys = KEYS_IN_USE.keymap.keys
    holds.clear()
    holds.add((HAND_KEY,), Hold(lambda: canvas.set_hand(held=True), lambda _was_tap: canvas.set_hand(held=False)))
    original = Hold(lambda: canvas.hold_original(held=True), lambda _was_tap: canvas.hold_original(held=False))
    holds.add(keys["view.original"], original)
    holds.add(keys["brush.paint"], _tool_hold(session, canvas, "brush"))
    holds.add(keys["brush.erase"], _tool_hold(session, canvas, "eraser"))


def _tool_hold(session: Session, canvas: Canvas, tool: ToolName) -> Hold:
    """Take a tool for good when its key is tapped, or only while it is held when it is held or painted with."""
    before: list[tuple[ToolName, int]] = []
    settings = session.tool

    def start() -> None:
        before.append((settings.tool, canvas.strokes))
        settings.tool = tool

    def end(was_tap: bool) -> None:
        was, strokes = before.pop()
        has_painted = canvas.strokes != strokes or canvas.has_stroke
        if has_painted or not was_tap:
            settings.tool = was

    return Hold(start, end)
