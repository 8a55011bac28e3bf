"""The body of a call, kept off the memory: a hundred callers may each send many megabytes at once."""

from pathlib import Path
from tempfile import SpooledTemporaryFile

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from picpik_studio.engine.errors import TOO_LARGE, Refusal
from picpik_studio.texts import QT_TRANSLATE_NOOP

IN_MEMORY = 256 << 10
"""Bytes. What is longer goes to a file that has no name, so that no kill leaves it behind."""

_TOO_LARGE = QT_TRANSLATE_NOOP("Engine", "The request has more than {limit} MB: send smaller pictures, or JPEG.")


class Body:
    """What one call sends; `length` counts its bytes. To be closed."""

    def __init__(self, folder: Path) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder))  # noqa: SIM115 - `close` closes it
        self.length = 0

    @property
    def is_large(self) -> bool:
        """Whether it does not lie in memory."""
        return self.length > IN_MEMORY

    async def fill(self, request: Request, limit: int) -> None:
        """Read what comes. Raises Refusal past the limit, ClientDisconnect, and OSError when the disk takes no more.

        What is past the limit is read all the same, and dropped: a caller who sends it all before listening would find
        the connection broken instead of the answer.
        """
        piece = bytearray()
        is_over = int(request.headers.get("content-length", 0)) > limit
        async for part in request.stream():
            self.length += len(part)
            is_over = is_over or self.length > limit
            if is_over:
                continue
            piece += part
            if len(piece) >= IN_MEMORY:
                await run_in_threadpool(self._file.write, bytes(piece))
                piece.clear()
        if is_over:
            raise Refusal(TOO_LARGE, _TOO_LARGE, limit=limit >> 20)
        await run_in_threadpool(self._file.write, bytes(piece))

    def take(self) -> bytes:
        """Return all of it, once; it is closed then."""
        self._file.seek(0)
        data = self._file.read()
        self._file.close()
        return bytes(data)

    def close(self) -> None:
        """Let go of it."""
        self._file.close()
