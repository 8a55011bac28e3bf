"""What can go wrong with a file, each in one sentence that says what is wrong and what to do.

FileError
├── MissingFileError       no such file or folder, or a folder where a file is meant
├── NotAllowedError        the system forbids reading or writing it
├── UnreadableFileError    the disk or the network gave an error while reading
├── NotAPictureError       empty, no picture at all, or one of a kind that is not supported
├── DamagedPictureError    incomplete or broken
├── TooLargeError          more than the limits or the format allow
├── MaskSizeError          a mask that does not fit its picture
├── SigningError           a picture that is saved, but not signed as the person wished
├── WriteError             the disk or the network gave an error while writing (retryable)
│   └── DiskFullError      no room left
└── JournalError           the journal of jobs cannot be used
    ├── JournalBusyError   another program holds it (retryable)
    └── LostBlobError      bytes that a job kept are gone or damaged
"""

import errno

from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, *([errno.EDQUOT] if hasattr(errno, "EDQUOT") else [])})


class FileError(PicPikError):
    """A file cannot be read or written as asked; `values["name"]` is the file's name where there is one."""


class MissingFileError(FileError):
    """There is no such file or folder."""


class NotAllowedError(FileError):
    """The system forbids it."""


class UnreadableFileError(FileError):
    """The system failed to read the file."""

    retryable = True


class NotAPictureError(FileError):
    """The file is empty, no picture, or a picture of a kind that is not supported."""


class DamagedPictureError(FileError):
    """The file is a picture, but incomplete or broken."""


class TooLargeError(FileError):
    """The picture has more pixels or bytes than the limits, or the format to write, allow."""


class MaskSizeError(FileError):
    """The mask does not fit the picture."""


class SigningError(FileError):
    """The picture has no Content Credentials, and why; it is saved all the same."""


class WriteError(FileError):
    """The system failed to write the file; what was there before is untouched."""

    retryable = True


class DiskFullError(WriteError):
    """There is no room; what was there before is untouched."""


class JournalError(FileError):
    """The journal of jobs cannot be read or written."""


class JournalBusyError(JournalError):
    """Another program held the journal for too long."""

    retryable = True


class LostBlobError(JournalError):
    """Bytes that were kept with a job are gone or damaged."""


def reading_failed(error: OSError, name: str) -> FileError:
    """Return what to say of the system's `error` while the file `name` was read."""
    if error.errno in _MISSING:
        return MissingFileError(
            QT_TRANSLATE_NOOP("Files", "There is no file “{name}”: it was moved, renamed or deleted."), name=name
        )
    if error.errno in _FORBIDDEN:
        return NotAllowedError(
            QT_TRANSLATE_NOOP("Files", "“{name}” may not be read: ask its owner for permission, or choose another."),
            name=name,
        )
    return UnreadableFileError(
        QT_TRANSLATE_NOOP("Files", "“{name}” cannot be read ({why}): try again, or copy it to another disk first."),
        name=name,
        why=error.strerror or type(error).__name__,
    )


def writing_failed(error: OSError, name: str) -> FileError:
    """Return what to say of the system's `error` while the file `name` was written; any file there is as before."""
    if error.errno in _FULL:
        return DiskFullError(
            QT_TRANSLATE_NOOP("Files", "There is no room for “{name}”: free some space, or save to another disk."),
            name=name,
        )
    if error.errno in _FORBIDDEN:
        return NotAllowedError(
            QT_TRANSLATE_NOOP("Files", "“{name}” may not be written here: save it in another folder."), name=name
        )
    if error.errno in _MISSING:
        return MissingFileError(
            QT_TRANSLATE_NOOP("Files", "The folder for “{name}” does not exist: choose another one."), name=name
        )
    return WriteError(
        QT_TRANSLATE_NOOP("Files", "“{name}” cannot be written ({why}): try again, or save to another disk."),
        name=name,
        why=error.strerror or type(error).__name__,
    )
