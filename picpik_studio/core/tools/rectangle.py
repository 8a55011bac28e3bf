"""The rectangle."""

from picpik_studio.core.geometry import Point
from picpik_studio.core.tools.box import BoxTool
from picpik_studio.texts import QT_TRANSLATE_NOOP


class RectangleTool(BoxTool):
    """A rectangle, hard-edged on whole pixels."""

    label = QT_TRANSLATE_NOOP("Edit", "Rectangle")

    @property
    def outline(self) -> tuple[Point, ...]:
        """The four corners, in image pixels."""
        box = self.box
        if box.is_empty:
            return ()
        return (
            Point(box.x, box.y),
            Point(box.right, box.y),
            Point(box.right, box.bottom),
            Point(box.x, box.bottom),
        )
