"""The service in a thread of the test, with an executor of the test's own."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from picpik_studio.engine.http import BODY_LIMIT, Keys
from picpik_studio.engine.service import Service, Setup
from tests.engine.service import PRIVATE, PUBLIC, Caller

P = ParamSpec("P")
T = TypeVar("T")
KEYS = Keys(PUBLIC, PRIVATE)


class Stopped(Executor):
    """Begins nothing, so that everything waits; it cannot be told to end, as Dask's cannot in these words."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        del fn, args, kwargs
        return Future()

    def shutdown(self) -> None:  # type: ignore[override]  # that is the point
        raise AssertionError("it belongs to the test")


class Served(Caller):
    """A service of this process."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.url = service.url
        self.service = service
        self.folder = folder

    @property
    def files(self) -> list[str]:
        """Everything that lies in its folder but the logs of the database."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.name for path in found if not path.name.startswith(("tasks.sqlite", "lock")))


@contextmanager
def serving(
    folder: Path, executor: Executor | None = None, *, body_limit: int = BODY_LIMIT, slots: int = 1
) -> Iterator[Served]:
    """Serve until the end of the `with`; with no executor, by one that begins nothing."""
    setup = Setup(folder, KEYS, slots=slots, body_limit=body_limit)
    service = Service(setup, Stopped() if executor is None else executor)
    is_ready = threading.Event()
    thread = threading.Thread(target=service.run, args=(lambda _url: is_ready.set(),))
    thread.start()
    try:
        assert is_ready.wait(30)
        yield Served(service, folder)
    finally:
        service.stop()
        thread.join(30)
