"""Work of a window that ends before anybody could be asked about it: kept aside, and taken up at a later start.

The system may end a program at any time, at a logout for instance, and goes on to kill it if it asks back. What is kept
is the picture as it is seen, exactly, and the painting: no history, and the accepted results are part of the picture.
"""

import contextlib
import json
import shutil
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from picpik_studio.app.origins import origins_of
from picpik_studio.app.session import Session
from picpik_studio.app.submitting import read_file
from picpik_studio.app.writing_out import Wishes, write_picture
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.errors import writing_failed
from picpik_studio.files.masks import read_mask, write_mask
from picpik_studio.texts import QT_TRANSLATE_NOOP

FOLDER: Final = "rescued"
LABEL: Final = QT_TRANSLATE_NOOP("Edit", "Recover repaint area")
KEPT_DAYS: Final = 30
_NOTE, _PICTURE, _PAINTING = "work.json", "picture.png", "repaint-area.png"
_DAY_SECONDS: Final = 24 * 60 * 60


class Kept(NamedTuple):
    """What was kept of one window in `folder`: its picture's `name`, and the file of it when that was unchanged."""

    folder: Path
    name: str
    original: Path | None


def kept_in(data: Path) -> tuple[Kept, ...]:
    """Return what was kept in a data folder, the latest first; what has lain there for too long is removed. Slow."""
    found: list[tuple[float, Kept]] = []
    for note in (data / FOLDER).glob(f"*/{_NOTE}"):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            written = note.stat().st_mtime
            if time.time() - written > KEPT_DAYS * _DAY_SECONDS:
                shutil.rmtree(note.parent, ignore_errors=True)
                continue
            told = json.loads(note.read_text(encoding="utf-8"))
            original = told["original"]
            found.append((written, Kept(note.parent, str(told["name"]), Path(original) if original else None)))
    return tuple(kept for _written, kept in sorted(found, key=lambda each: each[0], reverse=True))


class Rescuing:
    """Keeps what is unsaved in one session, and takes up what was kept; on the dispatch thread.

    What was taken up stays kept until it is saved, or its window is closed or given another picture: by then the person
    was asked, or it was kept anew.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._wanted: Kept | None = None
        self._taken: list[Path] = []
        self._leave = session.changed.connect(self._session_changed)

    def keep(self, *, is_asked: bool = False) -> Callable[[], None] | None:
        """Freeze what is unsaved; return what writes it, which is slow and raises FileError. None: nothing is.

        `is_asked`: the person is about to be asked, and once they have answered it is not needed.
        """
        session, document = self._session, self._session.document
        if document is None or not (session.is_modified or session.is_mask_modified):
            return None
        snapshot = document.snapshot()
        original = None if session.is_modified else session.path
        jobs, saved = session.program.jobs, session.program.saved
        origins = origins_of(snapshot.patches, jobs.get)
        folder, name = session.program.data / FOLDER / uuid.uuid4().hex, session.title
        if is_asked:
            self._taken.append(folder)

        def write() -> None:
            try:
                folder.mkdir(parents=True)
            except OSError as error:
                raise writing_failed(error, folder.name) from error
            if original is None:
                write_picture(folder / _PICTURE, snapshot, Wishes(), origins)
                saved.remember(folder / _PICTURE, snapshot.picture, snapshot.origin)
            if snapshot.mask.any():
                write_mask(folder / _PAINTING, snapshot.mask)
            told = {"name": name, "original": None if original is None else str(original)}
            write_atomic(folder / _NOTE, json.dumps(told).encode())

        return write

    def take_up(self, kept: Kept) -> None:
        """Open what was kept, with its painting."""
        self._wanted = kept
        if kept.original is not None:
            self._session.open_path(kept.original)
            return
        name = f"{Path(kept.name).stem}{Path(_PICTURE).suffix}"
        self._session.program.tasks.run(
            "files",
            lambda _task: read_file(kept.folder / _PICTURE),
            done=lambda data: self._session.open_bytes(data, name),
            label="recover",
        )

    def close(self) -> None:
        """Follow the session no more."""
        self._leave()
        self._forget_taken()

    def _session_changed(self, topic: str) -> None:
        if topic == "saved":
            self._forget_taken()
        if topic == "document":
            self._forget_taken()
            self._opened()

    def _opened(self) -> None:
        """Put the painting in, when it is the picture of what was kept that has been opened."""
        kept, document = self._wanted, self._session.document
        self._wanted = None
        if kept is None or document is None:
            return
        self._taken.append(kept.folder)
        if (kept.folder / _PAINTING).exists():
            size = document.size
            self._session.program.tasks.run(
                "files",
                lambda _task: read_mask(kept.folder / _PAINTING, size),
                done=lambda mask: self._paint(document, mask),
                label="recover",
            )

    def _paint(self, document: Document, mask: Plane) -> None:
        if self._session.document is document and not document.is_editing and mask.shape == document.size[::-1]:
            document.replace_mask(mask, LABEL)

    def _forget_taken(self) -> None:
        taken, self._taken = self._taken, []
        for folder in taken:
            shutil.rmtree(folder, ignore_errors=True)
