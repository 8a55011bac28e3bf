"""Where finished pictures go when there is no window: seen before anything is paid for, and said when it fails."""

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from picpik_studio.app.errors import RefusedError
from picpik_studio.files.errors import DiskFullError, FileError, MissingFileError, NotAllowedError, writing_failed
from picpik_studio.files.kinds import format_for
from picpik_studio.texts import QT_TRANSLATE_NOOP

_ANY_WRITER: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH

OWN_SOURCE: Final = QT_TRANSLATE_NOOP(
    "Redraw", "{path} is what is read: choose another output, or say that it may be overwritten with --overwrite."
)
NO_FOLDER: Final = QT_TRANSLATE_NOOP("Redraw", "There is no folder {folder} to write “{name}” into.")
NOT_THERE: Final = QT_TRANSLATE_NOOP("Redraw", "“{name}” cannot be written in {folder}: choose another folder.")
IS_FOLDER: Final = QT_TRANSLATE_NOOP("Redraw", "“{name}” is a folder or a device: choose another name.")
PROTECTED: Final = QT_TRANSLATE_NOOP("Redraw", "“{name}” is write-protected: choose another name.")


def numbered(out: Path, index: int, count: int) -> Path:
    """Return the file of image `index` (from 0) of `count`: `out` itself for a single one, else out-1 and so on."""
    return out if count == 1 else out.with_name(f"{out.stem}-{index + 1}{out.suffix}")


def demand_places(out: Path, count: int, sources: Iterable[Path], *, overwrite: bool) -> None:
    """See that all `count` pictures of `out` can be written.

    Raises RefusedError when one would replace one of `sources` and `overwrite` is False, FileError for an ending that
    cannot be saved, a folder that is not there or takes no new file, and a name that cannot be replaced.
    """
    format_for(out.name)
    paths = [numbered(out, index, count) for index in range(count)]
    known = {os.path.realpath(source) for source in sources}
    for path in paths:
        if not overwrite and os.path.realpath(path) in known:
            raise RefusedError(OWN_SOURCE, path=str(path))
        _demand_name(path)
    for target in {Path(os.path.realpath(path)).parent: path for path in paths}.items():
        _demand_folder(*target)


def _demand_name(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise NotAllowedError(IS_FOLDER, name=path.name)
    if path.exists() and not (path.stat().st_mode & _ANY_WRITER and os.access(path, os.W_OK)):
        raise NotAllowedError(PROTECTED, name=path.name)


def _demand_folder(folder: Path, path: Path) -> None:
    """Make a file in the folder and take it away again: what rights say and what is so may differ."""
    if not folder.is_dir():
        raise MissingFileError(NO_FOLDER, folder=str(folder), name=path.name)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _refused(error, folder, path.name) from error


def _refused(error: OSError, folder: Path, name: str) -> FileError:
    said = writing_failed(error, name)
    return said if isinstance(said, DiskFullError) else NotAllowedError(NOT_THERE, name=name, folder=str(folder))
