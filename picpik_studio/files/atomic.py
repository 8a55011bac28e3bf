"""Writes a file whole or not at all."""

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from picpik_studio.files.errors import NotAllowedError, writing_failed
from picpik_studio.texts import QT_TRANSLATE_NOOP

Writer = Callable[[BinaryIO], object]


def write_atomic(path: Path | str, content: bytes | bytearray | memoryview | Writer) -> None:
    """Write `content` (bytes, or a function that writes to the open binary file) beside `path`, then replace `path`.

    The function may read what it wrote. Returns when the bytes are on the disk. If anything fails, also an exception of
    the function, `path` is as it was and nothing is left beside it. A symbolic link stays one: what it points to is
    replaced. An existing file keeps its permissions and, where the system allows it, its owner; a new one gets the
    usual ones. Raises FileError: no room, write-protected, no such folder.
    """
    target = Path(os.path.realpath(path))
    name = Path(path).name
    try:
        before = _existing(target, name)
        with _beside(target) as beside:
            with beside.open("x+b") as file:
                fill(file, content)
            if before is not None:
                _dress(beside, before)
            beside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise writing_failed(error, name) from error


def _existing(target: Path, name: str) -> os.stat_result | None:
    """Return what the file is that will be replaced, None for a new one; refuse what may not be replaced."""
    try:
        before = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(before.st_mode):
        raise NotAllowedError(
            QT_TRANSLATE_NOOP("Files", "“{name}” is a folder or a device: choose another name."), name=name
        )
    if not before.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        raise NotAllowedError(
            QT_TRANSLATE_NOOP("Files", "“{name}” is write-protected: save under another name."), name=name
        )
    return before


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a new name in the same folder (so that replacing is one step); whatever still has it at the end goes."""
    path = target.with_name(f".picpik-{os.urandom(8).hex()}.tmp")  # `secrets` would bring hashlib before the window
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def fill(file: BinaryIO, content: bytes | bytearray | memoryview | Writer) -> None:
    """Write `content` into an open file and have it on the disk. Raises OSError, and what the function raises."""
    if callable(content):
        content(file)
    else:
        file.write(content)
    file.flush()
    os.fsync(file.fileno())


def _dress(path: Path, before: os.stat_result) -> None:
    """Give `path` the owner and the permissions that the file had before."""
    _give_to_owner(path, before)
    path.chmod(stat.S_IMODE(before.st_mode))


def _give_to_owner(path: Path, before: os.stat_result) -> None:
    if sys.platform == "win32":  # pragma: no cover - where the tests are measured it is false
        return
    now = path.stat()
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        with contextlib.suppress(PermissionError):  # only root may give a file away; the content matters more
            os.chown(path, before.st_uid, before.st_gid)


def sync_folder(folder: Path) -> None:
    """Make the new name durable too, where the system has a way."""
    if sys.platform == "win32":  # pragma: no cover - where the tests are measured it is false
        return
    with contextlib.suppress(OSError):  # a folder that may not be listed, a network file system that cannot
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
