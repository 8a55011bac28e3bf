"""The row of the magic wand: how it combines, how alike colours must be, and whether they must hang together."""

from PySide6.QtWidgets import QCheckBox, QWidget

from picpik_studio.core.fill import MAX_TOLERANCE
from picpik_studio.core.tools.region_settings import TOLERANCE, RegionSettings
from picpik_studio.ui.binding import follow
from picpik_studio.ui.options.combine_buttons import CombineButtons
from picpik_studio.ui.options.pieces import row_of, upright_line
from picpik_studio.ui.options.value import STEPS, Quantity, ValueControl
from picpik_studio.ui.panels.controls.text import tip


class RegionRow(QWidget):
    """Add, subtract, intersect; tolerance; joined pixels only."""

    def __init__(self, settings: RegionSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.combine = CombineButtons(settings, self)
        self.tolerance = ValueControl(self._quantity(), settings, TOLERANCE, self)
        self.contiguous = QCheckBox(self.tr("Contiguous"), self)
        self.contiguous.setToolTip(
            tip(
                self.contiguous.text(),
                self.tr("On: only pixels that hang together with the one under the pointer. Off: all alike, anywhere."),
            )
        )
        self.contiguous.setAccessibleName(self.contiguous.text())
        self.contiguous.toggled.connect(lambda on: setattr(settings, "contiguous", on))
        row = row_of(self)
        for widget in (self.combine, self.tolerance, self.contiguous):
            row.addWidget(upright_line(self))
            row.addWidget(widget)
        row.addStretch(1)
        follow(self, settings.changed, self._show)
        self._show("contiguous")

    def _quantity(self) -> Quantity:
        return Quantity(
            "tolerance",
            self.tr("Tolerance"),
            self.tr("How much colours may differ from the one that is clicked, 0 to 255. Drag sideways with the wand."),
            "",
            0,
            MAX_TOLERANCE,
            lambda value: value * STEPS / MAX_TOLERANCE,
            lambda place: place * MAX_TOLERANCE / STEPS,
        )

    def _show(self, _name: str) -> None:
        self.tolerance.show_value()
        self.contiguous.setChecked(self._settings.contiguous)
