"""How pictures come in: by dialog, drop, paste, or from the list of recent ones; and what must be asked first."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from picpik_studio.app.session import Session
from picpik_studio.errors import PicPikError
from picpik_studio.files.images import Preview
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui.asking import Asking, Choice
from picpik_studio.ui.binding import while_alive
from picpik_studio.ui.panels.pictures import has_picture, picture_work

NO_PICTURE: Final = QT_TRANSLATE_NOOP("Notices", "There is no picture in the clipboard.")
GONE: Final = QT_TRANSLATE_NOOP("Notices", "{name} is not there any more.")


@dataclass(frozen=True)
class Arrival:
    """What was dropped or pasted, taken out of Qt's hands: files, or the `work` that makes a picture's bytes."""

    paths: tuple[Path, ...]
    work: Callable[[], bytes] | None

    @classmethod
    def of(cls, data: QMimeData) -> Self:
        """Return what `data` holds, which need not live on."""
        return cls(tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), picture_work(data))


class Incoming(QObject):
    """The ways into one session's window.

    `elsewhere` gives the path of a picture that needs another window; `opening` the name of one that is being opened
    here; `mask_seen` what a file may mean as the repaint area (`Found`). `may_leave` says whether the open document may
    be left.
    """

    elsewhere = Signal(str)
    opening = Signal(str)
    mask_seen = Signal(object)

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

    def open_seen(self, path: Path, preview: Preview) -> None:
        """Open the picture with which an empty window begins; `preview` was made before there was a session."""
        self.opening.emit(path.name)
        self._session.open_path(path, preview=preview)

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
        path = self._asking.repaint_area_to_import(self._folder())
        if path is not None:
            self._session.importing.look_at_file(path, self.mask_seen.emit)

    def paste(self) -> None:
        """Take what is in the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        if isinstance(data, QMimeData) and has_picture(data):  # an empty clipboard has None
            question = self.tr("What shall become of the pasted picture?")
            self._take(Arrival.of(data), self.tr("Pasted picture"), question)
        else:
            self._session.program.notices.say("info", NO_PICTURE, key="clipboard")

    def drop(self, data: QMimeData) -> None:
        """Take what was dropped, once the drop is over: the program that it comes from stands still until then."""
        arrival = Arrival.of(data)
        question = self.tr("What shall become of the dropped picture?")
        QTimer.singleShot(0, self, lambda: self._take(arrival, self.tr("Dropped picture"), question))

    def _take(self, arrival: Arrival, name: str, question: str) -> None:
        """Ask what shall become of a second picture, once it is known whether it carries parameters."""
        if self._session.document is None or len(arrival.paths) > 1:
            self._use(arrival, name, "open")
        elif arrival.paths:
            path = arrival.paths[0]
            question = self.tr("What shall become of {name}?").format(name=path.name)
            self._session.taking_over.look(
                path, while_alive(self, lambda text: self._ask(arrival, name, question, text))
            )
        else:
            self._ask(arrival, name, question, None)

    def _ask(self, arrival: Arrival, name: str, question: str, text: str | None) -> None:
        answer = self._open_or_reference(question, has_parameters=text is not None)
        if answer == "parameters" and text is not None:
            self._session.taking_over.take(text)
        elif answer is not None:
            self._use(arrival, name, answer)

    def _use(self, arrival: Arrival, name: str, answer: str) -> None:
        paths = list(arrival.paths)
        if answer == "reference":
            self._take_reference(arrival)
        elif answer == "area":
            self._take_area(arrival, name)
        elif answer == "open" and paths:
            self.open_paths(paths)
        elif answer == "open":
            self._make(arrival, lambda picture: self._open_picture(picture, name))

    def _take_reference(self, arrival: Arrival) -> None:
        if arrival.paths:
            self._session.set_reference_path(arrival.paths[0])
        else:
            self._make(arrival, self._session.set_reference)

    def _take_area(self, arrival: Arrival, name: str) -> None:
        """Look at what arrived as a repaint area."""
        importing = self._session.importing
        if arrival.paths:
            importing.look_at_file(arrival.paths[0], self.mask_seen.emit)
        else:
            self._make(arrival, lambda picture: importing.look(picture, name, self.mask_seen.emit))

    def _open_picture(self, picture: bytes, name: str) -> None:
        """Open a picture that has no file."""
        if self._may_leave(lambda: self._open_picture(picture, name)):
            self.opening.emit(name)
            self._session.open_bytes(picture, f"{name}.png")

    def _make(self, arrival: Arrival, use: Callable[[bytes], None]) -> None:
        work = arrival.work
        if work is not None:
            self._session.program.tasks.run("pixels", lambda _task: work(), done=use, label="paste")

    def _open_or_reference(self, question: str, *, has_parameters: bool) -> str | None:
        more = (Choice("parameters", self.tr("Take over its parameters")),) if has_parameters else ()
        carried = self.tr("It carries the parameters it was made with: prompts, seed, model and the rest.")
        return self._asking.decision(
            self.tr("Another picture"),
            question,
            self.tr(
                "As a repaint area it says which part of this picture is redrawn. As a reference image it shows the"
                " service what the result should look like."
            )
            + (f" {carried}" if has_parameters else ""),
            (
                Choice("open", self.tr("Open")),
                Choice("area", self.tr("Use as repaint area")),
                Choice("reference", self.tr("Use as reference")),
                *more,
            ),
        )

    def _folder(self) -> Path | None:
        return self._session.path.parent if self._session.path is not None else None
