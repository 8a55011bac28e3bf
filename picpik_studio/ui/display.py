"""Keeps what a window says true to its session: title, stage, status bar, and which commands can be used."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from picpik_studio.app.commands import BY_ID
from picpik_studio.app.job import Reason
from picpik_studio.core.document import SETTLED, CanvasAwaited, DocumentEvent, MaskChanged
from picpik_studio.core.frame import Frame
from picpik_studio.core.geometry import Point
from picpik_studio.ui.actions import title
from picpik_studio.ui.areas import Areas
from picpik_studio.ui.binding import follow, follow_document
from picpik_studio.ui.compare_handlers import checked_comparisons
from picpik_studio.ui.parts import Parts
from picpik_studio.ui.rules import allowed
from picpik_studio.ui.shell import Shell
from picpik_studio.ui.status_bar import percent
from picpik_studio.ui.tool_handlers import checked_tools
from picpik_studio.ui.turn_handlers import checked_turns
from picpik_studio.ui.typed import is_typed_in
from picpik_studio.ui.words import reason_text

_PLACE_MS = 33


class Display(QObject):
    """Follows the session of one window. `refresh_soon` looks once at the commands, however often it is called."""

    def __init__(self, shell: Shell, parts: Parts, areas: Areas) -> None:
        super().__init__(shell)
        self._shell = shell
        self._parts = parts
        self._areas = areas
        self._session = parts.session
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self.refresh)
        self._place: Point | None = None
        self._place_due = QTimer(self)
        self._place_due.setSingleShot(True)
        self._place_due.setInterval(_PLACE_MS)
        self._place_due.timeout.connect(lambda: self._show_place(self._place))
        self._connect()
        self._follow_session("document")
        self.refresh()

    def _connect(self) -> None:
        parts, session = self._parts, self._session
        parts.canvas.viewport_changed.connect(self._follow_view)
        parts.canvas.document_ready.connect(self._show_document)
        parts.canvas.look_changed.connect(self.refresh_soon)
        parts.canvas.turn_changed.connect(self.refresh_soon)
        parts.canvas.came_to_rest.connect(self._areas.show_results)
        parts.canvas.pointer_moved.connect(self._show_place_soon)
        self._shell.bar.zoom_wanted.connect(parts.canvas.zoom_to)
        self._shell.bar.zoom_left.connect(parts.canvas.setFocus)
        parts.results.filled.connect(lambda _is_filled: self._areas.show_results())
        parts.jobs.selected.connect(lambda _job_id: self.refresh_soon())
        parts.frame_watch.found.connect(self._show_frame)
        parts.frame_watch.watch(is_on=True)
        follow(self, session.changed, self._follow_session)
        follow(self, session.program.jobs.changed, lambda _job: self.refresh_soon())
        follow(self, session.tool.changed, lambda name: self.refresh_soon() if name == "tool" else None)
        follow(self, session.program.settings.changed, self._setting_changed)
        changes = (
            parts.drafting.changed,
            session.missed.changed,
            session.inspecting.changed,
            session.patches.changed,
            session.selecting.changed,
        )
        for signal in changes:
            follow(self, signal, self.refresh_soon)
        follow_document(self, session, self._document_changed, but=MaskChanged)
        self._areas.show_results()

    def refresh_soon(self) -> None:
        """Look at the commands when all that is going on has been done."""
        self._due.start(0)

    def refresh(self) -> None:
        """Enable the commands that can be used now, and check those that are on."""
        parts, commands = self._parts, self._shell.commands
        canvas, job, settings = parts.canvas, parts.jobs.selected_job, self._session.program.settings
        has_paint = not canvas.feed.is_film_empty
        commands.allow(
            allowed(
                self._session,
                is_ready=canvas.is_ready,
                has_paint=has_paint,
                job=job,
                can_compare=canvas.feed.can_compare,
                has_draft=parts.drafting.is_changed,
            )
        )
        for command_id, checked in (
            *checked_tools(self._session),
            *(
                (f"view.{name}", settings.is_on(f"show_{name}"))
                for name in ("footprint", "frame", "pixel_grid", "navigator")
            ),
            ("view.hide_film", canvas.film_view == "off"),
            ("view.original", canvas.feed.is_original_held),
            *checked_comparisons(canvas),
            *checked_turns(canvas),
            ("view.panels", self._areas.are_shown),
            ("view.full_screen", self._shell.isFullScreen()),
        ):
            commands.set_checked(command_id, checked=checked)
        self._name_steps()

    def _name_steps(self) -> None:
        """Say in the menu which step would be undone and redone."""
        document = self._session.document
        labels = (document.history.undo_label, document.history.redo_label) if document is not None else ("", "")
        for command_id, label in zip(("edit.undo", "edit.redo"), labels, strict=True):
            text = title(BY_ID[command_id])
            step = QCoreApplication.translate("Edit", label) if label else ""
            self._shell.commands[command_id].setText(f"{text}: {step}" if step else text)

    # What is followed

    def _follow_session(self, topic: str) -> None:
        if topic in ("document", "preview"):
            self._show_stage()
        if topic in ("document", "path", "saved", "preview"):
            self._show_title()
        self.refresh_soon()

    def _document_changed(self, event: DocumentEvent) -> None:
        if isinstance(event, SETTLED):
            self._show_title()
        if isinstance(event, (*SETTLED, CanvasAwaited)):
            self.refresh_soon()

    def _setting_changed(self, name: str) -> None:
        if name == "recent_files":
            self._shell.empty.show_recent(self._session.program.settings.recent_files)

    # What is shown

    def _show_stage(self) -> None:
        session, stage = self._session, self._shell.stage
        has_picture = session.document is not None or session.preview is not None or session.is_opening
        is_typing = is_typed_in(self._shell.focusWidget())  # before the stage turns, for that moves the focus
        stage.setCurrentWidget(self._parts.canvas if has_picture else self._shell.empty)
        if has_picture and not is_typing:
            self._areas.focus_canvas()
        bar = self._shell.bar
        bar.show_doing(self.tr("Opening…") if session.is_opening else "")

    def _show_title(self) -> None:
        program, name = QCoreApplication.translate("Shell", "PicPik Studio"), self._session.title
        self._shell.setWindowTitle(f"{name}[*] - {program}" if name else program)
        self._shell.setWindowModified(self._session.is_modified)

    def _show_document(self) -> None:
        document = self._session.document
        size = document.size if document is not None else (0, 0)
        bits = 8 * document.pixels.itemsize if document is not None else 8
        self._shell.bar.show_size(*size, bits)
        self._show_zoom()
        self.refresh_soon()

    def _follow_view(self) -> None:
        """Show the zoom, and what lies now under a pointer that stands still; moving by hand tells it by itself."""
        canvas = self._parts.canvas
        self._show_zoom()
        if canvas.pointer_position is not None and not canvas.moving.is_active:
            self._show_place_soon(canvas.to_image(canvas.pointer_position))

    def _show_zoom(self) -> None:
        canvas = self._parts.canvas
        self._shell.bar.show_zoom(canvas.viewport.zoom if canvas.scene.placement is not None else None)

    def _show_place_soon(self, place: Point | None) -> None:
        """Show it a moment later: a pointer's move is seen first, and thirty places a second can be read by nobody."""
        self._place = place
        if not self._place_due.isActive():
            self._place_due.start()

    def _show_place(self, place: Point | None) -> None:
        bar = self._shell.bar
        bar.show_pointer(place)
        bar.show_colour(self._parts.canvas.scene.colour_at(place) if place is not None else None)

    def _show_frame(self, frame: Frame | None, reasons: Sequence[Reason]) -> None:
        text = self.tr("Sends {width} x {height} px")
        self._parts.canvas.frames.show_frames(self._parts.frame_watch.frames)
        said = text.format(width=frame.sent.width, height=frame.sent.height) if frame is not None else ""
        if frame is not None and frame.is_scaled:
            said += " · " + self.tr("at {percent}").format(percent=percent(frame.scale))
        count = len(self._parts.frame_watch.frames)
        if count > 1:
            said = self.tr("Sends {count} frames").format(count=count)
        self._shell.bar.show_frame(said, "\n".join(reason_text(reason) for reason in reasons))
