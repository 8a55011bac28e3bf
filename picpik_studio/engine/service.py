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

from picpik_studio.engine.errors import EngineError
from picpik_studio.engine.folders import adopt_stores, open_stores
from picpik_studio.engine.http import BODY_LIMIT, Door, Keys
from picpik_studio.engine.scheduler import Scheduler
from picpik_studio.engine.server import Server
from picpik_studio.engine.workers import Workers
from picpik_studio.texts import QT_TRANSLATE_NOOP

LOOPBACK = "127.0.0.1"
SWEEP_SECONDS = 600.0
LATE_SECONDS, LOOK_SECONDS = 5.0, 0.25
"""An engine whose editor was killed takes a moment to end. One that starts meanwhile goes on looking for its tasks."""

_LOG_BYTES, _LOG_FILES = 1 << 20, 2
_PORTS = 1 << 16
_NO_PORT = QT_TRANSLATE_NOOP("Engine", "There is no port {port}: choose one from 0 to {most}.")
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
    """One running service; `run` blocks until `stop` (from any thread) or, in the main thread, a signal ends it.

    An `executor` that is handed in stays its owner's: it is not shut down here, and what it yields later is dropped.
    Raises EngineError when it cannot, or may not, listen on that address.
    """

    def __init__(self, setup: Setup, executor: Executor | None = None) -> None:
        _demand_loopback(setup)
        self._setup = setup
        self._socket = _listening(setup)
        self._server: Server | None = None
        self._executor = executor
        self._ended = threading.Event()

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    def run(self, ready: Callable[[str], object]) -> None:
        """Serve until the end; `ready` is called with the address once calls are taken. Raises StoreError.

        In the main thread, Ctrl+C ends it with KeyboardInterrupt.
        """
        with contextlib.ExitStack() as stack:
            stack.callback(self._socket.close)
            scheduler = self._working(stack)
            door = Door(scheduler, self._setup.keys, self._setup.body_limit)
            url = self.url
            self._server = Server(door.app(), lambda: ready(url), lambda: _let_go(scheduler))
            if not self._ended.is_set():
                self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """End it soon."""
        self._ended.set()
        if self._server is not None:
            self._server.should_exit = True

    def _working(self, stack: contextlib.ExitStack) -> Scheduler:
        """Open the stores, start the workers and take up what is unfinished; `stack` ends it all."""
        slots = self._setup.slots or max(1, (os.cpu_count() or 1) - 1)
        stores = open_stores(self._setup.data_folder)
        stack.enter_context(_logging_to(self._setup.data_folder))
        scheduler = Scheduler(self._executor or _own_workers(slots, stack), slots, stores)
        stack.callback(_let_go, scheduler)
        keeper = threading.Thread(target=self._keep, args=(scheduler,), name="picpik-keeper", daemon=True)
        keeper.start()
        stack.callback(keeper.join)
        stack.callback(self._ended.set)
        scheduler.start()
        return scheduler

    def _keep(self, scheduler: Scheduler) -> None:
        """Adopt what other engines leave behind in the first seconds, then sweep from time to time."""
        for _ in range(int(LATE_SECONDS / LOOK_SECONDS)):
            if self._ended.wait(LOOK_SECONDS):
                return
            scheduler.adopt(adopt_stores(self._setup.data_folder))
        while not self._ended.wait(SWEEP_SECONDS):
            scheduler.sweep()


def _own_workers(slots: int, stack: contextlib.ExitStack) -> Workers:
    workers = Workers(slots)
    stack.callback(workers.shutdown, cancel_futures=True)
    return workers


def _let_go(scheduler: Scheduler) -> None:
    """End the work and let the folders go, for an engine that may be starting already. May be called again."""
    scheduler.close()
    for store in scheduler.stores:
        store.close()


def _demand_loopback(setup: Setup) -> None:
    if not setup.is_open and not _is_loopback(setup.host):
        raise EngineError(_NOT_LOOPBACK, host=setup.host)


def _is_loopback(host: str) -> bool:
    """Whether an address is this machine's own; of all names only `localhost`, and only where it means that."""
    try:
        addresses = [host] if host != "localhost" else [str(info[4][0]) for info in socket.getaddrinfo(host, None)]
        return all(ipaddress.ip_address(address).is_loopback for address in addresses)
    except (OSError, ValueError):
        return False


def _listening(setup: Setup) -> socket.socket:
    if not 0 <= setup.port < _PORTS:  # `create_server` would leave a socket open
        raise EngineError(_NO_PORT, port=setup.port, most=_PORTS - 1)
    try:
        family = socket.getaddrinfo(setup.host, setup.port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((setup.host, setup.port), family=family, backlog=256)
    except (OSError, UnicodeError) as error:
        raise EngineError(_NO_ADDRESS, host=setup.host, port=setup.port, why=error) from None
    # asyncio sends at once (TCP_NODELAY) on sockets that name their protocol; on others an answer takes 40 ms longer.
    return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, listening.detach())


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
