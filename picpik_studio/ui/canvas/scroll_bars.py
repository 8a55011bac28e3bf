"""Scroll bars at the canvas's edges, there only while the picture reaches beyond them."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QScrollBar

from picpik_studio.core.geometry import Rect
from picpik_studio.ui.canvas.bystanders import Bystander
from picpik_studio.ui.canvas.view import CanvasView

_THICK_PX = 10
_STEP_PX = 64


class Reach(NamedTuple):
    """Along one side of the view, in device pixels: where the picture begins, how long it is, how long the view is."""

    start: int
    length: int
    view: int

    @property
    def is_beyond(self) -> bool:
        """Whether a part of the picture is out of sight."""
        return self.start < 0 or self.start + self.length > self.view


class ScrollBars(QObject):
    """Two bars over a view. Their values say how far the view's middle lies inside the picture, as it is turned."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._is_following = False
        self.across = self._made(Qt.Orientation.Horizontal, lambda moved: view.pan(moved, 0))
        self.down = self._made(Qt.Orientation.Vertical, lambda moved: view.pan(0, moved))
        self.across.setAccessibleName(self.tr("Scroll sideways"))
        self.down.setAccessibleName(self.tr("Scroll up and down"))
        view.viewport_changed.connect(self.follow_view)
        view.resized.connect(self._place)
        self.follow_view()

    def follow_view(self) -> None:
        """Show where the view is."""
        placement, viewport = self._view.scene.placement, self._view.viewport
        box = viewport.to_view_rect(Rect.of(placement.size)) if placement is not None else Rect(0, 0, 0, 0)
        self._is_following = True
        self._set(self.across, Reach(box.x, box.width, viewport.view.width))
        self._set(self.down, Reach(box.y, box.height, viewport.view.height))
        self._is_following = False
        self._place()

    def _made(self, orientation: Qt.Orientation, pan: Callable[[float], None]) -> QScrollBar:
        bar = QScrollBar(orientation, self._view)
        bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar.setCursor(Qt.CursorShape.ArrowCursor)
        bar.setVisible(False)
        Bystander(bar, self._view)
        bar.valueChanged.connect(lambda value: self._scroll(bar, value, pan))
        return bar

    def _set(self, bar: QScrollBar, reach: Reach) -> None:
        middle = reach.view // 2 - reach.start
        bar.setPageStep(reach.view)
        bar.setSingleStep(_STEP_PX)
        bar.setRange(0, max(0, reach.length))
        bar.setValue(middle)
        bar.setProperty("middle", middle)
        bar.setVisible(reach.is_beyond and reach.length > 0)

    def _scroll(self, bar: QScrollBar, value: int, pan: Callable[[float], None]) -> None:
        """Move the picture as the bar was moved by hand."""
        if not self._is_following:
            pan((int(bar.property("middle")) - value) / self._view.device_scale)

    def _place(self) -> None:
        """Lay the bars along the edges; where both are there the corner stays free."""
        width, height = self._view.width(), self._view.height()
        corner = _THICK_PX if self.across.isVisibleTo(self._view) and self.down.isVisibleTo(self._view) else 0
        self.across.setGeometry(0, height - _THICK_PX, width - corner, _THICK_PX)
        self.down.setGeometry(width - _THICK_PX, 0, _THICK_PX, height - corner)
