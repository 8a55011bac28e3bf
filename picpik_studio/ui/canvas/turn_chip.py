"""The chip that says how the view is turned and mirrored; a click makes it upright again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from picpik_studio.core.turn import FULL, NONE, Turn
from picpik_studio.ui.canvas.bystanders import Bystander
from picpik_studio.ui.canvas.view import CanvasView
from picpik_studio.ui.icons import put_icon
from picpik_studio.ui.key_names import key_text, show_keys_with
from picpik_studio.ui.panels.controls.text import tip

_MARGIN = 12
_ICON_PX = 14


class TurnChip(QPushButton):
    """Stands in a corner of `canvas` for as long as its view is not upright."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setProperty("chip", "turned")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        put_icon(self, "rotate-ccw", size=_ICON_PX)
        self.move(_MARGIN, _MARGIN)
        Bystander(self, canvas)
        self.clicked.connect(lambda: canvas.turn_to(NONE))
        canvas.turn_changed.connect(self._follow)
        show_keys_with(self, self._follow)

    def _follow(self) -> None:
        turn = self._canvas.viewport.turn
        self.setVisible(not turn.is_none)
        if not turn.is_none:
            self.setText(self._said(turn))
            keys = self.tr("Click, or press Esc twice, to see the picture upright.")
            self.setToolTip(tip(f"{self.tr('Upright view')} ({key_text('view.turn_back')})", keys))
            self.adjustSize()

    def _said(self, turn: Turn) -> str:
        degrees = f"{signed(turn.degrees)}°".replace("-", "\N{MINUS SIGN}")
        if not turn.is_mirrored:
            return self.tr("View turned {degrees}").format(degrees=degrees)
        if not turn.degrees:
            return self.tr("Mirrored")
        return self.tr("Mirrored, turned {degrees}").format(degrees=degrees)


def signed(degrees: float) -> int:
    """Return an angle of 0 to 360 degrees as it is said: rounded, from -179 to 180."""
    rounded = round(degrees)
    return rounded if rounded <= FULL / 2 else rounded - round(FULL)
