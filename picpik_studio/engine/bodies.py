"""The body of a call, kept off the memory: a hundred callers may each send many megabytes at once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import SpooledTemporaryFile

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from picpik_studio.engine.errors import INVALID, THROTTLED, TOO_LARGE, Refusal
from picpik_studio.engine.parsing import demand_few, parts_in
from picpik_studio.texts import QT_TRANSLATE_NOOP

IN_MEMORY = 256 << 10
"""Bytes. What is longer goes to a file that has no name, so that no kill leaves it behind."""
ROOM = 2 << 30
"""Bytes that all unfinished bodies together may take on the disk: thirty-two of the largest that an editor sends."""
PAUSE_SECONDS = 60.0
"""Who sends nothing for so long in the middle of a body is waited for no longer."""

_TOO_LARGE = QT_TRANSLATE_NOOP("Engine", "The request has more than {limit} MB: send smaller pictures, or JPEG.")
_CROWDED = QT_TRANSLATE_NOOP("Engine", "The service is taking in too many large requests: try again in a moment.")
_SILENT = QT_TRANSLATE_NOOP("Engine", "The request came to a stop in its middle.")


class Room:
    """The bytes that the bodies of all callers may take at once; belongs to the event loop's thread."""

    def __init__(self, limit: int = ROOM) -> None:
        self._left = limit

    def take(self, length: int) -> None:
        """Take some of it. Raises Refusal when there is not so much left."""
        if length > self._left:
            raise Refusal(THROTTLED, _CROWDED)
        self._left -= length

    def give_back(self, length: int) -> None:
        """Give back what was taken."""
        self._left += length


class Body:
    """What one call sends; `length` counts its bytes. To be closed."""

    def __init__(self, folder: Path, room: Room) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder))  # noqa: SIM115 - `close` closes it
        self._room = room
        self._kept = 0
        self._parts = 0
        self.length = 0

    @property
    def is_large(self) -> bool:
        """Whether it does not lie in memory."""
        return self.length > IN_MEMORY

    async def fill(self, request: Request, limit: int) -> None:
        """Read what comes. Raises Refusal, ClientDisconnect, and OSError when the disk takes no more.

        What is past the limit is read all the same, and dropped: a caller who sends it all before listening would find
        the connection broken instead of the answer.
        """
        piece = bytearray()
        refusal = None
        if int(request.headers.get("content-length", 0)) > limit:
            refusal = Refusal(TOO_LARGE, _TOO_LARGE, limit=limit >> 20)
        stream = request.stream()
        while (part := await _next_part(stream)) is not None:
            refusal = refusal or self._counted(part, limit)
            if refusal is not None:
                continue
            piece += part
            if len(piece) >= IN_MEMORY:
                await run_in_threadpool(self._file.write, bytes(piece))
                piece.clear()
        if refusal is not None:
            raise refusal
        await run_in_threadpool(self._file.write, bytes(piece))

    def take(self) -> bytes:
        """Return all of it, once; its file is closed then."""
        self._file.seek(0)
        data = self._file.read()
        self._file.close()
        return bytes(data)

    def close(self) -> None:
        """Let go of it."""
        self._file.close()
        self._room.give_back(self._kept)
        self._kept = 0

    def _counted(self, part: bytes, limit: int) -> Refusal | None:
        """Count a part that came; return why no more of it is taken, or None."""
        self.length += len(part)
        self._parts += parts_in(part)
        if self.length > limit:
            return Refusal(TOO_LARGE, _TOO_LARGE, limit=limit >> 20)
        try:
            demand_few(self._parts)
            self._room.take(len(part))
        except Refusal as refusal:
            return refusal
        self._kept += len(part)
        return None


async def _next_part(stream: AsyncIterator[bytes]) -> bytes | None:
    """Return what came next, None at the end. Raises ClientDisconnect, and Refusal for a caller who fell silent."""
    try:
        async with asyncio.timeout(PAUSE_SECONDS):
            return await anext(stream, None)
    except TimeoutError:
        raise Refusal(INVALID, _SILENT) from None
