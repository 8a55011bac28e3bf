"""The ellipse."""

from picpik_studio.core.geometry import Point
from picpik_studio.core.polygon import ellipse
from picpik_studio.core.tools.box import BoxTool
from picpik_studio.texts import QT_TRANSLATE_NOOP


class EllipseTool(BoxTool):
    """An ellipse that touches the four sides of a box on whole pixels."""

    label = QT_TRANSLATE_NOOP("Edit", "Ellipse")

    @property
    def outline(self) -> tuple[Point, ...]:
        """The ellipse as a polygon, in image pixels."""
        box = self.box
        return () if box.is_empty else ellipse(box)
