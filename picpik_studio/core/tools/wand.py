"""The magic wand."""

from collections.abc import Callable

from picpik_studio.core.document import Document, composed
from picpik_studio.core.fill import Region, Wand
from picpik_studio.core.geometry import Rect
from picpik_studio.core.signal import Signal
from picpik_studio.core.tools.base import Key, ToolEvent
from picpik_studio.core.tools.combine import Combine, chosen, put
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.texts import QT_TRANSLATE_NOOP

_LABEL = QT_TRANSLATE_NOOP("Edit", "Magic wand")

Runner = Callable[[Callable[[], Wand], Callable[[Wand], None]], None]
"""Does the first on a worker and hands what it returned to the second, on the thread of the document."""


def at_once(work: Callable[[], Wand], done: Callable[[Wand], None]) -> None:
    """Do the work where it is asked for: right for tests and small pictures."""
    done(work())


class WandTool:
    """A click takes the pixels that look like the one under it, in the composed picture, as one edit.

    From the press to the release the region is only shown: `preview` follows the tolerance. The modifiers of the press
    choose how it is combined (`combine.chosen`). Comparing all pixels is slow work, which `run` does elsewhere; when
    the button is let go before it has ended, the region is put in at the end. Escape, or another press, gives it up.
    """

    def __init__(self, document: Document, settings: RegionSettings, run: Runner = at_once) -> None:
        self.previewed: Signal[()] = Signal()
        self._document = document
        self._settings = settings
        self._run = run
        self._is_active = False
        self._how = Combine.ADD
        self._is_released = False
        self._ask = 0
        self._wand: Wand | None = None

    @property
    def is_active(self) -> bool:
        """Whether a region is being looked for or shown."""
        return self._is_active

    @property
    def combine(self) -> Combine | None:
        """How the region will be combined with the mask."""
        return self._how if self._is_active else None

    def preview(self, tolerance: int | None = None) -> Region | None:
        """Return the region for `tolerance` (without one: as it is set), or None before it is known.

        `previewed` says that it is known now. It takes some 20 ms at 24 MP.
        """
        if self._wand is None:
            return None
        wanted = self._settings.tolerance if tolerance is None else tolerance
        return self._wand.region(wanted, contiguous=self._settings.contiguous)

    def press(self, event: ToolEvent) -> None:
        """Look for the region around the event's point; a press outside the picture does nothing."""
        self.cancel()
        if not Rect.of(self._document.size).contains(event.point):
            return
        self._how = chosen(event.modifiers, event.button, self._settings.combine)
        self._is_active, self._is_released = True, False
        self._ask += 1
        ask, picture, patches = self._ask, self._document.picture, self._document.patches

        def compare() -> Wand:
            pixels = composed(picture, patches, Rect.of(picture.size))
            return Wand(pixels, event.point, has_alpha=picture.has_alpha)

        def take(wand: Wand) -> None:
            if ask == self._ask and self.is_active:
                self._take(wand)

        self._run(compare, take)

    def move(self, event: ToolEvent) -> None:
        """Do nothing: the region is that of the press."""

    def release(self, event: ToolEvent) -> None:
        """Put the region into the mask, as soon as it is known. Raises EditOpenError while another edit is open."""
        del event
        self._is_released = True
        if self._wand is not None:
            self._finish(self._wand)

    def double_click(self, event: ToolEvent) -> None:
        """Look for the region around the event's point."""
        self.press(event)

    def key(self, key: Key, *, is_down: bool = True) -> bool:
        """Take in a key; return whether it was for this tool: Escape and Backspace give the region up."""
        if not self.is_active or key not in {Key.ESCAPE, Key.BACKSPACE}:
            return False
        if is_down:
            self.cancel()
        return True

    def cancel(self) -> None:
        """Give the region up; the document was never touched."""
        self._is_active, self._wand = False, None

    def _take(self, wand: Wand) -> None:
        if self._is_released:
            self._finish(wand)
        else:
            self._wand = wand
            self.previewed.emit()

    def _finish(self, wand: Wand) -> None:
        self.cancel()
        region = wand.region(self._settings.tolerance, contiguous=self._settings.contiguous)
        put(self._document, region, self._how, _LABEL)
