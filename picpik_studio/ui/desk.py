"""All windows of the process, and the services that they share."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from picpik_studio.app.job import Job
from picpik_studio.app.notices import NoticeAction
from picpik_studio.app.program import Program
from picpik_studio.app.rescuing import Kept, kept_in
from picpik_studio.app.settings import Settings
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui.main_window import MainWindow
from picpik_studio.ui.notifier import Notifier
from picpik_studio.ui.shell import Shell

KEPT: Final = QT_TRANSLATE_NOOP("Notices", "The unsaved {name} was kept when the program was ended.")
OPEN: Final = QT_TRANSLATE_NOOP("Notices", "Open it")
_STEP_PX: Final = 32


class Desk(QObject):
    """Furnishes shells, opens further windows, and ends them all. `windows` are those that are open."""

    def __init__(self, program: Program, settings: Settings) -> None:
        super().__init__()
        self.program = program
        self.windows: list[MainWindow] = []
        self.notifier = Notifier(program, self._window_of, self)
        self._settings = settings

    def furnish(self, shell: Shell) -> MainWindow:
        """Make a painted shell a working window."""
        shell.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window = MainWindow(shell, self.program)
        window.is_last = lambda: len(self.windows) == 1
        window.another_wanted.connect(self.open_window)
        window.quit_wanted.connect(self.quit)
        window.gone.connect(lambda: self.windows.remove(window))
        self.windows.append(window)
        return window

    def open_window(self, path: str = "") -> MainWindow:
        """Open one window more, with the picture at `path`, or empty."""
        shell = Shell(self._settings)
        if self.windows:
            shell.move(place_beside([each.shell for each in self.windows]))
        shell.show()
        window = self.furnish(shell)
        if path:
            window.open_path(Path(path))
        return window

    def quit(self) -> None:
        """Close all windows, until one of them must stay."""
        for window in tuple(self.windows):
            if not window.shell.close():
                return

    def end(self) -> None:
        """Close all windows without a question, for nobody may be there to answer; what is unsaved is kept before.

        Where it cannot be kept the person is asked after all.
        """
        writers = self._writers()
        if not writers:
            self._end()
            return
        self.program.tasks.run(
            "files", lambda _task: _call_all(writers), done=lambda _: self._end(), failed=self._not_kept, label="rescue"
        )

    def keep(self) -> None:
        """Keep what is unsaved before this returns: the system is about to end the session and waits for it."""
        try:
            _call_all(self._writers(is_asked=True))
        except PicPikError as error:
            self.program.notices.fail(error)

    def offer_kept(self) -> None:
        """Offer what was kept of earlier runs."""
        data = self.program.data
        self.program.tasks.run("files", lambda _task: kept_in(data), done=self._offer, label="rescue")

    def _offer(self, found: Sequence[Kept]) -> None:
        for kept in found:
            action = NoticeAction(OPEN, partial(self._take_up, kept))
            self.program.notices.say("warning", KEPT, action=action, key=kept.key, name=kept.name)

    def _take_up(self, kept: Kept) -> None:
        """Open what was kept, in a window that has nothing open if there is one."""
        idle = (each for each in self.windows if each.session.document is None and not each.session.is_opening)
        window = next(idle, None) or self.open_window()
        window.rescuing.take_up(kept, self._find)

    def _find(self, kept: Kept) -> None:
        """Ask where the picture is that was painted on, and take up what was kept with it; else offer it as before."""
        parents = kept.original.parents if kept.original is not None else ()
        folder = next((each for each in parents if each.is_dir()), None)  # the folder may be gone as well
        path = self.windows[-1].asking.picture_to_find(kept.name, folder)
        if path is None:
            self._offer([kept])
        else:
            self._take_up(kept._replace(original=path))

    def _writers(self, *, is_asked: bool = False) -> list[Callable[[], None]]:
        return [write for each in self.windows if (write := each.rescuing.keep(is_asked=is_asked)) is not None]

    def _end(self) -> None:
        """Close everything; a window that waits for the answer to its own question can only close after that."""
        for window in tuple(self.windows):
            for dialog in window.shell.findChildren(QDialog):
                dialog.reject()
            window.end()
        if self.windows:
            QTimer.singleShot(0, self, self._end)

    def _not_kept(self, error: Exception) -> None:
        self.program.notices.fail(error)
        self.quit()

    def _window_of(self, job: Job) -> QWidget | None:
        """Return the window with the picture that a job was made from, else the one opened last."""
        of_picture = [each for each in self.windows if each.session.picture_hash == job.picture_hash]
        return next((each.shell for each in reversed(of_picture or self.windows)), None)


def _call_all(writers: Sequence[Callable[[], None]]) -> None:
    for write in writers:
        write()


def place_beside(windows: Sequence[QWidget]) -> QPoint:
    """Return the place of one window more, of the size of the last one: a little aside, where the screen has room.

    A window that has only just been shown may have no title bar yet; it will be as high as the others'.
    """
    last, decorations = windows[-1], [each.frameGeometry().size() - each.size() for each in windows]
    width = last.width() + max(each.width() for each in decorations)
    height = last.height() + max(each.height() for each in decorations)
    place, room = last.pos(), last.screen().availableGeometry()
    left = min(place.x() + _STEP_PX, room.right() + 1 - width)
    top = min(place.y() + _STEP_PX, room.bottom() + 1 - height)
    return QPoint(max(room.left(), left), max(room.top(), top))
