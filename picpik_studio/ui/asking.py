"""What must be asked before something can be done: files and decisions. The window asks through one object."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QMessageBox, QSizePolicy, QWidget

from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui import theme
from picpik_studio.ui.dialogs.save_options import SaveOptions
from picpik_studio.ui.file_dialog import make_roomy

PICTURES = QT_TRANSLATE_NOOP(
    "Files", "Pictures (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp *.avif *.heic *.heif *.hif *.jxl)"
)
ALL_FILES = QT_TRANSLATE_NOOP("Files", "All files (*)")
SAVE_FILTERS = (
    "PNG (*.png)",
    "JPEG (*.jpg *.jpeg)",
    "WebP (*.webp)",
    "TIFF (*.tif *.tiff)",
    "AVIF (*.avif)",
    "BMP (*.bmp)",
)
MASK_FILTER = ("PNG (*.png)",)


Words = str | Callable[[], str]
"""What a question says, or what makes it anew when something has changed while it is open."""


@dataclass(frozen=True)
class Choice:
    """One answer to a question; `is_harmful`: something is lost by it."""

    key: str
    text: str
    is_harmful: bool = False


class Asking:
    """Asks the person, with dialogs over `window`. Every method returns None when the person changed their mind."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._open: list[Callable[[], None]] = []

    @property
    def is_open(self) -> bool:
        """Whether a question waits for its answer."""
        return bool(self._open)

    def say_anew(self) -> None:
        """Have the open question say what is so now, where it was asked with words that are made anew."""
        for show in self._open:
            show()

    def pictures_to_open(self, folder: Path | None) -> list[Path] | None:
        """Ask for pictures."""
        title = QCoreApplication.translate("Files", "Open a picture")
        return self._files(title, folder, QFileDialog.FileMode.ExistingFiles)

    def picture_to_find(self, name: str, folder: Path | None) -> Path | None:
        """Ask where the picture of a `name` is now; `folder` is where it was."""
        title = QCoreApplication.translate("Files", "Find {name}").format(name=name)
        paths = self._files(title, folder, QFileDialog.FileMode.ExistingFile)
        return paths[0] if paths else None

    def repaint_area_to_import(self, folder: Path | None) -> Path | None:
        """Ask for the one picture that says what is repainted."""
        title = QCoreApplication.translate("Files", "Import a repaint area")
        paths = self._files(title, folder, QFileDialog.FileMode.ExistingFile)
        return paths[0] if paths else None

    def _files(self, title: str, folder: Path | None, mode: QFileDialog.FileMode) -> list[Path] | None:
        filters = ";;".join(QCoreApplication.translate("Files", text) for text in (PICTURES, ALL_FILES))
        dialog = self._file_dialog(title, filters)
        dialog.setFileMode(mode)
        if folder is not None:
            dialog.setDirectory(str(folder))
        return _chosen(dialog) or None

    def file_to_save(
        self,
        title: str,
        proposal: Path,
        filters: Sequence[str],
        options: Callable[[QFileDialog], SaveOptions] | None = None,
    ) -> Path | None:
        """Ask where to save; the suffix follows the chosen kind when none is typed.

        `options` stand in the dialog where it is Qt's own; the system's dialog leaves them to Preferences.
        """
        start = next((text for text in filters if f"*{proposal.suffix.lower()}" in text), filters[0])
        dialog = self._file_dialog(title, ";;".join(filters))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, QCoreApplication.translate("Files", "Folder:"))
        dialog.setDirectory(str(proposal.parent))
        dialog.selectFile(proposal.name)
        dialog.selectNameFilter(start)
        grid = dialog.layout()
        if options is not None and isinstance(grid, QGridLayout):
            options(dialog).stand_in(grid, start)
        names = _chosen(dialog)
        return with_suffix(names[0], dialog.selectedNameFilter() or start) if names else None

    def _file_dialog(self, title: str, filters: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setNameFilters(filters.split(";;"))
        make_roomy(dialog)
        return dialog

    def confirm(self, title: str, text: Words, yes: str) -> bool:
        """Tell something, and ask whether to go on."""
        return self.decision(title, text, "", (Choice("yes", yes),)) == "yes"

    def decision(self, title: str, text: Words, more: Words, choices: Sequence[Choice]) -> str | None:
        """Ask for one of `choices`, of which the first is the default; Esc and Cancel are None."""
        box = QMessageBox(self._window)
        box.setWindowTitle(title)

        def show() -> None:
            if (box.text(), box.informativeText()) != (worded(text), worded(more)):
                box.setText(worded(text))
                box.setInformativeText(worded(more))
                _align(box)  # Qt has laid it out anew

        show()
        box.setTextFormat(Qt.TextFormat.PlainText)
        buttons = {box.addButton(choice.text, _role(choice)): choice.key for choice in choices}
        _align(box)
        first = next(iter(buttons))
        theme.restyle(first, "kind", "primary")
        box.setDefaultButton(first)
        box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
        self._open.append(show)
        box.exec()
        self._open.remove(show)
        clicked = box.clickedButton()
        box.deleteLater()
        return next((key for button, key in buttons.items() if button is clicked), None)


def worded(words: Words) -> str:
    """Return what is to be said now."""
    return words if isinstance(words, str) else words()


def _align(box: QMessageBox) -> None:
    """Let the text of a box without an icon begin where its buttons do: Qt leaves a gap before it."""
    layout = box.layout()
    if not isinstance(layout, QGridLayout):
        return
    layout.setHorizontalSpacing(0)
    layout.setColumnStretch(layout.columnCount() - 1, 1)  # or the buttons' width goes to the gap
    for index in range(layout.count()):
        item = layout.itemAt(index)
        spacer = item.spacerItem() if item is not None else None
        if spacer is not None:
            spacer.changeSize(0, 0, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


def _chosen(dialog: QFileDialog) -> list[Path]:
    """Show a dialog until the person has chosen; no paths are a change of mind."""
    is_chosen = dialog.exec() == QFileDialog.DialogCode.Accepted
    paths = [Path(name) for name in dialog.selectedFiles()] if is_chosen else []
    dialog.deleteLater()
    return paths


def _role(choice: Choice) -> QMessageBox.ButtonRole:
    harm, accept = QMessageBox.ButtonRole.DestructiveRole, QMessageBox.ButtonRole.AcceptRole
    return harm if choice.is_harmful else accept


def with_suffix(path: Path, chosen_filter: str) -> Path:
    """Return `path` with the first suffix of a filter such as "PNG (*.png)", unless it has one."""
    if path.suffix:
        return path
    return path.with_name(path.name + chosen_filter.split("*", 1)[1].rstrip(")").split(" ", 1)[0])
