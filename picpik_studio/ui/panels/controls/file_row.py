"""A row for a file that is named once and read later."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui import theme
from picpik_studio.ui.file_dialog import make_roomy
from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.plain_rows import WIDE
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.subject import Subject
from picpik_studio.ui.panels.controls.text import tip

PEM: Final = QT_TRANSLATE_NOOP("Files", "Certificates and keys (*.pem *.crt *.cer *.key)")
ANY: Final = QT_TRANSLATE_NOOP("Files", "All files (*)")


class FileRow(ValueRow):
    """The path of a PEM file: typed, or chosen in a dialog. "" is none."""

    def __init__(self, about: Subject, parent: QWidget | None = None) -> None:
        super().__init__(about, parent)
        self.line = QLineEdit(self)
        self.button = icon_button("folder-open", self.tr("Choose a file…"), self)
        self.line.setFixedWidth(WIDE - self.button.width() - theme.HALF)
        self.line.setPlaceholderText(self.tr("None"))
        self.line.setAccessibleName(about.title)
        self.line.setAccessibleDescription(about.help)
        self.header.addWidget(self.line)
        self.header.addWidget(self.button)
        self.line.editingFinished.connect(self._typed)
        self.button.clicked.connect(self.choose)
        self.show_value(about.default)

    def choose(self) -> None:
        """Ask for the file, beginning where the present one lies."""
        dialog = QFileDialog(self.window(), self.about.title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([QCoreApplication.translate("Files", text) for text in (PEM, ANY)])
        make_roomy(dialog)
        if self.value:
            dialog.setDirectory(str(Path(self.value).parent))
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _typed(self) -> None:
        self._take(self.line.text().strip())

    def _show(self, value: Any) -> None:  # noqa: ANN401 - a value is of its own kind
        self.line.setText(value)  # and the cursor stands at the end: the name is seen, whatever its folder is
        self.line.setToolTip(tip(self.about.title, value) if value else "")
