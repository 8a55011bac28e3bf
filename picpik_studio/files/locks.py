"""Keeps several processes from doing the same thing at once."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":  # pragma: no cover - where the tests are measured it is false
    import msvcrt
else:
    import fcntl


@contextlib.contextmanager
def held(path: Path | str) -> Iterator[None]:
    """Hold the lock file `path` (made if need be), waiting until no other process or thread does.

    The system gives it back when the process ends, however it ends. Raises OSError.
    """
    with Path(path).open("ab") as file:
        _lock(file.fileno())
        try:
            yield
        finally:
            _unlock(file.fileno())


def try_lock(file: BinaryIO) -> bool:
    """Lock an open file if no other process or thread holds it; return whether that worked. Closing it unlocks."""
    try:
        _try_lock(file.fileno())
    except OSError:
        return False
    return True


if sys.platform == "win32":  # pragma: no cover - as above

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
