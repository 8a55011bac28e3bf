"""Giving up a call that is being sent, from another thread."""

import threading
from collections.abc import Callable


class Stop:
    """A wish that a call be given up as long as it has not left whole; an answer that is awaited is awaited on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: Callable[[], object] | None = None
        self._wished = threading.Event()

    @property
    def is_wished(self) -> bool:
        """Whether `wish` was called."""
        return self._wished.is_set()

    def wish(self) -> None:
        """End the call now, or as soon as it begins."""
        with self._lock:
            self._wished.set()
            ends = self._ends
        if ends is not None:
            ends()

    def wait(self, seconds: float) -> None:
        """Wait so long, or until it is wished."""
        self._wished.wait(seconds)

    def bind(self, ends: Callable[[], object]) -> None:
        """Say how the call is ended; for whoever makes it."""
        with self._lock:
            self._ends = ends
        if self.is_wished:
            ends()
