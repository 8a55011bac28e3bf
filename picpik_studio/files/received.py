"""Files that come from elsewhere: under a temporary name until they were looked at, and only then under their own."""

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from picpik_studio.files.atomic import Writer, fill, sync_folder
from picpik_studio.files.errors import writing_failed

_PART = ".part"
_BEGINNINGS = ((b"\x89PNG", ".png"), (b"\xff\xd8", ".jpg"), (b"RIFF", ".webp"))


def receive(folder: Path, write: Writer, name: str) -> Path:
    """Have `write` fill a new file in `folder`, which is made when missing; return its temporary path.

    Returns when the bytes are on the disk. If anything fails, also an exception of `write`, nothing is left. Raises
    FileError, in which the file is called `name`.
    """
    part = folder / f".picpik-{secrets.token_hex(8)}{_PART}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _gone_unless_whole(part), part.open("xb") as file:
            fill(file, write)
    except OSError as error:
        raise writing_failed(error, name) from error
    return part


@contextlib.contextmanager
def _gone_unless_whole(part: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def keep(part: Path, name: str) -> Path:
    """Give a received file its name, in place of one that has it; return its path. Raises FileError."""
    path = part.with_name(name)
    try:
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise writing_failed(error, name) from error
    return path


def suffix_of(start: bytes) -> str:
    """Return the usual suffix of a picture by its first bytes; ".img" for what has none here."""
    return next((suffix for beginning, suffix in _BEGINNINGS if start.startswith(beginning)), ".img")


def sweep(folder: Path) -> None:
    """Remove what a crash left half received."""
    for part in folder.glob(f".picpik-*{_PART}"):
        part.unlink(missing_ok=True)
