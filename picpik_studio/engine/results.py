"""The result files of one folder: written whole, measured, and taken away again."""

import contextlib
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from picpik_studio.files.atomic import write_atomic

_ENDING: Final = ".png"


class Results:
    """Results by their token; usable from any thread. `folder` is made when missing; what it holds is counted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        folder.mkdir(exist_ok=True)
        self._sizes = {path.stem: path.stat().st_size for path in folder.glob(f"*{_ENDING}")}

    @property
    def size_bytes(self) -> int:
        """How many bytes they are, all together."""
        with self._lock:
            return sum(self._sizes.values())

    def path(self, token: str) -> Path:
        """Return where the result of that name lies, or would."""
        return self._folder / f"{token}{_ENDING}"

    def put(self, token: str, data: bytes) -> None:
        """Keep a result. Raises FileError."""
        write_atomic(self.path(token), data)
        with self._lock:
            self._sizes[token] = len(data)

    def has_any(self, tokens: Iterable[str]) -> bool:
        """Whether one of these results is here."""
        with self._lock:
            return any(token in self._sizes for token in tokens)

    def discard(self, tokens: Iterable[str]) -> None:
        """Take results away, as far as they can be deleted; what is left is found by `keep_only` later."""
        for token in tokens:
            with contextlib.suppress(OSError):
                self.path(token).unlink(missing_ok=True)
                with self._lock:
                    self._sizes.pop(token, None)

    def keep_only(self, tokens: set[str]) -> None:
        """Take away all else, half-written files too."""
        kept = {self.path(token) for token in tokens}
        for path in [path for path in self._folder.iterdir() if path not in kept]:
            with contextlib.suppress(OSError):
                path.unlink()
                self._sizes.pop(path.stem, None)
