"""The magic wand."""

from collections.abc import Callable

from picpik_studio.core.composition import composed
from picpik_studio.core.document import Document
from picpik_studio.core.fill import Region, Wand
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.core.signal import Signal
from picpik_studio.core.tools.base import Key, ToolEvent, gives_up
from picpik_studio.core.tools.combine import Combine, chosen
from picpik_studio.core.tools.later import Runner, at_once, put_when_free
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.texts import QT_TRANSLATE_NOOP

_LABEL = QT_TRANSLATE_NOOP("Edit", "Magic wand")


class _Look:
    """One search: all pixels are compared once, then there is a region for each wish, one at a time, the latest last.

    `found` is called with every region. After `land` the last one is handed over, once.
    """

    def __init__(self, run: Runner, found: Callable[[], None]) -> None:
        self.region: Region | None = None
        self._run = run
        self._found = found
        self._wand: Wand | None = None
        self._wish = (0, False)
        self._known: tuple[int, bool] | None = None
        self._is_busy = False
        self._land: Callable[[Region], None] | None = None

    def begin(self, document: Document, point: Point) -> None:
        """Compare all pixels of the composed picture with the one at `point`."""
        picture, patches = document.picture, document.patches

        def compare() -> Wand:
            pixels = composed(picture, patches, Rect.of(picture.size))
            return Wand(pixels, point, has_alpha=picture.has_alpha)

        self._run(compare, self._compared)

    def wish(self, settings: RegionSettings) -> None:
        """Look for the region as it is set now."""
        self._wish = settings.tolerance, settings.contiguous
        self._go_on()

    def land(self, receiver: Callable[[Region], None]) -> None:
        """Hand the last region that was wished for to `receiver`, as soon as it is known."""
        self._land = receiver
        self._go_on()

    def _compared(self, wand: Wand) -> None:
        self._wand = wand
        self._go_on()

    def _go_on(self) -> None:
        wand, wish = self._wand, self._wish
        if wand is None or self._is_busy:
            return
        if wish != self._known:
            self._is_busy = True
            self._run(lambda: wand.region(wish[0], contiguous=wish[1]), lambda region: self._take(wish, region))
        elif self._land is not None and self.region is not None:
            receiver, self._land = self._land, None
            receiver(self.region)

    def _take(self, wish: tuple[int, bool], region: Region) -> None:
        self._is_busy = False
        self._known, self.region = wish, region
        self._found()
        self._go_on()


class WandTool:
    """A click takes the pixels that look like the one under it, in the composed picture, as one edit.

    From the press to the release the region is only shown: `preview` follows the settings, and `previewed` tells of it.
    The press chooses how it is combined (`combine.chosen`). Comparing all pixels and finding the region are slow work,
    which `run` does elsewhere; when the button is let go before it has ended, the region is put in at the end. Escape
    during the press gives it up, and so does another press.
    """

    def __init__(self, document: Document, settings: RegionSettings, run: Runner = at_once) -> None:
        self.previewed: Signal[()] = Signal()
        self._document = document
        self._settings = settings
        self._run = run
        self._how = Combine.ADD
        self._look: _Look | None = None
        self._origin = document.origin
        self._leave: Callable[[], None] | None = None

    @property
    def is_active(self) -> bool:
        """Whether it is between press and release."""
        return self._look is not None

    @property
    def combine(self) -> Combine | None:
        """How the region will be combined with the mask."""
        return self._how if self.is_active else None

    def preview(self) -> Region | None:
        """Return the last region that was found since the press, or None before."""
        return self._look.region if self._look is not None else None

    def press(self, event: ToolEvent) -> None:
        """Look for the region around the event's point; a press outside the picture does nothing."""
        self.cancel()
        if not Rect.of(self._document.size).contains(event.point):
            return
        self._how = chosen(event.modifiers, event.button, self._settings.combine)
        look = self._look = _Look(self._run, self.previewed.emit)
        self._origin = self._document.origin
        look.wish(self._settings)
        self._leave = self._settings.changed.connect(lambda _name: look.wish(self._settings))
        look.begin(self._document, event.point)

    def move(self, event: ToolEvent) -> None:
        """Do nothing: the region is that of the press."""

    def release(self, event: ToolEvent) -> None:
        """Put the region into the mask, as soon as it is known and no other edit is open."""
        del event
        look, how, origin = self._look, self._how, self._origin
        self.cancel()
        if look is not None:
            look.land(lambda region: put_when_free(self._document, region, how, _LABEL, origin))

    def double_click(self, event: ToolEvent) -> None:
        """Look for the region around the event's point."""
        self.press(event)

    def key(self, key: Key, *, is_down: bool = True) -> bool:
        """Take in a key; return whether it was for this tool: Escape and Backspace give the region up."""
        return gives_up(self, key, is_down=is_down)

    def cancel(self) -> None:
        """Give the region up; the document was never touched."""
        self._look = None
        if self._leave is not None:
            self._leave()
            self._leave = None
