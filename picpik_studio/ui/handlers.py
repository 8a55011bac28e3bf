"""What each command does in one window: a table from the command's id to a function without arguments."""

from collections.abc import Callable, Mapping
from typing import Protocol

from picpik_studio.app.session import Session
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.incoming import Incoming
from picpik_studio.ui.outgoing import Outgoing
from picpik_studio.ui.panels.footer import SubmitFooter
from picpik_studio.ui.panels.jobs import JobsPanel

_SIZE_STEP = 1.1
_HARDNESS_STEP = 0.1

Handlers = Mapping[str, Callable[[], object]]


class WindowActions(Protocol):
    """What the window itself does."""

    def new_window(self) -> None:
        """Open another window."""

    def close(self) -> object:
        """Close the window."""

    def quit(self) -> None:
        """Close all windows."""

    def toggle_panels(self) -> None:
        """Hide the panels, or show them."""

    def toggle_full_screen(self) -> None:
        """Use the whole screen, or a window."""

    def next_area(self) -> None:
        """Move the keyboard to the next part of the window."""

    def show_dialog(self, name: str) -> None:
        """Show one of the dialogs: connections, preferences, shortcuts, help, keys, about."""


def file_handlers(incoming: Incoming, outgoing: Outgoing, window: WindowActions) -> Handlers:
    """Return what the commands about files and the clipboard do."""
    return {
        "file.open": incoming.open_by_dialog,
        "file.sample": incoming.open_sample,
        "file.new_window": window.new_window,
        "file.save": outgoing.save,
        "file.save_as": outgoing.save_as,
        "file.import_mask": incoming.import_mask,
        "file.export_mask": outgoing.export_mask,
        "file.export_sent": outgoing.export_as_sent,
        "file.close": window.close,
        "file.quit": window.quit,
        "edit.copy": outgoing.copy,
        "edit.copy_merged": outgoing.copy_merged,
        "edit.paste": incoming.paste,
        "result.save": outgoing.save_result,
        "result.save_file": outgoing.save_result_alone,
    }


def window_handlers(window: WindowActions) -> Handlers:
    """Return what the commands about the window do."""
    return {
        "edit.connections": lambda: window.show_dialog("connections"),
        "edit.preferences": lambda: window.show_dialog("preferences"),
        "edit.keys": lambda: window.show_dialog("shortcuts"),
        "help.page": lambda: window.show_dialog("help"),
        "help.keys": lambda: window.show_dialog("keys"),
        "help.about": lambda: window.show_dialog("about"),
        "view.panels": window.toggle_panels,
        "view.full_screen": window.toggle_full_screen,
        "view.next_area": window.next_area,
    }


def document_handlers(session: Session) -> Handlers:
    """Return what the commands about the document and its repaint area do; each is enabled with a document only."""

    def on_document(name: str) -> Callable[[], object]:
        return lambda: getattr(session.document, name)() if session.document is not None else None

    def paint_all() -> None:
        if session.document is not None:
            session.document.fill_mask(255)

    return {
        "edit.undo": on_document("undo"),
        "edit.redo": on_document("redo"),
        "mask.all": paint_all,
        "mask.none": on_document("clear_mask"),
    }


def brush_handlers(session: Session) -> Handlers:
    """Return what the commands about the brush do."""
    brush = session.tool

    def resize(step: float) -> Callable[[], None]:
        def change() -> None:
            wished = brush.size * step
            brush.size = max(wished, brush.size + 1) if step > 1 else min(wished, brush.size - 1)

        return change

    def harden(step: float) -> Callable[[], None]:
        return lambda: setattr(brush, "hardness", round(brush.hardness + step, 3))

    return {
        "brush.smaller": resize(1 / _SIZE_STEP),
        "brush.larger": resize(_SIZE_STEP),
        "brush.softer": harden(-_HARDNESS_STEP),
        "brush.harder": harden(_HARDNESS_STEP),
        "brush.reset": brush.reset,
    }


def view_handlers(canvas: Canvas) -> Handlers:
    """Return what the commands about the view do."""
    return {
        "view.zoom_in": lambda: canvas.zoom_step(1, canvas.pointer_position),
        "view.zoom_out": lambda: canvas.zoom_step(-1, canvas.pointer_position),
        "view.fit": canvas.fit,
        "view.actual": lambda: canvas.zoom_to(1.0),
        "view.mask": canvas.looks.next_view,
        "view.footprint": lambda: canvas.looks.toggle("show_footprint"),
        "view.frame": lambda: canvas.looks.toggle("show_frame"),
        "view.pixel_grid": lambda: canvas.looks.toggle("show_pixel_grid"),
        "view.navigator": lambda: canvas.looks.toggle("show_navigator"),
        "view.hide_film": lambda: canvas.set_film_view("off" if canvas.film_view != "off" else canvas.looks.last_view),
        "view.original": lambda: canvas.feed.hold_original(held=not canvas.feed.is_original_held),
    }


def job_handlers(session: Session, jobs: JobsPanel, footer: SubmitFooter, look: Callable[[], object]) -> Handlers:
    """Return what the commands about jobs and results do; those about one job act on the selected one.

    `look` shows what would be sent.
    """

    def on_job(name: str) -> Callable[[], object]:
        return lambda: jobs.doings.do(name, jobs.selected_job) if jobs.selected_job is not None else None

    return {
        "job.submit": footer.send,
        "job.look": look,
        "job.erase": footer.send_to_erase,
        "job.cancel": on_job("cancel"),
        "job.retry": on_job("retry"),
        "job.copy_uid": on_job("copy_uid"),
        "job.reuse": on_job("use_parameters"),
        "job.forget": on_job("forget"),
        "result.previous": lambda: session.show_next(-1),
        "result.next": lambda: session.show_next(1),
        "result.accept": session.accept_shown,
        "result.accept_all": session.accepting.accept_all,
        "result.hide": session.hide_shown,
        "result.leave": lambda: _leave(session),
        "result.reuse_seed": session.reuse_seed,
    }


def _leave(session: Session) -> None:
    if session.shown is not None:
        session.show_result(session.shown.job_id, None)
