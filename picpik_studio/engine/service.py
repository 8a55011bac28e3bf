"""The service as a whole: stores, scheduler, workers and door, listening on a socket until it is told to end."""

import contextlib
import ipaddress
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

import uvicorn

from picpik_studio.engine.errors import EngineError
from picpik_studio.engine.folders import open_stores
from picpik_studio.engine.http import BODY_LIMIT, Door, Keys
from picpik_studio.engine.scheduler import Scheduler
from picpik_studio.engine.workers import Workers
from picpik_studio.texts import QT_TRANSLATE_NOOP

LOOPBACK = "127.0.0.1"
SWEEP_SECONDS = 600.0

_LOG_BYTES, _LOG_FILES = 1 << 20, 2
_NO_ADDRESS = QT_TRANSLATE_NOOP("Engine", "The service cannot listen on {host} port {port}: {why}")
_NOT_LOOPBACK = QT_TRANSLATE_NOOP(
    "Engine", "{host} can be reached from other machines: allow that explicitly, or listen on 127.0.0.1."
)


@dataclass(frozen=True)
class Setup:
    """How a service runs. `port` 0: chosen by the system. `slots`: images made at once, None for cores - 1."""

    data_folder: Path
    keys: Keys
    host: str = LOOPBACK
    port: int = 0
    slots: int | None = None
    is_open: bool = False
    body_limit: int = BODY_LIMIT


class Service:
    """One running service; `run` blocks the main thread until `stop` (from any thread) or a signal ends it."""

    def __init__(self, setup: Setup, executor: Executor | None = None) -> None:
        _demand_loopback(setup)
        self._setup = setup
        self._socket = _listening(setup)
        self._server: uvicorn.Server | None = None
        self._executor = executor
        self._ended = threading.Event()

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    def run(self, ready: Callable[[str], object]) -> None:
        """Serve until the end; `ready` is called with the address once calls are taken. Raises StoreError."""
        with self._working() as scheduler, _logging_to(self._setup.data_folder):
            door = Door(scheduler, self._setup.keys, self._setup.body_limit)
            config = uvicorn.Config(
                door.app(), log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=1
            )
            self._server = _Server(config, lambda: ready(self.url))
            if not self._ended.is_set():
                self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """End it soon."""
        self._ended.set()
        if self._server is not None:
            self._server.should_exit = True

    @contextlib.contextmanager
    def _working(self) -> Iterator[Scheduler]:
        """Hold stores and workers open, and end them whatever happens."""
        slots = self._setup.slots or max(1, (os.cpu_count() or 1) - 1)
        stores = open_stores(self._setup.data_folder)
        executor = self._executor or Workers(slots)
        scheduler = Scheduler(executor, slots, stores)
        sweeper = threading.Thread(target=self._sweep, args=(scheduler,), name="picpik-sweep", daemon=True)
        sweeper.start()
        scheduler.start()
        try:
            yield scheduler
        finally:
            self._ended.set()
            scheduler.close()
            executor.shutdown(cancel_futures=True)
            sweeper.join()
            self._socket.close()
            for store in stores:
                store.close()

    def _sweep(self, scheduler: Scheduler) -> None:
        while not self._ended.wait(SWEEP_SECONDS):
            scheduler.sweep()


class _Server(uvicorn.Server):
    """A server that says when it takes calls."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._ready()


def _demand_loopback(setup: Setup) -> None:
    if setup.is_open or setup.host == "localhost":
        return
    try:
        is_loopback = ipaddress.ip_address(setup.host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise EngineError(_NOT_LOOPBACK, host=setup.host)


def _listening(setup: Setup) -> socket.socket:
    try:
        family = socket.getaddrinfo(setup.host, setup.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((setup.host, setup.port), family=family, backlog=256)
    except (OSError, OverflowError) as error:
        raise EngineError(_NO_ADDRESS, host=setup.host, port=setup.port, why=error) from None


@contextlib.contextmanager
def _logging_to(folder: Path) -> Iterator[None]:
    """Let what goes wrong be written into the data folder; no parameter and no key is ever among it."""
    handler = RotatingFileHandler(
        folder / "service.log", maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
