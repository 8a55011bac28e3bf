"""The bucket."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.core.fill import Region, enclosed, filled, painted_part
from picpik_studio.core.geometry import Point
from picpik_studio.core.tools.base import ToolEvent
from picpik_studio.core.tools.click import ClickTool
from picpik_studio.core.tools.combine import Combine, chosen
from picpik_studio.core.tools.later import Runner, at_once, put_when_free
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.texts import QT_TRANSLATE_NOOP

_FILL = QT_TRANSLATE_NOOP("Edit", "Fill region")
_EMPTY = QT_TRANSLATE_NOOP("Edit", "Empty region")


class BucketTool(ClickTool):
    """A click paints the region that painted edges enclose, up to the picture's border, as one edit at the release.

    Where it subtracts it takes the painted part under the pointer away, with its soft edge; where it intersects it
    keeps that part and nothing else (`combine.chosen`). A click on what already is as wanted does nothing.
    """

    def __init__(self, document: Document, settings: RegionSettings, run: Runner = at_once) -> None:
        super().__init__()
        self._document = document
        self._settings = settings
        self._run = run

    def act(self, press: ToolEvent) -> None:
        """Fill or empty the region of the press, which `run` finds in the mask of now, when no other edit is open."""
        how = chosen(press.modifiers, press.button, self._settings.combine)
        label = _FILL if how is Combine.ADD else _EMPTY
        document, find = self._document, _FINDERS[how]
        mask, origin = document.snapshot().mask, document.origin
        self._run(lambda: find(mask, press.point), lambda found: put_when_free(document, found, how, label, origin))


def _to_fill(mask: Plane, point: Point) -> Region:
    """Return what is enclosed around `point`, up to under the painting's edge."""
    return filled(mask, enclosed(mask, point))


def _to_empty(mask: Plane, point: Point) -> Region:
    """Return what to take away of the painted part at `point`."""
    # What is painted becomes kept: the same filling, seen from the other side.
    around, kept = filled(~mask, painted_part(mask, point))
    return around, mask[around.slices] - ~kept


_FINDERS: Mapping[Combine, Callable[[Plane, Point], Region]] = MappingProxyType(
    {Combine.ADD: _to_fill, Combine.SUBTRACT: _to_empty, Combine.INTERSECT: painted_part}
)
