"""Which editor process a job belongs to: each holds a lock that the system lets go when the process ends, however."""

import contextlib
import uuid
from pathlib import Path

from picpik_studio.files import locks

_TAKING_OVER = "taking-over"


class Owner:
    """This process among all that share the jobs of one folder. `name` stands in the records of its jobs."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = uuid.uuid4().hex
        self._folder = folder
        with self.taking_over():  # nobody sees the file without its lock, and takes us for dead
            self._file = self._path(self.name).open("wb")
            locks.try_lock(self._file)

    def is_alive(self, name: str) -> bool:
        """Whether the process called `name` still runs (this one does)."""
        if name == self.name:
            return True
        with contextlib.suppress(FileNotFoundError), self._path(name).open("r+b") as file:
            return not locks.try_lock(file)
        return False

    def dead_neighbours(self) -> set[str]:
        """Return the processes that ended without taking their lock away; called under `taking_over`."""
        names = {path.stem for path in self._folder.glob("*.lock")} - {_TAKING_OVER}
        return {name for name in names if not self.is_alive(name)}

    def taking_over(self) -> contextlib.AbstractContextManager[None]:
        """Hold the one lock under which jobs change their owner, waiting for a process that holds it just now."""
        return locks.held(self._folder / f"{_TAKING_OVER}.lock")

    def bury(self, name: str) -> None:
        """Remove what a dead process left."""
        self._path(name).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go: what still runs may be taken over by another process."""
        self._file.close()
        with contextlib.suppress(OSError):
            self._path(self.name).unlink()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"
