"""How a picture is saved, inside the dialog that asks where: the settings of Preferences, changed in place."""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from picpik_studio.app.settings import SETTINGS_BY_NAME, Settings
from picpik_studio.files.crediting import IS_INSTALLED
from picpik_studio.files.kinds import SUFFIXES
from picpik_studio.ui import theme
from picpik_studio.ui.binding import bind, follow
from picpik_studio.ui.dialogs.preferences import make_row
from picpik_studio.ui.panels.controls.row import ValueRow

SAYING: Final = ("write_parameters", "write_sidecar", "strip_place", *(("sign_pictures",) if IS_INSTALLED else ()))
COMPRESSING: Final = ("jpeg_as_opened", "jpeg_quality", "jpeg_subsampling")


class SaveOptions(QWidget):
    """What goes into the file, and how JPEG is compressed. `rows` by the names of their settings.

    `was_jpeg`: the picture was opened as a JPEG, so that it can be compressed as it was; quality and colour rest then.
    """

    def __init__(self, settings: Settings, dialog: QFileDialog, *, was_jpeg: bool) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self.rows: dict[str, ValueRow] = {}
        self._settings = settings
        self._kind = ""
        self._name = dialog.findChild(QLineEdit, "fileNameEdit")  # Qt's own; there is none in the system's dialog
        self.jpeg = self._column(COMPRESSING)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, theme.GRID, 0, 0)
        layout.setHorizontalSpacing(4 * theme.GRID)
        layout.addWidget(self._column(SAYING), 0, 0)
        layout.addWidget(self.jpeg, 0, 1)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)
        self.rows["jpeg_as_opened"].setVisible(was_jpeg)
        if was_jpeg:
            follow(self, settings.changed, lambda name: self._rest() if name == "jpeg_as_opened" else None)
            self._rest()

    def stand_in(self, grid: QGridLayout, kind: str) -> None:
        """Take a place below all else in the dialog's grid, and follow the kind of file that is chosen there.

        An ending that is typed counts more than the chosen kind, as it does when the file is written.
        """
        grid.addWidget(self, grid.rowCount(), 0, 1, grid.columnCount())
        self._kind = kind
        self._dialog.filterSelected.connect(self._take_kind)
        if self._name is not None:
            self._name.textChanged.connect(self._show_kind)
        self._show_kind()

    def _take_kind(self, kind: str) -> None:
        self._kind = kind
        self._show_kind()

    def _show_kind(self) -> None:
        """Show what matters for the kind of file that will be written."""
        typed = Path(self._name.text()).suffix.lower() if self._name is not None else ""
        kind = SUFFIXES.get(typed) or self._kind.split(" ")[0]
        self.jpeg.setVisible(kind == "JPEG")

    def _rest(self) -> None:
        is_as_opened = self._settings.is_on("jpeg_as_opened")
        for name in ("jpeg_quality", "jpeg_subsampling"):
            self.rows[name].setEnabled(not is_as_opened)

    def _column(self, names: tuple[str, ...]) -> QWidget:
        column = QWidget(self)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF)
        for name in names:
            row = self.rows[name] = make_row(SETTINGS_BY_NAME[name])
            bind(row, column, self._settings, name)
            layout.addWidget(row)
        layout.addStretch(1)
        return column
