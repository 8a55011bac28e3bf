"""One line of what the chosen tool does, in the status bar."""

from PySide6.QtCore import QCoreApplication

from picpik_studio.app.session import Session
from picpik_studio.core.tools.settings import ToolName
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui.binding import follow
from picpik_studio.ui.status_bar import StatusBar

_BRUSH = QT_TRANSLATE_NOOP(
    "ToolHints", "Right button: erase · Shift+click: straight line · Alt+right drag: size, hardness"
)
_BOX = QT_TRANSLATE_NOOP("ToolHints", "During the drag · Shift: equal sides · Alt: from the middle · Space: move")
_HINTS: dict[ToolName, str] = {
    "brush": _BRUSH,
    "eraser": QT_TRANSLATE_NOOP("ToolHints", "Shift+click: straight line · Alt+right drag: size, hardness"),
    "lasso": QT_TRANSLATE_NOOP("ToolHints", "Draw round an area · Shift: straight line · Space: move · Esc: give up"),
    "polygon": QT_TRANSLATE_NOOP("ToolHints", "Click corners · Enter or double click: close · Backspace: corner back"),
    "rectangle": _BOX,
    "ellipse": _BOX,
    "wand": QT_TRANSLATE_NOOP("ToolHints", "Click a colour · drag sideways: tolerance · Shift: add · Alt: subtract"),
    "bucket": QT_TRANSLATE_NOOP("ToolHints", "Click inside a painted outline to fill it · Alt: empty a painted part"),
    "select": QT_TRANSLATE_NOOP("ToolHints", "Click what you want · Alt+click: what not · same place: another reading"),
    "restore": QT_TRANSLATE_NOOP(
        "ToolHints", "Paint the original back over a result · Right button: bring the result back"
    ),
    "pick": QT_TRANSLATE_NOOP(
        "ToolHints", "Paint the result in that is chosen in the strip · Right button: take it away"
    ),
    "frame": QT_TRANSLATE_NOOP(
        "ToolHints", "Drag corners, edges or the middle, or a new frame · Shift: keep its shape · Esc: give up"
    ),
    "canvas": QT_TRANSLATE_NOOP(
        "ToolHints",
        "Drag edges out or in · Shift: keep the ratio · Alt: about the middle · Enter: apply · Esc: put back",
    ),
    "hand": QT_TRANSLATE_NOOP("ToolHints", "Drag the picture · with any tool: Space or the middle button"),
    "zoom": QT_TRANSLATE_NOOP("ToolHints", "Click: nearer · Alt+click: farther away · drag sideways: any zoom"),
}


def follow_tool(bar: StatusBar, session: Session) -> None:
    """Show the hint of the chosen tool in `bar`, whichever is chosen."""

    def show(_name: str = "tool") -> None:
        bar.show_hint(QCoreApplication.translate("ToolHints", _HINTS[session.tool.tool]))

    show()
    follow(bar, session.tool.changed, show)
