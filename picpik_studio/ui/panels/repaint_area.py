"""The page about the repaint area as a whole: how it is shown, the live steps, what was missed."""

from collections.abc import Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.column_area import ColumnArea
from picpik_studio.ui.panels.controls.section import Section


class RepaintAreaPanel(ColumnArea):
    """A column of sections; what is unfolded comes into view."""

    def __init__(self, sections: Iterable[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent, top=theme.GRID)
        self.sections = tuple(sections)
        self.column.setSpacing(0)
        for section in self.sections:
            self.column.addWidget(section)
            section.chosen.connect(lambda is_unfolded, section=section: self._bring_into_view(section, is_unfolded))
        self.column.addStretch(1)

    def _bring_into_view(self, section: Section, is_unfolded: bool) -> None:
        if is_unfolded:
            QTimer.singleShot(0, section, lambda: self.bring_into_view(section))
