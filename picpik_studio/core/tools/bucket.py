"""The bucket."""

from picpik_studio.core.document import Document
from picpik_studio.core.fill import enclosed, filled, painted_part
from picpik_studio.core.tools.base import Key, ToolEvent
from picpik_studio.core.tools.combine import Combine, chosen, put
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.texts import QT_TRANSLATE_NOOP

_FILL = QT_TRANSLATE_NOOP("Edit", "Fill region")
_EMPTY = QT_TRANSLATE_NOOP("Edit", "Empty region")


class BucketTool:
    """A click paints the region that painted edges enclose, up to the picture's border, as one edit at the release.

    Where it subtracts it takes the painted part under the pointer away, with its soft edge; where it intersects it
    keeps that part and nothing else (`combine.chosen`). A click on what already is as wanted does nothing.
    """

    def __init__(self, document: Document, settings: RegionSettings) -> None:
        self._document = document
        self._settings = settings
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
        """Fill or empty the region of the press. Raises EditOpenError while another edit is open."""
        del event
        press, self._press = self._press, None
        if press is None:
            return
        how = chosen(press.modifiers, press.button, self._settings.combine)
        if how is Combine.ADD:
            self._fill(press)
        else:
            self._empty(press, how)

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

    def _fill(self, press: ToolEvent) -> None:
        mask = self._document.mask.pixels
        put(self._document, filled(mask, enclosed(mask, press.point)), Combine.ADD, _FILL)

    def _empty(self, press: ToolEvent, how: Combine) -> None:
        """Take away the painted part under the press, or all that is not it."""
        mask = self._document.mask.pixels
        rect, part = painted_part(mask, press.point)
        if how is Combine.INTERSECT:
            put(self._document, (rect, part), how, _EMPTY)
            return
        # What is painted becomes kept: the same filling, seen from the other side.
        around, kept = filled(~mask, (rect, part))
        put(self._document, (around, mask[around.slices] - ~kept), Combine.SUBTRACT, _EMPTY)
