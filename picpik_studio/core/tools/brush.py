"""The brush: paints and erases the repaint area."""

from collections.abc import Iterable

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import EMPTY, Point
from picpik_studio.core.mask_editor import MaskEditor
from picpik_studio.core.raster import Capsules, Dab, Stamps
from picpik_studio.core.stroke import Stroke, tip
from picpik_studio.core.tools.base import Button, Modifiers, ToolEvent
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.texts import QT_TRANSLATE_NOOP

_PAINT = QT_TRANSLATE_NOOP("Edit", "Paint")
_ERASE = QT_TRANSLATE_NOOP("Edit", "Erase")
_ERASERS = (Button.RIGHT, Button.ERASER)


class BrushTool:
    """One stroke from press to release is one edit. The right button and the pen's eraser end always erase.

    A press with Shift draws a straight line from where the last stroke ended. The brush is taken from `settings` at
    the press and does not change during a stroke.
    """

    def __init__(self, document: Document, settings: ToolSettings) -> None:
        self._document = document
        self._settings = settings
        self._tip: Stamps | Capsules | None = None
        self._editor: MaskEditor | None = None
        self._stroke: Stroke | None = None
        self._erase = False
        self._last: Point | None = None

    @property
    def is_active(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._editor is not None

    @property
    def last_point(self) -> Point | None:
        """Where a straight line would begin: the end of the last stroke, in image pixels."""
        return self._last

    def press(self, event: ToolEvent) -> None:
        """Begin a stroke; a second button during a stroke is ignored."""
        if self._editor is not None:
            return
        self._erase = event.button in _ERASERS or self._settings.mode == "erase"
        editor = self._document.begin(_ERASE if self._erase else _PAINT)
        self._editor = editor
        is_line = Modifiers.SHIFT in event.modifiers and self._last is not None
        start = self._last if is_line and self._last is not None else event.point
        self._stroke = Stroke(self._tip_for_settings(), self._document.size, start)
        self._paint(self._stroke.start())
        if is_line:
            self._paint(self._stroke.to(event.point))
        self._last = event.point

    def move(self, event: ToolEvent) -> None:
        """Draw on to the event's point."""
        if self._stroke is not None:
            self._paint(self._stroke.to(event.point))
            self._last = event.point

    def release(self, event: ToolEvent) -> None:
        """Draw to the event's point and keep the stroke."""
        self.move(event)
        editor = self._end()
        if editor is not None:
            editor.commit()

    def cancel(self) -> None:
        """Take the stroke back, to the last pixel."""
        editor = self._end()
        if editor is not None:
            editor.abort()

    def _paint(self, dabs: Iterable[Dab]) -> None:
        if self._editor is None:
            return
        changed = EMPTY
        try:
            for dab in dabs:
                pixels = self._editor.touch(dab.rect)
                changed = changed.united(dab.paint(pixels, erase=self._erase))
            self._editor.announce(changed)
        except BaseException:
            self.cancel()
            raise

    def _tip_for_settings(self) -> Stamps | Capsules:
        brush = self._settings.brush
        if self._tip is None or self._tip.brush != brush:
            self._tip = tip(brush)
        return self._tip

    def _end(self) -> MaskEditor | None:
        editor, self._editor, self._stroke = self._editor, None, None
        return editor
