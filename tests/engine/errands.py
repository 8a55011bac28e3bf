"""Work for the pool's processes, which must be able to import it (quickly)."""

import time
from pathlib import Path
from typing import NoReturn


class Unsendable(Exception):  # noqa: N818 - what matters is that it cannot travel
    """Cannot be pickled."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("stays where it is")


class Unreadable(Exception):  # noqa: N818 - as above
    """Can be pickled, but not be made again."""

    def __reduce__(self) -> tuple[object, ...]:
        return _refuse, ()


def _refuse() -> NoReturn:
    raise LookupError("cannot be made again")


def make_unsendable() -> object:
    return lambda: None


def fail(kind: type[Exception]) -> NoReturn:
    raise kind("on purpose")


def wait_for(path: str) -> None:
    """Work until there is such a file, or until it is ended."""
    while not Path(path).exists():
        time.sleep(0.01)


def meet(mine: str, other: str) -> bool:
    """Say that this one is there and wait for the other; return whether it came."""
    Path(mine).touch()
    end = time.monotonic() + 60
    while not Path(other).exists():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
