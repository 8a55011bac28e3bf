"""The row of the frame tool: what is sent."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from picpik_studio.app.parameters import FrameMode, Parameters
from picpik_studio.core.geometry import Rect
from picpik_studio.ui.binding import follow
from picpik_studio.ui.options.pieces import row_of, upright_line
from picpik_studio.ui.panels.controls.text import tip


class FrameRow(QWidget):
    """Around the repaint area, or the whole picture; a rectangle is dragged on the canvas."""

    def __init__(self, parameters: Parameters, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameters = parameters
        self.around = self._mode(self.tr("Repaint area"), self.tr("The repaint area and its surroundings."), "mask")
        self.whole = self._mode(self.tr("Whole picture"), self.tr("All of it, scaled down if too large."), "whole")
        row = row_of(self)
        row.addWidget(upright_line(self))
        for button in (self.around, self.whole):
            row.addWidget(button)
        row.addStretch(1)
        follow(self, parameters.changed, lambda name: self._show() if name == "frame_mode" else None)
        self._show()

    def _mode(self, title: str, about: str, mode: FrameMode) -> QPushButton:
        button = QPushButton(title, self)
        button.setProperty("kind", "chip")
        button.setCheckable(True)
        button.setToolTip(tip(title, about))
        button.clicked.connect(self._chooser(mode))
        return button

    def _chooser(self, mode: FrameMode) -> Callable[[], None]:
        def choose() -> None:
            self._parameters.set("frame_mode", mode)
            self._show()

        return choose

    def _show(self) -> None:
        mode = self._parameters.values.frame_mode
        self.around.setChecked(not isinstance(mode, Rect) and mode == "mask")
        self.whole.setChecked(not isinstance(mode, Rect) and mode == "whole")
