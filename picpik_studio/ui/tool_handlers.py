"""What the commands about tools do, and which of them is shown as chosen."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from picpik_studio.app.session import Session
from picpik_studio.core.tools.settings import ToolName

TOOLS: Mapping[str, ToolName] = MappingProxyType(
    {
        "brush.paint": "brush",
        "brush.erase": "eraser",
        "tool.lasso": "lasso",
        "tool.polygon": "polygon",
        "tool.rectangle": "rectangle",
        "tool.ellipse": "ellipse",
        "tool.wand": "wand",
        "tool.bucket": "bucket",
        "tool.select": "select",
        "tool.restore": "restore",
        "tool.pick": "pick",
        "tool.frame": "frame",
        "tool.canvas": "canvas",
        "tool.hand": "hand",
        "tool.zoom": "zoom",
    }
)
"""The tool that each command chooses."""

REGION_TOOLS: tuple[ToolName, ...] = ("lasso", "polygon", "rectangle", "ellipse", "wand", "bucket")
"""The tools that make a region, which is combined with what is painted."""


def tool_handlers(session: Session) -> Mapping[str, Callable[[], object]]:
    """Return what the commands about tools do."""
    settings = session.tool

    def choose(tool: ToolName) -> Callable[[], None]:
        return lambda: setattr(settings, "tool", tool)

    def next_box() -> None:
        settings.tool = "ellipse" if settings.tool == "rectangle" else "rectangle"

    def swap() -> None:
        if settings.tool in REGION_TOOLS:
            session.regions.swap()
        else:
            settings.mode = "paint" if settings.mode == "erase" else "erase"

    chosen = {command_id: choose(tool) for command_id, tool in TOOLS.items()}
    return {**chosen, "tool.next_box": next_box, "brush.swap": swap}


def checked_tools(session: Session) -> tuple[tuple[str, bool], ...]:
    """Return which of the commands is on: that of the chosen tool."""
    return tuple((command_id, tool == session.tool.tool) for command_id, tool in TOOLS.items())
