"""Slow work for the canvas: one of a kind at a time, and the latest wish wins."""

from collections.abc import Callable
from typing import Any, TypeVar

from picpik_studio.app.tasks import Task, Tasks

T = TypeVar("T")


class Latest:
    """Runs work by name on the lane of the pixels; what the name did before is given up."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._running: dict[str, Task[Any]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._running

    def run(self, name: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do `work` in a worker and hand over what it made."""
        self.cancel(name)

        def deliver(made: T) -> None:
            self._running.pop(name, None)
            done(made)

        self._running[name] = self._tasks.run("pixels", lambda _task: work(), done=deliver, label=name)

    def cancel(self, name: str) -> None:
        """Give up what a name does, if it does something."""
        task = self._running.pop(name, None)
        if task is not None:
            task.cancel()

    def cancel_all(self) -> None:
        """Give up everything."""
        for name in tuple(self._running):
            self.cancel(name)
