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

import numpy as np

from picpik_studio.app.documents import STROKE_SECONDS
from picpik_studio.app.notices import NoticeAction
from picpik_studio.app.opening import Outcome
from picpik_studio.app.origins import origins_of
from picpik_studio.app.session import Session
from picpik_studio.app.submitting import read_file
from picpik_studio.app.writing_out import Wishes, write_picture
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.errors import MissingFileError, writing_failed
from picpik_studio.files.masks import read_mask, write_mask
from picpik_studio.texts import QT_TRANSLATE_NOOP

FOLDER: Final = "rescued"
LABEL: Final = QT_TRANSLATE_NOOP("Edit", "Recover repaint area")
MISSING: Final = QT_TRANSLATE_NOOP(
    "Notices", "{name} is no longer in {folder}: find it to have back what you painted on it, which stays kept."
)
OTHER_SIZE: Final = QT_TRANSLATE_NOOP(
    "Notices",
    "{name} no longer has the {width} by {height} pixels that you painted on: find it as it was to have the painting"
    " back, which stays kept.",
)
FIND: Final = QT_TRANSLATE_NOOP("Notices", "Find it…")
KEPT_DAYS: Final = 30
_NOTE, _PICTURE, _PAINTING = "work.json", "picture.png", "repaint-area.png"
_DAY_SECONDS: Final = 24 * 60 * 60


class Kept(NamedTuple):
    """What was kept of one window in `folder`: its picture's `name`, and the file of it when that was unchanged."""

    folder: Path
    name: str
    original: Path | None

    @property
    def key(self) -> str:
        """What the notices about it are shown under."""
        return f"kept {self.folder.name}"


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

    What was taken up stays kept until nothing of its window is unsaved, or that is closed or given another picture: by
    then the person was asked, or it was kept anew.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._taken: list[Path] = []
        self._leave = session.changed.connect(self._session_changed)

    def keep(self, *, is_asked: bool = False) -> Callable[[], None] | None:
        """Freeze what is unsaved; return what writes it, which is slow and raises FileError. None: nothing is.

        `is_asked`: the person is about to be asked, and once they have answered it is not needed.
        """
        session, document = self._session, self._session.document
        if document is None or not self._is_unsaved:
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

    def take_up(self, kept: Kept, find: Callable[[Kept], None]) -> None:
        """Open what was kept, with its painting; it stays kept until all of it is here.

        `find` is offered where the picture that was painted on is not where it was, or not what it was.
        """
        outcome = Outcome(
            lambda document: self._opened(kept, document, find), lambda error: self._not_opened(kept, error, find)
        )
        if kept.original is not None:
            self._session.opening.open_path(kept.original, outcome=outcome)
            return
        name = f"{Path(kept.name).stem}{Path(_PICTURE).suffix}"
        self._session.opening.open_read(lambda: read_file(kept.folder / _PICTURE), name, outcome)

    def close(self) -> None:
        """Follow the session no more."""
        self._leave()
        self._forget_taken()

    def _session_changed(self, topic: str) -> None:
        if topic == "document" or (topic in {"saved", "exported"} and self._taken and not self._is_unsaved):
            self._forget_taken()

    @property
    def _is_unsaved(self) -> bool:
        return self._session.is_modified or self._session.is_mask_modified

    def _opened(self, kept: Kept, document: Document, find: Callable[[Kept], None]) -> None:
        """Read the painting for the picture that was opened for it."""
        painting = kept.folder / _PAINTING
        if not painting.exists():
            self._taken.append(kept.folder)
            return
        self._session.program.tasks.run(
            "files",
            lambda _task: read_mask(painting, None),
            done=lambda mask: self._paint(kept, document, mask, find),
            label="recover",
        )

    def _not_opened(self, kept: Kept, error: Exception, find: Callable[[Kept], None]) -> None:
        if kept.original is not None and isinstance(error, MissingFileError):
            self._say(MISSING, kept, find, folder=str(kept.original.parent))
        else:
            self._session.program.notices.fail(error)

    def _paint(self, kept: Kept, document: Document, mask: Plane, find: Callable[[Kept], None]) -> None:
        """Add the painting to what is painted by now; when a stroke is being painted just then, after it."""
        if self._session.document is not document or self._session.is_opening:
            return  # the next one wins, and nobody will be asked about this one any more
        if document.is_editing:
            self._session.program.tasks.after(STROKE_SECONDS, lambda: self._paint(kept, document, mask, find))
        elif mask.shape != document.mask.pixels.shape:
            self._say(OTHER_SIZE, kept, find, width=mask.shape[1], height=mask.shape[0])
        else:
            document.replace_mask(np.maximum(document.mask.pixels, mask), LABEL)
            self._taken.append(kept.folder)

    def _say(self, template: str, kept: Kept, find: Callable[[Kept], None], **values: object) -> None:
        """Say why the painting is not here yet, under the key that it was offered by."""
        action = NoticeAction(FIND, lambda: find(kept))
        self._session.program.notices.say("warning", template, action=action, key=kept.key, name=kept.name, **values)

    def _forget_taken(self) -> None:
        taken, self._taken = self._taken, []
        for folder in taken:
            shutil.rmtree(folder, ignore_errors=True)
