"""The tools of a canvas that draw along the pointer's way."""

from collections.abc import Mapping

from picpik_studio.app.session import Session
from picpik_studio.core.document import Document
from picpik_studio.core.tools.base import StrokeTool
from picpik_studio.core.tools.brush import BrushTool
from picpik_studio.core.tools.retouch import RetouchBrush
from picpik_studio.core.tools.settings import ToolName


def stroke_tools(document: Document | None, session: Session) -> Mapping[ToolName, StrokeTool]:
    """Return the tools for one document; brush and eraser are one. None without a document."""
    if document is None:
        return {}
    brush, target = BrushTool(document, session.tool), session.retouching.target
    return {
        "brush": brush,
        "eraser": brush,
        "restore": RetouchBrush(document, session.tool, "restore", target),
        "pick": RetouchBrush(document, session.tool, "pick", target),
    }
