"""Furnishes a painted shell: session, canvas, panels, and what each command does."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QImage

from picpik_studio.app.commands import BY_ID
from picpik_studio.app.importing import Found
from picpik_studio.app.program import Program
from picpik_studio.app.rescuing import Rescuing
from picpik_studio.core.geometry import Size
from picpik_studio.errors import PicPikError
from picpik_studio.files.images import Preview
from picpik_studio.ui import window_state
from picpik_studio.ui.areas import Areas
from picpik_studio.ui.asking import Asking, Words
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.images import pixels_of
from picpik_studio.ui.canvas_handlers import canvas_handlers
from picpik_studio.ui.compare_handlers import compare_handlers
from picpik_studio.ui.dialogs.import_mask import ImportMaskDialog
from picpik_studio.ui.dialogs.opening import show_dialog
from picpik_studio.ui.dialogs.preflight import PreflightDialog
from picpik_studio.ui.display import Display
from picpik_studio.ui.handlers import (
    Handlers,
    brush_handlers,
    document_handlers,
    file_handlers,
    job_handlers,
    view_handlers,
    window_handlers,
)
from picpik_studio.ui.incoming import Incoming
from picpik_studio.ui.key_handlers import key_handlers
from picpik_studio.ui.key_names import KEYS_IN_USE
from picpik_studio.ui.keyboard import Keyboard
from picpik_studio.ui.mask_handlers import mask_handlers
from picpik_studio.ui.outgoing import Outgoing
from picpik_studio.ui.panels.pictures import has_picture
from picpik_studio.ui.parts import Parts
from picpik_studio.ui.patch_handlers import patch_handlers
from picpik_studio.ui.selection_handlers import selection_handlers
from picpik_studio.ui.shell import Shell
from picpik_studio.ui.tool_handlers import tool_handlers
from picpik_studio.ui.turn_handlers import turn_handlers
from picpik_studio.ui.typed import finish_typing
from picpik_studio.ui.window_holds import add_holds


class MainWindow(QObject):
    """A furnished window: runs its commands, and answers to what comes from outside.

    `another_wanted` asks for one window more, for the picture at a path or an empty one (""). `quit_wanted` asks for
    the end of the program; `gone` says that the window has closed. `is_last` tells whether closing ends the program.
    """

    another_wanted = Signal(str)
    quit_wanted = Signal()
    gone = Signal()

    def __init__(self, shell: Shell, program: Program, asking: Asking | None = None) -> None:
        super().__init__(shell)
        self.shell = shell
        self.program = program
        self.parts = Parts(shell, program)
        self.session = self.parts.session
        self.rescuing = Rescuing(self.session)
        self.parts.parameters.take_folding(window_state.kept_folding())
        self.asking = asking or Asking(shell)
        self.is_last: Callable[[], bool] = lambda: True
        self.outgoing = Outgoing(self.session, self.asking, self)
        self.incoming = Incoming(self.session, self.asking, self.outgoing.may_leave, self)
        self.areas = Areas(shell, self.parts)
        self.display = Display(shell, self.parts, self.areas)
        self.keyboard = Keyboard(shell, self.parts, self.areas)
        self._is_agreed = False
        self.handlers = self._all_handlers()
        self.incoming.elsewhere.connect(self.another_wanted)
        self.incoming.opening.connect(self.parts.signs.name_opening)
        self.incoming.mask_seen.connect(self._show_import)
        self.parts.parameters.canvas_wanted.connect(self.areas.focus_canvas)
        self.parts.parameters.connections_wanted.connect(lambda: self.run("edit.connections"))
        self.parts.parameters.footer.look_wanted.connect(lambda: self.run("job.look"))
        self.parts.jobs.saving_wanted.connect(self.outgoing.save_held)
        self.parts.results.save_wanted.connect(lambda: self.run("result.save"))
        self._take_dialog_back = program.key_trouble.lend(lambda: self.run("edit.connections"), shell.isActiveWindow)
        follow(self, program.jobs.changed, lambda _job: self.asking.say_anew())
        add_holds(shell.holds, self.session, self.parts.canvas)
        follow(self, KEYS_IN_USE.changed, lambda: add_holds(shell.holds, self.session, self.parts.canvas))
        shell.commands.triggered.connect(self.run)
        shell.set_doors(self)

    def _all_handlers(self) -> Handlers:
        return {
            **file_handlers(self.incoming, self.outgoing, self),
            **window_handlers(self),
            **document_handlers(self.session),
            **mask_handlers(self.parts),
            **canvas_handlers(self.parts),
            **patch_handlers(self.parts),
            **selection_handlers(self.session),
            "result.upscale": self.parts.jobs.doings.upscale_shown,
            **tool_handlers(self.session),
            **key_handlers(self.shell, self.session),
            **brush_handlers(self.session),
            **view_handlers(self.parts.canvas),
            **compare_handlers(self.parts.canvas),
            **turn_handlers(self.parts.canvas, self.session),
            **job_handlers(self.session, self.parts.jobs, self.parts.parameters.footer, self._look),
        }

    # Commands

    def run(self, command_id: str) -> None:
        """Do what a command does; what cannot be done is said. Raises KeyError for an unknown command."""
        if BY_ID[command_id].is_costly or command_id == "job.look":  # what is paid for is what stands in the field
            finish_typing(self.shell.focusWidget())
        try:
            self.handlers[command_id]()
        except PicPikError as error:
            self.program.notices.fail(error)
        self.display.refresh_soon()

    def new_window(self) -> None:
        """Ask for an empty window."""
        self.another_wanted.emit("")

    def close(self) -> object:
        """Close the window."""
        return self.shell.close()

    def quit(self) -> None:
        """Ask for the end of the program."""
        self.quit_wanted.emit()

    def toggle_panels(self) -> None:
        """Hide the panels, or show them."""
        self.areas.show(shown=not self.areas.are_shown)

    def toggle_full_screen(self) -> None:
        """Use the whole screen, or a window."""
        self.shell.setWindowState(self.shell.windowState() ^ Qt.WindowState.WindowFullScreen)

    def next_area(self) -> None:
        """Move the keyboard to the next part of the window."""
        self.areas.focus_next()

    def show_dialog(self, name: str) -> None:
        """Show one of the dialogs: connections, preferences, shortcuts, help, keys, about."""
        show_dialog(name, self.session, self.shell)

    def _show_import(self, found: Found) -> None:
        """Show what a file would have repainted."""
        if self.session.document is found.document:
            ImportMaskDialog(self.session, found, self.parts.canvas.scene.film_colour, self.shell).open()

    def _look(self) -> None:
        """Show what would be sent."""
        PreflightDialog(self.session.preflight(), self.shell).open()

    # Doors

    def may_close(self) -> bool:
        """Whether the window may close now; asks about unsaved changes, and says what becomes of running jobs."""
        self.parts.canvas.pointer.cancel()
        if self._is_agreed:
            return True
        more: Words = self._about_jobs if self.is_last() and self._about_jobs() else ""
        if self.session.is_modified or self.session.is_mask_modified:
            return self.outgoing.may_leave(self._close_at_once, more)
        return not more or self.asking.confirm(self.tr("Close"), more, self.tr("Close"))

    def closed(self) -> None:
        """Let go of everything."""
        self._take_dialog_back()
        self.rescuing.close()
        window_state.keep_folding(self.parts.parameters.folding)
        self.parts.close()
        self.gone.emit()

    def can_take(self, data: QMimeData) -> bool:
        """Whether what is dragged can be dropped."""
        return has_picture(data)

    def take(self, data: QMimeData) -> None:
        """Take what was dropped."""
        self.incoming.drop(data)

    def open_recent(self, path: str) -> None:
        """Open a picture of the list."""
        self.incoming.open_recent(path)

    def open_path(self, path: Path) -> None:
        """Open a picture here."""
        self.incoming.open_paths([path])

    def open_seen(self, path: Path, image: QImage, size: Size) -> None:
        """Open a picture here of whose whole `size` a first sight is there already."""
        self.incoming.open_seen(path, Preview(pixels_of(image), size))

    def digit(self, digit: int) -> None:
        """Set the brush's opacity: 1 is 10 %, 9 is 90 %, 0 is 100 %."""
        self.session.tool.opacity = (digit or 10) / 10

    def end(self) -> None:
        """Close without a question: what was unsaved is kept."""
        self._close_at_once()

    def _close_at_once(self) -> None:
        self._is_agreed = True
        self.shell.close()

    def _about_jobs(self) -> str:
        if self.program.backlog.jobs:
            return self.tr(
                "The disk takes nothing, so what is known of some jobs is in this running program only. What cannot be"
                " written before it closes is lost, paid or not."
            )
        running = self.program.jobs.running
        if not running:
            return self.tr("By now all jobs have ended.") if self.asking.is_open else ""
        if running == 1:
            return self.tr("One job is still running. It goes on at the next start.")
        return self.tr("{count} jobs are still running. They go on at the next start.").format(count=running)
