"""What Content Credentials (C2PA) are made from, known without the library that makes them: the extra `c2pa`."""

import importlib.util
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

IS_INSTALLED: Final = importlib.util.find_spec("c2pa") is not None
"""Whether the extra is there. It is imported when the first picture is signed: that takes .1 s and 25 MB."""

MIME: Final[Mapping[str, str]] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "HEIF": "image/heif",
    "JXL": "image/jxl",
    "GIF": "image/gif",
    "BMP": "image/bmp",
}
"""How C2PA names our formats."""

SIGNED: Final = frozenset({"JPEG", "PNG", "TIFF", "WEBP", "AVIF"})
"""The formats of ours that can carry a manifest, and that pictures are saved in."""

Stamp = tuple[int, int, int] | None


def stamp_of(data: Path | bytes) -> Stamp:
    """Return by what a file is known again: its number, size and time of change; None for bytes and for no file."""
    try:
        return None if isinstance(data, bytes) else _stamped(data.stat())
    except OSError:
        return None


class ParentFile:
    """The file that a picture was opened from; what is saved of the picture names it as its parent.

    `data` is its path, or its bytes where it has none; `stamp` was taken before it was read; `format` as `files.kinds`
    names it.
    """

    def __init__(self, data: Path | bytes, name: str, kind: str, stamp: Stamp) -> None:
        self.name = name
        self.format = kind
        self._data = data
        self._stamp = stamp
        self._taken: Taken | None = None

    @property
    def taken(self) -> "Taken | None":
        """What the library once took of it; by the next time Save may have replaced the file."""
        return self._taken

    def keep(self, taken: "Taken") -> None:
        """Keep what was taken; bytes are let go."""
        self._taken = taken
        self._data = b""

    def open(self) -> BinaryIO | None:
        """Open it; None when it is not there any more, or is another file by now."""
        if isinstance(self._data, bytes):
            return BytesIO(self._data)
        try:
            file = self._data.open("rb")
        except OSError:
            return None
        if _stamped(os.fstat(file.fileno())) == self._stamp:
            return file
        file.close()
        return None


@dataclass(frozen=True)
class Taken:
    """What was taken of a parent: the `archive` of an ingredient (None: it cannot be read), and its SHA-256.

    `has_history`: it carries Content Credentials of its own.
    """

    archive: bytes | None
    sha256: str
    has_history: bool


@dataclass(frozen=True)
class Credential:
    """With what a picture is signed: PEM files of the certificates, the signer's first, and of its private key.

    `passphrase` is called where the key is locked, in a worker; it returns "" when none is known. Paths may be None:
    the person has chosen none.
    """

    chain: Path | None
    key: Path | None
    passphrase: Callable[[], str] = field(default=str, repr=False)


@dataclass(frozen=True)
class Claim:
    """What is signed of one picture: `title`, who made it (`generator`: name and version), and what was done.

    `edits` are C2PA's actions but the first, which says that `parent` was opened. `keeps_history` False leaves out what
    the parent carries of its own.
    """

    title: str
    generator: tuple[str, str]
    edits: tuple[Mapping[str, Any], ...]
    parent: ParentFile | None
    keeps_history: bool = True


def _stamped(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns
