"""What can be done with a job, once: buttons, the context menu and keys are made from this table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from picpik_studio.app.job import WATCHED, Job, State
from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Size
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui.binding import while_alive
from picpik_studio.ui.dialogs.upscale import UpscaleDialog
from picpik_studio.ui.panels.job_words import shortened
from picpik_studio.ui.words import said

Place = Literal["icon", "button", "menu"]
_COPIED = QT_TRANSLATE_NOOP("JobActions", "TaskUID {uid} is copied.")


@dataclass(frozen=True)
class JobAction:
    """One thing that can be done with one job now.

    `place`: an "icon" in the row's first line, a "button" below, or in the "menu" only (which has all of them).
    """

    title: str
    help: str
    icon: str
    run: Callable[[], None]
    place: Place = "menu"


@dataclass(frozen=True)
class _Line:
    name: str
    title: str
    help: str
    icon: str
    place: Place = "menu"


# A table reads best as rows.
# fmt: off
_LINES: Final = (
    _Line("show", QT_TRANSLATE_NOOP("JobActions", "Show"),
          QT_TRANSLATE_NOOP("JobActions", "Show its first result in place"), "eye", "icon"),
    _Line("open_picture", QT_TRANSLATE_NOOP("JobActions", "Open its picture"),
          QT_TRANSLATE_NOOP("JobActions", "Open the picture from which it was made"), "folder-open", "icon"),
    _Line("cancel", QT_TRANSLATE_NOOP("JobActions", "Cancel"),
          QT_TRANSLATE_NOOP("JobActions", "Stop it, at the service too"), "circle-stop", "icon"),
    _Line("save_held", QT_TRANSLATE_NOOP("JobActions", "Save elsewhere…"),
          QT_TRANSLATE_NOOP("JobActions", "Write its pictures, which could not be stored, where there is room"),
          "download", "button"),
    _Line("store_held", QT_TRANSLATE_NOOP("JobActions", "Try again"),
          QT_TRANSLATE_NOOP("JobActions", "Store its pictures now: there is room"), "refresh-cw", "button"),
    _Line("look_again", QT_TRANSLATE_NOOP("JobActions", "Look again"),
          QT_TRANSLATE_NOOP("JobActions", "Ask the service what became of it"), "scan-search", "button"),
    _Line("send_again", QT_TRANSLATE_NOOP("JobActions", "Send again"),
          QT_TRANSLATE_NOOP("JobActions", "Give it up and send it anew; if it did arrive, it runs and costs twice"),
          "send", "button"),
    _Line("give_up", QT_TRANSLATE_NOOP("JobActions", "Give up"),
          QT_TRANSLATE_NOOP("JobActions", "Let go of it; if it did arrive, it runs and costs all the same"), "ban",
          "button"),
    _Line("retry", QT_TRANSLATE_NOOP("JobActions", "Retry"),
          QT_TRANSLATE_NOOP("JobActions", "Send the same request once more, as a new job"), "refresh-cw",
          "button"),
    _Line("stop_watching", QT_TRANSLATE_NOOP("JobActions", "Stop watching"),
          QT_TRANSLATE_NOOP("JobActions", "Ask the service no more until you look again"), "eye-off"),
    _Line("use_parameters", QT_TRANSLATE_NOOP("JobActions", "Use its parameters again"),
          QT_TRANSLATE_NOOP("JobActions", "Set all parameters to those it was sent with"), "sliders-horizontal"),
    _Line("upscale", QT_TRANSLATE_NOOP("JobActions", "Upscale its result…"),
          QT_TRANSLATE_NOOP("JobActions", "Have its first result, or the shown one, made larger"), "image-upscale"),
    _Line("select", QT_TRANSLATE_NOOP("JobActions", "Use its selection again"),
          QT_TRANSLATE_NOOP("JobActions", "Show what it found over the picture; it costs nothing"), "scan-subject",
          "icon"),
    _Line("copy_uid", QT_TRANSLATE_NOOP("JobActions", "Copy the TaskUID"),
          QT_TRANSLATE_NOOP("JobActions", "Copy the service's name of it"), "clipboard"),
    _Line("unhide", QT_TRANSLATE_NOOP("JobActions", "Restore its hidden results"),
          QT_TRANSLATE_NOOP("JobActions", "Put them back into the strip"), "history"),
    _Line("open_folder", QT_TRANSLATE_NOOP("JobActions", "Open the folder of its results"),
          QT_TRANSLATE_NOOP("JobActions", "Show the files as the service sent them"), "external-link"),
    _Line("forget", QT_TRANSLATE_NOOP("JobActions", "Remove from the list"),
          QT_TRANSLATE_NOOP("JobActions", "Remove it and the files of its results"), "trash-2"),
)
# fmt: on
_ADOPT = QT_TRANSLATE_NOOP("JobActions", "It was {uid}")
_ADOPT_HELP = QT_TRANSLATE_NOOP("JobActions", "The service's task {uid} is this job: watch it from now on")


class JobActions:
    """Makes the actions of a job as it stands, and does them.

    `confirm` is asked before files are removed: it gets the job and says whether to go on. `save_held` asks where the
    pictures shall be written that could not be stored.
    """

    def __init__(self, session: Session, confirm: Callable[[Job], bool], save_held: Callable[[Job], None]) -> None:
        self._session = session
        self._jobs = session.program.jobs
        self._confirm = confirm
        self._save_held = save_held

    def of(self, job: Job) -> tuple[JobAction, ...]:
        """Return what can be done now, in the order of a menu."""
        lines = (line for line in _LINES if self.can(line.name, job))
        return (*self._adoptions(job), *(self._action(line, job) for line in lines))

    def can(self, name: str, job: Job) -> bool:
        """Say whether the line `name` makes sense for a job as it stands."""
        watched = job.state in WATCHED
        return {
            "show": bool(job.results) and self.belongs(job) and not job.action.is_selection,
            "open_picture": bool(job.results) and not self.belongs(job) and job.document is not None,
            "cancel": job.can_cancel and job.state is not State.UNKNOWN,
            "save_held": bool(self._session.program.backlog.pictures_of(job)),
            "store_held": job.state is State.DOWNLOADING and self._session.program.backlog.is_here(job),
            "look_again": self._can_look(job),
            "send_again": job.state is State.UNKNOWN,
            "give_up": job.state is State.UNKNOWN and job.can_cancel,
            "retry": job.can_retry,
            "stop_watching": watched and job.is_watched,
            "use_parameters": job.action.has_parameters,
            "upscale": bool(job.results) and self.belongs(job) and not job.action.is_selection,
            "select": bool(job.results) and self.belongs(job) and job.action.is_selection,
            "copy_uid": bool(job.task_uid),
            "unhide": any(ref.hidden for ref in job.results),
            "open_folder": bool(job.files),
            "forget": job.is_ended,
        }[name]

    def do(self, name: str, job: Job) -> bool:
        """Do the line `name` if it makes sense now; say whether it did."""
        if not self.can(name, job):
            return False
        self._doings()[name](job)
        return True

    def belongs(self, job: Job) -> bool:
        """Whether the job was made from the picture that is open."""
        return bool(job.picture_hash) and job.picture_hash == self._session.picture_hash

    def _can_look(self, job: Job) -> bool:
        if job.state in WATCHED:
            return not job.is_watched
        is_here = self._session.program.backlog.is_here(job)
        is_waited_for = job.state is State.DOWNLOADING and job.message is not None and not is_here
        return job.can_look or is_waited_for or job.state is State.UNKNOWN

    def _action(self, line: _Line, job: Job) -> JobAction:
        is_idle = line.name == "retry" and bool(job.results)
        return JobAction(
            said(line.title),
            said(line.help),
            line.icon,
            lambda: self._doings()[line.name](job),
            "menu" if is_idle else line.place,
        )

    def _adoptions(self, job: Job) -> tuple[JobAction, ...]:
        """Return one action for each of the service's tasks that an unknown job may be."""
        if job.state is not State.UNKNOWN:
            return ()
        return tuple(
            JobAction(
                said(_ADOPT, {"uid": shortened(uid)}),
                said(_ADOPT_HELP, {"uid": uid}),
                "check",
                lambda uid=uid: self._jobs.adopt(job.id, uid),  # type: ignore[misc]  # mypy knows no lambda defaults
                place="button",
            )
            for uid in job.candidates
        )

    def _doings(self) -> dict[str, Callable[[Job], None]]:
        jobs, session = self._jobs, self._session
        return {
            "show": self._show,
            "open_picture": lambda job: session.open_path(job.document) if job.document else None,
            "cancel": lambda job: jobs.cancel(job.id),
            "save_held": self._save_held,
            "store_held": lambda _job: session.program.backlog.try_now(),
            "look_again": lambda job: jobs.look_again(job.id),
            "send_again": lambda job: jobs.send_again(job.id),
            "give_up": lambda job: jobs.cancel(job.id),
            "retry": lambda job: jobs.retry(job.id),
            "stop_watching": lambda job: jobs.stop_watching(job.id),
            "use_parameters": lambda job: session.use_parameters_of(job.id),
            "upscale": self._upscale,
            "select": lambda job: session.selecting.take_up(job.id),
            "copy_uid": self._copy_uid,
            "unhide": lambda job: session.unhide(job.id),
            "open_folder": _open_folder,
            "forget": self._forget,
        }

    def _show(self, job: Job) -> None:
        visible = [ref for ref in job.results if not ref.hidden] or list(job.results)
        self._session.show_result(job.id, visible[0].index)

    def upscale_shown(self) -> None:
        """Ask how large the shown result shall be made."""
        shown = self._session.shown
        if shown is not None:
            self._ask_size(shown.job_id, shown.index)

    def _upscale(self, job: Job) -> None:
        """Ask how large a result of the job shall be made: the shown one if it is one of its own, else its first."""
        shown = self._session.shown
        index = shown.index if shown is not None and shown.job_id == job.id else job.results[0].index
        self._ask_size(job.id, index)

    def _ask_size(self, job_id: str, index: int) -> None:
        session, window = self._session, QApplication.activeWindow()

        def ask(size: Size) -> None:
            UpscaleDialog(session, (job_id, index), size, window).open()

        # The window may be closed while a worker looks how large the result is.
        session.upscaling.measure(job_id, index, ask if window is None else while_alive(window, ask))

    def _copy_uid(self, job: Job) -> None:
        QGuiApplication.clipboard().setText(job.task_uid or "")
        self._session.program.notices.say("info", _COPIED, key="copied", uid=job.task_uid)

    def _forget(self, job: Job) -> None:
        if not job.files or self._confirm(job):
            self._jobs.forget(job.id)


def _open_folder(job: Job) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(job.files[0].parent)))
