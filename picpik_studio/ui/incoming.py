"""How pictures come in: by dialog, drop, paste, or from the list of recent ones; and what must be asked first."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from picpik_studio.app.session import Session
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui.asking import Asking, Choice
from picpik_studio.ui.panels.pictures import has_picture, picture_work

NO_PICTURE: Final = QT_TRANSLATE_NOOP("Notices", "There is no picture in the clipboard.")
GONE: Final = QT_TRANSLATE_NOOP("Notices", "{name} is not there any more.")


class Incoming(QObject):
    """The ways into one session's window.

    `elsewhere` gives the path of a picture that needs another window; `opening` the name of one that is being opened
    here. `may_leave` says whether the open document may be left.
    """

    elsewhere = Signal(str)
    opening = Signal(str)

    def __init__(
        self, session: Session, asking: Asking, may_leave: Callable[[Callable[[], None]], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._asking = asking
        self._may_leave = may_leave

    def open_by_dialog(self) -> None:
        """Ask for pictures and open them."""
        paths = self._asking.pictures_to_open(self._folder())
        if paths:
            self.open_paths(paths)

    def open_paths(self, paths: list[Path]) -> None:
        """Open the first picture here, unless that would throw work away; every other one in a window of its own."""
        here, *others = paths
        if self._session.is_modified or self._session.is_mask_modified:
            others.insert(0, here)
        else:
            self.opening.emit(here.name)
            self._session.open_path(here)
        for path in others:
            self.elsewhere.emit(str(path))

    def open_recent(self, path: str) -> None:
        """Open a picture of the list of recent ones; one that is gone leaves the list."""
        if Path(path).is_file():
            self.open_paths([Path(path)])
            return
        program = self._session.program
        program.notices.say("warning", GONE, name=Path(path).name)
        try:
            program.settings.forget_recent(path)
        except PicPikError as error:
            program.notices.fail(error)

    def open_sample(self) -> None:
        """Open the sample here."""
        if self._may_leave(self.open_sample):
            self._session.open_sample()

    def import_mask(self) -> None:
        """Ask for a picture and take it as the repaint area."""
        paths = self._asking.pictures_to_open(self._folder())
        if paths:
            self._session.import_mask(paths[0])

    def paste(self) -> None:
        """Take what is in the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        if isinstance(data, QMimeData) and has_picture(data):  # an empty clipboard has None
            question = self.tr("Open the pasted picture, or use it as a reference image?")
            self._take(data, self.tr("Pasted picture"), question)
        else:
            self._session.program.notices.say("info", NO_PICTURE, key="clipboard")

    def drop(self, data: QMimeData) -> None:
        """Take what was dropped."""
        question = self.tr("Open the dropped picture, or use it as a reference image?")
        self._take(data, self.tr("Dropped picture"), question)

    def _take(self, data: QMimeData, name: str, question: str) -> None:
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        is_second = self._session.document is not None and len(paths) <= 1
        if paths:
            question = self.tr("Open {name}, or use it as a reference image?").format(name=paths[0].name)
        answer = self._open_or_reference(question) if is_second else "open"
        if answer == "reference":
            self._take_reference(data, paths)
        elif answer == "open" and paths:
            self.open_paths(paths)
        elif answer == "open":
            self._open_image(data, name)

    def _take_reference(self, data: QMimeData, paths: list[Path]) -> None:
        if paths:
            self._session.set_reference_path(paths[0])
        else:
            self._make(data, self._session.set_reference)

    def _open_image(self, data: QMimeData, name: str) -> None:
        """Open a picture that has no file; `data` may be gone when the person has decided, so it is taken first."""

        def open_it(picture: bytes) -> None:
            if self._may_leave(lambda: open_it(picture)):
                self.opening.emit(name)
                self._session.open_bytes(picture, f"{name}.png")

        self._make(data, open_it)

    def _make(self, data: QMimeData, use: Callable[[bytes], None]) -> None:
        work = picture_work(data)
        if work is not None:
            self._session.program.tasks.run("pixels", lambda _task: work(), done=use, label="paste")

    def _open_or_reference(self, question: str) -> str | None:
        return self._asking.decision(
            self.tr("Another picture"),
            question,
            self.tr("As a reference image it shows the service what the result should look like."),
            (Choice("open", self.tr("Open")), Choice("reference", self.tr("Use as reference"))),
        )

    def _folder(self) -> Path | None:
        return self._session.path.parent if self._session.path is not None else None
