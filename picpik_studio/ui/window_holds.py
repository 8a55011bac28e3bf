"""The keys of a window that act as long as they are held, or only so long: tools, moving the view, the original."""

import sys
from typing import Final

from picpik_studio.app.commands import COMMANDS
from picpik_studio.app.session import Session
from picpik_studio.core.tools.settings import ToolName
from picpik_studio.core.turn import Turn
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.moving import Held
from picpik_studio.ui.holds import Hold, HoldKeys
from picpik_studio.ui.key_names import KEYS_IN_USE, key_text
from picpik_studio.ui.tool_handlers import TOOLS

TURNS: Final = QT_TRANSLATE_NOOP(
    "Notices", "Hold {turn} and drag to turn the view, with Shift by 15 degrees; {back} turns it back."
)
ZOOM_KEYS = () if sys.platform == "darwin" else ("Ctrl+Space",)  # macOS keeps Cmd+Space for its search


def add_holds(holds: HoldKeys, session: Session, canvas: Canvas) -> None:
    """Give `holds` the keys of the commands whose rows say that they can be held."""
    while_held = {
        "view.pan": _view_hold(canvas, "hand"),
        "view.turn_drag": _turn_hold(session, canvas),
        "view.original": Hold(
            lambda: canvas.feed.hold_original(held=True), lambda _was_tap: canvas.feed.hold_original(held=False)
        ),
    }
    holds.clear()
    holds.add(ZOOM_KEYS, _view_hold(canvas, "zoom"))
    for command in COMMANDS:
        keys = KEYS_IN_USE.keymap.keys[command.id]
        if command.hold == "while":
            holds.add(keys, while_held[command.id])
        elif command.hold == "spring":
            holds.add(keys, _tool_hold(session, canvas, TOOLS[command.id]))


def _view_hold(canvas: Canvas, what: Held) -> Hold:
    """Let the left button move the view as long as the key is held."""
    moving = canvas.moving
    return Hold(lambda: moving.hold(what, held=True), lambda _was_tap: moving.hold(what, held=False))


def _turn_hold(session: Session, canvas: Canvas) -> Hold:
    """Let a drag turn the view as long as the key is held; a tap, which turns nothing, says what the key is for."""
    hold = _view_hold(canvas, "turn")
    before: list[Turn] = []

    def start() -> None:
        before.append(canvas.viewport.turn)
        hold.start()

    def end(was_tap: bool) -> None:
        hold.end(was_tap)
        if before.pop() == canvas.viewport.turn and was_tap and session.document is not None:
            turn, back = key_text("view.turn_drag"), key_text("view.turn_back")
            session.program.notices.say("info", TURNS, key="turn by hand", turn=turn, back=back)

    return Hold(start, end)


def _tool_hold(session: Session, canvas: Canvas, tool: ToolName) -> Hold:
    """Take a tool for good when its key is tapped, or only while it is held when it is held or painted with.

    A tap in the middle of a stroke is meant for the next one. A shape in progress keeps its tool, or nobody could close
    it.
    """
    before: list[tuple[ToolName, int]] = []
    ended: list[tuple[ToolName, int]] = []
    settings = session.tool

    def begun() -> int:
        return canvas.strokes + int(canvas.has_stroke)

    def start() -> None:
        before.append((settings.tool, begun()))
        settings.tool = tool

    def end(was_tap: bool) -> None:
        ended[:] = [before.pop()]
        was, strokes = ended[0]
        if (begun() > strokes or not was_tap) and canvas.shapes.open is None:
            settings.tool = was

    def resume() -> None:
        before.append(ended.pop())
        settings.tool = tool

    return Hold(start, end, resume)
