"""Saving and exporting the document of a window, and letting go of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import cv2

from picpik_studio.app.errors import RefusedError
from picpik_studio.app.notices import Notice, NoticeAction
from picpik_studio.app.opening import Opening
from picpik_studio.app.passing import say_while
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.writing_out import Written, as_wished, say_written
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document, Snapshot
from picpik_studio.core.footprint import repaint
from picpik_studio.core.geometry import Size
from picpik_studio.core.mask import digest
from picpik_studio.files.errors import FileError
from picpik_studio.files.kinds import format_for
from picpik_studio.files.masks import read_mask, write_mask
from picpik_studio.texts import QT_TRANSLATE_NOOP

STROKE_SECONDS: Final = 0.1
MOSTLY: Final = 0.5
"""More than this fraction of a picture is seldom repainted on purpose: it looks like a mask the wrong way round."""

NO_DOCUMENT: Final = QT_TRANSLATE_NOOP("Session", "No picture is open.")
NO_PATH: Final = QT_TRANSLATE_NOOP("Session", "This picture has no file yet: choose one with Save as.")
ORIGINAL: Final = QT_TRANSLATE_NOOP("Session", "Saving would overwrite the original {name}: confirm it first.")
MASK_SAVED: Final = QT_TRANSLATE_NOOP("Session", "The repaint area was written to {name}; white is repainted.")
KEEP_SAVED: Final = QT_TRANSLATE_NOOP("Session", "The painting was written to {name}; white is KEEP.")
WHITE_SHARE: Final = QT_TRANSLATE_NOOP("Session", "{name} repaints {percent} % of the picture: what is white in it.")
MOSTLY_WHITE: Final = QT_TRANSLATE_NOOP(
    "Session", "{name} is mostly white and repaints {percent} % of the picture: if its strokes are black, invert it."
)
ALL_WHITE: Final = QT_TRANSLATE_NOOP("Session", "{name} is all white: the whole picture would be repainted.")
NO_WHITE: Final = QT_TRANSLATE_NOOP("Session", "{name} has no white in it: nothing would be repainted.")
INVERT: Final = QT_TRANSLATE_NOOP("Session", "Invert")
IMPORTED: Final = QT_TRANSLATE_NOOP("Edit", "Import repaint area")


class Documents:
    """Saves what is open in one session, and lets go of it."""

    def __init__(self, state: SessionState, opening: Opening) -> None:
        self._state = state
        self._opening = opening
        self._tasks = state.program.tasks

    @property
    def title(self) -> str:
        """The document's name; empty without one."""
        if self._state.document is None:
            return ""
        return self._state.path.name if self._state.path is not None else self._state.name

    # Saving

    def save(self, *, confirmed: bool) -> None:
        """Write the document to its path."""
        path = self._state.path
        if path is None:
            raise RefusedError(NO_PATH)
        if self._state.needs_confirmation and not confirmed:
            raise RefusedError(ORIGINAL, name=path.name)
        self._write(path)

    def save_as(self, path: Path) -> None:
        """Write the document to another path, which becomes its own."""
        self._write(path.absolute())

    def _write(self, path: Path) -> None:
        document = self._document()
        snapshot = document.snapshot()
        write = as_wished(self._state, snapshot.patches)
        self._tasks.run(
            "files",
            lambda _task: _write_and_name(path, snapshot, write),
            done=lambda written: self._written(path, document, snapshot, written),
            failed=self._not_written,
            label="save",
        )

    def _written(self, path: Path, document: Document, snapshot: Snapshot, written: Written) -> None:
        """Take note of what was written, whatever was done to the document meanwhile."""
        document.mark_saved(snapshot)
        if self._state.document is document:
            self._state.is_nowhere = False
            self._state.path, self._state.name, self._state.is_original = path, path.name, False
            self._state.changed.emit("path")
            self._state.changed.emit("saved")
        _say_saved(self._state, path, document, written)
        say_written(self._state.program.notices, written)
        self._state.program.remember_recent(path)

    def _not_written(self, error: Exception) -> None:
        self._state.changed.emit("not_saved")
        self._state.program.notices.fail(error)

    def propose_path(self) -> Path:
        """Return `name-edited` beside the original, or `name-edited-2` and so on when that exists."""
        path = self._path_or_proposal()
        if not self._state.is_original and self._state.path is not None:
            return path
        suffix = path.suffix if _can_be_saved(path.name) else ".png"
        stem = f"{path.stem.removesuffix('-edited')}-edited"
        proposals = (path.with_name(f"{stem}{end}{suffix}") for end in ("", *(f"-{n}" for n in range(2, 100))))
        return next((each for each in proposals if not each.exists()), path.with_name(f"{stem}{suffix}"))

    # The mask

    def propose_mask_path(self) -> Path:
        """Return `name-mask.png` beside the document."""
        path = self._path_or_proposal()
        return path.with_name(f"{path.stem}-mask.png")

    def _path_or_proposal(self) -> Path:
        """Return the document's file, or one among the person's pictures when it has none."""
        if self._state.path is not None:
            return self._state.path
        pictures = Path.home() / "Pictures"
        return (pictures if pictures.is_dir() else Path.home()) / (self._state.name or "picture.png")

    def export_mask(self, path: Path) -> None:
        """Write the mask as it is now."""
        document, is_keep = self._document(), bool(self._state.parameters.get("invert_mask"))
        snapshot = document.snapshot()

        def exported(painting: str) -> None:
            document.mark_mask_saved(painting)
            self._state.program.notices.say("success", KEEP_SAVED if is_keep else MASK_SAVED, name=path.name)
            self._state.changed.emit("exported")

        self._tasks.run(
            "files",
            lambda _task: _export(path, snapshot, white_is_kept=is_keep),
            done=exported,
            failed=self._not_written,
            label="export",
        )

    def import_mask(self, path: Path) -> None:
        """Replace the mask by a file's; one edit."""
        document, size = self._document(), self._document().size
        self._tasks.run(
            "files",
            lambda _task: _import(path, size),
            done=lambda imported: self._imported(document, path, imported),
            label="import",
        )

    def _imported(self, document: Document, path: Path, imported: tuple[Plane, str, float]) -> None:
        """Put the mask in; when a stroke is being painted just then, after it; on another canvas once more."""
        mask, painting, share = imported
        if document.is_editing:
            self._tasks.after(STROKE_SECONDS, lambda: self._imported(document, path, imported))
        elif mask.shape != document.mask.pixels.shape and document is self._state.document:
            self.import_mask(path)
        else:
            document.replace_mask(mask, IMPORTED)
            document.mark_mask_saved(painting)
            self._tell_share(document, path.name, share)

    def _tell_share(self, document: Document, name: str, share: float) -> None:
        """Say how much the file repaints, with Invert beside it; what looks like the wrong way round is a warning."""
        text = NO_WHITE if share == 0 else ALL_WHITE if share == 1 else MOSTLY_WHITE if share > MOSTLY else WHITE_SHARE
        percent = min(99, max(1, round(100 * share)))
        self._state.program.notices.say(
            "info" if text == WHITE_SHARE else "warning",
            text,
            action=NoticeAction(INVERT, document.invert_mask),
            key="import",
            name=name,
            percent=percent,
        )

    def close(self) -> None:
        """Let go of the document, and of one that is being opened."""
        self._opening.give_up()
        state = self._state
        if state.document is not None:
            state.document, state.path, state.name, state.picture_hash, state.shown = None, None, "", "", None
            state.parent = None
            for topic in ("document", "path", "shown", "results"):
                state.changed.emit(topic)

    def _document(self) -> Document:
        if self._state.document is None:
            raise RefusedError(NO_DOCUMENT)
        return self._state.document


def _say_saved(state: SessionState, path: Path, document: Document, written: Written) -> None:
    """Say so until the picture is another one; painting is no part of the file."""
    patches, canvas = document.patches, document.canvas
    notice = Notice("success", written.said, {"name": path.name}, key=f"saved {path}")
    say_while(state, notice, lambda: document.patches == patches and document.canvas is canvas)


def _write_and_name(path: Path, snapshot: Snapshot, write: Callable[[Path, Snapshot], Written]) -> Written:
    _ = snapshot.painting  # taken here, for it is slow and the dispatch thread wants it
    return write(path, snapshot)


def _export(path: Path, snapshot: Snapshot, *, white_is_kept: bool) -> str:
    """Write the mask; return what names it."""
    write_mask(path, snapshot.mask, white_is_kept=white_is_kept)
    return snapshot.painting


def _import(path: Path, size: Size) -> tuple[Plane, str, float]:
    """Return the mask of a file, what names it, and which fraction of the picture it repaints."""
    mask = read_mask(path, size)
    return mask, digest(mask), cv2.countNonZero(repaint(mask, invert=False)) / mask.size


def _can_be_saved(name: str) -> bool:
    try:
        format_for(name)
    except FileError:
        return False
    return True
