"""Giving up a call that is being sent, from another thread."""

import threading
from collections.abc import Callable


class Stop:
    """A wish that a call be given up as long as it has not left whole; an answer that is awaited is awaited on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: Callable[[], object] | None = None
        self._is_wished = False

    @property
    def is_wished(self) -> bool:
        """Whether `wish` was called."""
        return self._is_wished

    def wish(self) -> None:
        """End the call now, or as soon as it begins."""
        with self._lock:
            self._is_wished = True
            ends = self._ends
        if ends is not None:
            ends()

    def bind(self, ends: Callable[[], object]) -> None:
        """Say how the call is ended; for whoever makes it."""
        with self._lock:
            self._ends = ends
            is_wished = self._is_wished
        if is_wished:
            ends()
