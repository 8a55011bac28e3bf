"""The tools that make a region, for one document."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from picpik_studio.app.tasks import Tasks
from picpik_studio.core.document import Document
from picpik_studio.core.tools.base import RegionTool
from picpik_studio.core.tools.bucket import BucketTool
from picpik_studio.core.tools.ellipse import EllipseTool
from picpik_studio.core.tools.lasso import LassoTool
from picpik_studio.core.tools.later import Runner
from picpik_studio.core.tools.polygon import PolygonTool
from picpik_studio.core.tools.rectangle import RectangleTool
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.select import SelectTool
from picpik_studio.core.tools.settings import ToolName
from picpik_studio.core.tools.wand import WandTool

T = TypeVar("T")


def region_tools(document: Document, settings: RegionSettings, run: Runner) -> Mapping[ToolName, RegionTool]:
    """Return each region tool by its name; `run` does what is slow."""
    return {
        "lasso": LassoTool(document, settings),
        "polygon": PolygonTool(document, settings),
        "rectangle": RectangleTool(document, settings),
        "ellipse": EllipseTool(document, settings),
        "wand": WandTool(document, settings, run),
        "bucket": BucketTool(document, settings, run),
        "select": SelectTool(),
    }


def region_runner(tasks: Tasks) -> Runner:
    """Return what does slow work of a tool on the lane of the pixels."""

    def run(work: Callable[[], T], done: Callable[[T], None]) -> None:
        tasks.run("pixels", lambda _task: work(), done=done, label="region")

    return run
