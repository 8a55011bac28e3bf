"""Preferences: made of the table of settings; a change counts at once."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from picpik_studio.app.program import Program
from picpik_studio.app.setting import SettingGroup, SettingKind
from picpik_studio.app.settings import SETTING_GROUPS, SETTINGS, Setting, Settings
from picpik_studio.errors import PicPikError
from picpik_studio.files.crediting import IS_INSTALLED
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui import theme
from picpik_studio.ui.binding import bind
from picpik_studio.ui.dialogs.passphrase_row import PassphraseRow
from picpik_studio.ui.panels.controls.file_row import FileRow
from picpik_studio.ui.panels.controls.plain_rows import ColourRow, NumberRow, OptionRow, TextRow
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.slider_row import SliderRow
from picpik_studio.ui.panels.controls.subject import Subject, subject
from picpik_studio.ui.panels.controls.switch_row import SwitchRow
from picpik_studio.ui.panels.controls.text import label, line, note
from picpik_studio.ui.panels.pages import Pages
from picpik_studio.ui.pen.curve_row import CurveRow
from picpik_studio.ui.words import error_text, said

SIZE: Final = QSize(640, 690)
"""It fits a screen of 1280 x 800 with bars and title."""
PAGES: Final[tuple[tuple[str, tuple[SettingGroup, ...]], ...]] = (
    (QT_TRANSLATE_NOOP("Settings", "General"), ("keys", "sending", "notices")),
    (QT_TRANSLATE_NOOP("Settings", "Canvas"), ("canvas",)),
    (QT_TRANSLATE_NOOP("Settings", "Brush and pen"), ("painting",)),
    (QT_TRANSLATE_NOOP("Settings", "Files"), ("files",)),
    (QT_TRANSLATE_NOOP("Settings", "Content Credentials"), ("signing",)),
)
"""The title of each page, and the groups of settings on it."""
EXTRA: Final = QT_TRANSLATE_NOOP(
    "Settings", 'This needs an extra. It is installed by:\npip install "picpik-studio[c2pa]"'
)
_PLAIN: Final[Mapping[SettingKind, Callable[[Subject], ValueRow]]] = {
    "bool": SwitchRow,
    "colour": ColourRow,
    "curve": CurveRow,
    "file": FileRow,
}
_SLIDER_RANGE: Final = 200
"""A whole number with no more steps than this gets a slider."""


class PreferencesDialog(QDialog):
    """Shows every setting of the table that is listed, in pages; with a `program`, the passphrase too."""

    def __init__(self, settings: Settings, parent: QWidget | None = None, *, program: Program | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self._program = program
        self.rows: dict[str, ValueRow] = {}
        self.pages = Pages(self)
        self._page_of: dict[SettingGroup, QWidget] = {}
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

    def show_group(self, group: SettingGroup) -> None:
        """Bring the page into sight that a group of settings is on."""
        self.pages.show_page(self._page_of[group])

    def _lay_out(self) -> None:
        for title, groups in PAGES:
            page = self._page(groups)
            self.pages.add(said(title), page)
            self._page_of |= dict.fromkeys(groups, page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self.reset, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        buttons.setContentsMargins(2 * theme.GRID, theme.GRID, 2 * theme.GRID, theme.GRID + theme.HALF)
        self.remark.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.pages, line(self), self.remark, buttons):
            layout.addWidget(widget)

    def _page(self, groups: tuple[SettingGroup, ...]) -> QScrollArea:
        """Return one page; several groups on it have a heading each."""
        area = QScrollArea(self)
        inside = QWidget(area)
        inside.setProperty("surface", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        column.setSpacing(theme.GRID + theme.HALF)
        for group in groups:
            if len(groups) > 1:
                column.addWidget(label(said(SETTING_GROUPS[group]), "heading", inside))
            if group == "signing" and not IS_INSTALLED:
                column.addWidget(note(said(EXTRA), "", inside))
            self._add(column, [setting for setting in SETTINGS if setting.group == group and setting.is_listed])
            if group == "signing":
                self._complete_signing(column)
            column.addSpacing(theme.GRID)
        column.addStretch(1)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _add(self, column: QVBoxLayout, settings: list[Setting]) -> None:
        for setting in settings:
            row = make_row(setting)
            bind(row, self, self._settings, setting.name)
            self.rows[setting.name] = row
            if isinstance(row, CurveRow):
                row.follow_pressure(self._settings)
            column.addLayout(_pair(row, said(setting.help)))

    def _complete_signing(self, column: QVBoxLayout) -> None:
        """Add the passphrase, which is no setting; without the extra nothing of the group can be set but off."""
        if self._program is not None:
            row = self.passphrase = PassphraseRow(self._program)
            row.setEnabled(IS_INSTALLED)
            column.addLayout(_pair(row, self.tr("Only for a key that is locked. The system's keyring keeps it.")))
        for setting in SETTINGS:
            if setting.group == "signing":
                is_on = self._settings.get(setting.name) is True
                self.rows[setting.name].setEnabled(IS_INSTALLED or is_on)


def _pair(row: ValueRow, explained: str) -> QVBoxLayout:
    pair = QVBoxLayout()
    pair.setSpacing(2)
    pair.addWidget(row)
    pair.addWidget(note(explained))
    return pair


def make_row(setting: Setting) -> ValueRow:
    """Return the row for a kind of setting."""
    about = subject(setting)
    if setting.kind == "choice":
        return OptionRow(about, ((value, said(title)) for value, title in setting.choices))
    if setting.kind == "int":
        has_slider = about.high - about.low <= _SLIDER_RANGE
        return SliderRow(about, is_calm=True) if has_slider else NumberRow(about)
    return _PLAIN.get(setting.kind, TextRow)(about)
