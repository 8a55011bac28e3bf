"""The brush: paints and erases the repaint area."""

from collections.abc import Callable, Iterable
from typing import Protocol

from picpik_studio.core.bands import BANDED_FROM, paint_banded
from picpik_studio.core.brush import Touch
from picpik_studio.core.geometry import EMPTY, Point, Rect, Size, union
from picpik_studio.core.mask_editor import MaskEditor
from picpik_studio.core.raster import Dab
from picpik_studio.core.smoothing import PulledString, StraightWay
from picpik_studio.core.stroke import Stroke, Tip
from picpik_studio.core.tools.base import ERASERS, Modifiers, ToolEvent
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.texts import QT_TRANSLATE_NOOP

LONGEST_STRING_PX = 160.0
"""How many pixels of the screen the string has at a smoothing of 1."""

_PAINT = QT_TRANSLATE_NOOP("Edit", "Paint")
_ERASE = QT_TRANSLATE_NOOP("Edit", "Erase")
_REACH_PX = 6.0


class _Drawing:
    """A stroke between press and release: from the pointer's path to the brush's, and into the mask."""

    def __init__(self, editor: MaskEditor, stroke: Stroke, touch: Touch, *, erase: bool) -> None:
        self.editor = editor
        self.strongest = touch.opacity
        self._stroke = stroke
        self._touch = touch
        self._erase = erase
        self._string: PulledString | None = None
        self._way: StraightWay | None = None
        self._before: Dab | None = None

    @property
    def place(self) -> Point:
        """Where the brush is."""
        return self._stroke.last

    def start(self) -> None:
        """Paint the first touch."""
        self._paint(self._stroke.start())

    def lay_out(self, pointer: Point, string: float, reach: float) -> None:
        """Follow the pointer from `pointer` on by a string, and by a straight way (lengths in image pixels)."""
        self._string = PulledString(pointer, string) if string else None
        self._way = StraightWay(reach)
        self._way.held(pointer, is_straight=False)

    def draw(self, pointer: Point, touch: Touch, *, is_straight: bool, is_last: bool = False) -> Point:
        """Go on; return to where the pointer has come on its straight way. The `last` one is reached in spite of it."""
        if self._way is not None:
            pointer = self._way.held(pointer, is_straight=is_straight)
        place = self._string.pulled(pointer) if self._string is not None and not is_last else pointer
        self.to(place, self._touch if is_last else touch)
        return pointer

    def to(self, point: Point, touch: Touch) -> None:
        """Paint on to `point`."""
        self._touch = touch
        self.strongest = max(self.strongest, touch.opacity)
        self._paint(self._stroke.to(point, touch))

    def jump(self, dx: float, dy: float) -> None:
        """Go on as far away from here, in image pixels."""
        if self._string is not None:
            self._string.shift(dx, dy)
        if self._way is not None:
            self._way.shift(dx, dy)
        last = self._stroke.last
        self._paint(self._stroke.jump(Point(last.x + dx, last.y + dy)))

    def _paint(self, dabs: Iterable[Dab]) -> None:
        """Paint the dabs and announce them at once; when that fails, take the whole stroke back."""
        small: list[Rect] = []
        large: list[Dab] = []
        editor, erase = self.editor, self._erase
        try:
            for dab in dabs:
                pixels = editor.touch(dab.rect)
                if dab.rect.height < BANDED_FROM:
                    small.append(dab.paint(pixels, erase=erase))
                else:
                    large.append(dab)
            parts = paint_banded(large, editor.touch(EMPTY), self._before, erase=erase) if large else []
            self._before = large[-1] if large else self._before
            editor.announce(union(small), *parts)
        except BaseException:
            self.editor.abort()
            raise


class Paintable(Protocol):
    """What a brush paints on: a document's mask, or another plane of some size."""

    @property
    def size(self) -> Size:
        """Width and height in pixels."""

    def begin(self, label: str) -> MaskEditor:
        """Open an edit, named `label` for people. Raises EditOpenError while another one is open."""


Erases = Callable[[ToolEvent], bool]


