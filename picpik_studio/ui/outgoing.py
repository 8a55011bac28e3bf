"""How pictures go out: save, export, copy; and what is asked before something is overwritten or left."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QImage

from picpik_studio.app.job import Reason
from picpik_studio.app.session import Session
from picpik_studio.app.submitting import Answer
from picpik_studio.core.composition import composed
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.images import encode_png
from picpik_studio.files.received import suffix_of
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui.asking import ALL_FILES, MASK_FILTER, SAVE_FILTERS, Asking, Choice, Words
from picpik_studio.ui.dialogs.save_options import SaveOptions
from picpik_studio.ui.panels.pictures import image_of
from picpik_studio.ui.words import reason_text, said

COPIED: Final = QT_TRANSLATE_NOOP("Notices", "The picture is copied.")


class Outgoing(QObject):
    """The ways out of one session's window. What cannot be done raises PicPikError, before anything is written."""

    def __init__(self, session: Session, asking: Asking, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._asking = asking
        session.ask_doubts_by(self.ask_doubt)

    def save(self) -> bool:
        """Save, asking for a name, or whether to overwrite, where that must be; say whether it is being saved."""
        session = self._session
        if session.save_needs_path:
            return self.save_as()
        if session.save_needs_confirmation:
            answer = self._ask_to_overwrite()
            if answer != "overwrite":
                return answer == "save_as" and self.save_as()
        session.save(confirmed=True)
        return True

    def save_as(self) -> bool:
        """Ask for a name and save; say whether it is being saved."""
        path = self._ask_for_picture(self.tr("Save as"))
        if path is not None:
            self._session.save_as(path)
        return path is not None

    def save_result(self) -> None:
        """Ask for a name and write the picture with the shown result."""
        path = self._ask_for_picture(self.tr("Save the result"))
        if path is not None:
            self._session.save_shown(path)

    def save_result_alone(self) -> None:
        """Ask for a name and write the shown result by itself."""
        shown, session = self._session.shown, self._session
        if shown is None:
            return
        proposal = session.propose_path()
        proposal = proposal.with_name(f"{proposal.stem}-result-{shown.index + 1}.png")
        path = self._ask_for_file(self.tr("Save the result alone"), proposal, SAVE_FILTERS)
        if path is not None:
            session.upscaling.save_file(shown.job_id, shown.index, path)

    def save_held(self, job_id: str) -> None:
        """Ask for a name and write, as they came, the pictures of a job that could not be stored."""
        session, backlog = self._session, self._session.program.backlog
        job = session.program.jobs.get(job_id)
        pictures = backlog.pictures_of(job) if job is not None else ()
        if job is None or not pictures:
            return
        suffix = suffix_of(pictures[0][1])
        proposal = session.propose_path()
        path = self._ask_for_file(
            self.tr("Save what could not be stored"),
            proposal.with_name(f"{proposal.stem}-result{suffix}"),
            tuple(each for each in SAVE_FILTERS if suffix in each) or (said(ALL_FILES),),
        )
        if path is not None:
            backlog.save(job, path)

    def export_mask(self) -> bool:
        """Ask for a name and write the repaint area; say whether it is being written."""
        path = self._ask_for_file(self.tr("Export repaint area"), self._session.propose_mask_path(), MASK_FILTER)
        if path is not None:
            self._session.export_mask(path)
        return path is not None

    def export_as_sent(self) -> None:
        """Ask for a name and write the repaint area as the service gets it."""
        proposal = self._session.propose_mask_path()
        proposal = proposal.with_name(f"{proposal.stem}-sent{proposal.suffix}")
        path = self._ask_for_file(self.tr("Export as sent"), proposal, MASK_FILTER)
        if path is not None:
            self._session.exporting.export_as_sent(path)

    def ask_doubt(self, doubt: Reason, answer: Callable[[Answer | None], None]) -> None:
        """Ask whether to send what may be the wrong way round, when the call that brought the question is over."""
        QTimer.singleShot(0, self, lambda: answer(self._doubted(doubt)))

    def _doubted(self, doubt: Reason) -> Answer | None:
        answer = self._asking.decision(
            self.tr("Repaint area"),
            reason_text(doubt),
            self.tr("Is it the wrong way round? Then invert it, and look before it is sent."),
            (Choice("invert", self.tr("Invert and look")), Choice("submit", self.tr("Submit"))),
        )
        return "submit" if answer == "submit" else "invert" if answer == "invert" else None

    def copy(self) -> None:
        """Put the picture with the accepted results into the clipboard, in sRGB."""
        self._copy(self._session.patches.all)

    def copy_merged(self) -> None:
        """Put the picture into the clipboard with the shown result as well, or with what was picked from it so far."""
        self._copy(self._session.retouching.seen)

    def _copy(self, patches: tuple[Patch, ...]) -> None:
        document = self._session.document
        if document is None:
            return
        picture = document.picture
        self._session.program.tasks.run(
            "pixels", lambda _task: _copied(picture, patches), done=self._publish, label="copy"
        )

    def _publish(self, copied: tuple[QImage, bytes]) -> None:
        image, png = copied
        data = QMimeData()
        data.setImageData(image)
        data.setData("image/png", QByteArray(png))
        QGuiApplication.clipboard().setMimeData(data)
        self._session.program.notices.say("info", COPIED, key="clipboard")

    def may_leave(self, go_on: Callable[[], None], more: Words = "") -> bool:
        """Whether the document may be left now; `more` is said beside the question.

        When the person wants to save or export first it may not, and `go_on` is called as soon as it is written.
        """
        if not self._session.is_modified:
            return not self._session.is_mask_modified or self._may_leave_mask(go_on, more)
        answer = self._asking.decision(
            self.tr("Unsaved changes"),
            self.tr("Save the changes to {name}?").format(name=self._session.title),
            more,
            (Choice("save", self.tr("Save")), Choice("discard", self.tr("Do not save"), is_harmful=True)),
        )
        if answer == "save":
            self.save_then(go_on)
        return answer == "discard"

    def save_then(self, go_on: Callable[[], None]) -> None:
        """Save, and call `go_on` when it is written; not when it fails or is given up."""
        self._after("saved", self.save, go_on)

    def _may_leave_mask(self, go_on: Callable[[], None], more: Words) -> bool:
        """Ask about painting that is in no file; export it first when that is wanted."""
        answer = self._asking.decision(
            self.tr("Repaint area"),
            self.tr("The repaint area is not part of the picture's file. Export it before closing?"),
            more,
            (Choice("export", self.tr("Export…")), Choice("discard", self.tr("Close without it"), is_harmful=True)),
        )
        if answer == "export":
            self._after("exported", self.export_mask, go_on)
        return answer == "discard"

    def _after(self, topic: str, start: Callable[[], bool], go_on: Callable[[], None]) -> None:
        """Start writing, and call `go_on` once at `topic`; never when it fails or is not started."""
        ends: list[Callable[[], None]] = []

        def followed(now: str) -> None:
            if now in {topic, "not_saved"}:
                ends.pop()()
            if now == topic:
                go_on()

        ends.append(self._session.changed.connect(followed))
        if not start():
            ends.pop()()

    def _ask_for_picture(self, title: str) -> Path | None:
        session = self._session
        was_jpeg = session.document is not None and session.document.picture.metadata.jpeg is not None
        return self._asking.file_to_save(
            title,
            session.propose_path(),
            SAVE_FILTERS,
            lambda dialog: SaveOptions(session.program.settings, dialog, was_jpeg=was_jpeg),
        )

    def _ask_for_file(self, title: str, proposal: Path, filters: tuple[str, ...]) -> Path | None:
        return self._asking.file_to_save(title, proposal, filters)

    def _ask_to_overwrite(self) -> str | None:
        return self._asking.decision(
            self.tr("Overwrite the original?"),
            self.tr("{name} is the picture as you opened it.").format(name=self._session.title),
            self.tr("Saved under the same name, the original is gone."),
            (Choice("save_as", self.tr("Save as…")), Choice("overwrite", self.tr("Overwrite"), is_harmful=True)),
        )


def _copied(picture: Picture, patches: tuple[Patch, ...]) -> tuple[QImage, bytes]:
    """Return a picture with `patches` over it as Qt's and as a PNG, both sRGB."""
    pixels = to_srgb8(composed(picture, patches, Rect.of(picture.size)), picture.metadata.icc)
    return image_of(pixels, has_alpha=picture.has_alpha), encode_png(pixels, has_alpha=picture.has_alpha)
