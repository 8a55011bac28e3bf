"""One caller's connection: it must bring its request in time, and when there are too many, the idlest goes.

uvicorn alone waits for the head of a first request for ever, and for as many callers as the system has file numbers.
"""

import asyncio
import sys
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS: Final = 20.0
"""A request's head, once its connection is open or its first byte has come, takes at most so long."""
MOST: Final = 480

_FILES_BESIDE: Final = 64
"""File numbers for the database, the log, the workers' pipes; a connection may need a second one for its body."""


class Connection(H11Protocol):
    """uvicorn's own, with an end to its patience."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's own signature
        super().__init__(*args, **kwargs)
        self._late: asyncio.TimerHandle | None = None
        self._quiet_since = self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Wait for a request, and make room for this caller."""
        super().connection_made(transport)
        self._wait()
        others = [each for each in self.connections if isinstance(each, Connection) and each.is_open]
        if len(others) > most_connections():
            unserved = [each for each in others if each is not self and not each.is_served]
            min(unserved, key=Connection._worth, default=self).hang_up()

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._quiet_since = self.loop.time()
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        super().connection_lost(exc)
        self._wait_no_more()

    def send_400_response(self, msg: str) -> None:
        """Answer what turns out to be no HTTP; a call that it began is told that nobody listens any more.

        uvicorn alone lets that call answer too, into a connection that takes nothing any more, and logs a fault.
        """
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            super().send_400_response(msg)
        else:
            self.hang_up()

    def hang_up(self) -> None:
        """End the connection, whatever was half said."""
        self.transport.abort()

    @property
    def is_open(self) -> bool:
        """Whether nobody has hung up; what was hung up on goes only when the loop comes round to it."""
        return not self.transport.is_closing()

    @property
    def _is_without_request(self) -> bool:
        return self.conn.their_state is h11.IDLE

    @property
    def is_served(self) -> bool:
        """Whether a whole request came that is not answered yet."""
        return self.conn.their_state in {h11.DONE, h11.MUST_CLOSE}

    def _worth(self) -> tuple[bool, float]:
        """Sort before those that one would rather keep: who is sending a request, and who was heard last."""
        return (not self._is_without_request, self._quiet_since)

    def _wait(self) -> None:
        """See to it that the head of a request, or of the next one, comes in time."""
        if not self._is_without_request:
            self._wait_no_more()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self.hang_up)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


def most_connections() -> int:
    """Return how many callers may be connected at once: MOST, or what this process's file numbers allow."""
    if sys.platform == "win32":  # pragma: no cover - there, sockets are not counted as files
        return MOST
    import resource  # noqa: PLC0415 - there is none on Windows

    files, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if files < 0 else max(1, min(MOST, (files - _FILES_BESIDE) // 2))
