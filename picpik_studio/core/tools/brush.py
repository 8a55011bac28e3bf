"""The brush: paints and erases the repaint area."""

from collections.abc import Iterable
from dataclasses import dataclass

from picpik_studio.core.document import Document
from picpik_studio.core.geometry import EMPTY, Point
from picpik_studio.core.mask_editor import MaskEditor
from picpik_studio.core.raster import Capsules, Dab, Stamps
from picpik_studio.core.stroke import Stroke, tip
from picpik_studio.core.tools.base import ERASERS, Modifiers, ToolEvent
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.texts import QT_TRANSLATE_NOOP

_PAINT = QT_TRANSLATE_NOOP("Edit", "Paint")
_ERASE = QT_TRANSLATE_NOOP("Edit", "Erase")


@dataclass(frozen=True, eq=False)
class _Drawing:
    """A stroke between press and release."""

    editor: MaskEditor
    stroke: Stroke
    erase: bool

    def paint(self, dabs: Iterable[Dab]) -> None:
        """Paint the dabs and announce them at once; when that fails, take the whole stroke back."""
        changed = EMPTY
        try:
            for dab in dabs:
                changed = changed.united(dab.paint(self.editor.touch(dab.rect), erase=self.erase))
            self.editor.announce(changed)
        except BaseException:
            self.editor.abort()
            raise


class BrushTool:
    """One stroke from press to release is one edit. The right button and the pen's eraser end always erase.

    A press with Shift draws a straight line from where the last stroke ended. The brush is taken from `settings` at
    the press and does not change during a stroke.
    """

    def __init__(self, document: Document, settings: ToolSettings) -> None:
        self._document = document
        self._settings = settings
        self._tip: Stamps | Capsules | None = None
        self._drawing: _Drawing | None = None
        self._last: Point | None = None

    @property
    def is_active(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._open is not None

    @property
    def last_point(self) -> Point | None:
        """Where a straight line would begin: the end of the last stroke, in image pixels."""
        return self._last

    def press(self, event: ToolEvent) -> None:
        """Begin a stroke; a second button during a stroke is ignored. Raises EditOpenError during another edit."""
        if self.is_active:
            return
        line_start = self._last if Modifiers.SHIFT in event.modifiers else None
        erase = event.button in ERASERS or self._settings.mode == "erase"
        editor = self._document.begin(_ERASE if erase else _PAINT)
        stroke = Stroke(self._tip_for_settings(), self._document.size, line_start or event.point)
        drawing = self._drawing = _Drawing(editor, stroke, erase)
        drawing.paint(stroke.start())
        if line_start:
            drawing.paint(stroke.to(event.point))
        self._last = event.point

    def move(self, event: ToolEvent) -> None:
        """Draw on to the event's point."""
        drawing = self._open
        if drawing is not None:
            drawing.paint(drawing.stroke.to(event.point))
            self._last = event.point

    def release(self, event: ToolEvent) -> None:
        """Draw to the event's point and keep the stroke."""
        self.move(event)
        drawing = self._open
        if drawing is not None:
            drawing.editor.commit()

    def cancel(self) -> None:
        """Take the stroke back, to the last pixel."""
        drawing = self._open
        if drawing is not None:
            drawing.editor.abort()

    @property
    def _open(self) -> _Drawing | None:
        """The stroke, as long as its edit is open."""
        return self._drawing if self._drawing is not None and self._drawing.editor.is_open else None

    def _tip_for_settings(self) -> Stamps | Capsules:
        brush = self._settings.brush
        if self._tip is None or self._tip.brush != brush:
            self._tip = tip(brush)
        return self._tip