class BrushTool:
    """One stroke from press to release is one edit. The right button and the pen's eraser end always erase.

    A press with Shift draws a straight line from where the last stroke ended; Shift later on holds the stroke to the
    nearest of eight directions. The brush is taken from `settings` at the press and does not change during a stroke,
    but a pen's pressure changes how much of it is used. With smoothing the brush is pulled by a string; the release
    brings it to the pointer. `erases` says which strokes erase, and `labels` name the edits that paint and that erase,
    where it is not the mask that is painted.
    """

    def __init__(
        self,
        document: Paintable,
        settings: ToolSettings,
        erases: Erases | None = None,
        labels: tuple[str, str] = (_PAINT, _ERASE),
    ) -> None:
        self._document = document
        self._settings = settings
        self._erases = erases or self._erases_mask
        self._labels = labels
        self._tip: Tip | None = None
        self._drawing: _Drawing | None = None
        self._last: Point | None = None
        self._last_before: Point | None = None

    @property
    def is_active(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._drawing is not None and self._drawing.editor.is_open

    @property
    def last_point(self) -> Point | None:
        """Where a straight line would begin: the end of the last stroke, in image pixels."""
        return self._last

    @property
    def place(self) -> Point | None:
        """Where the brush is during a stroke, which smoothing keeps behind the pointer; None between strokes."""
        drawing = self._open
        return drawing.place if drawing is not None else None

    @property
    def peak(self) -> int:
        """The largest value, 0 to 255, that the last stroke has painted: by the brush's opacity and the pressure."""
        if self._drawing is None or self._tip is None:
            return 0
        return self._tip.brush.touched(Touch(1.0, self._drawing.strongest)).peak

    def forget(self, last: Point | None) -> None:
        """Let a straight line begin somewhere else than where the last stroke ended, or nowhere."""
        self._last = last

    def press(self, event: ToolEvent) -> None:
        """Begin a stroke; a second button during a stroke is ignored. Raises EditOpenError during another edit."""
        if self.is_active:
            return
        line_start = self._last if Modifiers.SHIFT in event.modifiers else None
        erase = self._erases(event)
        editor = self._document.begin(self._labels[erase])
        touch = self._settings.pen.touch(event.pressure)
        stroke = Stroke(self._tip_for_settings(), self._document.size, line_start or event.point, touch)
        drawing = self._drawing = _Drawing(editor, stroke, touch, erase=erase)
        drawing.start()
        if line_start:
            drawing.to(event.point, touch)
        string = self._settings.smoothing * LONGEST_STRING_PX * event.pixel
        drawing.lay_out(event.point, string, _REACH_PX * event.pixel)
        self._last_before, self._last = self._last, event.point

    def move(self, event: ToolEvent) -> None:
        """Draw on to the event's point, or after it by the string."""
        drawing = self._open
        if drawing is not None:
            touch = self._settings.pen.touch(event.pressure)
            self._last = drawing.draw(event.point, touch, is_straight=Modifiers.SHIFT in event.modifiers)

    def jump(self, event: ToolEvent) -> None:
        """Go on at the event's point without a line that leads there; by a string as far behind it as before."""
        drawing = self._open
        if drawing is not None and self._last is not None:
            drawing.jump(event.point.x - self._last.x, event.point.y - self._last.y)
            self._last = event.point

    def release(self, event: ToolEvent) -> None:
        """Draw to the event's point, as strongly as before (a pen that is lifted presses no more); keep the stroke."""
        drawing = self._open
        if drawing is None:
            return
        is_straight = Modifiers.SHIFT in event.modifiers
        self._last = drawing.draw(event.point, Touch(), is_straight=is_straight, is_last=True)
        drawing.editor.commit()

    def cancel(self) -> None:
        """Take the stroke back, to the last pixel."""
        drawing = self._open
        if drawing is not None:
            drawing.editor.abort()
            self._last = self._last_before

    def _erases_mask(self, event: ToolEvent) -> bool:
        return event.button in ERASERS or self._settings.mode == "erase"

    @property
    def _open(self) -> _Drawing | None:
        """The stroke, as long as its edit is open."""
        return self._drawing if self._drawing is not None and self._drawing.editor.is_open else None

    def _tip_for_settings(self) -> Tip:
        brush = self._settings.brush
        if self._tip is None or self._tip.brush != brush:
            self._tip = Tip(brush)
        return self._tip
