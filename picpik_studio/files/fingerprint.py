"""What names a file by its bytes, wherever it lies."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from picpik_studio.files.errors import reading_failed


class Fingerprint(NamedTuple):
    """The size of a file and the SHA-256 of its bytes in hexadecimal."""

    size_bytes: int
    sha256: str


def fingerprint_of(data: Path | bytes) -> Fingerprint:
    """Read a file in pieces, or bytes, for what names it. Slow (.5 s for 1 GB). Raises FileError."""
    if isinstance(data, bytes):
        return Fingerprint(len(data), hashlib.sha256(data).hexdigest())
    try:
        with data.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return Fingerprint(file.tell(), digest)
    except OSError as error:
        raise reading_failed(error, data.name) from error


def size_of(data: Path | bytes) -> int:
    """Return how many bytes a file has. Raises FileError."""
    if isinstance(data, bytes):
        return len(data)
    try:
        return data.stat().st_size
    except OSError as error:
        raise reading_failed(error, data.name) from error
