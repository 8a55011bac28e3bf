"""The web server under the service: says when it takes calls, lets go before it ends, and ends in order on signals."""

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Generator
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from picpik_studio.engine.connection import Connection

_KEEP_ALIVE_SECONDS = 60
"""Longer than the pauses between two questions after the state of a task."""
_FAREWELL_SECONDS = 1
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Server(uvicorn.Server):
    """Serves `app`; calls `ready` when it listens and `ending` (in a thread) when it takes no more calls."""

    def __init__(self, app: Starlette, ready: Callable[[], object], ending: Callable[[], object]) -> None:
        config = uvicorn.Config(
            app,
            http=Connection,  # h11 reads and drops a body that was answered too early, unlike what else may be there
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",  # what a stranger sends is not worth a line: it would push out what is
            access_log=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_FAREWELL_SECONDS,
        )
        super().__init__(config)
        self._ready = ready
        self._ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of the work first: another engine may wait for it, while callers only have to be hung up on."""
        await run_in_threadpool(self._ending)
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Let SIGTERM end it in order, and SIGINT too unless it is ignored; the latter becomes a KeyboardInterrupt.

        uvicorn's own would take a SIGINT that is ignored, and would raise SIGTERM again before anything is closed.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        caught: list[int] = []

        def end(number: int, frame: FrameType | None) -> None:
            caught.append(number)
            self.handle_exit(number, frame)

        before = {number: signal.getsignal(number) for number in _SIGNALS}
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, end)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if signal.SIGINT in caught:
            raise KeyboardInterrupt
