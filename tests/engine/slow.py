"""A look at pictures that takes until the test lets it go on."""

import threading
from collections.abc import Callable
from typing import Any


class Slow:
    """Stands for a function; counts how many are `inside` of it, and were at `most`."""

    def __init__(self, real: Callable[..., Any]) -> None:
        self._real = real
        self._lock = threading.Lock()
        self.go = threading.Event()
        self.inside = self.most = 0

    def __call__(self, *args: object, **named: object) -> object:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        try:
            assert self.go.wait(30)
            return self._real(*args, **named)
        finally:
            with self._lock:
                self.inside -= 1
