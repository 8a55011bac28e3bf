"""The row of lasso, polygon, rectangle, ellipse and bucket: how they combine with what is painted."""

from PySide6.QtWidgets import QWidget

from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.ui.options.combine_buttons import CombineButtons
from picpik_studio.ui.options.pieces import row_of, upright_line


class ShapeRow(QWidget):
    """Add, subtract, intersect."""

    def __init__(self, settings: RegionSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combine = CombineButtons(settings, self)
        row = row_of(self)
        row.addWidget(upright_line(self))
        row.addWidget(self.combine)
        row.addStretch(1)
