"""Preferences: made of the table of settings; a change counts at once."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from picpik_studio.app.settings import SETTING_GROUPS, SETTINGS, Setting, Settings
from picpik_studio.errors import PicPikError
from picpik_studio.ui import theme
from picpik_studio.ui.binding import bind
from picpik_studio.ui.panels.controls.plain_rows import ColourRow, NumberRow, OptionRow, TextRow
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.slider_row import SliderRow
from picpik_studio.ui.panels.controls.subject import subject
from picpik_studio.ui.panels.controls.switch_row import SwitchRow
from picpik_studio.ui.panels.controls.text import label, line, note
from picpik_studio.ui.pen.curve_row import CurveRow
from picpik_studio.ui.words import error_text, said

SIZE: Final = QSize(520, 600)
_SLIDER_RANGE: Final = 200
"""A whole number with no more steps than this gets a slider."""


class PreferencesDialog(QDialog):
    """Shows every setting of the table that is listed, in its groups."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self.rows: dict[str, ValueRow] = {}
        self.area = QScrollArea(self)
        self.remark = note("", "error", self)
        self.reset = QPushButton(self.tr("Reset all"), self)
        self._lay_out()
        self.reset.clicked.connect(self.reset_all)
        self.resize(SIZE)

    def reset_all(self) -> None:
        """Put every listed setting back to its default."""
        try:
            for name in self.rows:
                self._settings.reset(name)
        except PicPikError as error:
            self.remark.setText(error_text(error))
            self.remark.show()

    def _lay_out(self) -> None:
        inside = QWidget(self.area)
        inside.setProperty("surface", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        column.setSpacing(theme.GRID + theme.HALF)
        for group, title in SETTING_GROUPS.items():
            listed = [setting for setting in SETTINGS if setting.group == group and setting.is_listed]
            if listed:
                column.addWidget(label(said(title), "heading", inside))
                self._add(column, listed)
                column.addSpacing(theme.GRID)
        column.addStretch(1)
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self.reset, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        buttons.setContentsMargins(2 * theme.GRID, theme.GRID, 2 * theme.GRID, theme.GRID + theme.HALF)
        self.remark.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.area, line(self), self.remark, buttons):
            layout.addWidget(widget)

    def _add(self, column: QVBoxLayout, settings: list[Setting]) -> None:
        for setting in settings:
            row = make_row(setting)
            bind(row, self, self._settings, setting.name)
            self.rows[setting.name] = row
            if isinstance(row, CurveRow):
                row.follow_pressure(self._settings)
            pair = QVBoxLayout()
            pair.setSpacing(2)
            pair.addWidget(row)
            pair.addWidget(note(said(setting.help)))
            column.addLayout(pair)


def make_row(setting: Setting) -> ValueRow:
    """Return the row for a kind of setting."""
    about = subject(setting)
    match setting.kind:
        case "bool":
            return SwitchRow(about)
        case "colour":
            return ColourRow(about)
        case "curve":
            return CurveRow(about)
        case "choice":
            return OptionRow(about, ((value, said(title)) for value, title in setting.choices))
        case "int":
            has_slider = about.high - about.low <= _SLIDER_RANGE
            return SliderRow(about, is_calm=True) if has_slider else NumberRow(about)
        case _:
            return TextRow(about)
