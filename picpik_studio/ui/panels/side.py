"""The side of the window: the parameters over the list of jobs."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.panels.jobs import JobsPanel
from picpik_studio.ui.panels.parameters import ParametersPanel

JOBS_PX: Final = 30 * theme.GRID
"""The most that a list of jobs takes by itself, in px: two that have ended, or one with all that can be said of it."""

EMPTY_PX: Final = 9 * theme.GRID
"""The height of an empty list, in px: its heading and a line."""


class SidePanels(QSplitter):
    """Gives the jobs little room until there are some, then more as they need it.

    Once a person has moved the handle, what they chose stays.
    """

    def __init__(self, parameters: ParametersPanel, jobs: JobsPanel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._jobs = jobs
        self._is_chosen = False
        self.setChildrenCollapsible(False)
        for stretch, panel in ((1, parameters), (0, jobs)):
            self.addWidget(panel)
            self.setStretchFactor(self.indexOf(panel), stretch)
        jobs.counted.connect(self._divide)
        self.splitterMoved.connect(self._choose)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the new height."""
        super().resizeEvent(event)
        self._divide()

    def _divide(self) -> None:
        """Let the list grow with its jobs; it does not shrink while there are any, or the handle would never rest."""
        if self._is_chosen:
            return
        jobs = EMPTY_PX
        if self._jobs.is_filled:
            jobs = min(JOBS_PX, max(EMPTY_PX, self._jobs.height(), self._jobs.wanted_height()))
        self.setSizes([max(0, self.height() - self.handleWidth() - jobs), jobs])

    def _choose(self) -> None:
        self._is_chosen = True
