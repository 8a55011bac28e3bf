"""Three buttons: what a new region does to what is painted."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from picpik_studio.core.tools.combine import Combine
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.icons import icon
from picpik_studio.ui.panels.controls.text import tip

_ICONS: Mapping[Combine, str] = MappingProxyType(
    {
        Combine.ADD: "squares-unite",
        Combine.SUBTRACT: "squares-subtract",
        Combine.INTERSECT: "squares-intersect",
    }
)


class CombineButtons(QWidget):
    """Add, subtract, intersect: one of them is down."""

    def __init__(self, settings: RegionSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._group = QButtonGroup(self)
        self.buttons = {how: self._button(how) for how in Combine}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.HALF // 2)
        for button in self.buttons.values():
            self._group.addButton(button)
            row.addWidget(button)
        follow(self, settings.changed, self._show)
        self._show("combine")

    def _button(self, how: Combine) -> QToolButton:
        title, *sentences = {
            Combine.ADD: (
                self.tr("Add"),
                self.tr("The shape is painted."),
                self.tr("Shift does so once, whatever is chosen here."),
            ),
            Combine.SUBTRACT: (
                self.tr("Subtract"),
                self.tr("Painting inside the shape is taken away."),
                self.tr("Alt or the right button does so once."),
            ),
            Combine.INTERSECT: (
                self.tr("Intersect"),
                self.tr("Painting outside the shape is taken away."),
                self.tr("Shift and Alt together do so once."),
            ),
        }[how]
        button = QToolButton(self)
        button.setCheckable(True)
        button.setIcon(icon(_ICONS[how]))
        button.setIconSize(QSize(theme.ICON, theme.ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(title)
        button.setToolTip(tip(title, *sentences))
        button.clicked.connect(lambda: setattr(self._settings, "combine", how))
        return button

    def _show(self, _name: str) -> None:
        self.buttons[self._settings.combine].setChecked(True)
