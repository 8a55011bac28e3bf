"""About the program: version, folders, licences."""

import platform
import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from picpik_studio import __version__
from picpik_studio.app.folders import config_folder, data_folder
from picpik_studio.resources import resource
from picpik_studio.ui import theme
from picpik_studio.ui.icons import application_icon
from picpik_studio.ui.panels.controls.text import label, note

SIZE: Final = QSize(700, 560)  # a licence laid out in columns of its own fits
_FACE: Final = 56
_MEANS_SOMETHING: Final = re.compile(r"([*_`<>\[\]|])")


class AboutDialog(QDialog):
    """What is asked for when something is wrong: all of it can be copied at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About PicPik Studio"))
        self.facts = self._facts()
        self.licences = QTextBrowser(self)
        self.licences.setOpenExternalLinks(True)
        self.licences.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)  # some addresses are long
        self.licences.setMarkdown(licences())
        self.licences.setAccessibleName(self.tr("Licences"))
        self.copy = QPushButton(self.tr("Copy the facts"), self)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.facts))
        self.folder = QPushButton(self.tr("Open the data folder"), self)
        self.folder.clicked.connect(_open_data)
        self._lay_out()
        self.resize(SIZE)

    def _facts(self) -> str:
        lines = (
            f"PicPik Studio {__version__}",
            f"Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}",
            self.tr("Settings: {folder}").format(folder=config_folder()),
            self.tr("Jobs and results: {folder}").format(folder=data_folder()),
        )
        return "\n".join(lines)

    def _lay_out(self) -> None:
        face = QLabel(self)
        face.setPixmap(application_icon().pixmap(_FACE, _FACE))
        words = QVBoxLayout()
        words.setSpacing(theme.HALF)
        words.addWidget(label(self.tr("PicPik Studio"), "title", self))
        words.addWidget(note(self.tr("Paint what shall change in a photograph, and have it redrawn."), "second", self))
        words.addWidget(note(self.tr("Free software under the MIT licence."), "second", self))
        head = QHBoxLayout()
        head.setSpacing(2 * theme.GRID)
        head.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        for button in (self.copy, self.folder):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(theme.GRID + theme.HALF)
        layout.addLayout(head)
        layout.addWidget(note(self.facts, "", self))
        layout.addWidget(label(self.tr("Licences of what comes with it"), "heading", self))
        layout.addWidget(self.licences, 1)
        layout.addWidget(buttons)


def licences() -> str:
    """Return all licences that come with the program as Markdown, each under its title: its file's first line."""
    files = sorted(path for path in resource("licences").iterdir() if path.is_file())
    return "\n\n".join(map(_markdown, files))


def _markdown(path: Path) -> str:
    title, _, text = path.read_text(encoding="utf-8").strip().partition("\n")
    body = text if path.suffix == ".md" else _from_plain(text)
    return f"### {title.lstrip('# ')}\n\n{body.strip()}"


def _from_plain(text: str) -> str:
    """Return a plain text as Markdown: its paragraphs wrap anew, and no sign in it means anything."""
    return "\n".join(_MEANS_SOMETHING.sub(r"\\\1", line.strip()) for line in text.splitlines())


def _open_data() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(data_folder())))
