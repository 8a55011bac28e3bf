"""The tools that make a region, for one document."""

from collections.abc import Mapping

from picpik_studio.core.document import Document
from picpik_studio.core.tools.base import RegionTool
from picpik_studio.core.tools.bucket import BucketTool
from picpik_studio.core.tools.ellipse import EllipseTool
from picpik_studio.core.tools.lasso import LassoTool
from picpik_studio.core.tools.polygon import PolygonTool
from picpik_studio.core.tools.rectangle import RectangleTool
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.settings import ToolName
from picpik_studio.core.tools.wand import WandTool


def region_tools(document: Document, settings: RegionSettings) -> Mapping[ToolName, RegionTool]:
    """Return each region tool by its name."""
    return {
        "lasso": LassoTool(document, settings),
        "polygon": PolygonTool(document, settings),
        "rectangle": RectangleTool(document, settings),
        "ellipse": EllipseTool(document, settings),
        "wand": WandTool(document, settings),
        "bucket": BucketTool(document, settings),
    }
