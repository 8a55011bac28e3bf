"""The bucket."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.core.fill import Region, enclosed, filled, painted_part
from picpik_studio.core.geometry import Point
from picpik_studio.core.tools.base import Key, ToolEvent
from picpik_studio.core.tools.combine import Combine, chosen
from picpik_studio.core.tools.later import Runner, at_once, put_when_free
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.texts import QT_TRANSLATE_NOOP

_FILL = QT_TRANSLATE_NOOP("Edit", "Fill region")
_EMPTY = QT_TRANSLATE_NOOP("Edit", "Empty region")


class BucketTool:
    """A click paints the region that painted edges enclose, up to the picture's border, as one edit at the release.

    Where it subtracts it takes the painted part under the pointer away, with its soft edge; where it intersects it
    keeps that part and nothing else (`combine.chosen`). A click on what already is as wanted does nothing.
    """

    def __init__(self, document: Document, settings: RegionSettings, run: Runner = at_once) -> None:
        self._document = document
        self._settings = settings
        self._run = run
        self._press: ToolEvent | None = None

    @property
    def is_active(self) -> bool:
        """Whether it is between press and release."""
        return self._press is not None

    def press(self, event: ToolEvent) -> None:
        """Remember the place; a second button is ignored."""
        self._press = self._press or event

    def move(self, event: ToolEvent) -> None:
        """Do nothing: the region is that of the press."""

    def release(self, event: ToolEvent) -> None:
        """Fill or empty the region of the press, which `run` finds in the mask of now, when no other edit is open."""
        del event
        press, self._press = self._press, None
        if press is None:
            return
        how = chosen(press.modifiers, press.button, self._settings.combine)
        label = _FILL if how is Combine.ADD else _EMPTY
        mask, find = self._document.snapshot().mask, _FINDERS[how]
        self._run(lambda: find(mask, press.point), lambda region: put_when_free(self._document, region, how, label))

    def double_click(self, event: ToolEvent) -> None:
        """Do nothing: the first press has not ended."""
        del event

    def key(self, key: Key, *, is_down: bool = True) -> bool:
        """Take in a key; return whether it was for this tool: Escape and Backspace give the press up."""
        if not self.is_active or key not in {Key.ESCAPE, Key.BACKSPACE}:
            return False
        if is_down:
            self.cancel()
        return True

    def cancel(self) -> None:
        """Forget the press; the document was never touched."""
        self._press = None


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
