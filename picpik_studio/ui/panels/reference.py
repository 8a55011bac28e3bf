"""The extra reference image: dropped, pasted or opened, seen, and taken away again."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QVBoxLayout, QWidget

from picpik_studio.app.parameters import FIELDS_BY_NAME
from picpik_studio.app.session import Session
from picpik_studio.app.tasks import Task
from picpik_studio.core.arrays import Pixels
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow, while_alive
from picpik_studio.ui.dropping import accept_as_copy
from picpik_studio.ui.file_dialog import make_roomy
from picpik_studio.ui.icons import pixmap
from picpik_studio.ui.panels.controls.button import text_button
from picpik_studio.ui.panels.controls.flow import FlowLayout
from picpik_studio.ui.panels.controls.subject import subject
from picpik_studio.ui.panels.controls.text import note, tip
from picpik_studio.ui.panels.fields import make_row
from picpik_studio.ui.panels.pictures import dropped_path, has_picture, image_of, picture_work, small_picture

PREVIEW = QSize(300, 120)
_NOTHING = QT_TRANSLATE_NOOP("Notices", "There is no picture in the clipboard.")
_ICON = 24


class DropFrame(QFrame):
    """The place that shows the picture, or says that one may be dropped here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QLabel(self)
        self.words = note(self.tr("Drop a picture here"), "second", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        layout.setSpacing(theme.HALF)
        for widget in (self.picture, self.words):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(widget)
        self.setProperty("card", "drop")
        self.show_picture(None)

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show a picture, or the invitation."""
        self.words.setVisible(picture is None)
        invitation = pixmap("image-plus", theme.SECOND, _ICON, scale=self.devicePixelRatioF())
        self.picture.setPixmap(picture if picture is not None else invitation)

    def show_target(self, *, is_target: bool) -> None:
        """Light up while something is dragged over."""
        theme.restyle(self, "target", "true" if is_target else "false")


class ReferenceEditor(QWidget):
    """Edits `reference` and `reference_strength`."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task[Pixels] | None = None
        self.frame = DropFrame(self)
        self.open = text_button("folder-open", self.tr("Open…"), self)
        self.paste = text_button("clipboard-paste", self.tr("Paste"), self)
        self.remove = text_button("x", self.tr("Remove"), self)
        self.strength = make_row("reference_strength", self, session.parameters)
        self._lay_out()
        self.setAcceptDrops(True)
        self.open.clicked.connect(self._open)
        self.paste.clicked.connect(self.take_clipboard)
        self.remove.clicked.connect(lambda: session.set_reference(None))
        follow(self, session.parameters.changed, lambda name: self._show() if name == "reference" else None)
        self._show()

    def summary(self) -> str:
        """Return whether there is one, in a word."""
        values = self._session.parameters.values
        return self.tr("None") if values.reference is None else f"{values.reference_strength:.2f}"

    def take_clipboard(self) -> None:
        """Use the clipboard's picture, or say that there is none."""
        mime = QGuiApplication.clipboard().mimeData()
        path, work = dropped_path(mime), picture_work(mime)
        if path is not None:
            self._session.set_reference_path(path)
        elif work is not None:
            self._session.program.tasks.run(
                "pixels", lambda _task: work(), done=self._session.set_reference, label="paste"
            )
        else:
            self._session.program.notices.say("info", _NOTHING, key="clipboard")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures."""
        if has_picture(event.mimeData()):
            accept_as_copy(event)
            self.frame.show_target(is_target=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Stop lighting up."""
        super().dragLeaveEvent(event)
        self.frame.show_target(is_target=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Use what is dropped."""
        self.frame.show_target(is_target=False)
        path, work = dropped_path(event.mimeData()), picture_work(event.mimeData())
        if path is not None:
            self._session.set_reference_path(path)
        elif work is not None:
            self._session.program.tasks.run(
                "pixels", lambda _task: work(), done=self._session.set_reference, label="drop"
            )
        accept_as_copy(event)

    def _open(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a reference image"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp)")
        make_roomy(dialog)
        if self._session.path is not None:
            dialog.setDirectory(str(self._session.path.parent))
        dialog.fileSelected.connect(self._session.set_reference_path)
        dialog.open()

    def _show(self) -> None:
        data = self._session.parameters.values.reference
        self.remove.setVisible(data is not None)
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if data is None:
            self.frame.show_picture(None)
            return
        side = round(PREVIEW.width() * self.devicePixelRatioF())
        self._task = self._session.program.tasks.run(
            "pixels", lambda _task: small_picture(data, side), done=while_alive(self, self._show_small), label="preview"
        )

    def _show_small(self, pixels: Pixels) -> None:
        scale = self.devicePixelRatioF()
        picture = QPixmap.fromImage(image_of(pixels)).scaled(
            PREVIEW * scale, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        picture.setDevicePixelRatio(scale)
        self.frame.show_picture(picture)

    def _lay_out(self) -> None:
        about = subject(FIELDS_BY_NAME["reference"])
        self.frame.setToolTip(tip(about.title, about.help))
        self.frame.setAccessibleName(about.title)
        buttons = FlowLayout()
        for button in (self.open, self.paste, self.remove):
            button.setProperty("scale", "small")
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self.frame)
        layout.addLayout(buttons)
        layout.addWidget(self.strength)
